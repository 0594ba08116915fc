import { describe, expect, test } from "vitest";
import { MAX_TARGET, parseTarget, type TargetRules } from "./target.ts";
import { unsafeTargets } from "./testing/unsafe-targets.ts";

const RULES: TargetRules = { ports: [443], loopback: false };
const DEVELOPMENT: TargetRules = { ports: [443], loopback: true };

const problemOf = (text: string, rules = RULES): string | null => {
  const parsed = parseTarget(text, rules);
  return parsed.ok ? null : parsed.problem;
};

describe("parseTarget", () => {
  test.each([
    ["https://api.groq.com", "https://api.groq.com", "api.groq.com"],
    ["https://api.groq.com/", "https://api.groq.com", "api.groq.com"],
    ["HTTPS://API.GROQ.COM", "https://api.groq.com", "api.groq.com"],
    ["https://api.groq.com:443", "https://api.groq.com", "api.groq.com"],
    ["https://api.groq.com.", "https://api.groq.com", "api.groq.com"],
    ["https://8.8.8.8", "https://8.8.8.8", "8.8.8.8"],
    ["https://[2606:4700::1111]", "https://[2606:4700::1111]", "2606:4700::1111"],
    ["https://bücher.example.com", "https://xn--bcher-kva.example.com", "xn--bcher-kva.example.com"],
  ])("reads %s as the origin %s", (text, origin, host) => {
    const parsed = parseTarget(text, RULES);
    expect(parsed).toMatchObject({ ok: true, target: { origin, host, port: 443, secure: true } });
  });

  test.each(unsafeTargets.filter(({ by }) => by === "spelling"))("refuses $target ($why)", ({ target }) => {
    expect(problemOf(target)).toMatch(/^it/);
  });

  test.each([
    ["https://api.groq.com/openai/v1", /without a path/],
    ["https://api.groq.com?x=1", /origin/],
    ["https://api.groq.com:8443", /port 8443 is not allowed \(443 is\)/],
    ["", /origin/],
    [`https://${"a".repeat(MAX_TARGET)}.com`, /longer than 512/],
    ["https://api.groq.com, https://api.openai.com", /origin/],
    ["https://user@api.groq.com", /origin|credentials/],
    ["http://127.0.0.1:8787", /https/],
  ])("says what is wrong with %j", (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  test.each([
    "http://127.0.0.1:9999",
    "http://localhost:3000",
    "https://[::1]:1",
    "http://stub.localhost:81",
  ])("takes %s in development only", (text) => {
    expect(parseTarget(text, DEVELOPMENT)).toMatchObject({ ok: true, target: { isLocal: true } });
    expect(problemOf(text)).not.toBeNull();
  });

  test.each(["http://10.0.0.1", "https://169.254.169.254", "http://api.openai.com", "https://0.0.0.0"])(
    "refuses %s in development too",
    (text) => expect(problemOf(text, DEVELOPMENT)).not.toBeNull(),
  );
});
