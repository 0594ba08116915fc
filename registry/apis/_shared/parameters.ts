/**
 * Which of the caller's parameters an endpoint is sent, whatever its dialect (MAP-09).
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { Json, JsonObject } from "../../json.ts";
import { type Parameter, STRUCTURAL } from "../../parameters.ts";
import type { ApiId } from "../codec.ts";

/** Read by the gateway, never a provider's business. */
const GATEWAY_ONLY = ["strict"];

/** Only OpenAI's own form has a place for what the registry does not list. */
const CANONICAL: ApiId = "openai-chat";

/** Parameters with a price of their own: PTB refuses them, BYOK lets them pass (BIL-06). */
export const UNLISTED_BUT_BILLED = ["web_search_options", "modalities", "audio", "prediction"];

export interface KeptParameters {
  /** What the endpoint takes, with the caller's values, falsy ones included; `messages` and `model` too. */
  kept: JsonObject;
  /** What it does not take: names of the parameters that had a value. */
  dropped: string[];
}

/** One key, two parameters: hosts that take schemas but no bare JSON mode list only the second. */
const SHARED_KEYS: Readonly<Record<string, Parameter>> = { response_format: "structured_outputs" };

function isTaken(key: string, { api, supportedParameters }: Endpoint): boolean {
  const isListed = (name: string): boolean => (supportedParameters as readonly string[]).includes(name);
  return (
    (STRUCTURAL as readonly string[]).includes(key) ||
    (api === CANONICAL && UNLISTED_BUT_BILLED.includes(key)) ||
    isListed(key) ||
    (Object.hasOwn(SHARED_KEYS, key) && isListed(SHARED_KEYS[key] ?? key))
  );
}

/** Null is as good as nothing; many hosts refuse it, and some a list of stops without one (MAP-15). */
const saysNothing = (key: string, value: Json): boolean =>
  value === null || (key === "stop" && (value === "" || (Array.isArray(value) && value.length === 0)));

/** Divides a request into what the endpoint takes and what it does not. */
export function keptParameters(request: ChatRequest, endpoint: Endpoint): KeptParameters {
  const kept: JsonObject = {};
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(request as JsonObject)) {
    if (value === undefined || GATEWAY_ONLY.includes(key) || saysNothing(key, value)) continue;
    if (isTaken(key, endpoint)) kept[key] = value;
    else dropped.push(key);
  }
  return { kept, dropped };
}

/** The caller's limit on the answer; the newer name wins (MAP-04). */
export const maxTokensOf = (kept: JsonObject): Json | undefined =>
  kept.max_completion_tokens ?? kept.max_tokens ?? undefined;
