/**
 * Broken rate limits (LIM).
 * @module
 */

import type { CounterStore } from "../../reference-gateway/stores/counters/counter-store.ts";
import { parsePolicy } from "../../registry/limits/policy.ts";
import type { Around } from "../targets/reference.ts";
import { headersIn } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { withParts, withRegistry } from "./plants.ts";

const POLICY = "helicone-ratelimit-policy";

const healthy: Defect["plant"] = (parts) => parts;

const withCounters = (wrap: (counters: CounterStore) => Partial<CounterStore>): Defect["plant"] =>
  withParts(({ counters }) => ({ counters: { ...counters, ...wrap(counters) } }));

/** Drops the policy of some requests: they pass without a limit. */
const open =
  (isOpen: (policy: string, headers: Headers) => boolean): Around =>
  (send) =>
  (path, init) => {
    const headers = new Headers(init.headers);
    const policy = headers.get(POLICY);
    if (policy !== null && isOpen(policy, headers)) headers.delete(POLICY);
    return send(path, { ...init, headers });
  };

const withoutHeaders =
  (names: readonly string[]): Around =>
  (send) =>
  async (path, init) => {
    const { status, headers, body } = await send(path, init);
    const left = new Headers(headers);
    for (const name of names) left.delete(name);
    return new Response(body, { status, headers: left });
  };

