import { describe, expect, test } from "vitest";
import { gatewayError } from "../../../errors/api-error.ts";
import { MEANINGS, type Meaning } from "../../../errors/meaning.ts";
import type { JsonObject } from "../../../json.ts";
import { decodeFrameError, exceptionName } from "../errors.ts";
import { bedrockConverse as dialect } from "../index.ts";
import { framesOf, rendering } from "./testing.ts";

const EMPTY = { message: null, code: null, type: null, param: null, retryDelay: null, status: null };
const decoded = (text: string, type?: string) =>
  dialect.decodeError(text, new Headers(type === undefined ? {} : { "x-amzn-errortype": type }));

describe("the type of an exception", () => {
  test.each([
    ["ThrottlingException", "ThrottlingException"],
    ["throttlingException", "ThrottlingException"],
    ["ThrottlingException:http://internal.example/coral/", "ThrottlingException"],
    ["ThrottlingException :tides", "ThrottlingException"],
    ["com.amazon.coral.service#ThrottlingException", "ThrottlingException"],
    ["com.amazon#coral# x:y", "X"],
    ["", null],
    [":http://internal.example/", null],
    ["coral#", null],
    [7, null],
    [undefined, null],
  ])("in %j is %j", (text, name) => {
    expect(exceptionName(text)).toBe(name);
  });
});

describe("an error answer (ERR-01)", () => {
  test("has its type from the header, else from the body, else as the common reader finds it", () => {
    const body = '{"__type":"coral#ValidationException","type":"odd","message":"Low water"}';
    expect(decoded(body, "ThrottlingException:http://a/")).toEqual({
      ...EMPTY,
      message: "Low water",
      type: "ThrottlingException",
      status: 429,
    });
    expect(decoded(body)).toEqual({
      ...EMPTY,
      message: "Low water",
      type: "ValidationException",
      status: 400,
    });
    expect(decoded('{"type":"odd","message":"Low water"}')).toEqual({
      ...EMPTY,
      message: "Low water",
      type: "odd",
    });
  });

  test.each([
    ['{"message":"Low water"}', "Low water"],
    ['{"Message":"Low water"}', "Low water"],
    ['{"message":null,"Message":"Low water"}', "Low water"],
    ['{"error":null,"Message":"Low water"}', "Low water"],
    ['{"message":"Low water","Message":"High water"}', "Low water"],
    ['{"error":{"message":"Low water"},"Message":"High water"}', "Low water"],
    ['{"error":"Low water"}', "Low water"],
    ["Low water", "Low water"],
    ['["Low water"]', "Low water"],
    ["<html><body>Low water</body></html>", null],
    ["{half", null],
    ["{}", null],
    ["", null],
  ])("says its message in any shape: %s", (text, message) => {
    expect(decoded(text)).toEqual({ ...EMPTY, message });
  });

  test.each([
    ["ValidationException", 400],
    ["ServiceQuotaExceededException", 400],
    ["UnrecognizedClientException", 403],
    ["InvalidSignatureException", 403],
    ["ExpiredTokenException", 403],
    ["AccessDeniedException", 403],
    ["ResourceNotFoundException", 404],
    ["ModelTimeoutException", 408],
    ["ModelStreamErrorException", 424],
    ["ModelErrorException", 424],
    ["ThrottlingException", 429],
    ["ModelNotReadyException", 429],
    ["InternalServerException", 500],
    ["ServiceUnavailableException", 503],
    ["TideException", null],
    ["constructor", null],
  ])("%s has a status of its own: %j", (type, status) => {
    expect(decoded("{}", type).status).toBe(status);
  });

  test("states a status inside where its type has none", () => {
    expect(decoded('{"message":"Low water","status":418}').status).toBe(418);
    expect(decoded('{"message":"Low water","status":418}', "ThrottlingException").status).toBe(429);
  });
});

describe("an error in a 200 (ERR-04)", () => {
  const message = { role: "assistant", content: [{ text: "Ebb." }] };
  test.each<[unknown, boolean]>([
    [{ message: "Low water" }, true],
    [{ Message: "Low water" }, true],
    [{ __type: "ThrottlingException" }, true],
    [{ error: { message: "Low water" } }, true],
    [{ output: { message }, message: "Low water" }, false],
    [{ output: null, message: "Low water" }, true],
    [{ output: { message } }, false],
    [{ message: "", __type: "" }, false],
    [{ usage: {} }, false],
    [{}, false],
    ["Low water", false],
    [null, false],
  ])("is %j: %s", (body, expected) => {
    expect(dialect.isError(body)).toBe(expected);
  });
});

