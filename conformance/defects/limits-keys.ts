/**
 * Rate limits whose counts are kept under keys that leave something out, or that are set by the wrong one (LIM-01, LIM-03).
 * @module
 */
import type { Claim } from "../../reference-gateway/stores/counters/counter-store.ts";
import type { Around, Plant } from "../targets/reference.ts";
import { headersIn } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const POLICY = "helicone-ratelimit-policy";

const withClaims = (change: (claims: readonly Claim[]) => readonly Claim[]): Plant =>
  withParts(({ counters }) => ({
    counters: { ...counters, take: (claims) => counters.take(change(claims)) },
  }));

/** Counts of callers' policies under keys made of the headers of the request, which come one after the other. */
function keyedBy(keyOf: (headers: Headers) => unknown): { plant: Plant; around: Around } {
  let last = new Headers();
  return {
    around: headersIn((headers) => {
      last = new Headers(headers);
    }),
    plant: withClaims((claims) =>
      claims.map((claim) =>
        claim.key.startsWith("rate-limit:")
          ? { ...claim, key: `rate-limit:${JSON.stringify(keyOf(last))}` }
          : claim,
      ),
    ),
  };
}

/** What a key holds: the window, the unit, the segment and what the request says of it. */
function partsOf(headers: Headers) {
  const policy = headers.get(POLICY) ?? "";
  const field = (name: string): string => new RegExp(`;${name}=([^;]*)`).exec(policy)?.[1] ?? "";
  const [window, unit, segment] = [field("w"), field("u"), field("s")];
  const header = segment === "user" ? "helicone-user-id" : `helicone-property-${segment}`;
  const value = segment === "" ? null : headers.get(header);
  return { window, unit, segment, value };
}

const about = { seenIn: "own", breaks: ["LIM-01"] } as const;

export const limitKeyDefects: readonly Defect[] = [
  {
    ...about,
    id: "limits.key-without-unit",
    title: "Requests and cents of one window and segment are one count",
    ...keyedBy((headers) => ({ ...partsOf(headers), unit: "" })),
  },
  {
    ...about,
    id: "limits.key-without-window",
    title: "Windows of any length are one count",
    ...keyedBy((headers) => ({ ...partsOf(headers), window: "" })),
  },
  {
    ...about,
    id: "limits.nobody-is-everybody",
    title: "Who names no user is counted with a policy that is for everybody",
    ...keyedBy((headers) => {
      const parts = partsOf(headers);
      return parts.segment === "user" && parts.value === null ? { ...parts, segment: "" } : parts;
    }),
  },
  {
    ...about,
    id: "limits.decimals-from-the-right",
    title: "Decimals of a quota in cents are read as so many of its smallest unit",
    plant: (parts) => parts,
    around: headersIn((headers) => {
      const policy = headers.get(POLICY) ?? "";
      headers.delete(POLICY);
      if (policy === "") return;
      headers.set(
        POLICY,
        policy.replace(/^(\d+)\.(\d+)(.*u=cents)/, (_all, whole: string, part: string, rest: string) =>
          [whole, ".", part.padStart(10, "0"), rest].join(""),
        ),
      );
    }),
  },
  {
    ...about,
    id: "limits.callers-use-up-the-operators",
    title: "A caller's policy and the operator's of the same window are one count",
    plant: withClaims((claims) => claims.map((claim) => ({ ...claim, key: claims[0]?.key ?? claim.key }))),
  },
  {
    ...about,
    id: "limits.callers-replace-the-operators",
    title: "A caller who names a policy is no longer held to the operator's",
    plant: withClaims((claims) => claims.slice(0, 1)),
  },
  {
    ...about,
    id: "limits.everybody-is-unlimited",
    title: "The operator's limit for everybody holds for nobody",
    plant: withParts(({ rateLimits }) => ({
      rateLimits: {
        ...rateLimits,
        tenants: new Map([...rateLimits.tenants].filter(([tenant]) => tenant !== "*")),
      },
    })),
  },
  {
    ...about,
    id: "limits.everybodys-first",
    title: "The operator's limit for everybody holds for those, too, who have one of their own",
    plant: withParts(({ rateLimits: { tenants, ...rest } }) => {
      const all = tenants.get("*");
      return { rateLimits: { ...rest, tenants: all ? new Map([["*", all]]) : tenants } };
    }),
  },
  {
    seenIn: "own",
    breaks: ["LIM-03"],
    id: "limits.provider-one-count",
    title: "All endpoints of a provider share the limit of each",
    plant: withClaims((claims) =>
      claims.map((claim) =>
        claim.key.startsWith("provider-limit:")
          ? { ...claim, key: `provider-limit:${claim.windowMs}:${claim.limit}` }
          : claim,
      ),
    ),
  },
];
