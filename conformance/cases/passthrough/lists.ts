/**
 * What the further targets of a list get, and after which failures of the ones before (FLB-06, AUT-03, PRX-04).
 * @module
 */
import type { ServerResponse } from "node:http";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type CameIn, PUBLIC_ADDRESS } from "../../upstream/target-side.ts";
import { codeOf, openPassing, type Passing, valuesOf } from "../_shared/pass.ts";
import { letTimePass } from "../_shared/time.ts";

const FIRST = "https://api.openai.com";
const SECOND = "https://api.groq.com";
const HEADERS_MS = 700;
const BODY = JSON.stringify({ model: "first-model" });

/** What authenticates at the caller's own target, by the vendors' documentation, in the spellings of clients. */
const CREDENTIALS: [string, string][] = [
  ["Authorization", "Bearer of-the-first"],
  ["X-API-Key", "of-the-first"],
  ["API-KEY", "of-the-first"],
  ["x-goog-api-key", "of-the-first"],
  ["Cookie", "session=of-the-first"],
  ["X-Auth-Token", "of-the-first"],
  ["openai-organization", "of-the-first"],
  ["OpenAI-Project", "of-the-first"],
  ["X-Goog-User-Project", "of-the-first"],
  ["X-Amz-Date", "20261201T000000Z"],
  ["x-amz-security-token", "of-the-first"],
  ["X-Amz-Content-Sha256", "0f"],
  ["Ocp-Apim-Subscription-Key", "of-the-first"],
  ["cf-aig-authorization", "Bearer of-the-first"],
];

/** What every target gets as it was sent. */
const KEPT: [string, string][] = [
  ["Content-Type", "application/json"],
  ["Accept", "application/json"],
  ["Accept-Encoding", "br"],
  ["anthropic-version", "2023-06-01"],
  ["X-Twice", "1"],
  ["x-twice", "2"],
];

const REPLACED: [string, string] = ["X-Client", "the first's"];
const OWN = { Authorization: "Bearer of-the-second", "x-CLIENT": "the second's" };

const listed = (...entries: unknown[]): [string, string] => ["Helicone-Fallbacks", JSON.stringify(entries)];
const entry = (url = SECOND, headers: object = OWN) => ({
  "target-url": url,
  headers,
  onCodes: [{ from: 500, to: 599 }],
});

const asking = (...fields: [string, string][]) => ({
  method: "POST",
  path: "/v1/things?a=1",
  body: BODY,
  fields: [...KEPT, REPLACED, ...CREDENTIALS, ...fields],
});

const hostOf = (call: CameIn): string => valuesOf(call, "host")[0] ?? "";

/** The first target fails, and the second one answers. */
function answering({ side }: Passing, fail: (outgoing: ServerResponse) => void): void {
  side.answer((outgoing, call) => {
    if (hostOf(call) === "api.openai.com") fail(outgoing);
    else outgoing.end("second");
  });
}

/** Ways of the first target to fail, and the status that the record has for its call. */
const FAILURES: Readonly<Record<string, { fail?: (passing: Passing) => void; status: number }>> = {
  "a status": {
    fail: (passing) => answering(passing, (outgoing) => outgoing.writeHead(503).end("closed")),
    status: 503,
  },
  "a status without an end": {
    fail: (passing) => answering(passing, (outgoing) => void outgoing.writeHead(503).write("clos")),
    status: 503,
  },
  "hung up": { fail: (passing) => answering(passing, (outgoing) => outgoing.destroy()), status: 502 },
  "no answer in time": {
    fail: (passing) => answering(passing, () => passing.session.gateway.clock.advance(HEADERS_MS)),
    status: 504,
  },
  "a name without an address": {
    fail: ({ side }) => {
      side.answer((outgoing) => outgoing.end("second"));
      side.resolve((name) => (name === "api.openai.com" ? [] : [PUBLIC_ADDRESS]));
    },
    status: 502,
  },
};

