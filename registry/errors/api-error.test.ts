import { describe, expect, test } from "vitest";
import { envelope, errorForMode, gatewayError, scrub } from "./api-error.ts";
import { MAX_MESSAGE } from "./body.ts";

describe("scrub", () => {
  test("masks every known secret, wherever it stands", () => {
    expect(scrub("no abcd1234, no abcd1234!", ["abcd1234"])).toBe("no [redacted], no [redacted]!");
  });

  test("masks a secret before it cuts, so that no half of one is left at the end", () => {
    const secret = "plainSecretWithoutAnyShape";
    const text = scrub(`${"x".repeat(MAX_MESSAGE - 10)}${secret}`, [secret]);
    expect(text).not.toContain("plainSec");
    expect(text.length).toBeLessThanOrEqual(MAX_MESSAGE);
  });

  test.each([
    "sk-proj-a8F3kq91Lm",
    "gsk_a8F3kq91LmZ0",
    "Bearer a8F3kq91LmZ0pQ7x",
    "sk-ab****wxyz",
    `AIza${"Sy0harbour_".repeat(3)}0q7`,
    `ya29.${"a0Harbour-_".repeat(4)}`,
    `1//0${"gHarbour-_".repeat(3)}`,
    `AKIA${"HARBOUR7".repeat(2)}`,
    `ASIA${"HARBOUR7".repeat(2)}`,
    `ABSK${"SGFyYm91cg+/".repeat(3)}==`,
    `eyJ${"hbGciOiJS".repeat(2)}.eyJ${"pc3MiOiJo".repeat(2)}.${"c2lnbmVk".repeat(2)}`,
    `-----BEGIN PRIVATE KEY-----\n${"TUlJRXZR\n".repeat(3)}-----END PRIVATE KEY-----`,
    `-----BEGIN RSA PRIVATE KEY-----\n${"TUlJRXZR".repeat(3)}`,
  ])("masks what is shaped like a key: %s", (key) => expect(scrub(`bad ${key}`, [])).toBe("bad [redacted]"));

  test("leaves words alone that only begin like a key", () => {
    const text =
      "asia-southeast1, akiaki, AIza, ya29, ABSK and eyJ: see 1//0 and -----BEGIN CERTIFICATE-----";
    expect(scrub(text, [])).toBe(text);
  });

  test("leaves short configuration values alone", () => {
    expect(scrub("the eu region", ["eu"])).toBe("the eu region");
  });
});

describe("a gateway's own error", () => {
  test("bounds what it quotes of the caller's", () => {
    const error = gatewayError("invalid_request", "m".repeat(50_000), { param: "p".repeat(50_000) });
    expect(error.message.length).toBeLessThanOrEqual(MAX_MESSAGE);
    expect(error.param?.length).toBeLessThanOrEqual(MAX_MESSAGE);
  });

  test("names provider and attempts only where there was one", () => {
    expect(envelope(gatewayError("not_found", "Nothing"), "id")).toEqual({
      error: { message: "Nothing", type: "not_found_error", param: null, code: null, request_id: "id" },
    });
  });
});

describe("a refused key", () => {
  const refused = gatewayError("authentication", "No such key", { provider: "groq", param: "key" });

  test("is the gateway's own trouble in PTB", () => {
    expect(errorForMode(refused, "ptb")).toMatchObject({
      status: 502,
      type: "api_error",
      code: "provider_credentials_rejected",
      param: null,
      meaning: "authentication",
    });
    expect(errorForMode(refused, "ptb").message).not.toContain("No such key");
  });

  test("is the caller's in BYOK", () => expect(errorForMode(refused, "byok")).toBe(refused));

  test("leaves other failures alone in PTB", () => {
    const busy = gatewayError("rate_limit", "Busy");
    expect(errorForMode(busy, "ptb")).toBe(busy);
  });
});
