/**
 * One request with a body in this process: what it is answered with, and what it costs.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createGateway } from "../../../reference-gateway/app.ts";
import type { GatewayParts } from "../../../reference-gateway/parts.ts";
import { gateway, own, plain } from "../../../reference-gateway/testing/gateway.ts";
import type { Credential } from "../../../registry/providers/_shared/base.ts";
import type { Shape } from "./shapes.ts";
import { answerAt, WAYS, type Way } from "./ways.ts";

export const MODES = ["ptb", "byok"] as const;
export type Mode = (typeof MODES)[number];

/** A body on its way. */
export interface Pair {
  name: string;
  way: Way;
  shape: Shape;
}

/** All of them. */
export const PAIRS: readonly Pair[] = Object.entries(WAYS).flatMap(([name, way]) =>
  Object.entries(way.bodies).map(([what, shape]) => ({ name: `${name}: ${what}`, way, shape })),
);

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

/** A request whose body is at hand, as the server reads it in one piece: the web's own would copy it twice on the way here. */
function received(path: string, headers: Record<string, string>, bytes: Uint8Array): Request {
  const request = new Request(`http://localhost${path}`, { method: "POST", headers });
  return Object.defineProperty(request, "arrayBuffer", { value: async () => bytes.buffer });
}

export interface Taken {
  status: number;
  /** CPU of the process, of all threads, in milliseconds. */
  cpuMs: number;
  /** Most memory above what was resident before, in megabytes; `null` where the system does not tell. */
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

/**
 * Opens a gateway.
 * @param collect called before each request, so that none pays for what another one left
 * @returns what sends it one body and measures that
 */
export function sender(
  mode: Mode,
  collect = collector(),
): (way: Way, body: string | Uint8Array<ArrayBuffer>) => Promise<Taken> {
  const { app, parts } = open(mode);
  let asked = 0;
  return async (way, body) => {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const headers = {
      "content-type": "application/json",
      "content-length": String(bytes.byteLength),
      authorization: "Bearer gateway-key",
      // No answer of the cache is of another round.
      "helicone-cache-seed": String(++asked),
      ...way.headers,
    };
    const request = received(way.path, headers, bytes);
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
}
