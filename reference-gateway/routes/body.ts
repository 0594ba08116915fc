/**
 * The caller's body: bounded in bytes and depth, JSON, and free of keys that poison prototypes (SEC-03, ERR-08).
 * @module
 */
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";
import type { Json } from "../../registry/json.ts";
import type { Limits } from "../parts.ts";
import { Refused } from "./http.ts";

const refuse = (
  meaning: "invalid_request" | "too_large",
  message: string,
  more: Partial<ApiError> = {},
): Refused => new Refused(gatewayError(meaning, message, more));

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    refuse("too_large", `The body is larger than ${limit} bytes`, { code: "request_too_large" });
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Where a string that opens before `start` closes; the end of the text when it never does. */
function closingQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === '"') return at;
  }
  return text.length;
}

/** The depth of JSON text by its brackets outside strings: one pass, no parsing, no backtracking on long strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = closingQuote(text, at + 1);
    else if (char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
    else if (char === "}" || char === "]") depth--;
  }
  return deepest;
}

/**
 * Reads and parses the body.
 * @param keep gets the bytes as they came
 * @throws Refused with 400, 413 or 415
 */
export async function readJsonBody(
  request: Request,
  limits: Limits,
  keep: (bytes: Uint8Array) => void = () => {},
): Promise<Json> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    const seen = type === "" ? "no content-type" : "another content-type";
    throw new Refused(
      gatewayError("invalid_request", `The body must be application/json; the request has ${seen}`, {
        status: 415,
        code: "unsupported_media_type",
      }),
    );
  }
  const bytes = await readBytes(request, limits.maxBodyBytes);
  keep(bytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("invalid_request", "The body is not valid UTF-8", { code: "invalid_json" });
  }
  if (depthOf(text) > limits.maxDepth) {
    throw refuse("invalid_request", `The body is nested deeper than ${limits.maxDepth} levels`, {
      code: "nesting_too_deep",
    });
  }
  try {
    return JSON.parse(text, (key, value) => {
      if (key === "__proto__")
        throw refuse("invalid_request", 'The key "__proto__" is not allowed', { code: "invalid_key" });
      return value;
    });
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw refuse("invalid_request", "The body is not valid JSON", { code: "invalid_json" });
  }
}
