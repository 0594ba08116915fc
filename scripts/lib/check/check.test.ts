/**
 * Typical mistakes of somebody who adds a provider, made in a copy of the registry: each gets one line, with the right
 * file, what was given, and the repair.
 * @module
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LAUNCHER } from "../launcher.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PROVIDER = "registry/providers/groq/index.ts";
const LIST = "registry/providers/index.ts";
const ENDPOINTS = "registry/authors/openai/gpt-oss/endpoints.ts";
const LONG_MS = 120_000;

let copy = "";
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "mistakes-"));
  cpSync(join(ROOT, "registry"), join(copy, "registry"), { recursive: true });
  for (const file of ["package.json", "tsconfig.json"]) cpSync(join(ROOT, file), join(copy, file));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the command prints about the copy; each line without the mark of an error. */
async function check(): Promise<{ code: number; lines: string[] }> {
  const args = [LAUNCHER, "check", "--no-types", "--root", copy];
  const env = { ...process.env, NODE_OPTIONS: undefined, VITEST: undefined };
  const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");
  try {
    const { stderr } = await run(process.execPath, args, { cwd: ROOT, env, timeout: LONG_MS });
    return { code: 0, lines: linesOf(stderr) };
  } catch (thrown) {
    const { code, stderr } = thrown as { code: number; stderr: string };
    return { code, lines: linesOf(stderr) };
  }
}

/** The endpoint of gpt-oss-120b at Groq, in the text of its file. */
function atGroq(change: (entry: string) => string) {
  return (text: string): string => {
    const from = text.indexOf('"gpt-oss-120b:groq"');
    const to = text.indexOf('"gpt-oss-', from + 5);
    return `${text.slice(0, from)}${change(text.slice(from, to))}${text.slice(to)}`;
  };
}

const replaced =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

/** A tier as it is written without the helper. */
const tier = (from: number): string =>
  `{ kind: "threshold", from: ${from}, boundary: "above", basis: ["input"], shape: "whole", reprices: ["input"], inherits: ["cacheRead", "output"], usdPerMillion: { input: "1" }, evidence: "x" }`;

