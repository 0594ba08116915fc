/** Which targets are called, and which open no socket (PRX-03 … PRX-06, SEC-02). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { APPROVED_DOMAINS } from "../../registry/domains/index.ts";
import { lookAlikes } from "../../registry/domains/testing/look-alikes.ts";
import { unsafeTargets } from "../../registry/domains/testing/unsafe-targets.ts";
import { memoryCounters } from "../stores/counters/memory-counters.ts";
import { memoryTenants } from "../vault/memory.ts";
import { memoryApprovals } from "./approvals.ts";
import { DEFAULT_RULES } from "./parts.ts";
import { askServer, openPassthrough } from "./testing/gateway.ts";
import { openStandIn, PUBLIC, type StandIn } from "./testing/stand-in.ts";

let now = 1_000_000;
const clock = { now: () => now, after: () => () => {} };
let target: StandIn;
let gateway: Awaited<ReturnType<typeof openPassthrough>>;

beforeEach(async () => {
  now = 1_000_000;
  target = await openStandIn();
  const tenants = memoryTenants(
    new Map([
      ["gateway-key", { id: "a" }],
      ["other-key", { id: "b" }],
    ]),
  );
  gateway = await openPassthrough(target, { parts: { clock, tenants, counters: memoryCounters({ clock }) } });
});
afterEach(async () => {
  await gateway.close();
  await target.close();
});

const to = (url: string, more: Record<string, string> = {}) =>
  gateway.ask({ path: "/x", headers: { "helicone-target-url": url, ...more } });

/** What the names of the table resolve to. */
const RESOLVED: Readonly<Record<string, string[]>> = {
  "rebind.example": ["127.0.0.1"],
  "two-faces.example": [PUBLIC, "10.0.0.1"],
  "v6-only.example": ["::1"],
};

describe("unsafe targets", () => {
  test.each(unsafeTargets.filter(({ target }) => /^[\x20-\xff]*$/.test(target) && !/[\n\r]/.test(target)))(
    "refuses $target ($why) with 400 and opens no socket",
    async ({ target: url }) => {
      target.resolve((name) => RESOLVED[name] ?? ["127.0.0.1"]);
      const got = await to(url);
      // Fields lose the spaces around them on the wire, before anybody could see them.
      expect([got.status, got.json().error.type]).toEqual([400, "invalid_request_error"]);
      expect(target.connected).toEqual([]);
      expect(gateway.records.all()[0]).toMatchObject({ outcome: "failed", status: 400 });
    },
  );

  test.each(["https://user:s3cr3t-pw@api.openai.com", "https://api.openai.com/v1?key=s3cr3t-pw"])(
    "says nothing of what %s holds",
    async (url) => {
      const got = await to(url);
      expect(got.status).toBe(400);
      expect(got.body.toString()).not.toContain("s3cr3t-pw");
      expect(JSON.stringify([gateway.lines, gateway.records.all()])).not.toContain("s3cr3t-pw");
    },
  );

  test("refuses a name whose second look-up would differ: it is looked up once, and connected to what was checked", async () => {
    let looks = 0;
    target.resolve(() => [++looks === 1 ? PUBLIC : "127.0.0.1"]);
    expect((await to("https://rebind.example")).status).toBe(200);
    expect(target.lookedUp).toEqual(["rebind.example"]);
    expect(target.connected).toEqual([`${PUBLIC}:443`]);
  });

  test("answers 502 where a name has no address, and names neither resolver nor reason", async () => {
    target.resolve(() =>
      Promise.reject(Object.assign(new Error("queryA ENOTFOUND 10.9.9.9"), { code: "ENOTFOUND" })),
    );
    const got = await to("https://nowhere.example");
    expect([got.status, got.json().error.code]).toEqual([502, "upstream_unreachable"]);
    expect(got.body.toString()).not.toContain("10.9.9.9");
  });
});

describe("bad target headers", () => {
  test.each([
    ["an empty one", { "helicone-target-url": "" }],
    ["10 kB", { "helicone-target-url": `https://${"a".repeat(10_000)}.com` }],
    ["two", { "helicone-target-url": ["https://api.openai.com", "https://api.openai.com"] }],
    [
      "two names for it",
      { "helicone-target-url": "https://api.openai.com", "helicone-openai-api-base": "https://x.com" },
    ],
    ["a path", { "helicone-target-url": "https://api.groq.com/openai/v1" }],
  ])("are refused with 400: %s", async (_what, headers) => {
    const got = await gateway.ask({ path: "/x", headers: headers as Record<string, string> });
    expect([got.status, got.json().error.code]).toEqual([400, "invalid_target"]);
    expect(got.json().error.param).toBe("Helicone-Target-Url");
    expect(target.connected).toEqual([]);
  });

  test("that are missing are 400 where a provider is named, or at the gateway's own name for targets", async () => {
    const cases: Record<string, string>[] = [
      { "helicone-target-provider": "LemonFox" },
      { host: "gateway.localhost" },
    ];
    for (const headers of cases) {
      const got = await askServer(gateway.port, {
        path: "/x",
        headers: { "helicone-auth": "Bearer gateway-key", ...headers },
      });
      expect([got.status, got.json().error.code]).toEqual([400, "invalid_target"]);
    }
  });

  test("may have the older name", async () => {
    const headers = {
      "helicone-auth": "Bearer gateway-key",
      "helicone-openai-api-base": "https://me.openai.azure.com",
    };
    expect((await askServer(gateway.port, { path: "/x", headers })).status).toBe(200);
    expect(target.lookedUp).toEqual(["me.openai.azure.com"]);
  });

  test("leave the gateway's own routes alone where there are none", async () => {
    const got = await askServer(gateway.port, { path: "/health" });
    expect([got.status, got.body.toString()]).toEqual([200, '{"status":"ok"}']);
  });
});

