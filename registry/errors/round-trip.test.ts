/**
 * Rendering an error in a dialect and reading it back gives the same error (ERR-01, ERR-02), in the dialects that callers
 * are answered in, for every provider that speaks them and whatever it sent.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientCodecOf } from "../apis/index.ts";
import type { BaseProvider } from "../providers/_shared/base.ts";
import { providers } from "../providers/index.ts";
import { type ApiError, gatewayError } from "./api-error.ts";
import { MEANINGS, type Meaning, OPENAI_CODES } from "./meaning.ts";

const NOW = Date.UTC(2026, 11, 1);
const CALLERS = ["openai-chat", "anthropic-messages"];
const known = Object.values<BaseProvider>(providers).filter((provider) =>
  CALLERS.includes(provider.chatApi().id),
);

/** What a caller can see of an error. */
const visible = ({ status, type, code, message, param, retryAfter, upstreamRequestId }: ApiError) => ({
  status,
  type,
  code,
  message,
  param,
  retryAfter,
  upstreamRequestId,
});

/** A gateway behind a gateway: the envelope comes in as a provider's answer. */
function readBack(provider: BaseProvider, error: ApiError): ApiError {
  const headers = new Headers();
  if (error.retryAfter !== null) headers.set("retry-after", String(error.retryAfter));
  if (error.upstreamRequestId !== null) headers.set("x-request-id", error.upstreamRequestId);
  const text = JSON.stringify(
    clientCodecOf(provider.chatApi().id)?.encodeError(error, "00000000-0000-4000-8000-000000000001", []),
  );
  return provider.normalizeError({ status: error.status, headers, text, secrets: [], nowMs: NOW });
}

const WORDS = [
  "Slow down",
  "maximum context length is 8 tokens",
  "Your API key is invalid",
  "model busy",
  "łódź 🚤",
];
const codes = OPENAI_CODES.flatMap(({ code }) => code ?? []);
const text = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: "grapheme", maxLength: 1_200 }));
const code = fc.oneof(fc.constantFrom(null, ...codes, "gone", "429", 429, 503), fc.string({ maxLength: 20 }));
const json = fc.oneof(
  fc.record({ error: fc.record({ message: text, code, param: text, type: text }, { requiredKeys: [] }) }),
  fc.record({ error: text }),
  fc.record({ detail: text }),
  fc.record({
    detail: fc.array(fc.record({ loc: fc.array(text, { maxLength: 3 }), msg: text, type: text })),
  }),
  fc.jsonValue(),
);
const bodies = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  text,
);
const statuses = fc.oneof(
  fc.constantFrom(200, 302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529),
  fc.integer({ min: 400, max: 599 }),
);
const waits = fc.constantFrom(null, "34", "1.5", "2m3s", "Tue, 01 Dec 2026 00:02:00 GMT");

describe.each(known)("at $slug", (provider) => {
  test("reading back what was rendered changes nothing", () => {
    const property = fc.property(statuses, bodies, waits, (status, body, wait) => {
      const headers = new Headers(wait === null ? {} : { "retry-after": wait, "x-request-id": "req_1" });
      const error = provider.normalizeError({ status, headers, text: body, secrets: ["secret"], nowMs: NOW });
      expect(visible(readBack(provider, error))).toEqual(visible(error));
    });
    fc.assert(property, { seed: 20261, numRuns: 400 });
  });

  // The two that only the gateway itself says read back as what they are to anybody else: a wrong request.
  const said = (Object.keys(MEANINGS) as Meaning[]).filter(
    (meaning) => meaning !== "unsupported" && meaning !== "misconfigured",
  );
  test.each(said)("the meaning %s survives", (meaning) => {
    const code = meaning === "context_length" ? "context_length_exceeded" : null;
    expect(readBack(provider, gatewayError(meaning, "The quay is closed", { code })).meaning).toBe(meaning);
  });
});