export const limitsDefects: readonly Defect[] = [
  {
    id: "limits.long-users-are-one",
    title: "Users that are longer than a label are counted as nobody",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: (send) => (path, init) =>
      send(path, {
        ...init,
        ...(typeof init.body === "string"
          ? { body: init.body.replace(/"user":"[^"]{1025,}"/, '"user":""') }
          : {}),
      }),
  },
  {
    id: "limits.corrects-another-window",
    title: "What a request held in a window that is over is given back to the window that runs",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters((counters) => {
      const running = new Map<string, number>();
      return {
        take: async (claims) => {
          const taken = await counters.take(claims);
          if (taken.ok)
            for (const [i, { key }] of claims.entries()) running.set(key, taken.counts[i]?.until ?? 0);
          return taken;
        },
        adjust: (key, until, delta) => counters.adjust(key, running.get(key) ?? until, delta),
      };
    }),
  },
  {
    id: "limits.window-a-moment-longer",
    title: "A window is not over at its end, but in the next millisecond",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters(({ take }) => ({
      take: (claims) => take(claims.map((claim) => ({ ...claim, windowMs: claim.windowMs + 1 }))),
    })),
  },
  {
    id: "limits.malformed-is-open",
    title: "A policy that cannot be read is no limit",
    seenIn: "Helicone/helicone worker/src/lib/rate-limit/policyParser.ts",
    breaks: ["LIM-01"],
    plant: healthy,
    around: open((policy) => !parsePolicy(policy).ok),
  },
  {
    id: "limits.no-user-is-open",
    title: "A request that names no user passes a limit by user uncounted",
    seenIn: "Helicone/helicone worker/src/lib/rate-limit",
    breaks: ["LIM-01"],
    plant: healthy,
    around: open((policy, headers) => policy.includes("s=user") && !headers.has("helicone-user-id")),
  },
  {
    id: "limits.spaces-are-open",
    title: "A policy with spaces is not understood and does not limit",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: open((policy) => policy.includes(" ")),
  },
  {
    id: "limits.look-then-count",
    title: "The count is looked at first and raised afterwards",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters((counters) => ({
      take: async (claims) => {
        for (const [refused, { key, amount, limit, windowMs }] of claims.entries()) {
          const count = await counters.read(key, windowMs);
          if (count.used + amount > limit) return { ok: false, refused, count };
        }
        return counters.take(claims.map((claim) => ({ ...claim, limit: claim.limit * 1000n })));
      },
    })),
  },
  {
    id: "limits.one-more",
    title: "The request that reaches the quota is let through once more",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters((counters) => ({
      take: (claims) => counters.take(claims.map((claim) => ({ ...claim, limit: claim.limit + 1n }))),
    })),
  },
  {
    id: "limits.one-bucket-for-all",
    title: "All tenants, users and properties are counted together",
    seenIn: "own",
    breaks: ["LIM-01", "SEC-04"],
    plant: withCounters((counters) => ({
      take: (claims) => counters.take(claims.map((claim, i) => ({ ...claim, key: `all:${i}` }))),
    })),
  },
  {
    id: "limits.window-never-ends",
    title: "A window goes on for as long as somebody asks",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters((counters) => ({
      take: (claims) => counters.take(claims.map((claim) => ({ ...claim, windowMs: claim.windowMs * 10 }))),
    })),
  },
  {
    id: "limits.cents-never-corrected",
    title: "A limit in cents counts what requests could have cost",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters(() => ({ adjust: async () => {} })),
  },
  {
    id: "limits.cents-counted-afterwards",
    title: "A limit in cents counts nothing before the answer is there",
    seenIn: "Helicone/helicone worker/src/lib/rate-limit",
    breaks: ["LIM-01"],
    plant: withCounters((counters) => ({
      take: (claims) =>
        counters.take(claims.map((claim) => (claim.amount === 1n ? claim : { ...claim, amount: 0n }))),
    })),
  },
  {
    id: "limits.no-retry-after",
    title: "A refused caller is not told when to come back",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: withoutHeaders(["retry-after"]),
  },
  {
    id: "limits.no-limit-headers",
    title: "Answers say nothing of the limit",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: withoutHeaders(["helicone-ratelimit-remaining"]),
  },
  {
    id: "limits.policy-told-without-unit",
    title: "A policy in cents is told as if it counted requests",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const told = response.headers.get("helicone-ratelimit-policy");
      if (told === null) return response;
      const { status, body } = response;
      const headers = new Headers(response.headers);
      headers.set("helicone-ratelimit-policy", told.replace(";u=cents", ""));
      return new Response(body, { status, headers });
    },
  },
  {
    id: "limits.store-refuses-all",
    title: "A store of counters that is down stops everybody without saying so",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters(() => ({ take: async () => Promise.reject(new Error("down")) })),
  },
  {
    id: "limits.provider-unlimited",
    title: "The limits that the registry lists are never looked at",
    seenIn: "own",
    breaks: ["LIM-03"],
    plant: withRegistry(() => ({ claims: () => [] })),
  },
  {
    id: "limits.provider-counts-byok",
    title: "Calls on callers' own keys use up the platform's limit",
    seenIn: "own",
    breaks: ["LIM-03"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        if (!plan.ok) return plan;
        const limited = plan.attempts.map((attempt) => ({ ...attempt, mode: "ptb" as const }));
        return { ...plan, attempts: limited };
      },
    })),
  },
  {
    id: "limits.provider-worst-case-stays",
    title: "Tokens that a request could have used stay counted",
    seenIn: "own",
    breaks: ["LIM-03"],
    plant: withCounters(() => ({ adjust: async () => {} })),
  },
  {
    id: "limits.units-together",
    title: "Requests and cents of one window are one count",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withCounters((counters) => ({
      take: (claims) =>
        counters.take(
          claims.map((claim) =>
            claim.key.startsWith("rate-limit:") ? { ...claim, key: `rate-limit:${claim.windowMs}` } : claim,
          ),
        ),
    })),
  },
  {
    id: "limits.properties-by-value",
    title: "Properties are counted by their value, whatever they are called",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: headersIn((headers) => {
      const name = /s=(\w+)/.exec(headers.get(POLICY) ?? "")?.[1] ?? "user";
      const value = headers.get(`helicone-property-${name}`);
      if (name.toLowerCase() === "user" || value === null) return;
      headers.set("helicone-property-same", value);
      headers.set(POLICY, String(headers.get(POLICY)).replace(`s=${name}`, "s=same"));
    }),
  },
  {
    id: "limits.segments-with-case",
    title: "A property that a policy writes with a capital is never found",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: headersIn((headers) => {
      const name = /s=(\w+)/.exec(headers.get(POLICY) ?? "")?.[1] ?? "";
      if (name !== name.toLowerCase()) headers.delete(`helicone-property-${name}`);
    }),
  },
  {
    id: "limits.none-is-a-value",
    title: "Who names no property is counted with those whose value reads (none)",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: healthy,
    around: headersIn((headers) => {
      if (headers.get("helicone-property-plan") === "(none)") headers.delete("helicone-property-plan");
    }),
  },
  {
    id: "limits.failures-cost-the-most",
    title: "Of a request that failed the most that it could have cost stays counted",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: (parts) => {
      const amounts = new Map<string, bigint>();
      const { counters } = parts;
      const take: CounterStore["take"] = (claims) => {
        for (const { key, amount } of claims) amounts.set(key, amount);
        return counters.take(claims);
      };
      const adjust: CounterStore["adjust"] = async (key, until, delta) => {
        if (delta + (amounts.get(key) ?? 0n) !== 0n) await counters.adjust(key, until, delta);
      };
      return { ...parts, counters: { ...counters, take, adjust } };
    },
  },
];
