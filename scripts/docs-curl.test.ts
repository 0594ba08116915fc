/**
 * The curl lines of the documentation, run as they stand against a gateway; `#>` lines say what their answers hold. Where one of
 * these ends in `"$NAME"`, the value that stands there is the variable of that name in the lines that follow. Every route of the
 * gateway has a line that reaches it.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Hono } from "hono";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createGateway } from "../reference-gateway/app.ts";
import { readConfig } from "../reference-gateway/config.ts";
import type { Transport } from "../reference-gateway/parts.ts";
import { openParts, type RunningServer, startServer } from "../reference-gateway/server.ts";
import { providers } from "../registry/index.ts";

const run = promisify(execFile);

const CHAT = {
  id: "chatcmpl-docs",
  object: "chat.completion",
  created: 1_796_083_200,
  model: "docs",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 },
};
const VECTORS = {
  object: "list",
  model: "docs",
  data: [{ object: "embedding", index: 0, embedding: Array(256).fill(0.25) }],
  usage: { prompt_tokens: 1, total_tokens: 1 },
};
const RESPONSE = {
  id: "resp_docs",
  object: "response",
  created_at: 1_796_083_200,
  status: "completed",
  model: "docs",
  output: [
    {
      id: "msg_docs",
      type: "message",
      status: "completed",
      role: "assistant",
      content: [{ type: "output_text", text: "Hello.", annotations: [] }],
    },
  ],
  usage: {
    input_tokens: 40,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 7,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 47,
  },
};
const COMPLETION = {
  id: "cmpl-docs",
  object: "text_completion",
  created: 1_796_083_200,
  model: "docs",
  choices: [{ index: 0, text: " out.", logprobs: null, finish_reason: "stop" }],
  usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 },
};
/** What the provider says, by the end of the path at which it is asked; the first that fits. */
const ANSWERS: Readonly<Record<string, object>> = {
  "/chat/completions": CHAT,
  "/completions": COMPLETION,
  "/responses": RESPONSE,
  "/embeddings": VECTORS,
  "/count_tokens": { input_tokens: 40 },
};
const transport: Transport = {
  send: async ({ url }) => {
    const [, answer] = Object.entries(ANSWERS).find(([path]) => url.endsWith(path)) ?? [];
    if (answer === undefined) throw new Error(`the documentation's provider has no answer at ${url}`);
    return {
      status: 200,
      headers: new Headers({ "content-type": "application/json" }),
      body: (async function* () {
        yield new TextEncoder().encode(JSON.stringify(answer));
      })(),
    };
  },
};

const ENV = {
  DATABASE_URL: "memory:",
  DASHBOARD: "off",
  METRICS: "on",
  STORE_BODIES: "acme",
  GATEWAY_KEYS: "acme=my-gateway-key",
  DEEPINFRA_API_KEY: "platform",
  GROQ_API_KEY: "platform",
  OPENAI_API_KEY: "platform",
  ANTHROPIC_API_KEY: "platform",
};

async function openGateway() {
  const { parts } = await openParts(readConfig(ENV, Object.values(providers)), () => {});
  return { ...parts, transport };
}

/** Where curl finds its settings: it tells each request that it makes. */
let settings = "";
beforeAll(() => {
  settings = mkdtempSync(join(tmpdir(), "docs-curl-"));
  writeFileSync(join(settings, ".curlrc"), 'write-out = "%{stderr}asked %{method} %{url_effective}\\n"\n');
});
afterAll(() => rmSync(settings, { recursive: true, force: true }));

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

/** Holds an answer to what is expected of it; keeps the values that the page names. */
function holds(answer: string, expected: string, variables: Record<string, string>): void {
  const [, before, name] = /^(.*")\$([A-Z_]+)"$/.exec(expected) ?? [];
  expect(answer).toContain(before ?? expected);
  if (before === undefined || name === undefined) return;
  const [value = ""] = answer.slice(answer.indexOf(before) + before.length).split('"');
  expect(value).not.toBe("");
  variables[name] = value;
}

const PAGES = [
  { page: "apis.md", examples: 7 },
  { page: "architecture.md", examples: 2 },
  { page: "cache.md", examples: 3 },
  { page: "embeddings.md", examples: 1 },
  { page: "rate-limits.md", examples: 3 },
  { page: "retries.md", examples: 3 },
  { page: "keys.md", examples: 9 },
  { page: "wallet.md", examples: 3 },
  { page: "request-log.md", examples: 9 },
  { page: "telemetry.md", examples: 1 },
  { page: "webhooks.md", examples: 1 },
];

/** `METHOD path` of everything that was asked. */
const asked = new Set<string>();

describe.each(PAGES)("the curl lines of docs/$page", ({ page, examples: least }) => {
  test("give what the page says", async () => {
    server = await startServer(await openGateway(), { host: "127.0.0.1", port: 0 });
    const variables: Record<string, string> = {};
    const examples = examplesOf(page);
    expect(examples.length).toBeGreaterThanOrEqual(least);
    for (const { command, expected } of examples) {
      expect(expected.length).toBeGreaterThan(0);
      const here = command.replaceAll("http://localhost:8787", server.url);
      const env = { PATH: process.env.PATH, CURL_HOME: settings, ...variables };
      const { stdout, stderr } = await run("sh", ["-c", here], { env });
      for (const part of expected) holds(stdout, part, variables);
      for (const [, method, url = ""] of stderr.matchAll(/^asked (\S+) (\S+)$/gm))
        asked.add(`${method} ${new URL(url).pathname}`);
    }
  });
});

describe("the routes of the gateway", () => {
  test("have a curl line each that reaches them", async () => {
    const { routes } = createGateway(await openGateway());
    // What stands at all methods refuses: what is not offered, and methods that a path does not take.
    const offered = routes.filter(({ method }) => method !== "ALL");
    const names = [...new Set(offered.map(({ method, path }) => `${method} ${path}`))];
    expect(names.length).toBeGreaterThan(20);
    const probe = new Hono();
    for (const { method, path } of offered)
      probe.on(method, path, (context) => context.text(`${method} ${path}`));
    const reached = new Set<string>();
    for (const each of asked) {
      const [method = "", path = ""] = each.split(" ");
      reached.add(await (await probe.request(path, { method })).text());
    }
    expect(names.filter((name) => !reached.has(name))).toEqual([]);
  });
});
