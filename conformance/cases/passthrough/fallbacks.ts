/**
 * Passed calls that are tried again, and lists of further targets (FLB-06, AUT-03, PRX-05).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { CameIn } from "../../upstream/target-side.ts";
import { codeOf, openPassing, type Passing, valuesOf } from "../_shared/pass.ts";
import { letTimePass } from "../_shared/time.ts";
import { areWithin, FINE, ON, POLICIES } from "../_shared/waits.ts";

const FIRST = "https://api.openai.com";
const SECOND = "https://api.groq.com";
const OWN_KEY = "Bearer sk-of-the-first-target";
const SECOND_KEY = "Bearer gsk-of-the-second-target";
const BODY = JSON.stringify({ model: "first-model", messages: [{ role: "user", content: "Where?" }] });
const ENTRY = {
  "target-url": SECOND,
  headers: { Authorization: SECOND_KEY },
  onCodes: [{ from: 500, to: 599 }],
};

const hostOf = (call: CameIn): string | undefined => valuesOf(call, "host")[0];

/** A chat with these fields of the gateway's. */
const asking = (...fields: [string, string][]) => ({
  method: "POST",
  path: "/v1/chat/completions",
  body: BODY,
  fields: [["Content-Type", "application/json"], ["Authorization", OWN_KEY], ...fields] as [string, string][],
});
const list = (...entries: unknown[]): [string, string] => ["Helicone-Fallbacks", JSON.stringify(entries)];

/** The first target fails with a status, the second one answers. */
function failing({ side }: Passing, status: number): void {
  side.answer((outgoing, call) => {
    const isFirst = hostOf(call) === "api.openai.com";
    outgoing.writeHead(isFirst ? status : 200, { "content-type": "application/json" });
    outgoing.end(isFirst ? '{"first": true}' : '{"second": true}');
  });
}

async function goesOn(context: CaseContext): Promise<void> {
  const { check } = context;
  const passing = await openPassing(context);
  const { side, pass, session } = passing;
  failing(passing, 503);
  const entry = { ...ENTRY, bodyKeyOverride: { model: "second-model" } };
  const saved = await pass(FIRST, asking(list(entry)));
  const told = [saved.status, saved.body.toString(), valuesOf(saved, "helicone-fallback-index")];
  check.equal("FLB-06", "saved", told, [200, '{"second": true}', ["1"]]);
  check.equal("FLB-06", "targets", side.calls.map(hostOf), ["api.openai.com", "api.groq.com"]);
  const keys = side.calls.map((call) => valuesOf(call, "authorization"));
  check.equal("AUT-03", "keys", keys, [[OWN_KEY], [SECOND_KEY]]);
  const bodies = side.calls.map(({ body }) => JSON.parse(body.toString()));
  const sent = JSON.parse(BODY);
  check.equal("FLB-06", "bodies", bodies, [sent, { ...sent, model: "second-model" }]);
  const record = await session.lastRecord();
  check.equal("FLB-06", "recorded", [record?.outcome, record?.attempts.length], ["success", 1]);
  const lengths = side.calls.map((call) => valuesOf(call, "content-length")[0]);
  const counted = side.calls.map(({ body }) => String(body.byteLength));
  check.equal("FLB-06", "lengths", lengths, counted);
  const alone = await pass(null, asking(["Helicone-Target-Provider", "any"], list(entry)));
  check.equal(
    "FLB-06",
    "list-alone",
    [alone.status, valuesOf(alone, "helicone-fallback-index")],
    [200, ["0"]],
  );
}

/** Below 500, after which statuses of the caller's own target the next one is asked (FLB-01). */
const GOES_ON = [401, 402, 403, 404, 408, 409, 429];
const STATUSES = [
  ...Array.from({ length: 19 }, (_, n) => 400 + n),
  421,
  422,
  423,
  424,
  425,
  426,
  428,
  429,
  430,
  431,
  451,
  499,
  500,
  501,
  502,
  503,
  504,
  505,
  511,
  520,
  529,
  599,
];

async function stops(context: CaseContext): Promise<void> {
  const { check } = context;
  const passing = await openPassing(context);
  const { side, pass } = passing;
  for (const status of STATUSES) {
    failing(passing, status);
    side.forget();
    await pass(FIRST, asking(list(ENTRY)));
    const calls = GOES_ON.includes(status) || status >= 500 ? 2 : 1;
    check.equal("FLB-06", `own-target.${status}`, side.calls.length, calls);
  }
  failing(passing, 503);
  side.forget();
  const first = { ...ENTRY, "target-url": FIRST, onCodes: [429] };
  const kept = await pass(null, asking(["Helicone-Target-Provider", "any"], list(first, ENTRY)));
  check.equal("FLB-06", "other-code", [kept.status, side.calls.length], [503, 1]);
}