const MISTAKES: readonly [mistake: string, file: string, edit: (text: string) => string, said: RegExp][] = [
  [
    "a price as a number",
    ENDPOINTS,
    atGroq(replaced(/input: "([\d.]+)"/, "input: $1 as never")),
    /endpoints\.ts:\d+ "gpt-oss-120b:groq" pricing\.0\.usdPerMillion\.input: given 0\.15, .*write it as text: "0\.15"$/,
  ],
  [
    "a price per token",
    ENDPOINTS,
    atGroq(replaced(/input: "[\d.]+"/, 'input: "0.00000015"')),
    /given "0\.00000015", .*looks like USD per token; per million tokens it is "0\.15"$/,
  ],
  [
    "a price per thousand tokens",
    ENDPOINTS,
    atGroq(replaced(/base\(\{[^}]*\}\)/, 'base({ input: "0.00015", output: "0.75" })')),
    /"gpt-oss-120b:groq" pricing\[0\]\.input: given "0\.00015", .*looks like USD per thousand tokens; per million it is "0\.15"$/,
  ],
  [
    "a price far from what other hosts ask",
    ENDPOINTS,
    atGroq(replaced(/base\(\{[^}]*\}\)/, 'base({ input: "4.5", output: "4.9" })')),
    /"gpt-oss-120b:groq" pricing.*; correct it, or say beside the endpoint why it is meant: excused: \[\{ rule: "price-far-apart", reason, expires \}\]$/,
  ],
  [
    "an unknown model in a key",
    ENDPOINTS,
    replaced('"gpt-oss-120b:groq":', '"gpt-oss-120:groq":'),
    /gpt-oss\/endpoints\.ts:\d+ gpt-oss-120:groq: .*no model gpt-oss-120; did you mean gpt-oss-120b/,
  ],
  [
    "an unknown provider in a key",
    ENDPOINTS,
    replaced('"gpt-oss-120b:groq":', '"gpt-oss-120b:grok":'),
    /gpt-oss\/endpoints\.ts:\d+ gpt-oss-120b:grok: .*no provider grok; did you mean groq/,
  ],
  [
    "a misspelt parameter",
    ENDPOINTS,
    atGroq(replaced("supportedParameters: [", 'supportedParameters: ["temprature" as never, ')),
    /"gpt-oss-120b:groq" supportedParameters\.0: given "temprature", allowed: one of \d+ names; did you mean temperature/,
  ],
  [
    "a parameter set that nobody defined",
    ENDPOINTS,
    atGroq(replaced("...GROQ_CHAT", "...GROQ_CHATS")),
    /gpt-oss\/endpoints\.ts:\d+: GROQ_CHATS is not defined; did you mean GROQ_CHAT/,
  ],
  [
    "an import that its module does not have",
    ENDPOINTS,
    replaced(/\bGROQ_CHAT\b/g, "GROQ_CHATT"),
    /gpt-oss\/endpoints\.ts:\d+: registry\/providers\/groq\/parameters\.ts has no GROQ_CHATT; did you mean GROQ_CHAT/,
  ],
  [
    "tiers out of order",
    ENDPOINTS,
    atGroq(replaced(/pricing: \[(base\(.*\))\]/, `pricing: [$1, ${tier(64_000)}, ${tier(32_000)}]`)),
    /"gpt-oss-120b:groq" pricing: .*tier 3 begins at 32000, the one before it at 64000: put them in rising order$/,
  ],
  [
    "no deployment",
    ENDPOINTS,
    atGroq(replaced("contextLength:", "deployments: {},\n    contextLength:")),
    /"gpt-oss-120b:groq" deployments: given \{\}, allowed: at least one deployment is needed$/,
  ],
  [
    "an answer longer than the context",
    ENDPOINTS,
    atGroq(replaced(/maxCompletionTokens: [\d_]+/, "maxCompletionTokens: 999_999")),
    /"gpt-oss-120b:groq" maxCompletionTokens: given "999999", allowed: at most the context length/,
  ],
  [
    "a misspelt quirk",
    PROVIDER,
    replaced(/quirks: \[\s*"/, 'quirks: ["reasoning-txt" as never, "'),
    /groq\/index\.ts:\d+ "groq" apis\.0\.quirks\.0: given "reasoning-txt", .*did you mean reasoning-text/,
  ],
  [
    "a variable in lower case",
    PROVIDER,
    replaced('"GROQ_API_KEY"', '"groq_api_key"'),
    /groq\/index\.ts:\d+ "groq" platformKeyEnv: given "groq_api_key", .*write GROQ_API_KEY$/,
  ],
  [
    "a host pattern that misses its own address",
    PROVIDER,
    replaced(/hosts = \[.*?\];/, "hosts = [/^https:\\/\\/api\\.grok\\.com\\//];"),
    /groq\/index\.ts:\d+ "groq" hosts: .*allowed: a pattern that matches baseUrl, https:\/\/api\.groq\.com/,
  ],
  [
    "an alias of another provider, in capitals",
    PROVIDER,
    replaced(/aliases = \[[^\]]*\]/, 'aliases = ["MISTRAL"]'),
    /groq\/index\.ts:\d+ "groq" aliases: given "MISTRAL", allowed: names that no other provider has.*mistral has this one$/,
  ],
  [
    "a slug that is not the folder's name",
    PROVIDER,
    replaced('slug = "groq"', 'slug = "groq-cloud"'),
    /groq\/index\.ts:\d+ slug: given "groq-cloud", allowed: the name of its folder; write "groq"/,
  ],
  [
    "an http address",
    PROVIDER,
    replaced(/baseUrl = "https:/, 'baseUrl = "http:'),
    /groq\/index\.ts:\d+ "groq" baseUrl: given "http:.*", allowed: an https URL/,
  ],
  [
    "a class that is not in the list",
    LIST,
    (text) => text.replace(/^import \{ GroqProvider \}.*\n/m, "").replace(/^.*new GroqProvider\(\).*\n/m, ""),
    /providers\/index\.ts: GroqProvider of registry\/providers\/groq\/index\.ts is not in the list; import it and add new GroqProvider\(\)$/,
  ],
  [
    "a bracket too few",
    PROVIDER,
    replaced("readonly dashboard = {", "readonly dashboard = "),
    /groq\/index\.ts:\d+: does not parse: /,
  ],
];

describe("npm run check", () => {
  test("says nothing about a registry that can be used", { timeout: LONG_MS }, async () => {
    expect(await check()).toEqual({ code: 0, lines: [] });
  });

  test.each(MISTAKES)(
    "answers %s with one line that names the file and the repair",
    { timeout: LONG_MS },
    async (_mistake, file, edit, said) => {
      const path = join(copy, file);
      const whole = readFileSync(path, "utf8");
      const broken = edit(whole);
      expect(broken).not.toBe(whole);
      writeFileSync(path, broken);
      const { code, lines } = await check();
      writeFileSync(path, whole);
      expect(code).toBe(1);
      expect(lines[0]).toMatch(said);
      expect(lines[0]).toMatch(/^error: registry\//);
      expect(lines.length).toBeLessThanOrEqual(2);
    },
  );
});
