/**
 * Gateway keys from the environment: who may call, and how strong their keys are.
 * @module
 */
import { z } from "zod";
import { isLoopbackHost } from "../registry/domains/index.ts";
import { generateGatewayKey, keyBits, MIN_KEY_BITS } from "./vault/gateway-key.ts";

/** Gateway key → tenant. */
type Keys = ReadonlyMap<string, string>;

export interface DeclaredKeys {
  all: Keys;
  /** Those of them that were made at this start: nobody knows them yet. */
  generated: Keys;
}

/** In place of a key: a strong one is made at each start and said once. */
const GENERATE = "generate";
const RULE = "pairs tenant=key, separated by commas, for example acme=sk-helicone-…,other=generate";

/** The variable, parsed: `tenant=key,tenant=key`. */
export const declaredKeys = z
  .string()
  .default("")
  .transform((text, context): DeclaredKeys => {
    const all = new Map<string, string>();
    const generated = new Map<string, string>();
    for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
      const [, tenant, given] = /^\s*([\w.-]+)=(\S+?)\s*$/.exec(pair) ?? [];
      if (tenant === undefined || given === undefined || all.has(given)) {
        context.addIssue({ code: "custom", message: RULE });
        return z.NEVER;
      }
      const key = given === GENERATE ? generateGatewayKey() : given;
      all.set(key, tenant);
      if (key !== given) generated.set(key, tenant);
    }
    return { all, generated };
  });

/** Tenants with a key that somebody with time could guess. */
export const weakTenants = (keys: Keys): string[] => [
  ...new Set([...keys].filter(([key]) => keyBits(key) < MIN_KEY_BITS).map(([, tenant]) => tenant)),
];

/** What is wrong with weak keys on an address, or `null`: on this machine alone they only get a warning. */
export function weakKeyProblem(keys: Keys, host: string): string | null {
  const weak = weakTenants(keys);
  if (weak.length === 0 || isLoopbackHost(host)) return null;
  return `GATEWAY_KEYS: given weak keys of ${weak.join(", ")}, allowed where others reach the gateway (HOST): keys of ${MIN_KEY_BITS} random bits or more, for example ${weak[0]}=${GENERATE}`;
}
