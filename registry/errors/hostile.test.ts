/** Words of a provider that are made to be slow: the work grows with what is shown, not with what was sent. */
import { describe, expect, test } from "vitest";
import { scrub } from "./api-error.ts";
import { isErrorOnly, MAX_MESSAGE, readErrorJson, readErrorText } from "./body.ts";

/** A text that counts how often it is searched: as a string it is what it says. */
const SLOW = [
  "-eyJa",
  "eyJaaaaaaaa.",
  "eyJaaaaaaaa.eyJaaaaaaaa",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN ",
  "-----END ",
  "Bearer ",
  "sk-",
  "sk-a*.-",
  "AIza",
  "1//0",
  "ya29.",
  "ABSK",
  " ",
  "<!-",
];

describe("scrub", () => {
  test.each(SLOW)("takes a message of two megabytes as it takes a short one: %s", (piece) => {
    const long = piece.repeat(2_000_000 / piece.length);
    const before = process.cpuUsage();
    expect(scrub(long, ["a-known-secret"]).length).toBeLessThanOrEqual(MAX_MESSAGE);
    // Seconds, where the work is quadratic; generous, since other work shares the machine.
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });

  test.each([1, 7, 20, 39])("leaves no half of a secret at its cut, %i characters in", (offset) => {
    const secret = "Q7xLm0pZ-4Hr2Vt9-harbour-Kd81-Wn63-Bq55!";
    // Masks are shorter than what they mask, so that the cut comes to stand where it is shown.
    const whole = secret.repeat(Math.floor((16 * 1024 - offset) / secret.length));
    const padding = "x".repeat(16 * 1024 - offset - whole.length);
    const text = scrub(`${padding}${whole}${secret}${"y".repeat(1000)}`, [secret]);
    for (let length = 4; length <= secret.length; length++)
      expect(text.includes(secret.slice(0, length))).toBe(false);
  });
});

describe("an error body inside an error body", () => {
  const nest = (times: number, wrap: (inner: unknown) => unknown): unknown => {
    let body: unknown = { message: "Shut" };
    for (let i = 0; i < times; i++) body = wrap(body);
    return body;
  };

  test.each<[string, (inner: unknown) => unknown]>([
    ["messages", (message) => ({ message })],
    ["lists", (inner) => [inner]],
    ["metadata", (raw) => ({ message: "Provider returned error", metadata: { raw } })],
  ])("is read a few times, and not for ever: %s", (_what, wrap) => {
    expect(readErrorJson(nest(2, wrap) as never).message).toContain("Shut");
    expect(() => readErrorJson(nest(100_000, wrap) as never)).not.toThrow();
    expect(() => isErrorOnly(nest(100_000, wrap))).not.toThrow();
  });

  test("is read a few times as text, and not for ever", () => {
    expect(readErrorText("data: data: Shut").message).toBe("Shut");
    const before = process.cpuUsage();
    expect(readErrorText("data: ".repeat(40_000)).message).toBeNull();
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });
});
