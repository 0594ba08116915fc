/**
 * Where tenants are told of their requests, from the environment: checked at start, secrets never shown.
 * @module
 */
import { z } from "zod";
import { parseTarget, type Target, type TargetRules } from "../../registry/domains/index.ts";

/** One tenant's webhook. */
export interface Webhook {
  target: Target;
  /** Path and query. */
  path: string;
  /** Signs what is sent. */
  secret: string;
}

const SECRET_CHARS = 16;
const WEBHOOKS_RULE =
  "pairs tenant=https://host/path, separated by commas, of public hosts, without credentials or a fragment";
const SECRETS_RULE = `pairs tenant=secret, separated by commas, of ${SECRET_CHARS} or more printable characters`;

/** Pairs of tenant and value; `null` where one is none, or a tenant stands there twice. */
function pairsOf(text: string, value: RegExp): Map<string, string> | null {
  const pairs = new Map<string, string>();
  for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
    const [, tenant, given] = /^\s*([\w.-]{1,128})=(\S{1,1024})\s*$/.exec(pair) ?? [];
    if (tenant === undefined || given === undefined || pairs.has(tenant) || !value.test(given)) return null;
    pairs.set(tenant, given);
  }
  return pairs;
}

const pairs = (value: RegExp, rule: string) =>
  z
    .string()
    .default("")
    .transform((text, context) => {
      const read = pairsOf(text, value);
      if (read) return read;
      context.addIssue({ code: "custom", message: rule });
      return z.NEVER;
    });

/** By the names of the environment. */
export const webhookFields = {
  WEBHOOKS: pairs(/^https?:\/\/[^\s#]+$/i, WEBHOOKS_RULE),
  WEBHOOK_SECRETS: pairs(new RegExp(`^[\\x21-\\x7e]{${SECRET_CHARS},}$`), SECRETS_RULE),
};

/** Origin and path as they are written: nothing is repaired. */
const PARTS = /^(https?:\/\/[^/?#]+)([/?][\x21-\x7e]*)?$/i;

export type Webhooks = ReadonlyMap<string, Webhook>;

/** What the variables come to, or one line that says which is wrong. */
export function webhooksFrom(
  { WEBHOOKS, WEBHOOK_SECRETS }: Record<keyof typeof webhookFields, ReadonlyMap<string, string>>,
  rules: TargetRules,
): { ok: true; webhooks: Webhooks } | { ok: false; problem: string } {
  const webhooks = new Map<string, Webhook>();
  for (const [tenant, url] of WEBHOOKS) {
    const [, origin = "", rest = "/"] = PARTS.exec(url) ?? [];
    const parsed = parseTarget(origin, rules);
    if (!parsed.ok)
      return { ok: false, problem: `WEBHOOKS: the address of ${tenant} cannot be called: ${parsed.problem}` };
    const secret = WEBHOOK_SECRETS.get(tenant);
    if (secret === undefined)
      return { ok: false, problem: `WEBHOOK_SECRETS: given nothing for ${tenant}, allowed: ${SECRETS_RULE}` };
    webhooks.set(tenant, { target: parsed.target, path: rest.startsWith("/") ? rest : `/${rest}`, secret });
  }
  return { ok: true, webhooks };
}
