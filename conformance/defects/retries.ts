/**
 * Broken retries and lists of targets (FLB-04, FLB-06).
 * @module
 */
import type { PassPlan, PassRoute } from "../../registry/domains/plan-pass.ts";
import { isObject, type Json } from "../../registry/json.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { RetryPolicy } from "../../registry/routing/retry.ts";
import type { Around, Plant } from "../targets/reference.ts";
import { headersIn } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const DEFAULTS: RetryPolicy = { retries: 5, factor: 2, minMs: 1000, maxMs: 10_000 };

type Asking = { targetHost?: string | null; retries: RetryPolicy | null };

/** The policy of each request, replaced once it was read. */
const withRetries = (change: (asking: Asking) => RetryPolicy | null): Plant =>
  withParts(({ stages }) => ({
    stages: stages.map((stage) =>
      stage.name !== "retries"
        ? stage
        : {
            ...stage,
            before: async (inbound, parts) => {
              const given = (await stage.before?.(inbound, parts)) ?? null;
              inbound.retries = change(inbound);
              return given;
            },
          },
    ),
  }));

type Passed = PassPlan & { kind: "pass" };

/** Chance changed for a gateway that has passed a call on: its own calls came before. */
const withPassedChance = (chance: () => number): Plant =>
  withParts(({ passthrough, random }) => {
    let hasPassed = false;
    return {
      random: () => (hasPassed ? chance() : random()),
      passthrough: {
        ...passthrough,
        plan: (...given) => {
          const plan = passthrough.plan(...given);
          hasPassed ||= plan.kind === "pass";
          return plan;
        },
      },
    };
  });

/** What callers asked for. */
const withPolicy = (change: (asked: RetryPolicy | null) => RetryPolicy | null): Plant =>
  withRetries(({ retries }) => change(retries));

/** What callers of targets asked for. */
const withPassedPolicy = (change: (asked: RetryPolicy) => RetryPolicy): Plant =>
  withRetries(({ targetHost = null, retries }) =>
    targetHost !== null && retries ? change(retries) : retries,
  );

/** The routes of passed calls changed. */
const withRoutes = (change: (routes: Passed["routes"]) => readonly PassRoute[]): Plant =>
  withParts(({ passthrough }) => ({
    passthrough: {
      ...passthrough,
      plan: (...given) => {
        const plan = passthrough.plan(...given);
        if (plan.kind !== "pass") return plan;
        const [first = plan.routes[0], ...rest] = change(plan.routes);
        return { ...plan, routes: [first, ...rest] };
      },
    },
  }));

/** Requests without headers of some names. */
const without =
  (name: RegExp): Around =>
  (send) =>
  (path, init) => {
    const headers = new Headers(init.headers);
    for (const given of [...headers.keys()]) if (name.test(given)) headers.delete(given);
    return send(path, { ...init, headers });
  };

/** What is sent to an address whose last answer was a failure, changed. */
const withSecondTry = (change: (request: OutboundRequest) => OutboundRequest): Plant =>
  withParts(({ transport }) => {
    const failed = new Set<string>();
    return {
      transport: {
        send: async (request, signal) => {
          const again = failed.delete(request.url);
          failed.add(request.url);
          const answer = await transport.send(again ? change(request) : request, signal);
          if (answer.status < 400) failed.delete(request.url);
          return answer;
        },
      },
    };
  });

/** A body without its last field. */
function withoutLast(bytes: Uint8Array): Uint8Array {
  const body: Json = JSON.parse(new TextDecoder().decode(bytes));
  const fields = isObject(body) ? Object.entries(body).slice(0, -1) : [];
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(fields)));
}

