import { describe, expect, it } from "vitest";
import { canaries } from "../secrets/canaries.ts";
import { ExchangeLog, redacted } from "./exchange.ts";

const SECRET = canaries.platform("groq");
const message = (over = {}) => ({
  leg: "gateway to provider" as const,
  head: "POST https://api.groq.com/v1/chat/completions",
  headers: [] as [string, string][],
  body: "{}",
  ...over,
});

/** A log that holds one message, as it is shown. */
function shown(over: object) {
  const log = new ExchangeLog();
  log.note(message(over));
  return log.messages()[0];
}

describe("the exchange of a failure", () => {
  it("keeps what there was at the first failure", () => {
    const log = new ExchangeLog();
    log.note(message({ body: "first" }));
    log.keep();
    log.note(message({ body: "second" }));
    log.keep();
    expect(log.messages().map(({ body }) => body)).toEqual(["first"]);
  });

  it("is bounded in messages and in characters", () => {
    const log = new ExchangeLog();
    for (let n = 0; n < 100; n++) log.note(message({ body: `${n} ${"x".repeat(10_000)}` }));
    expect(log.messages()).toHaveLength(8);
    expect(log.messages()[0]?.body).toMatch(/^92 x+… \(cut\)$/);
    expect(log.messages()[0]?.body.length).toBeLessThan(3100);
  });

  it("names whose credential a header holds, and shows none of any other", () => {
    const headers = [
      ["Authorization", `Bearer ${SECRET}`],
      ["x-api-key", SECRET],
      ["x-amz-security-token", "AQoDYXdzEJr"],
      ["authorization", "AWS4-HMAC-SHA256 Credential=AKIA/2026, Signature=beef"],
      ["content-type", "application/json"],
    ];
    expect(shown({ headers })?.headers.map(([, value]) => value)).toEqual([
      "Bearer <platform groq>",
      "<platform groq>",
      "(redacted)",
      "AWS4-HMAC-SHA256 (redacted)",
      "application/json",
    ]);
  });

  it("masks a secret in URL and body, also where a cut would leave half of it", () => {
    const seen = shown({ head: `GET https://x/?key=${SECRET}`, body: `${"x".repeat(2995)}${SECRET}` });
    expect(seen?.head).toBe("GET https://x/?key=<platform groq>");
    expect(JSON.stringify(seen)).not.toContain("canary0");
  });

  it("withholds a text that holds a coded secret", () => {
    expect(redacted(`token ${Buffer.from(SECRET).toString("base64")}`, 500)).toBe(
      "(withheld: it holds a coded secret)",
    );
    expect(redacted(`token ${Buffer.from(SECRET).toString("hex")}`, 500)).toContain("withheld");
  });
});