describe("an error within a stream (STR-07)", () => {
  const framed = (headers: Record<string, string>, payload: string) =>
    decodeFrameError(new Map(Object.entries(headers)), payload);

  test.each<[string, Record<string, string>, string, JsonObject]>([
    [
      "an exception",
      { ":exception-type": "modelStreamErrorException" },
      '{"message":"Low water","originalStatusCode":500}',
      { message: "Low water", type: "ModelStreamErrorException", status: 424 },
    ],
    [
      "an error in headers alone",
      { ":error-code": "InternalFailure", ":error-message": "Low water" },
      "",
      { message: "Low water", code: "InternalFailure", type: "InternalFailure", status: 500 },
    ],
    [
      "a code that is an exception",
      { ":error-code": "throttlingException" },
      "{}",
      { code: "throttlingException", type: "ThrottlingException", status: 429 },
    ],
    [
      "a payload that says more",
      { ":error-code": "tide", ":error-message": "High water", ":exception-type": "tideException" },
      '{"message":"Low water","code":"ebb","status":418}',
      { message: "Low water", code: "ebb", type: "TideException", status: 418 },
    ],
    [
      "a payload alone",
      {},
      '{"__type":"ValidationException","message":"Low water"}',
      { message: "Low water", type: "ValidationException", status: 400 },
    ],
    ["nothing", {}, "", { status: 500 }],
    ["empty headers", { ":error-code": "", ":error-message": "" }, "{}", { status: 500 }],
  ])("is read from %s", (_what, headers, payload, expected) => {
    expect(framed(headers, payload)).toEqual({ ...EMPTY, ...expected });
  });
});

const NAMES: Record<Meaning, string> = {
  invalid_request: "ValidationException",
  unsupported: "ValidationException",
  misconfigured: "ValidationException",
  unprocessable: "ValidationException",
  context_length: "ValidationException",
  too_large: "ValidationException",
  authentication: "UnrecognizedClientException",
  quota: "ServiceQuotaExceededException",
  permission: "AccessDeniedException",
  not_found: "ResourceNotFoundException",
  conflict: "ConflictException",
  rate_limit: "ThrottlingException",
  timeout: "ModelTimeoutException",
  api: "InternalServerException",
  overloaded: "ServiceUnavailableException",
};

describe("an error for a caller of this dialect", () => {
  test.each(Object.keys(MEANINGS) as Meaning[])("%s has a name that AWS clients know", (meaning) => {
    const error = gatewayError(meaning, "Low water", {
      code: "ebb",
      param: "inferenceConfig",
      provider: "bedrock",
    });
    expect(dialect.encodeError(error, "r-1", [])).toEqual({
      __type: NAMES[meaning],
      message: "Low water",
      request_id: "r-1",
      code: "ebb",
      param: "inferenceConfig",
      provider: "bedrock",
    });
  });

  test("lists what was tried (ERR-09)", () => {
    const attempt = {
      provider: "bedrock",
      mode: "ptb",
      status: 429,
      type: "rate_limit_error",
      message: "Slow",
    };
    expect(dialect.encodeError(gatewayError("rate_limit", "Low water"), "r-1", [attempt])).toEqual({
      __type: "ThrottlingException",
      message: "Low water",
      request_id: "r-1",
      code: null,
      param: null,
      attempts: [attempt],
    });
  });

  test("is one of the four exceptions that a stream may end with, or the model's own", async () => {
    const ending = async (meaning: Meaning, code: string | null = null) =>
      framesOf(dialect.encodeStream(rendering).error(gatewayError(meaning, "Low water", { code })));
    const headers = (type: string) => ({
      ":exception-type": type,
      ":content-type": "application/json",
      ":message-type": "exception",
    });
    const message = "Low water";
    expect(await ending("rate_limit")).toEqual([
      { headers: headers("throttlingException"), body: { message } },
    ]);
    expect(await ending("unsupported", "ebb")).toEqual([
      { headers: headers("validationException"), body: { message, code: "ebb" } },
    ]);
    for (const [meaning, type] of [
      ["overloaded", "serviceUnavailableException"],
      ["api", "internalServerException"],
      ["timeout", "modelStreamErrorException"],
      ["not_found", "modelStreamErrorException"],
    ] as const)
      expect(await ending(meaning)).toMatchObject([{ headers: headers(type) }]);
  });
});
