/**
 * The caller's body: bounded in bytes, depth and values, JSON, and free of keys that poison prototypes (SEC-03, ERR-08).
 * @module
 */
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";
import { isObject, type Json, type JsonLimits, jsonExcess } from "../../registry/json.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { Limits } from "../parts.ts";
import type { Arrival } from "./arrival.ts";
import { callerLeft, Refused } from "./http.ts";

/** One for all bodies: making one costs more than reading a short text. */
const UTF8 = new TextDecoder("utf-8", { fatal: true });

const refuse = (
  meaning: "invalid_request" | "too_large",
  message: string,
  more: Partial<ApiError> = {},
): Refused => new Refused(gatewayError(meaning, message, more));

/** How many bytes {@link readJsonBody} will hold at most; what is declared to be too large is not read at all. */
export function bytesToHold(headers: HeaderLookup, limit: number): number {
  const declared = headers.get("content-length");
  if (declared !== null && /^\d{1,15}$/.test(declared))
    return Number(declared) > limit ? 0 : Number(declared);
  return headers.has("transfer-encoding") ? limit : 0;
}

async function readBytes(arrival: Pick<Arrival, "headers" | "read">, limit: number): Promise<Uint8Array> {
  const declared = Number(arrival.headers.get("content-length") ?? 0);
  let bytes: Uint8Array | null;
  try {
    bytes = declared > limit ? null : await arrival.read(limit);
  } catch {
    // Its socket breaks as that of a database does, and is no store of ours.
    throw callerLeft();
  }
  if (bytes !== null) return bytes;
  throw refuse("too_large", `The body is larger than ${limit} bytes`, { code: "request_too_large" });
}

/** A key that would become the prototype of whatever copies it; the body is bounded in depth by now. */
function hasPrototypeKey(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === "object" && hasPrototypeKey(item));
  if (!isObject(value)) return false;
  if (Object.hasOwn(value, "__proto__")) return true;
  return Object.values(value).some((item) => typeof item === "object" && hasPrototypeKey(item));
}

/** Whether the key can be there at all, as it is or with escaped letters. */
const mayHavePrototypeKey = (text: string): boolean => text.includes("__proto__") || text.includes("\\u00");

const TOO_MUCH: Readonly<Record<keyof JsonLimits, { code: string; message(limit: number): string }>> = {
  depth: { code: "nesting_too_deep", message: (limit) => `The body is nested deeper than ${limit} levels` },
  elements: {
    code: "too_many_elements",
    message: (limit) => `The body has more than ${limit} values`,
  },
  keys: { code: "too_many_keys", message: (limit) => `An object in the body has more than ${limit} keys` },
};

/** @throws Refused for text that is no JSON, or has more structure than the limits allow */
function parseBody(text: string, limits: JsonLimits): Json {
  const excess = jsonExcess(text, limits);
  if (excess !== null) {
    const { code, message } = TOO_MUCH[excess];
    throw refuse("invalid_request", message(limits[excess]), { code });
  }
  let json: Json;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse("invalid_request", "The body is not valid JSON", { code: "invalid_json" });
  }
  if (mayHavePrototypeKey(text) && hasPrototypeKey(json))
    throw refuse("invalid_request", 'The key "__proto__" is not allowed', { code: "invalid_key" });
  return json;
}

/**
 * Reads and parses the body.
 * @param keep gets the bytes as they came
 * @throws Refused with 400, 413 or 415, or 499 where it breaks off
 */
export async function readJsonBody(
  arrival: Pick<Arrival, "headers" | "read">,
  limits: Limits,
  keep: (bytes: Uint8Array) => void = () => {},
): Promise<Json> {
  const type = arrival.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    const seen = type === "" ? "no content-type" : "another content-type";
    throw new Refused(
      gatewayError("invalid_request", `The body must be application/json; the request has ${seen}`, {
        status: 415,
        code: "unsupported_media_type",
      }),
    );
  }
  const bytes = await readBytes(arrival, limits.maxBodyBytes);
  keep(bytes);
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw refuse("invalid_request", "The body is not valid UTF-8", { code: "invalid_json" });
  }
  return parseBody(text, { depth: limits.maxDepth, elements: limits.maxElements, keys: limits.maxKeys });
}
