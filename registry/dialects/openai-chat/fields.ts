/**
 * The fields that answers and chunks share: identity, reasoning under its two names, documented extras.
 * @module
 */
import { isObject, type JsonObject, textOrNull, without } from "../../json.ts";
import type { UsageConvention } from "../../usage.ts";
import type { DecodeContext } from "../dialect.ts";

/** OpenAI's own optional top-level fields, carried for every host. */
const STANDARD = ["system_fingerprint", "service_tier"];

export interface Identity {
  id: string;
  created: number;
  model: string;
}

/** `created` in seconds; a host that sends milliseconds is read as what it means (RES-01). */
function seconds(created: unknown, fallback: number): number {
  if (typeof created !== "number" || !Number.isFinite(created) || created <= 0) return fallback;
  return Math.floor(created > 100_000_000_000 ? created / 1000 : created);
}

export function readIdentity(body: JsonObject, context: DecodeContext): Identity {
  return {
    id: textOrNull(body.id) ?? context.fallbackId,
    created: seconds(body.created, context.nowSeconds),
    model: textOrNull(body.model) ?? context.endpoint.providerModelId,
  };
}

/** The visible thinking, which hosts call `reasoning_content` or `reasoning`. */
export const readReasoning = (source: JsonObject): string | null =>
  textOrNull(source.reasoning_content) ?? textOrNull(source.reasoning);

export function pick(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(source, key) && source[key] !== null).map((key) => [key, source[key]]),
  );
}

/** Documented top-level extras, without the usage that some hosts nest in them: callers get usage in one place only. */
export function readExtras(body: JsonObject, context: DecodeContext): JsonObject {
  const extras = pick(body, [...STANDARD, ...context.traits.extraFields.completion]);
  for (const [first, second] of context.convention.paths as UsageConvention["paths"]) {
    const outer = first === undefined ? undefined : extras[first];
    if (first !== undefined && second !== undefined && isObject(outer))
      extras[first] = without(outer, [second]);
  }
  return extras;
}
