/**
 * The curl lines of the documentation, run as they stand against a gateway; `#>` lines say what their answers hold.
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { readConfig } from "../reference-gateway/config.ts";
import type { Transport } from "../reference-gateway/parts.ts";
import { openParts, type RunningServer, startServer } from "../reference-gateway/server.ts";
import { providers } from "../registry/index.ts";

const run = promisify(execFile);
const ANSWER = JSON.stringify({
  id: "chatcmpl-docs",
  object: "chat.completion",
  created: 1_796_083_200,
  model: "docs",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 },
});
const transport: Transport = {
  send: async () => ({
    status: 200,
    headers: new Headers({ "content-type": "application/json" }),
    body: (async function* () {
      yield new TextEncoder().encode(ANSWER);
    })(),
  }),
};

let server: RunningServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

interface Example {
  command: string;
  expected: string[];
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(new URL(`../docs/${page}`, import.meta.url), "utf8");
  return [...text.matchAll(/```sh\n(curl [\s\S]*?)```/g)].map(([, block = ""]) => {
    const lines = block.trimEnd().split("\n");
    const expected = lines.filter((line) => line.startsWith("#> ")).map((line) => line.slice(3));
    return { command: lines.filter((line) => !line.startsWith("#")).join("\n"), expected };
  });
}

const PAGES = [
  { page: "cache.md", examples: 3 },
  { page: "rate-limits.md", examples: 3 },
  { page: "retries.md", examples: 3 },
  { page: "keys.md", examples: 3 },
  { page: "wallet.md", examples: 3 },
  { page: "request-log.md", examples: 9 },
  { page: "telemetry.md", examples: 1 },
  { page: "webhooks.md", examples: 1 },
];

describe.each(PAGES)("the curl lines of docs/$page", ({ page, examples: least }) => {
  test("give what the page says", async () => {
    const env = {
      DATABASE_URL: "memory:",
      METRICS: "on",
      STORE_BODIES: "acme",
      ...{ GATEWAY_KEYS: "acme=my-gateway-key", GROQ_API_KEY: "platform" },
    };
    const { parts } = await openParts(readConfig(env, Object.values(providers)), () => {});
    server = await startServer({ ...parts, transport }, { host: "127.0.0.1", port: 0 });
    const examples = examplesOf(page);
    expect(examples.length).toBeGreaterThanOrEqual(least);
    for (const { command, expected } of examples) {
      expect(expected.length).toBeGreaterThan(0);
      const { stdout } = await run("sh", ["-c", command.replaceAll("http://localhost:8787", server.url)]);
      for (const part of expected) expect(stdout).toContain(part);
    }
  });
});
