import { describe, expect, test } from "vitest";
import { readableLine } from "./readable.ts";

const line = (fields: object): string =>
  `${JSON.stringify({ time: "2026-11-28T12:03:04.567Z", ...fields })}\n`;
const request = {
  level: "info",
  event: "request",
  method: "POST",
  path: "/v1/chat/completions",
  status: 200,
  ms: 312,
  tenant: "acme",
  model: "gpt-4o-mini",
  provider: "openai",
  mode: "byok",
  inputTokens: 1000,
  outputTokens: 100,
  usd: "0.00021",
};

describe("a line of the log in a terminal", () => {
  test("says a request in one line, with tokens and cost", () => {
    expect(readableLine(line(request), false)).toBe(
      "12:03:04 POST /v1/chat/completions 200 312 ms acme gpt-4o-mini → openai byok 1000+100 tokens $0.00021\n",
    );
  });

  test("says what went wrong, in red where there are colours", () => {
    const failed = { ...request, status: 502, usd: undefined, attempts: 3, error: "provider_error" };
    expect(readableLine(line(failed), false)).toContain("502 312 ms acme");
    expect(readableLine(line(failed), false)).toContain("3 attempts provider_error");
    expect(readableLine(line(failed), true)).toContain("\u001b[31m502\u001b[0m");
  });

  test("says any other event with its fields", () => {
    expect(
      readableLine(line({ level: "warn", event: "gateway.no-keys", hint: "set GATEWAY_KEYS" }), false),
    ).toBe("12:03:04 warn gateway.no-keys hint=set GATEWAY_KEYS\n");
  });

  test("lets nothing that a caller wrote move the cursor or turn the text around", () => {
    const hostile = readableLine(line({ ...request, model: "\u001b[2Jgpt\r\n\u202e" }), false);
    expect(hostile).toContain("\\u{1b}[2Jgpt\\u{d}\\u{a}\\u{202e}");
    expect(hostile.trimEnd()).not.toContain("\n");
  });

  test("leaves what is no line of the log as it is", () => {
    expect(readableLine("Listening\n", false)).toBe("Listening\n");
    expect(readableLine("[1]\n", false)).toBe("[1]\n");
  });
});
