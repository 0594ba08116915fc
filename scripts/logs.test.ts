/**
 * `npm run logs` on a database file.
 * @module
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../reference-gateway/config.ts";
import { openStoresFor } from "../reference-gateway/server.ts";
import type { RequestRecord } from "../reference-gateway/telemetry/record.ts";
import { recordOf } from "../reference-gateway/telemetry/testing/record.ts";
import { providers } from "../registry/index.ts";
import { LAUNCHER } from "./lib/launcher.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);
const LONG_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), "logs-"));
const env = { DATABASE_URL: `file:${join(folder, "gateway.db")}` };

const record = (id: string, change: Partial<RequestRecord>): RequestRecord =>
  recordOf({ id, tenantId: "acme", startedAt: Date.UTC(2026, 10, 28, 12), model: "gpt-4o-mini", ...change });

beforeAll(async () => {
  const config = readConfig(env, Object.values(providers));
  if (config.database.kind === "memory") throw new Error("a file was meant");
  const stores = await openStoresFor(config.database, config);
  await stores.records.put(record("00000000-0000-4000-8000-000000000001", {}));
  const failure = { type: "overloaded_error", code: "overloaded", message: "busy" };
  await stores.records.put(
    record("00000000-0000-4000-8000-000000000002", {
      startedAt: Date.UTC(2026, 10, 28, 13),
      outcome: "failed",
      status: 503,
      error: failure,
    }),
  );
  await stores.records.put(record("00000000-0000-4000-8000-000000000003", { tenantId: "other" }));
  await stores.close();
}, LONG_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function logs(...args: string[]): Promise<{ code: number; text: string }> {
  const given = { cwd: ROOT, env: { PATH: process.env.PATH, ...env }, timeout: LONG_MS };
  try {
    const { stdout } = await run(process.execPath, [LAUNCHER, "logs", ...args], given);
    return { code: 0, text: stdout };
  } catch (thrown) {
    const { code, stderr } = thrown as { code: number; stderr: string };
    return { code, text: stderr };
  }
}

test("shows a tenant's own requests, the newest last", { timeout: LONG_MS }, async () => {
  expect(await logs("acme")).toEqual({
    code: 0,
    text: "12:00:00 /v1/chat/completions 200 5 ms acme gpt-4o-mini\n13:00:00 /v1/chat/completions 503 5 ms acme gpt-4o-mini overloaded\n",
  });
});

test("shows only failures as JSON where asked, and says when nothing fits", {
  timeout: LONG_MS,
}, async () => {
  const { text } = await logs("acme", "--failed", "--json");
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ event: "request", status: 503, tenant: "acme", error: "overloaded" }]);
  expect((await logs("nobody")).text).toBe("no request of nobody fits\n");
});

test("refuses a number of lines that is none", { timeout: LONG_MS }, async () => {
  expect(await logs("acme", "--limit", "all")).toMatchObject({
    code: 2,
    text: expect.stringContaining("--limit"),
  });
});
