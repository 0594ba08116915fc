/** A shutdown that cuts what stands: each request has one record, is charged for what was told, and holds no money. */
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { providers } from "../registry/index.ts";
import { readConfig } from "./config.ts";
import type { GatewayParts, Transport } from "./parts.ts";
import { openParts, startServer } from "./server.ts";
import { steppedClock } from "./stores/testing/clock.ts";
import { REQUEST } from "./stores/testing/process.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shutdown-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const about = { id: "x", object: "chat.completion.chunk", created: 1, model: "m" };
const chunk = (more: object): string => `data: ${JSON.stringify({ ...about, ...more })}\n\n`;
const CONTENT = chunk({
  choices: [{ index: 0, delta: { role: "assistant", content: "So" }, finish_reason: null }],
});
const USAGE = chunk({ choices: [], usage: { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 } });

/** A provider that says so much and then nothing more, for as long as the call goes on. */
function silentAfter(chunks: readonly string[]): { transport: Transport; sent: () => number } {
  let sent = 0;
  const send: Transport["send"] = async ({ body }) => {
    sent += 1;
    const isStream = Buffer.from(body).includes('"stream":true');
    if (!isStream) return new Promise(() => {});
    const answer = async function* () {
      for (const piece of chunks) yield Buffer.from(piece);
      await new Promise(() => {});
    };
    return { status: 200, headers: new Headers({ "content-type": "text/event-stream" }), body: answer() };
  };
  return { transport: { send }, sent: () => sent };
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

test.each([
  ["a stream that told its usage", true, [CONTENT, USAGE], "charged"],
  ["a stream that told none", true, [CONTENT], "free"],
  ["a stream that has not begun", true, [], "free"],
  ["an answer in one piece", false, [], "free"],
] as const)(
  "leaves one record of %s whose caller left, and nothing reserved",
  async (_what, stream, chunks, cost) => {
    const env = { DATABASE_URL: `file:${join(folder, "gateway.db")}`, GATEWAY_KEYS: "acme=test-key" };
    const config = readConfig({ ...env, GROQ_API_KEY: "platform", PORT: "0" }, Object.values(providers));
    const lines: string[] = [];
    const opened = await openParts(config, (line) => lines.push(line));
    const { transport, sent } = silentAfter(chunks);
    const clock = steppedClock();
    const parts: GatewayParts = { ...opened.parts, transport, clock };
    const server = await startServer(parts, config);
    const call = request(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer test-key" },
    });
    call.on("error", () => {});
    const begun = new Promise<void>((resolve) => {
      call.on("response", (response) => response.on("error", () => {}).once("data", () => resolve()));
    });
    call.end(JSON.stringify({ ...REQUEST, stream }));
    while (sent() === 0) await new Promise(setImmediate);
    if (chunks.length > 0) await begun;
    call.destroy();
    await turns(50);
    let isClosed = false;
    const closing = server.close().then(() => {
      isClosed = true;
    });
    await turns(50);
    // Two thirds of the time: callers are cut. A sixth later: what goes on without them.
    clock.step((parts.limits.shutdownMs / 6) * 4);
    await turns(50);
    expect((await parts.wallet.view("acme")).reserved).toBeGreaterThan(0n);
    clock.step(parts.limits.shutdownMs / 6);
    while (!isClosed) await new Promise(setImmediate);
    await closing;
    const told = lines.map((line) => JSON.parse(line).event);
    expect(told).toContain("gateway.shutdown-cuts");
    expect(told).not.toContain("gateway.shutdown-gives-up");
    const { reserved, charged } = await parts.wallet.view("acme");
    expect([reserved, charged > 0n ? "charged" : "free"]).toEqual([0n, cost]);
    const all = { filter: { kind: "all" }, sort: { field: "request_created_at", descending: true } } as const;
    const logged = await opened.parts.requestLog.query("acme", { ...all, offset: 0, limit: 10 });
    expect(logged.map(({ record }) => record.outcome)).toEqual(["cancelled"]);
    expect(logged[0]?.record.cost?.amount ?? 0n).toBe(charged);
    await opened.close();
  },
);
