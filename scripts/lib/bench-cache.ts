/**
 * How much faster an answer of the cache is than one of a provider that takes a known time, over HTTP, by the place where
 * answers are kept.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../reference-gateway/config.ts";
import type { Transport } from "../../reference-gateway/parts.ts";
import { openParts, startServer } from "../../reference-gateway/server.ts";
import { startPostgres } from "../../reference-gateway/stores/testing/postgres-server.ts";
import { startRedis } from "../../reference-gateway/stores/testing/redis-server.ts";
import { providers } from "../../registry/index.ts";
import { isWhole, JSON_ANSWER } from "./bench-gateway/answers.ts";

/** What a provider takes. */
export const UPSTREAM_MS = 100;
const KEY = "bench-key";

/** Hits before the first one that is measured: until then the compiler is measured. */
const WARM_HITS = 500;

export interface CacheBench {
  place: string;
  /** Middle values, in milliseconds. */
  missMs: number;
  hitMs: number;
  /** CPU of this process for a hit, in milliseconds: that of the gateway and of its caller. */
  hitCpuMs: number;
}

const slow: Transport = {
  send: async () => {
    await new Promise((resolve) => setTimeout(resolve, UPSTREAM_MS));
    return {
      status: 200,
      headers: new Headers({ "content-type": "application/json" }),
      body: (async function* () {
        yield new TextEncoder().encode(JSON_ANSWER);
      })(),
    };
  },
};

const middle = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** Asks one thing. @returns milliseconds. @throws Error for an answer that is not the provider's, or not from where it should be */
async function ask(url: string, question: string, from: "HIT" | "MISS"): Promise<number> {
  const before = performance.now();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "helicone-auth": `Bearer ${KEY}`,
      "helicone-cache-enabled": "true",
    },
    body: JSON.stringify({
      model: "deepseek-v4-flash/deepinfra",
      messages: [{ role: "user", content: question }],
    }),
  });
  const text = await response.text();
  const ms = performance.now() - before;
  const came = response.headers.get("helicone-cache");
  if (!isWhole("json", response.status, text) || came !== from)
    throw new Error(
      `the gateway answered ${response.status} ${came} in place of a ${from}: ${text.slice(0, 200)}`,
    );
  return ms;
}

/** Misses and hits in turn, one at a time. */
async function measure(place: string, env: Record<string, string>, rounds: number): Promise<CacheBench> {
  const given = { GATEWAY_KEYS: `bench=${KEY}`, DEEPINFRA_API_KEY: "platform", WALLET_USD: "1000", ...env };
  const { parts, close } = await openParts(readConfig(given, Object.values(providers)), () => {});
  const server = await startServer({ ...parts, transport: slow }, { host: "127.0.0.1", port: 0 });
  try {
    const misses: number[] = [];
    const hits: number[] = [];
    const cpu: number[] = [];
    await ask(server.url, "First question", "MISS");
    for (let hit = 0; hit < WARM_HITS; hit++) await ask(server.url, "First question", "HIT");
    for (let round = 0; round < rounds; round++) {
      misses.push(await ask(server.url, `Question ${round}`, "MISS"));
      const before = process.cpuUsage();
      hits.push(await ask(server.url, `Question ${round}`, "HIT"));
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1000);
    }
    return { place, missMs: middle(misses), hitMs: middle(hits), hitCpuMs: middle(cpu) };
  } finally {
    await server.close();
    await close();
  }
}

/** In memory, in the embedded database, and on PostgreSQL and Redis where they are installed. */
export async function benchCache(rounds: number): Promise<CacheBench[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-cache-"));
  const postgres = await startPostgres();
  const redis = await startRedis();
  try {
    const places: [string, Record<string, string>][] = [
      ["memory", { DATABASE_URL: "memory:" }],
      ["embedded database", { DATABASE_URL: `file:${join(folder, "gateway.db")}` }],
    ];
    if (postgres) places.push(["PostgreSQL", { DATABASE_URL: await postgres.database() }]);
    if (postgres && redis)
      places.push([
        "PostgreSQL and Redis",
        { DATABASE_URL: await postgres.database(), REDIS_URL: redis.url },
      ]);
    const found: CacheBench[] = [];
    for (const [place, env] of places) found.push(await measure(place, env, rounds));
    return found;
  } finally {
    await redis?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As a Markdown table. */
export const cacheBenchText = (found: readonly CacheBench[]): string =>
  [
    `| answers kept in | miss, ms (a provider that takes ${UPSTREAM_MS}) | hit, ms | times faster | CPU of a hit and its caller, ms |`,
    "|---|---:|---:|---:|---:|",
    ...found.map(
      ({ place, missMs, hitMs, hitCpuMs }) =>
        `| ${place} | ${missMs.toFixed(1)} | ${hitMs.toFixed(1)} | ${(missMs / hitMs).toFixed(0)} | ${hitCpuMs.toFixed(1)} |`,
    ),
  ].join("\n");
