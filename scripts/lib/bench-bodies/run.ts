/**
 * What the dearest legal bodies cost: CPU and memory of one request in this process, for each pair of a body and a way.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createGateway } from "../../../reference-gateway/app.ts";
import type { GatewayParts } from "../../../reference-gateway/parts.ts";
import { gateway, own, plain } from "../../../reference-gateway/testing/gateway.ts";
import type { Credential } from "../../../registry/providers/_shared/base.ts";
import { bodyOf } from "./fill.ts";
import { answerAt, WAYS } from "./ways.ts";

export const MODES = ["ptb", "byok"] as const;
export type Mode = (typeof MODES)[number];

export interface BodiesOptions {
  /** Rounds to take the middle of, after one that is not counted. */
  rounds: number;
  mode: Mode;
  /** Only pairs whose name holds this. */
  only: string;
  tell(line: string): void;
}

export interface BodyCost {
  name: string;
  /** How many of what the body is made of. */
  n: number;
  megabytes: number;
  status: number;
  /** CPU of the process, of all threads, in milliseconds: the middle of the rounds, and the dearest. */
  cpuMs: number;
  worstMs: number;
  /** Most memory above what was resident before, in megabytes; `null` where the system does not tell. */
  memoryMb: number | null;
}

const credentials: Readonly<Record<string, Credential>> = {
  openai: plain("platform-key"),
  deepinfra: plain("platform-key"),
  anthropic: plain("platform-key"),
  "google-ai-studio": plain("platform-key"),
  cohere: plain("platform-key"),
  bedrock: plain("AKIDEXAMPLE:secret", { region: "us-east-1" }),
};

/** Collects what can be collected. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  return collect;
}

/** The most that was resident since the last {@link forgetPeak}, and what is, in bytes. Linux tells, others do not. */
function resident(): { now: number; peak: number } | null {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const of = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
    return { now: of("VmRSS"), peak: of("VmHWM") };
  } catch {
    return null;
  }
}

/** Has the system count the most resident memory anew. */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Where it cannot be done, `resident` tells nothing that would be used.
  }
}

const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const middle = (numbers: readonly number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)] ?? 0;

/** A request whose body is at hand, as the server reads it in one piece: the web's own would copy it twice on the way here. */
function received(path: string, headers: Record<string, string>, bytes: Uint8Array): Request {
  const request = new Request(`http://localhost${path}`, { method: "POST", headers });
  return Object.defineProperty(request, "arrayBuffer", { value: async () => bytes.buffer });
}

interface Taken {
  status: number;
  cpuMs: number;
  memoryMb: number | null;
}

/** A gateway in memory, before providers who answer at once. */
function open(mode: Mode) {
  const transport: GatewayParts["transport"] = {
    send: async ({ url }) => {
      const text = JSON.stringify(answerAt(url));
      const body = (async function* () {
        yield new TextEncoder().encode(text);
      })();
      return { status: 200, headers: new Headers({ "content-type": "application/json" }), body };
    },
  };
  const keys = mode === "byok" ? Object.entries(credentials).map((entry) => own(...entry)) : [];
  // The worst case of ten megabytes is dear.
  const { parts } = gateway([], { platform: credentials, keys, parts: { transport }, deposit: 10n ** 18n });
  return { app: createGateway(parts), parts };
}

/** Measures each pair in its turn, round by round. @returns the dearest first */
export async function benchBodies({ rounds, mode, only, tell }: BodiesOptions): Promise<BodyCost[]> {
  const { app, parts } = open(mode);
  const collect = collector();
  let asked = 0;
  const take = async (way: (typeof WAYS)[string], body: Uint8Array<ArrayBuffer>): Promise<Taken> => {
    const headers = {
      "content-type": "application/json",
      "content-length": String(body.byteLength),
      authorization: "Bearer gateway-key",
      // No answer of the cache is of another round.
      "helicone-cache-seed": String(++asked),
      ...way.headers,
    };
    const request = received(way.path, headers, body);
    collect();
    forgetPeak();
    const before = resident();
    const start = process.cpuUsage();
    const response = await app.request(request);
    await response.arrayBuffer();
    await parts.background.idle();
    const { user, system } = process.cpuUsage(start);
    const after = resident();
    const memoryMb = before && after ? (after.peak - before.now) / 1024 / 1024 : null;
    return { status: response.status, cpuMs: (user + system) / 1000, memoryMb };
  };

  const pairs = Object.entries(WAYS).flatMap(([name, way]) =>
    Object.entries(way.bodies).map(([what, shape]) => ({ name: `${name}: ${what}`, way, shape })),
  );
  const found: BodyCost[] = [];
  for (const { name, way, shape } of pairs.filter((pair) => pair.name.includes(only))) {
    const { n, body } = bodyOf(shape, way.model);
    const bytes = new TextEncoder().encode(body);
    await take(way, bytes); // The compiler's turn; not counted.
    const taken: Taken[] = [];
    for (let round = 0; round < rounds; round++) taken.push(await take(way, bytes));
    const cpu = taken.map(({ cpuMs }) => cpuMs);
    const memory = taken.flatMap(({ memoryMb }) => (memoryMb === null ? [] : [memoryMb]));
    found.push({
      name,
      n,
      megabytes: bytes.byteLength / 1024 / 1024,
      status: taken[0]?.status ?? 0,
      cpuMs: middle(cpu),
      worstMs: Math.max(...cpu),
      memoryMb: memory.length > 0 ? middle(memory) : null,
    });
    tell(`${found.length} ${name}: ${middle(cpu).toFixed(0)} ms`);
  }
  return found.sort((a, b) => b.cpuMs - a.cpuMs);
}

/** As a Markdown table. */
export const bodiesText = (found: readonly BodyCost[]): string =>
  [
    "| body and way | of them | MB | status | CPU ms | dearest ms | MB above start |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...found.map(
      ({ name, n, megabytes, status, cpuMs, worstMs, memoryMb }) =>
        `| ${name} | ${n} | ${megabytes.toFixed(1)} | ${status} | ${cpuMs.toFixed(0)} | ${worstMs.toFixed(0)} | ${memoryMb?.toFixed(0) ?? "–"} |`,
    ),
  ].join("\n");
