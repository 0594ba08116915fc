/**
 * Rate limits of the gateway: what becomes of requests while the store is down, and the operator's own limits (LIM-01).
 */
import { describe, expect, test } from "vitest";
import { parsePolicy, type RateLimitPolicy } from "../../registry/limits/policy.ts";
import type { GatewayParts } from "../parts.ts";
import { gateway, good } from "../testing/gateway.ts";

const POLICY = "helicone-ratelimit-policy";
const answer = {
  chunks: [JSON.stringify({ ...good, usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } })],
};

function policy(text: string): RateLimitPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.policy;
}

const broken: GatewayParts["counters"] = {
  take: () => Promise.reject(new Error("the server went away")),
  adjust: () => Promise.reject(new Error("the server went away")),
  read: () => Promise.reject(new Error("the server went away")),
};

describe("while the store of counters is down", () => {
  test("refuses requests under a limit with 503, and logs why", async () => {
    const { ask, sent, lines } = gateway([answer], { parts: { counters: broken } });
    const { response, error } = await ask({}, { headers: { [POLICY]: "5;w=60" } });
    expect([response.status, error.code, response.headers.get("retry-after")]).toEqual([
      503,
      "rate_limits_unavailable",
      "1",
    ]);
    expect(sent).toHaveLength(0);
    expect(lines.join("\n")).toContain("error rate-limit.store-failed");
  });

  test("lets them pass where the configuration says so, and logs why", async () => {
    const rateLimits = { tenants: new Map(), whenDown: "allow" as const };
    const { ask, sent, lines } = gateway([answer], { parts: { counters: broken, rateLimits } });
    expect((await ask({}, { headers: { [POLICY]: "5;w=60" } })).response.status).toBe(200);
    expect(sent).toHaveLength(1);
    expect(lines.join("\n")).toContain("error rate-limit.store-failed");
  });

  test("serves requests under no limit", async () => {
    const { ask } = gateway([answer], { parts: { counters: broken } });
    expect((await ask()).response.status).toBe(200);
  });
});

describe("the operator's limit of a tenant", () => {
  const limits = (entries: [string, RateLimitPolicy][]) => ({
    parts: { rateLimits: { tenants: new Map(entries), whenDown: "refuse" as const } },
  });

  test("holds whatever the caller asks for, and both are counted", async () => {
    const { ask } = gateway([answer], limits([["a", policy("2;w=60")]]));
    const asking = { headers: { [POLICY]: "5;w=60" } };
    const first = await ask({}, asking);
    expect(first.response.headers.get("helicone-ratelimit-limit")).toBe("5");
    expect((await ask()).response.status).toBe(200);
    const refused = await ask({}, asking);
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get("helicone-ratelimit-policy")).toBe("2;w=60");
  });

  test("of every tenant holds for one that has none of its own, and only then", async () => {
    const everyone: [string, RateLimitPolicy] = ["*", policy("1;w=60")];
    const general = gateway([answer], limits([everyone]));
    expect((await general.ask()).response.status).toBe(200);
    expect((await general.ask()).response.status).toBe(429);
    const own = gateway([answer], limits([everyone, ["a", policy("2;w=60")]]));
    for (const status of [200, 200, 429]) expect((await own.ask()).response.status).toBe(status);
  });

  test("by user takes the user of the body where the header names none", async () => {
    const { ask } = gateway([answer], limits([["a", policy("1;w=60;s=user")]]));
    expect((await ask({ user: "one" })).response.status).toBe(200);
    expect((await ask({ user: "two" })).response.status).toBe(200);
    expect((await ask({}, { headers: { "helicone-user-id": "one" } })).response.status).toBe(429);
  });
});

test("a limit in cents gives back what a failed request held", async () => {
  const failing = { status: 500, chunks: ["{}"] };
  const { ask } = gateway([failing, answer], {});
  const asking = { headers: { [POLICY]: "1000000;w=60;u=cents" } };
  expect((await ask({}, asking)).response.status).toBe(502);
  // Nothing is left of the first request, and the second holds what the first one held.
  const again = await ask({}, asking);
  const third = await ask({}, asking);
  const left = (reply: typeof again) => Number(reply.response.headers.get("helicone-ratelimit-remaining"));
  expect(left(third)).toBeLessThan(left(again));
  expect(left(again) - left(third)).toBeLessThan(1);
});