async function whole(context: CaseContext): Promise<void> {
  const { check } = context;
  for (const [name, { fail, status }] of Object.entries(FAILURES)) {
    const passing = await openPassing(context, { limits: { headersTimeoutMs: HEADERS_MS } });
    const { side, pass, session } = passing;
    let isOpen = 0;
    fail?.(passing);
    const counted = side.answering;
    side.answer((outgoing, call) => {
      isOpen++;
      outgoing.once("close", () => isOpen--);
      counted(outgoing, call);
    });
    const came = await pass(FIRST, asking(listed(entry())));
    check.equal("FLB-06", `${name}: answer`, [came.status, came.body.toString()], [200, "second"]);
    const second = side.calls.find((call) => hostOf(call) === "api.groq.com");
    check.equal(
      "AUT-03",
      `${name}: fields`,
      second?.fields.filter(([field]) => field !== "Connection"),
      [
        ["Host", "api.groq.com"],
        ...KEPT,
        ...Object.entries(OWN),
        ["Content-Length", String(Buffer.byteLength(BODY))],
      ],
    );
    check.equal(
      "FLB-06",
      `${name}: call`,
      [second?.method, second?.path, second?.body.toString()],
      ["POST", "/v1/things?a=1", BODY],
    );
    const record = await session.lastRecord();
    const failed = record?.attempts.map((attempt) => [attempt.provider, attempt.mode, attempt.status]);
    check.equal("OBS-01", `${name}: attempts`, failed, [["openai", "byok", status]]);
    check.equal("OBS-01", `${name}: host`, record?.targetHost, "api.groq.com");
    // A connection that nobody reads any more is closed, not kept.
    check.equal("FLB-06", `${name}: left open`, isOpen, 0);
  }
  context.count(Object.keys(FAILURES).length);
}

/** Each target is tried again as often as was asked for, and what is unknown is counted wherever it stands. */
async function eachTarget(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass, session } = await openPassing(context);
  side.answer((outgoing) => outgoing.writeHead(503).end("closed"));
  const retries: [string, string][] = [
    ["Helicone-Retry-Enabled", "true"],
    ["Helicone-Retry-Num", "2"],
  ];
  const came = await letTimePass(session, pass(FIRST, asking(listed(entry()), ...retries)));
  const hosts = side.calls.map(hostOf);
  const thrice = (host: string) => Array(3).fill(host);
  check.equal("FLB-06", "tries", hosts, [...thrice("api.openai.com"), ...thrice("api.groq.com")]);
  check.equal("FLB-06", "told", valuesOf(came, "helicone-attempts"), ["6"]);

  session.gateway.clock.advance(10_000);
  side.forget();
  const unknown = () => pass(FIRST, asking(listed(entry("https://own.example"))));
  check.equal("PRX-04", "unknown once", (await unknown()).status, 503);
  const again = await unknown();
  check.equal("PRX-04", "unknown twice", [again.status, codeOf(again)], [429, "domain_rate_limited"]);

  side.forget();
  const loop = await pass(FIRST, asking(listed(entry("https://gateway.example"))));
  check.equal(
    "PRX-05",
    "itself",
    [loop.status, codeOf(loop), side.calls.length],
    [400, "target_is_gateway", 0],
  );
}

const about = { area: "passthrough", modes: ["byok"], once: true } as const;

export const listCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.lists.whole",
    title:
      "Gives the next target the whole call without the first one's credentials, however the first one failed",
    why: "a list is there for outages: one that works for a 503 and not for a closed port is none",
    requirements: ["FLB-06", "AUT-03", "OBS-01"],
    run: whole,
  },
  {
    ...about,
    id: "passthrough.lists.each",
    title:
      "Holds every target of a list to what holds for the first one: tries, limits, and not the gateway itself",
    why: "what only the first target is held to is gone round by naming it second",
    requirements: ["FLB-06", "PRX-04", "PRX-05"],
    run: eachTarget,
  },
];