export const retryDefects: readonly Defect[] = [
  {
    id: "fallback.retries-for-nobody",
    title: "A caller who leaves while a retry is waited for is called for again",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: (parts) => parts,
    around:
      (send) =>
      (path, { signal: _signal, ...init }) =>
        send(path, init),
  },
  {
    id: "passthrough.fallbacks-stop-at-a-conflict",
    title: "A target that answers 409 is the last one that is asked",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withRoutes((routes) =>
      routes.map((route) => ({
        ...route,
        onCodes: route.onCodes.filter(({ from, to }) => from > 409 || to < 408),
      })),
    ),
  },
  {
    id: "fallback.retries-unasked",
    title: "Every attempt that fails is tried again, whoever asked",
    seenIn: "litellm#19985",
    breaks: ["FLB-04", "FLB-06"],
    plant: withPolicy((asked) => asked ?? DEFAULTS),
  },
  {
    id: "fallback.retries-unheard",
    title: "Retry headers are read and forgotten",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPolicy(() => null),
  },
  {
    id: "fallback.retries-one-more",
    title: "There is one retry more than was asked for",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPolicy((asked) => asked && { ...asked, retries: asked.retries + 1 }),
  },
  {
    id: "fallback.retries-always-double",
    title: "Each wait is twice the one before, whatever factor was asked for",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPolicy((asked) => asked && { ...asked, factor: 2 }),
  },
  {
    id: "fallback.retries-three-by-default",
    title: "Who does not say how often gets three retries in place of five",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: (parts) => parts,
    around: headersIn((headers) => {
      if (headers.has("helicone-retry-enabled") && !headers.has("helicone-retry-num"))
        headers.set("helicone-retry-num", "3");
    }),
  },
  {
    id: "fallback.retries-zero-is-default",
    title: "No retries, asked for by a 0, are as many as by default",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPolicy((asked) => asked && { ...asked, retries: asked.retries || DEFAULTS.retries }),
  },
  {
    id: "fallback.retries-not-after-500",
    title: "A bare 500 is taken for something that stays as it is, and never tried again",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          return answer.status === 500 ? { ...answer, status: 404 } : answer;
        },
      },
    })),
  },
  {
    id: "fallback.again-without-last-field",
    title: "What is sent again lacks the last field of the body",
    seenIn: "own",
    breaks: ["RTE-07"],
    plant: withSecondTry((request) => ({ ...request, body: withoutLast(request.body) })),
  },
  {
    id: "fallback.again-with-own-header",
    title: "What is sent again bears a header that was not on the first try",
    seenIn: "openai-node (x-stainless-retry-count)",
    breaks: ["RTE-07"],
    plant: withSecondTry((request) => ({
      ...request,
      headers: [...request.headers, ["x-retry-count", "1"]],
    })),
  },
  {
    id: "fallback.retries-at-once",
    title: "Retries do not wait",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPolicy((asked) => asked && { ...asked, minMs: 0 }),
  },
  {
    id: "fallback.retries-in-step",
    title: "All callers wait equally long",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(() => ({ random: () => 0.5 })),
  },
  {
    id: "fallback.retry-after-unheard",
    title: "What the provider says about coming back is not looked at",
    seenIn: "own",
    breaks: ["FLB-04", "ERR-05"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          const headers = new Headers([...answer.headers]);
          headers.delete("retry-after");
          return { ...answer, headers };
        },
      },
    })),
  },
  {
    id: "fallback.retries-of-anything",
    title: "What is wrong with a request is taken for a failure that passes, and tried again",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          return answer.status >= 400 && answer.status < 500 ? { ...answer, status: 503 } : answer;
        },
      },
    })),
  },
  {
    id: "fallback.malformed-retries-dropped",
    title: "Wrong retry headers are dropped without a word",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: (parts) => parts,
    around: without(/^helicone-(retry|fallbacks)/),
  },
  {
    id: "fallback.never-put-back",
    title: "A provider that keeps failing is asked first by every request",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(({ health }) => ({ health: { ...health, note: () => false } })),
  },
  {
    id: "fallback.failures-add-up",
    title: "Failures of a provider are counted for ever, whatever it answered in between",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(({ health }) => ({
      health: {
        ...health,
        note: (tenantId, attempt, failure) => failure !== null && health.note(tenantId, attempt, failure),
      },
    })),
  },
  {
    id: "fallback.limits-put-back",
    title: "A provider that says that one caller is too fast is taken for one that fails",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(({ health }) => ({
      health: {
        ...health,
        note: (tenantId, attempt, failure) =>
          health.note(tenantId, attempt, failure === "rate_limit" ? "overloaded" : failure),
      },
    })),
  },
  {
    id: "fallback.left-out",
    title: "A provider that keeps failing is left out",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withParts(({ health }) => ({
      health: {
        ...health,
        ordered: (tenantId, attempts) => {
          const [first] = attempts;
          const ordered = health.ordered(tenantId, attempts);
          return ordered[0] === first ? ordered : ordered.slice(0, -1);
        },
      },
    })),
  },
  {
    id: "passthrough.retries-in-step",
    title: "Callers of one target all wait equally long",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPassedChance(() => 0.5),
  },
  {
    id: "passthrough.retries-never-longer",
    title: "Passed calls wait equally long before each retry, whatever factor was asked for",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withPassedPolicy((asked) => ({ ...asked, factor: 1 })),
  },
  {
    id: "passthrough.fallbacks-dropped",
    title: "Only the first target is called",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withRoutes(([first]) => [first]),
  },
  {
    id: "passthrough.fallbacks-share-keys",
    title: "The second target gets the caller's key for the first one",
    seenIn: "own",
    breaks: ["AUT-03"],
    plant: withRoutes((routes) => routes.map((route) => ({ ...route, headers: null }))),
  },
  {
    id: "passthrough.fallbacks-on-everything",
    title: "The next target is called after any failure",
    seenIn: "own",
    breaks: ["FLB-06"],
    plant: withRoutes((routes) => routes.map((route) => ({ ...route, onCodes: [{ from: 400, to: 599 }] }))),
  },
];
