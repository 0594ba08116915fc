/**
 * The ways in which a passed call can end: what its record says then, and that it leaves nothing taken (OBS-01, LIM-01,
 * LIM-02).
 * @module
 */
import type { ServerResponse } from "node:http";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type CameBack, PUBLIC_ADDRESS } from "../../upstream/target-side.ts";
import { codeOf, openPassing, type Passing, valuesOf } from "../_shared/pass.ts";
import { places } from "../_shared/places.ts";

const TARGET = "https://api.openai.com";
const POLICY: [string, string] = ["Helicone-RateLimit-Policy", "1000;w=3600"];
const BODY = JSON.stringify({ model: "tide-1" });
const HEADERS_MS = 700;
const ONE_PLACE = places(1);

/** What the caller got; `null` where nobody was there to get it. */
type Ending = Promise<CameBack | null>;

interface Way {
  end(passing: Passing): Ending;
  /** Outcome, status, type and code of the error, as the record has them. */
  recorded: readonly [outcome: string, status: number, type: string | null, code: string | null];
  /** Refused before limits were counted: nothing is told of them. */
  uncounted?: true;
}

const asking = (...fields: [string, string][]) => ({
  method: "POST",
  path: "/v1/things",
  body: BODY,
  fields: [["Content-Type", "application/json"], POLICY, ...fields] as [string, string][],
});

const ok = (outgoing: ServerResponse): void => void outgoing.end("ok");

/** Targets that answer with a status, and the type of error that it stands for (RFC 9110, and the vendors' own). */
const STATUSES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
  500: "api_error",
  503: "overloaded_error",
};

const answered = (status: number): Way["end"] => {
  return ({ side, pass }) => {
    side.answer((outgoing) => outgoing.writeHead(status).end("{}"));
    return pass(TARGET, asking());
  };
};

/** Leaves as soon as the target has been asked, or once the first bytes of its answer are there. */
const leaving =
  (begins: boolean): Way["end"] =>
  async ({ side, leave }) => {
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    let hasBegun = () => {};
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const closed = new Promise<void>((resolve) => {
      side.answer((outgoing) => {
        outgoing.once("close", resolve);
        if (begins) outgoing.writeHead(200, { "content-length": "100" }).write("half");
        isAsked();
      });
    });
    await leave(TARGET, { ...asking(), came: hasBegun }, begins ? begun : asked);
    // The target is not left to work for nobody.
    await closed;
    return null;
  };

const WAYS: Readonly<Record<string, Way>> = {
  answered: { end: answered(200), recorded: ["success", 200, null, null] },
  "led elsewhere": { end: answered(302), recorded: ["success", 302, null, null] },
  ...Object.fromEntries(
    Object.entries(STATUSES).map(([status, type]): [string, Way] => [
      `a ${status} of the target`,
      { end: answered(Number(status)), recorded: ["failed", Number(status), type, null] },
    ]),
  ),
  "an unsafe target": {
    end: ({ pass }) => pass("https://169.254.169.254", asking()),
    recorded: ["failed", 400, "invalid_request_error", "invalid_target"],
    uncounted: true,
  },
  "a name without an address": {
    end: ({ side, pass }) => {
      side.resolve(() => []);
      return pass(TARGET, asking());
    },
    recorded: ["failed", 502, "api_error", "upstream_unreachable"],
  },
  "an unknown domain twice": {
    end: async ({ pass }) => {
      await pass("https://own.example", asking());
      return pass("https://own.example", asking());
    },
    recorded: ["failed", 429, "rate_limit_error", "domain_rate_limited"],
  },
  "hung up": {
    end: ({ side, pass }) => {
      side.answer((outgoing) => outgoing.destroy());
      return pass(TARGET, asking());
    },
    recorded: ["failed", 502, "api_error", "upstream_unreachable"],
  },
  "no answer in time": {
    end: ({ side, pass, session }) => {
      side.answer(() => session.gateway.clock.advance(HEADERS_MS));
      return pass(TARGET, asking());
    },
    recorded: ["failed", 504, "timeout_error", "timeout"],
  },
  "broken off": {
    end: ({ side, pass }) => {
      side.answer((outgoing) => {
        outgoing.writeHead(200, { "content-length": "100" });
        outgoing.write("half", () => outgoing.destroy());
      });
      return pass(TARGET, asking());
    },
    recorded: ["failed", 200, "api_error", "upstream_broken"],
  },
  "left before an answer": {
    end: leaving(false),
    recorded: ["cancelled", 499, "api_error", "client_closed_request"],
  },
  "left in the midst of the answer": { end: leaving(true), recorded: ["cancelled", 200, null, null] },
  "an answer of the cache": {
    end: async ({ side, pass }) => {
      side.answer(ok);
      await pass(TARGET, asking(["Helicone-Cache-Enabled", "true"]));
      return pass(TARGET, asking(["Helicone-Cache-Enabled", "true"]));
    },
    recorded: ["success", 200, null, null],
    uncounted: true,
  },
  "a limit that is used up": {
    end: async ({ pass }) => {
      const fields: [string, string][] = [["Helicone-RateLimit-Policy", "1;w=60"]];
      await pass(TARGET, { path: "/x", fields });
      return pass(TARGET, { path: "/x", fields });
    },
    recorded: ["failed", 429, "rate_limit_error", "rate_limited"],
  },
  "a wrong wish": {
    end: ({ pass }) => pass(TARGET, asking(["Helicone-Retry-Enabled", "maybe"])),
    recorded: ["failed", 400, "invalid_request_error", "invalid_header"],
    uncounted: true,
  },
  "too much to be held": {
    end: ({ pass }) =>
      pass(TARGET, { ...asking(["Helicone-Retry-Enabled", "true"]), body: "x".repeat(5_000) }),
    recorded: ["failed", 413, "request_too_large", "request_too_large"],
    uncounted: true,
  },
};

