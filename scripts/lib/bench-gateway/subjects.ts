/**
 * What is measured: the floors and the gateway in its ways of working, each a process of its own.
 * @module
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type GatewayProcess, launch } from "../../../conformance/targets/http/process.ts";
import { LAUNCHER } from "../launcher.ts";
import type { Call, Kind } from "./load.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const GATEWAY_KEY = "bench-gateway-key-of-thirty-two-characters";
export const PROVIDER_KEY = "bench-provider-key";
export const PATH = "/v1/chat/completions";
const MOST_CALLERS = "10000";

export interface Subject {
  name: string;
  kinds: readonly Kind[];
  /** Starts it before a stand-in. */
  start(upstream: string, places: Places): Promise<Started>;
}

/** Folders of one bench. */
export interface Places {
  /** For databases. */
  folder: string;
  /** For profiles of the CPU, one file for each thread in a folder for each subject; `null`: none. */
  profiles: string | null;
  /** Is the CPU of each turn of its loop measured too? That takes CPU itself. */
  held?: true;
}

const LOOP_DELAY = new URL("loop-delay.mjs", import.meta.url).href;

/** Node with what tells the delay of its event loop and, where that is wanted, writes a profile. */
export const node = (profiles: string | null, name: string): string[] => [
  "node",
  "--import",
  LOOP_DELAY,
  ...(profiles === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${join(profiles, fileNameOf(name))}`]),
];

const fileNameOf = (name: string): string => name.replaceAll(/\W+/g, "-");

/** Where a subject writes the delay of its event loop. */
export const loopFileOf = ({ folder }: Places, name: string): string =>
  join(folder, `${fileNameOf(name)}.loop`);

export interface Started extends GatewayProcess {
  origin: string;
  /** @param tenant which of its tenants asks, from 0; the only one by default */
  callFor(kind: Kind, tenant?: number): Call;
  /** Where it tells the delay of its event loop; `null` where several processes are measured. */
  loopFile: string | null;
}

export const bodyOf = (kind: Kind): string =>
  JSON.stringify({
    model: "deepseek-v4-flash/deepinfra",
    messages: [
      { role: "system", content: "You answer in one sentence." },
      { role: "user", content: "When does the tide go out?" },
    ],
    temperature: 0.2,
    ...(kind === "sse" ? { stream: true, stream_options: { include_usage: true } } : {}),
  });

const plain = { "content-type": "application/json" };
/** Who asks, and with which key. */
const keyOf = (tenant: number): string => (tenant === 0 ? GATEWAY_KEY : `${GATEWAY_KEY}-${tenant}`);
const tenantOf = (tenant: number): string => (tenant === 0 ? "bench" : `bench-${tenant}`);

const floor = (kind: "node" | "hono"): Subject => ({
  name: kind === "node" ? "bare node:http + undici" : "bare Hono + undici",
  kinds: ["json", "sse"],
  start: async (upstream, places) => {
    const port = String(await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const name = `bare-${kind}`;
    const loopFile = loopFileOf(places, name);
    const process = await launch({
      command: [...node(places.profiles, name), LAUNCHER, "lib/bench-gateway/floor", kind, port, upstream],
      cwd: ROOT,
      env: { BENCH_LOOP_FILE: loopFile },
      readyUrl: `${origin}/ready`,
      deadlineMs: 60_000,
    });
    const callFor = (asked: Kind): Call => ({ path: PATH, headers: plain, body: bodyOf(asked) });
    return { ...process, origin, callFor, loopFile };
  },
});

interface Way {
  name: string;
  kinds?: readonly Kind[];
  env: Record<string, string>;
  headers?: Record<string, string>;
  /** Where its records and its ledger are: `memory`, `embedded`, or the URL of a PostgreSQL database. */
  database: string;
  /** Processes that share the port; one unless told. */
  workers?: number;
  /** Passed on to the stand-in itself. */
  target?: true;
  /** Tenants with a wallet each; one unless told. */
  tenants?: number;
}

const BYOK = { VAULT_KEYS: JSON.stringify([{ tenant: "bench", provider: "deepinfra", key: PROVIDER_KEY }]) };
export const PTB = { DEEPINFRA_API_KEY: PROVIDER_KEY };

/** The URL of a database; a file is made anew. */
function databaseUrl(database: string, folder: string, name: string): string {
  if (database === "memory") return "memory:";
  if (database !== "embedded") return database;
  const file = join(folder, `${fileNameOf(name)}.db`);
  for (const old of [file, `${file}-wal`, `${file}-shm`]) rmSync(old, { force: true });
  return `file:${file}`;
}

const JSON_AND_SSE = ["json", "sse"] as const;

export const gateway = ({
  name,
  kinds = JSON_AND_SSE,
  env,
  headers = {},
  database,
  workers,
  target,
  tenants = 1,
}: Way): Subject => ({
  name: `gateway ${name}`,
  kinds,
  start: async (upstream, places) => {
    const port = String(await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const loopFile = workers === undefined ? loopFileOf(places, name) : null;
    const shared = workers === undefined ? [] : ["--workers", String(workers)];
    const process = await launch({
      command: [...node(places.profiles, name), LAUNCHER, "serve", "--upstream", upstream, ...shared],
      cwd: ROOT,
      env: {
        ...(loopFile === null ? {} : { BENCH_LOOP_FILE: loopFile }),
        ...(places.held ? { BENCH_LOOP_HELD: "1" } : {}),
        PORT: port,
        GATEWAY_KEYS: Array.from({ length: tenants }, (_, i) => `${tenantOf(i)}=${keyOf(i)}`).join(","),
        DATABASE_URL: databaseUrl(database, places.folder, name),
        VAULT_SECRET: Buffer.alloc(32, 7).toString("base64"),
        WALLET_USD: "1000000",
        LOG_LEVEL: "error",
        // Who waits for a place is not measured here.
        MAX_CONCURRENT: MOST_CALLERS,
        MAX_CONCURRENT_PER_TENANT: MOST_CALLERS,
        PASSTHROUGH_LOOPBACK: "1",
        PASSTHROUGH_PORTS: new URL(upstream).port,
        ...env,
      },
      readyUrl: `${origin}/ready`,
      deadlineMs: 60_000,
    });
    const to: Record<string, string> = target ? { "helicone-target-url": upstream } : {};
    const auth: Record<string, string> = target ? { "helicone-auth": `Bearer ${GATEWAY_KEY}` } : {};
    return {
      ...process,
      origin,
      loopFile,
      callFor: (kind, tenant = 0) => ({
        path: PATH,
        headers: { ...plain, authorization: `Bearer ${keyOf(tenant)}`, ...auth, ...headers, ...to },
        body: bodyOf(kind),
      }),
    };
  },
});

/** The floor that ratios are of. */
export const FLOOR_NAME = "bare Hono + undici";

export const subjects: readonly Subject[] = [
  floor("hono"),
  floor("node"),
  gateway({ name: "BYOK, memory", env: BYOK, database: "memory" }),
  gateway({ name: "PTB, memory", env: PTB, database: "memory" }),
  gateway({ name: "BYOK, embedded", env: BYOK, database: "embedded" }),
  gateway({ name: "PTB, embedded", env: PTB, database: "embedded" }),
  gateway({ name: "passthrough", env: {}, database: "memory", target: true }),
  gateway({
    name: "cache hit",
    kinds: ["json"],
    env: BYOK,
    database: "memory",
    headers: { "helicone-cache-enabled": "true" },
  }),
];

/** The ledger on the embedded database, by one process and by two. */
export const severalWorkers: readonly Subject[] = [
  gateway({ name: "PTB, embedded, 2 workers", env: PTB, database: "embedded", workers: 2 }),
];

/** The same on a PostgreSQL database, which is filled. */
export const onPostgres = (url: string): readonly Subject[] => [
  gateway({ name: "PTB, PostgreSQL", env: PTB, database: url }),
  gateway({ name: "PTB, PostgreSQL, 2 workers", env: PTB, database: url, workers: 2 }),
];