const malformed: Readonly<Record<string, string>> = {
  "not-json": "next",
  "not-a-list": JSON.stringify(ENTRY),
  empty: "[]",
  "no-target": JSON.stringify([{ headers: {}, onCodes: [500] }]),
  "no-codes": JSON.stringify([{ ...ENTRY, onCodes: [] }]),
  "code-99": JSON.stringify([{ ...ENTRY, onCodes: [99] }]),
  "range-backwards": JSON.stringify([{ ...ENTRY, onCodes: [{ from: 599, to: 500 }] }]),
  "unknown-field": JSON.stringify([{ ...ENTRY, oncodes: [500] }]),
  "line-in-header": JSON.stringify([{ ...ENTRY, headers: { Authorization: `${SECOND_KEY}\r\nX-Own: 1` } }]),
  "host-header": JSON.stringify([{ ...ENTRY, headers: { Host: "elsewhere.example" } }]),
  "gateway-header": JSON.stringify([{ ...ENTRY, headers: { "Helicone-Auth": "Bearer other" } }]),
  "eleven-targets": JSON.stringify(Array.from({ length: 11 }, () => ENTRY)),
};

async function refused(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass } = await openPassing(context);
  for (const [name, text] of Object.entries(malformed)) {
    const came = await pass(FIRST, asking(["Helicone-Fallbacks", text]));
    const leaks = came.body.includes("gsk-of-the-second-target");
    check.equal("FLB-06", name, [came.status, codeOf(came), leaks], [400, "invalid_header", false]);
  }
  for (const target of ["http://127.0.0.1", "https://169.254.169.254", "https://user:pw@api.groq.com"]) {
    const came = await pass(FIRST, asking(list({ ...ENTRY, "target-url": target })));
    check.equal("PRX-05", target, [came.status, codeOf(came)], [400, "invalid_target"]);
  }
  const late = await pass(FIRST, asking(["Helicone-Retry-Enabled", "true"], ["Helicone-Retry-Num", "many"]));
  check.equal("FLB-06", "retry-num", [late.status, codeOf(late)], [400, "invalid_header"]);
  check.equal("FLB-06", "calls", side.calls.length, 0);
}

async function retried(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass, session } = await openPassing(context);
  const times: number[] = [];
  side.answer((outgoing) => {
    times.push(session.gateway.clock.now());
    outgoing.writeHead(times.length < 3 ? 503 : 200, { "retry-after": times.length === 1 ? "4" : "0" });
    outgoing.end(String(times.length));
  });
  const on: [string, string] = ["Helicone-Retry-Enabled", "true"];
  const saved = await letTimePass(session, pass(FIRST, asking(on)));
  const told = [saved.status, saved.body.toString(), valuesOf(saved, "helicone-attempts")];
  check.equal("FLB-06", "saved", told, [200, "3", ["3"]]);
  check.equal("FLB-06", "same-body", new Set(side.calls.map(({ body }) => body.toString())), new Set([BODY]));
  const wait = (times[1] ?? 0) - (times[0] ?? 0);
  check.that("FLB-04", "retry-after", wait >= 4000, { expected: "4 seconds at least", seen: wait });
  times.length = 0;
  const once = await letTimePass(session, pass(FIRST, asking()));
  check.equal("FLB-06", "unasked", [once.status, times.length], [503, 1]);
}

/** The waits between the calls for a target that is always busy. */
async function waits(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass, session } = await openPassing(context);
  const times: number[] = [];
  side.answer((outgoing) => {
    times.push(session.gateway.clock.now());
    outgoing.writeHead(503).end();
  });
  const waited = async (headers: Record<string, string>): Promise<number[]> => {
    times.length = 0;
    const fields = Object.entries({ ...ON, ...headers });
    await letTimePass(session, pass(FIRST, asking(...fields)), FINE);
    return times.slice(1).map((time, i) => time - (times[i] ?? 0));
  };
  for (const [name, headers, longest] of POLICIES) {
    const seen = await waited(headers);
    check.that("FLB-06", `waits.${name}`, areWithin(seen, longest), {
      expected: `waits of at most ${longest.join(", ")} ms, and at least half of each`,
      seen,
    });
  }
  const even = await waited({ "helicone-retry-num": "6", "helicone-retry-factor": "1" });
  check.that("FLB-06", "jitter", new Set(even).size > 1, { expected: "waits that differ", seen: even });
}

const about = { area: "passthrough", modes: ["byok"], once: true } as const;

export const passedFallbackCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.fallbacks",
    title: "A list of targets is gone through in order, each with its own credential and model",
    why: "a list that hands the first provider's key to the second one is worse than no list",
    requirements: ["FLB-06", "AUT-03"],
    run: goesOn,
  },
  {
    ...about,
    id: "passthrough.fallbacks.stop",
    title: "The next target is asked after the statuses that were named, and after no others",
    why: "a request that is wrong is wrong everywhere, and paid for everywhere",
    requirements: ["FLB-06"],
    run: stops,
  },
  {
    ...about,
    id: "passthrough.fallbacks.malformed",
    title:
      "A list that is none, or leads to an unsafe target, is a 400 without a call and without its credentials",
    why: "an error message is no place for the key of the second target",
    requirements: ["FLB-06", "PRX-05"],
    run: refused,
  },
  {
    ...about,
    id: "passthrough.retries",
    title: "A passed call is tried again where that is asked for, with the same body and after Retry-After",
    why: "the second try of a streamed body is empty",
    requirements: ["FLB-06", "FLB-04"],
    run: retried,
  },
  {
    ...about,
    id: "passthrough.retries.waits",
    title: "Waits between the retries of a passed call grow as asked, and differ from one another",
    why: "callers that all come back to a target in the same moment bring it down again",
    requirements: ["FLB-06"],
    run: waits,
  },
];