async function ends(context: CaseContext): Promise<void> {
  const { check } = context;
  const limits = { admission: ONE_PLACE, headersTimeoutMs: HEADERS_MS, maxBodyBytes: 4_000 };
  for (const [name, { end, recorded, uncounted }] of Object.entries(WAYS)) {
    const passing = await openPassing(context, { limits });
    const { side, pass, session } = passing;
    const came = await end(passing);
    const record = await session.lastRecord();
    const seen = [record?.outcome, record?.status, record?.error?.type ?? null, record?.error?.code ?? null];
    check.equal("OBS-01", `${name}: record`, seen, recorded);
    if (came !== null) check.equal("OBS-01", `${name}: status`, came.status, recorded[1]);
    const lines = (await session.gateway.logs()).filter((line) => line.includes('"event":"request"'));
    const told = lines.filter((line) => line.includes(`"${record?.id}"`)).length;
    check.equal("OBS-01", `${name}: line in the log`, told, 1);
    if (came !== null && !uncounted) {
      const of = valuesOf(came, "helicone-ratelimit-limit").length;
      check.equal("LIM-01", `${name}: limit told`, of, 1);
    }
    side.resolve(() => [PUBLIC_ADDRESS]);
    side.answer(ok);
    const next = await pass(TARGET, { path: "/next" });
    check.equal("LIM-02", `${name}: place free`, next.status, 200);
  }
  context.count(Object.keys(WAYS).length);
}

/** With its only place taken by a call that is under way, another one is refused, whichever way it comes. */
async function full(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass } = await openPassing(context, { limits: { admission: ONE_PLACE } });
  let finish = () => {};
  const asked = new Promise<void>((resolve) =>
    side.answer((outgoing) => {
      finish = () => void outgoing.end("ok");
      resolve();
    }),
  );
  const first = pass(TARGET, { path: "/first" });
  await asked;
  side.answer(ok);
  // Its answer, whatever it is, ends the first one.
  const refused = await pass(TARGET, { path: "/second", came: () => finish() });
  check.equal("LIM-02", "refused", [refused.status, codeOf(refused)], [503, "overloaded"]);
  check.equal("LIM-02", "first", (await first).status, 200);
  check.equal("LIM-02", "calls", side.calls.length, 1);
}

const about = { area: "passthrough", modes: ["byok"], once: true } as const;

export const exitCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.exits",
    title: "Records every end of a passed call as what it was, tells its limit, and gives its place free",
    why: "an end that nobody thought of keeps its place for ever, and after a few of them the gateway takes no more calls",
    requirements: ["OBS-01", "LIM-01", "LIM-02"],
    run: ends,
  },
  {
    ...about,
    id: "passthrough.admission",
    title: "Refuses a passed call for which there is no place, like every other request",
    why: "a limit that holds for one of two ways in holds for neither",
    requirements: ["LIM-02"],
    run: full,
  },
];
