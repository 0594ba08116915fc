/**
 * `npm start -- --replay` as a person uses it: a process, a port, and the official OpenAI client.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LAUNCHER } from "./lib/launcher.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const running = new Set<ChildProcess>();

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [LAUNCHER, "serve", ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  return child;
}

/** The address from the first log line. */
async function address(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the server has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const entry: { event?: string; url?: string } = JSON.parse(line);
    if (entry.event === "gateway.listening" && entry.url) return entry.url;
  }
  throw new Error("the server ended before it listened");
}

async function errorOutput(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = "";
  child.stderr?.on("data", (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, "close");
  return { code, text };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "serve-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

test("the replay server answers the OpenAI client without keys or network, and stops when told", async () => {
  // A database that cannot be opened: replaying needs none.
  const child = start(["--replay"], { DATABASE_URL: "file:/dev/null/gateway.db" });
  const client = new OpenAI({ apiKey: "anything", baseURL: `${await address(child)}/v1`, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "Anything at all." }];
  const answer = await client.chat.completions.create({ model: "gpt-4o-mini", messages });
  expect(answer.choices[0]?.message.content).toMatch(/\w/);
  const stream = await client.chat.completions.create({ model: "gpt-oss-120b/groq", messages, stream: true });
  let text = "";
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  expect(text).toMatch(/\w/);
  expect((await client.models.list()).data.map(({ id }) => id)).toContain("gpt-4o-mini");
  // Every kind of auth and wire: signed frames, a token exchange, a resource's own host.
  for (const model of [
    "claude-haiku-4-5/bedrock",
    "gemini-2.5-flash/vertex",
    "claude-sonnet-4-6/vertex",
    "gpt-4o-mini/azure",
    "command-a-03-2025/cohere",
  ]) {
    const said = await client.chat.completions.create({ model, messages, stream: true });
    let words = "";
    for await (const chunk of said) words += chunk.choices[0]?.delta.content ?? "";
    expect(words, model).toMatch(/\w/);
  }
  const closed = once(child, "exit");
  child.kill("SIGTERM");
  expect((await closed)[0]).toBe(0);
});

test("a wrong variable ends the start with exit code 2 and the variable's name", async () => {
  const { code, text } = await errorOutput(start([], { PORT: "eighty" }));
  expect({ code, text }).toEqual({
    code: 2,
    text: 'PORT: given "eighty", allowed: a whole number from 0 to 65535\n',
  });
});

const keyed = (secret: number) => ({
  DATABASE_URL: `file:${join(folder, "new", "gateway.db")}`,
  GATEWAY_KEYS: "acme=test-key",
  VAULT_SECRET: Buffer.alloc(32, secret).toString("base64"),
});

test("the server makes its database, answers, and starts on it again after it was told to stop", async () => {
  for (const _start of ["first", "second"]) {
    const child = start([], keyed(1));
    const client = new OpenAI({ apiKey: "test-key", baseURL: `${await address(child)}/v1`, maxRetries: 0 });
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
    expect(existsSync(join(folder, "new", "gateway.db"))).toBe(true);
    const closed = once(child, "exit");
    child.kill("SIGTERM");
    expect((await closed)[0]).toBe(0);
  }
});

test("a database that cannot be opened ends the start with exit code 1 and its name", async () => {
  const path = join(folder, "notes.txt");
  writeFileSync(path, "no database ".repeat(500));
  const { code, text } = await errorOutput(start([], { DATABASE_URL: `file:${path}` }));
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining(path) });
  expect(text.trim().split("\n")).toHaveLength(1);
});
