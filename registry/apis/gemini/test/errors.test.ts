import { describe, expect, test } from "vitest";
import type { ApiError, AttemptSummary } from "../../../errors/api-error.ts";
import type { ErrorBody } from "../../../errors/body.ts";
import type { Json } from "../../../json.ts";
import { decodeError, encodeError, isError, readError } from "../errors.ts";

describe("errors", () => {
  const read = (body: unknown) => decodeError(JSON.stringify(body));
  const type = "type.googleapis.com/google.rpc.";

  test("Google's envelope, alone and in a list (ERR-01, ERR-05)", () => {
    const details = [
      { "@type": `${type}QuotaFailure`, violations: [] },
      { "@type": `${type}RetryInfo`, retryDelay: "34.4s" },
      { "@type": `${type}BadRequest`, fieldViolations: [{ field: "contents" }] },
    ];
    const error = { code: 429, message: "Slow down.", status: "RESOURCE_EXHAUSTED", details };
    const expected = {
      message: "Slow down.",
      code: null,
      type: "RESOURCE_EXHAUSTED",
      param: "contents",
      retryDelay: "34.4s",
      status: 429,
    };
    expect(read({ error })).toEqual(expected);
    expect(read([{ error }])).toEqual(expected);
    expect(read({ error: { ...error, code: undefined } })).toEqual(expected);
  });

  test("the token endpoint's words, Anthropic's shape, and none at all (ERR-01)", () => {
    expect(read({ error: "invalid_grant", error_description: "The clock is off." })).toMatchObject({
      code: "invalid_grant",
      message: "The clock is off.",
    });
    expect(read({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } })).toMatchObject(
      {
        type: "overloaded_error",
        message: "Overloaded",
      },
    );
    expect(decodeError("<html>")).toMatchObject({ message: null });
    expect(decodeError("")).toMatchObject({ message: null });
  });

  test("an error is told from an answer (ERR-04)", () => {
    expect(isError({ error: { code: 500 } })).toBe(true);
    expect(isError([{ error: { code: 500 } }])).toBe(true);
    expect(isError({ candidates: [{ finishReason: "STOP" }], error: { code: 500 } })).toBe(false);
    expect(isError({ candidates: [] })).toBe(false);
  });

  test("what callers read is what the gateway says (ERR-01)", () => {
    const written = encodeError(
      {
        meaning: "rate_limit",
        status: 429,
        type: "rate_limit_error",
        code: "too_fast",
        message: "Slow down.",
        param: "messages",
        retryAfter: 7,
        upstreamStatus: 429,
        provider: "vertex",
        upstreamRequestId: null,
      },
      "request-1",
      [],
    );
    expect(written).toMatchObject({ error: { code: 429, status: "RESOURCE_EXHAUSTED" } });
    expect(read(written)).toEqual({
      message: "Slow down.",
      code: "too_fast",
      type: "RESOURCE_EXHAUSTED",
      param: "messages",
      retryDelay: "7s",
      status: 429,
    });
  });
});

const NOTHING: ErrorBody = {
  message: null,
  code: null,
  type: null,
  param: null,
  retryDelay: null,
  status: null,
};
const read = (body: Json): ErrorBody => decodeError(JSON.stringify(body));
const type = "type.googleapis.com/google.rpc.";

