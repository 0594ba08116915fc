/**
 * Errors: meaning by status and by words, and the envelope read back (ERR-01, ERR-02, ERR-04).
 */
import { describe, expect, test } from "vitest";
import { type ApiError, gatewayError } from "../../../errors/api-error.ts";
import { MEANINGS, type Meaning } from "../../../errors/meaning.ts";
import { anthropicMessages } from "../index.ts";
import { eventsOf, provider, rendering } from "./testing.ts";

const read = (status: number, body: unknown): ApiError =>
  provider.normalizeError({
    status,
    headers: new Headers(),
    secrets: [],
    nowMs: 0,
    text: typeof body === "string" ? body : JSON.stringify(body),
  });
const failure = (type: string, message = "No.") => ({
  type: "error",
  error: { type, message },
  request_id: "req_1",
});

test.each<[string, number]>([
  ["invalid_request_error", 400],
  ["authentication_error", 401],
  ["billing_error", 402],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["conflict_error", 409],
  ["request_too_large", 413],
  ["rate_limit_error", 429],
  ["api_error", 502],
  ["timeout_error", 504],
  ["overloaded_error", 503],
  ["tide_error", 502],
])("%s inside a 200 means %d", (type, status) => {
  expect(anthropicMessages.isError(failure(type))).toBe(true);
  expect(read(200, failure(type)).status).toBe(status);
});

test.each<[number, unknown, Meaning]>([
  [400, failure("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"), "context_length"],
  [400, failure("invalid_request_error", "Your credit balance is too low"), "quota"],
  [400, failure("invalid_request_error", "model: unknown"), "invalid_request"],
  [529, failure("overloaded_error"), "overloaded"],
  [413, "<html><body>too large</body></html>", "too_large"],
  [400, { error: { code: 400, message: "No.", status: "INVALID_ARGUMENT" } }, "invalid_request"],
  [429, [{ error: { code: 429, message: "No.", status: "RESOURCE_EXHAUSTED" } }], "rate_limit"],
  [500, "", "api"],
])("%d with %j means %s", (status, body, meaning) => expect(read(status, body).meaning).toBe(meaning));

test.each<[string, unknown, boolean]>([
  ["an answer", { type: "message", content: [] }, false],
  ["an answer with an error that is null", { type: "message", content: [], error: null }, false],
  ["an answer, whatever else it says", { content: [], error: { message: "No." } }, false],
  ["an answer without content", { type: "message" }, false],
  ["an error by its type alone", { type: "error", content: [] }, true],
  ["an error without a type", { error: { message: "No." } }, true],
  ["a list with an error", [{ error: { message: "No." } }], true],
  ["a sentence", "No.", false],
  ["nothing", null, false],
])("%s: is it nothing but an error?", (_what, body, expected) =>
  expect(anthropicMessages.isError(body)).toBe(expected),
);

test("an error's own status counts before that of its type, and one of no type has none", () => {
  const status = (body: object) => anthropicMessages.decodeError(JSON.stringify(body), new Headers()).status;
  expect(status({ error: { type: "overloaded_error", message: "No.", code: 503 } })).toBe(503);
  expect(status({ error: { type: "overloaded_error", message: "No." } })).toBe(529);
  expect(status({ error: { type: "constructor", message: "No." } })).toBeNull();
  expect(status({ error: { message: "No." } })).toBeNull();
});

describe("an error that was written for a caller", () => {
  const visible = ({ status, type, code, message, param }: ApiError) => ({
    status,
    type,
    code,
    message,
    param,
  });
  const attempts = [
    { provider: "groq", mode: "ptb", status: 503, type: "overloaded_error", message: "Busy." },
  ];

  test.each(Object.keys(MEANINGS) as Meaning[])("and means %s is read back the same", (meaning) => {
    const code = meaning === "context_length" ? "context_length_exceeded" : "a_code";
    const error = gatewayError(meaning, "The quay is closed", { code, param: "messages[0]" });
    const body = anthropicMessages.encodeError(error, "req_1", attempts);
    expect(body).toMatchObject({
      type: "error",
      error: { message: error.message, attempts },
      request_id: "req_1",
    });
    expect(visible(read(error.status, body))).toEqual(visible(error));
  });

  test("says who failed and what was tried, where somebody did", () => {
    const refused = gatewayError("conflict", "The quay is closed");
    expect(anthropicMessages.encodeError(refused, "req_1", [])).toEqual({
      type: "error",
      error: { type: "conflict_error", message: "The quay is closed", param: null, code: null },
      request_id: "req_1",
    });
    const failed = gatewayError("quota", "No credit", { provider: "groq", code: "empty", param: "model" });
    expect(anthropicMessages.encodeError(failed, "req_1", attempts)).toEqual({
      type: "error",
      error: {
        type: "billing_error",
        message: "No credit",
        param: "model",
        code: "empty",
        provider: "groq",
        attempts,
      },
      request_id: "req_1",
    });
  });

  test("in a stream is its last event", async () => {
    const frames = anthropicMessages.encodeStream(rendering()).error(gatewayError("overloaded", "Full."));
    const [event, ...more] = await eventsOf(frames);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "error",
      body: { message: "Full.", type: "overloaded_error", status: 529 },
    });
  });
});
