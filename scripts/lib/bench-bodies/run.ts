/**
 * What the dearest legal bodies cost: CPU and memory of one request, for each pair of a body and a way.
 * @module
 */
import { execFileSync } from "node:child_process";
import { LAUNCHER } from "../launcher.ts";
import { bodyOf, smallBodyOf } from "./fill.ts";
import { type Mode, PAIRS, type Pair, sender } from "./one.ts";

export interface BodiesOptions {
  /** Rounds to take the middle of, after one that is not counted. */
  rounds: number;
  mode: Mode;
  /** Only pairs whose name holds this. */
  only: string;
  /** Measure memory too: each pair in a process of its own, whose heap no other body has grown. */
  memory: boolean;
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
  /** Most memory above what was resident before, in megabytes; `null` where it was not measured. */
  memoryMb: number | null;
}

const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const middle = (numbers: readonly number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * The most memory that one body of a pair takes in this process, which has served small ones of its shape before: its code is
 * compiled, and its heap has not grown yet. Nor may making the body grow it: it is handed in.
 */
export async function memoryOf(
  name: string,
  mode: Mode,
  body: Uint8Array<ArrayBuffer>,
): Promise<number | null> {
  const pair = PAIRS.find((one) => one.name === name);
  if (pair === undefined) throw new Error(`there is no pair ${JSON.stringify(name)}`);
  const send = sender(mode);
  const small = smallBodyOf(pair.shape, pair.way.model);
  for (let round = 0; round < 3; round++) await send(pair.way, small);
  return (await send(pair.way, body)).memoryMb;
}

function memoryApart({ name }: Pair, mode: Mode, body: string): number | null {
  const told = execFileSync(
    process.execPath,
    [LAUNCHER, "bench", "bodies", "--mode", mode, "--memory-of", name],
    { encoding: "utf8", input: body, stdio: ["pipe", "pipe", "inherit"] },
  );
  const memory: unknown = JSON.parse(told);
  return typeof memory === "number" ? memory : null;
}

/** Measures each pair in its turn, round by round. @returns the dearest first */
export async function benchBodies({ rounds, mode, only, memory, tell }: BodiesOptions): Promise<BodyCost[]> {
  const send = sender(mode);
  const found: BodyCost[] = [];
  for (const pair of PAIRS.filter(({ name }) => name.includes(only))) {
    const { name, way, shape } = pair;
    const { n, body } = bodyOf(shape, way.model);
    const { status } = await send(way, body); // The compiler's turn; not counted.
    const cpu: number[] = [];
    for (let round = 0; round < rounds; round++) cpu.push((await send(way, body)).cpuMs);
    found.push({
      name,
      n,
      megabytes: Buffer.byteLength(body) / 1024 / 1024,
      status,
      cpuMs: middle(cpu),
      worstMs: Math.max(...cpu),
      memoryMb: memory ? memoryApart(pair, mode, body) : null,
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