describe("what Google says of an error (ERR-01)", () => {
  test.each<[string, Json, Partial<ErrorBody>]>([
    ["a sentence alone", { message: "Low water." }, { message: "Low water." }],
    ["an empty object", {}, {}],
    ["an empty list", [], {}],
    ["nothing", null, {}],
    ["an error that is null", { error: null, message: "Low water." }, { message: "Low water." }],
    [
      "a code that is a word",
      { error: { code: "low_water", message: "Low water." } },
      { message: "Low water.", code: "low_water" },
    ],
    [
      "a number, which is the status",
      { error: { code: 400, message: "Low water." } },
      { message: "Low water.", status: 400 },
    ],
    [
      "a status that nobody knows",
      { error: { message: "Low water.", status: "EBB" } },
      { message: "Low water.", type: "EBB" },
    ],
    [
      "a status that is a word of ours",
      { error: { message: "Low water.", status: "constructor" } },
      { message: "Low water.", type: "constructor" },
    ],
    [
      "the token endpoint's word",
      { error: "invalid_grant", error_description: "Low water." },
      { message: "Low water.", code: "invalid_grant" },
    ],
    ["a word alone", { error: "low_water" }, { message: "low_water", code: "low_water" }],
    ["a sentence where a word belongs", { error: "Low_water" }, { message: "Low_water" }],
    ["a sentence that ends well", { error: "low water." }, { message: "low water." }],
  ])("%s is read", (_what, body, expected) => {
    expect(read(body)).toEqual({ ...NOTHING, ...expected });
  });

  test("details are found among whatever else stands there", () => {
    const details = [
      null,
      "low",
      7,
      { "@type": `${type}ErrorInfo`, reason: "LOW_WATER" },
      { "@type": `${type}BadRequest`, fieldViolations: [null, { field: "contents[0]" }, { field: "x" }] },
    ];
    const expected = { message: "Low water.", code: "LOW_WATER", param: "contents[0]", status: 400 };
    expect(read({ error: { code: 400, message: "Low water.", details } })).toEqual({
      ...NOTHING,
      ...expected,
    });
    expect(read({ error: { code: 400, message: "Low water.", details: "none" } })).toEqual({
      ...NOTHING,
      message: "Low water.",
      status: 400,
    });
  });

  test.each([
    ["INVALID_ARGUMENT", 400],
    ["UNAUTHENTICATED", 401],
    ["PERMISSION_DENIED", 403],
    ["NOT_FOUND", 404],
    ["RESOURCE_EXHAUSTED", 429],
    ["CANCELLED", 499],
    ["UNKNOWN", 500],
    ["UNAVAILABLE", 503],
    ["DEADLINE_EXCEEDED", 504],
  ])("%s alone means %d", (status, number) => {
    expect(read({ error: { message: "Low water.", status } }).status).toBe(number);
  });

  test("an error of another make, alone in a stream, is read as well", () => {
    expect(readError({ detail: "Low water." })).toEqual({ ...NOTHING, message: "Low water." });
  });

  test("text that is no JSON is a sentence", () => {
    expect(decodeError("Low water.")).toEqual({ ...NOTHING, message: "Low water." });
  });

  test("beside an empty list of candidates it is still an error (ERR-04)", () => {
    const error = { code: 500, message: "Low water." };
    expect(isError({ candidates: [], error })).toBe(true);
    expect(isError({ candidates: [{}], error })).toBe(false);
    expect(isError({ candidates: "none", error })).toBe(true);
    expect(isError(undefined)).toBe(false);
  });
});

describe("what a caller reads (ERR-01, ERR-09)", () => {
  const plain: ApiError = {
    meaning: "api",
    status: 502,
    type: "api_error",
    code: null,
    message: "Low water.",
    param: null,
    retryAfter: null,
    upstreamStatus: null,
    provider: null,
    upstreamRequestId: null,
  };
  const info = (reason: string, metadata: Json) => ({
    "@type": `${type}ErrorInfo`,
    reason,
    domain: "gateway",
    metadata,
  });

  test("is Google's envelope", () => {
    expect(encodeError(plain, "r-1", [])).toEqual({
      error: {
        code: 502,
        message: "Low water.",
        status: "INTERNAL",
        details: [info("api_error", { type: "api_error", request_id: "r-1" })],
      },
    });
  });

  test("names place, provider, wait and attempts, where there are any", () => {
    const attempt: AttemptSummary = {
      provider: "vertex",
      mode: "ptb",
      status: 429,
      type: "rate_limit_error",
      message: "Low.",
    };
    const error = {
      ...plain,
      status: 429,
      type: "rate_limit_error",
      code: "low_water",
      param: "messages[0]",
      provider: "vertex",
      retryAfter: 0,
    };
    const metadata = {
      type: "rate_limit_error",
      request_id: "r-1",
      param: "messages[0]",
      provider: "vertex",
    };
    expect(encodeError(error, "r-1", [attempt])).toEqual({
      error: {
        code: 429,
        message: "Low water.",
        status: "RESOURCE_EXHAUSTED",
        details: [info("low_water", metadata), { "@type": `${type}RetryInfo`, retryDelay: "0s" }],
        attempts: [attempt],
      },
    });
  });
});
