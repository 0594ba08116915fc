import { describe, expect, test } from "vitest";
import { networkError, UpstreamTimeout } from "./failure.ts";

const coded = (code: string, message = "connect 10.0.0.7:443"): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

describe("a failure of the network", () => {
  test.each([
    ["ECONNREFUSED", "refused the connection"],
    ["ENOTFOUND", "could not be found"],
    ["ECONNRESET", "reset the connection"],
    ["UND_ERR_SOCKET", "closed the connection early"],
    ["CERT_HAS_EXPIRED", "could not be reached"],
    ["constructor", "could not be reached"],
  ])("with code %s says that the provider %s", (code, words) => {
    const error = networkError(coded(code), "groq", "Groq");
    expect(error).toMatchObject({ status: 502, code: "upstream_unreachable", provider: "groq" });
    expect(error.message).toBe(`Groq ${words}`);
  });

  test("shows nothing of the address or the library", () => {
    expect(JSON.stringify(networkError(coded("EPROTO"), "groq", "Groq"))).not.toMatch(
      /10\.0\.0\.7|fetch|EPROTO/,
    );
  });

  test.each([["headers"], ["idle"]] as const)("is a timeout when the limit on %s fired", (phase) => {
    const error = networkError(new UpstreamTimeout(phase), "groq", "Groq");
    expect(error).toMatchObject({ status: 504, type: "timeout_error", code: "timeout" });
  });

  test("may be anything that was thrown", () => {
    for (const thrown of [null, undefined, "text", 7, {}]) {
      expect(networkError(thrown, "groq", "Groq").code).toBe("upstream_unreachable");
    }
  });
});
