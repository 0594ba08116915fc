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
const PROVIDER_KEY = "bench-provider-key";
const PATH = "/v1/chat/completions";

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
}

/** Node with what makes it write a profile, where that is wanted. */
const node = (profiles: string | null, name: string): string[] => [
  "node",
  ...(profiles === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${join(profiles, fileNameOf(name))}`]),
  LAUNCHER,
];

const fileNameOf = (name: string): string => name.replaceAll(/\W+/g, "-");

export interface Started extends GatewayProcess {
  origin: string;
  callFor(kind: Kind): Call;
}

const bodyOf = (kind: Kind): string =>
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
const known = { ...plain, authorization: `Bearer ${GATEWAY_KEY}` };

const floor = (kind: "node" | "hono"): Subject => ({
  name: kind === "node" ? "bare node:http + undici" : "bare Hono + undici",
  kinds: ["json", "sse"],
  start: async (upstream, { profiles }) => {
    const port = String(await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const process = await launch({
      command: [...node(profiles, `bare-${kind}`), "lib/bench-gateway/floor", kind, port, upstream],
      cwd: ROOT,
      env: {},
      readyUrl: `${origin}/ready`,
      deadlineMs: 60_000,
    });
    return { ...process, origin, callFor: (asked) => ({ path: PATH, headers: plain, body: bodyOf(asked) }) };
  },
});

interface Way {
  name: string;
  kinds?: readonly Kind[];
  env: Record<string, string>;
  headers?: Record<string, string>;
  database: "memory" | "embedded";
  /** Passed on to the stand-in itself. */
  target?: true;
}

const BYOK = { VAULT_KEYS: JSON.stringify([{ tenant: "bench", provider: "deepinfra", key: PROVIDER_KEY }]) };
const PTB = { DEEPINFRA_API_KEY: PROVIDER_KEY };

const gateway = ({ name, kinds = ["json", "sse"], env, headers = {}, database, target }: Way): Subject => ({
  name: `gateway ${name}`,
  kinds,
  start: async (upstream, { folder, profiles }) => {
    const port = String(await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const file = join(folder, `${fileNameOf(name)}.db`);
    for (const old of [file, `${file}-wal`, `${file}-shm`]) rmSync(old, { force: true });
    const process = await launch({
      command: [...node(profiles, name), "serve", "--upstream", upstream],
      cwd: ROOT,
      env: {
        PORT: port,
        GATEWAY_KEYS: `bench=${GATEWAY_KEY}`,
        DATABASE_URL: database === "memory" ? "memory:" : `file:${file}`,
        VAULT_SECRET: Buffer.alloc(32, 7).toString("base64"),
        WALLET_USD: "1000000",
        LOG_LEVEL: "error",
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
      callFor: (kind) => ({
        path: PATH,
        headers: { ...known, ...auth, ...headers, ...to },
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