test("a caller without a gateway key gets 401, whatever the target", async () => {
  for (const url of ["https://api.openai.com", "https://127.0.0.1", ""]) {
    const got = await askServer(gateway.port, {
      path: "/x",
      headers: { "helicone-target-url": url, "api-key": "k" },
    });
    expect([got.status, got.json().error.code]).toEqual([401, "invalid_gateway_key"]);
  }
  expect(target.connected).toEqual([]);
});

describe("the gateway itself is no target", () => {
  test.each(["https://gateway.example", "https://GATEWAY.example.", "https://localhost"])(
    "as %s",
    async (url) => {
      const got = await to(url, { host: "gateway.example" });
      expect(got.status).toBe(400);
      expect(target.connected).toEqual([]);
    },
  );

  test("nor below one of its own domains", async () => {
    await gateway.close();
    const rules = { ...DEFAULT_RULES, baseDomains: ["gateway.example"] };
    gateway = await openPassthrough(target, { passthrough: { rules } });
    for (const url of ["https://gateway.example", "https://oai.gateway.example"]) {
      const got = await to(url);
      expect([got.status, got.json().error.code]).toEqual([400, "target_is_gateway"]);
    }
  });

  test("nor at its own port in development, while other loopback servers are", async () => {
    await gateway.close();
    const rules = { ...DEFAULT_RULES, loopback: true };
    gateway = await openPassthrough(target, { passthrough: { rules } });
    const own = await to(`http://127.0.0.1:${gateway.port}`);
    expect([own.status, own.json().error.code]).toEqual([400, "target_is_gateway"]);
    expect((await to(`http://127.0.0.1:${target.port}`)).status).toBe(200);
    expect((await to(`http://stub.localhost:${target.port}`)).status).toBe(200);
  });
});

describe("dedicated names", () => {
  test.each(APPROVED_DOMAINS.flatMap(({ dedicated }) => (dedicated ? [dedicated] : [])))(
    "lead from $label. to $host",
    async ({ label, host, prefix }) => {
      const path = prefix ? "/v1/eu-west-1/model/a%3A0//converse?x=1" : "/v1//a/../b?x=1";
      const headers = { "helicone-auth": "Bearer gateway-key", host: `${label}.localhost:8787` };
      expect((await askServer(gateway.port, { path, headers })).status).toBe(200);
      expect(target.lookedUp).toEqual([host.replace("{region}", "eu-west-1")]);
      expect(target.arrived[0]?.url).toBe(prefix ? "/model/a%3A0//converse?x=1" : path);
    },
  );

  test.each(["oai.evil.example", "xoai.localhost.evil", "azure.localhost", "constructor.localhost"])(
    "are none at %s",
    async (host) => {
      const got = await askServer(gateway.port, { path: "/health", headers: { host } });
      expect(got.body.toString()).toBe('{"status":"ok"}');
    },
  );
});

describe("domains that are not approved", () => {
  test("pass once a second for each organisation and host, and say when again", async () => {
    expect((await to("https://own.example")).status).toBe(200);
    now += 400;
    const refused = await to("https://own.example");
    expect([refused.status, refused.json().error.code]).toEqual([429, "domain_rate_limited"]);
    expect(refused.headers["retry-after"]).toBe("1");
    expect((await to("https://other.example")).status).toBe(200);
    expect((await to("https://own.example", { "helicone-auth": "Bearer other-key" })).status).toBe(200);
    now += 600;
    expect((await to("https://own.example")).status).toBe(200);
  });

  test("pass 10,000 times a day", async () => {
    const { counters } = gateway.parts;
    const take = counters.take.bind(counters);
    const day = 86_400_000;
    // What 9,999 calls would have counted.
    counters.take = async (claims) => {
      counters.take = take;
      return take(claims.map((claim) => (claim.windowMs === day ? { ...claim, amount: 9_999n } : claim)));
    };
    expect((await to("https://own.example")).status).toBe(200);
    now += 1_000;
    expect((await to("https://own.example")).status).toBe(200);
    now += 1_000;
    const refused = await to("https://own.example");
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, String(86_400 - 2)]);
    now += day - 2_000;
    expect((await to("https://own.example")).status).toBe(200);
  });

  test("let exactly one of many at once pass", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => to("https://own.example")));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(429)]);
    expect(target.arrived).toHaveLength(1);
  });

  test("are not counted once they are approved", async () => {
    await gateway.close();
    const approvals = memoryApprovals([{ host: "own.example", how: "operator", at: 0, checkedAt: 0 }]);
    gateway = await openPassthrough(target, { parts: { clock }, passthrough: { approvals } });
    for (let i = 0; i < 3; i++) expect((await to("https://own.example")).status).toBe(200);
    expect((await to("https://sub.own.example")).status).toBe(200);
    expect((await to("https://sub.own.example")).status).toBe(429);
  });

  test.each(lookAlikes.filter(({ target }) => /^[\x20-\x7e]*$/.test(target)))(
    "are $target too, or it is refused ($why)",
    async ({ target: url }) => {
      const first = await to(url);
      if (first.status === 400) return expect(target.connected).toEqual([]);
      expect(first.status).toBe(200);
      expect((await to(url)).status).toBe(429);
    },
  );
});

test("approved domains are not counted", async () => {
  for (let i = 0; i < 3; i++) expect((await to("https://api.groq.com")).status).toBe(200);
});
