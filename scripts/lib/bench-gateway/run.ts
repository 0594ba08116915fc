/**
 * Rounds in which every subject is measured once, so that whatever else the machine does hits all of them alike; what counts
 * is the middle of the ratios of the rounds.
 * @module
 */
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type Kind, type Load, type Measured, measureLoad } from "./load.ts";
import { loopDelay, usageOf } from "./process-facts.ts";
import { openStandIn } from "./stand-in.ts";
import { FLOOR_NAME, type Started, type Subject } from "./subjects.ts";
import { versionFor } from "./versions.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface BenchOptions {
  rounds: number;
  forMs: number;
  /** Requests of each subject in a round, in place of a time; `null`: by time. */
  requests: number | null;
  connections: readonly number[];
  kinds: readonly Kind[];
  folder: string;
  /** Where each process leaves a profile of its CPU; `null`: none is made. */
  profiles: string | null;
  tell(line: string): void;
}

export interface Row {
  subject: string;
  kind: Kind;
  connections: number;
  perSecond: number;
  /** To bare Hono + undici, the middle of the rounds. */
  ratio: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  first: number;
  /** Milliseconds more than bare Hono + undici took to the end and to the first byte, the middle of the rounds. */
  addedP50: number;
  addedFirst: number;
  /** Milliseconds between two pieces of one body, and that the event loop came late; `null` for several processes. */
  gapP99: number;
  loopP99: number | null;
  /** Of the process, user and system, per request; `null` where the system does not tell. */
  cpuMicros: number | null;
  /** That of bare Hono + undici to it, the middle of the rounds: says more than `ratio` on a machine with other work. */
  cpuRatio: number | null;
  rssMb: number | null;
}

export interface BenchResult {
  date: string;
  machine: { cpu: string; cores: number; node: string };
  rounds: number;
  forMs: number;
  requests: number | null;
  /** What npm resolved, by package. */
  versions: Record<string, string>;
  /** The stand-in alone: far above everything else, or it is what was measured. */
  standIn: Record<Kind, number>;
  rows: Row[];
}

export const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
};

interface Round extends Measured {
  loopP99: number | null;
  cpuMicros: number | null;
  rssMb: number | null;
}

async function measureOnce(
  { origin, callFor, pid, loopFile }: Pick<Started, "origin" | "callFor" | "pid" | "loopFile">,
  kind: Kind,
  options: Pick<Load, "connections" | "forMs" | "requests">,
): Promise<Round> {
  const loop = pid === undefined || loopFile === null ? null : { pid, file: loopFile };
  // What was seen before does not count.
  if (loop) await loopDelay(loop);
  const before = usageOf(pid);
  const found = await measureLoad({ origin, call: callFor(kind), kind, ...options });
  const after = usageOf(pid);
  const cpuMicros = before && after ? (after.cpu - before.cpu) / found.requests : null;
  const delay = loop && (await loopDelay(loop));
  return { ...found, cpuMicros, rssMb: after?.rss ?? null, loopP99: delay?.p99 ?? null };
}

const rowOf = (
  subject: string,
  kind: Kind,
  connections: number,
  rounds: readonly Round[],
  floor: readonly Round[],
): Row => {
  const of = (pick: (round: Round) => number | null): number =>
    middle(rounds.map((round) => pick(round) ?? 0));
  const added = (pick: (round: Round) => number): number =>
    middle(rounds.map((round, i) => pick(round) - (floor[i] ? pick(floor[i]) : Number.NaN)));
  const told = rounds.every(({ cpuMicros }) => cpuMicros !== null);
  return {
    subject,
    kind,
    connections,
    perSecond: of(({ perSecond }) => perSecond),
    ratio: middle(rounds.map(({ perSecond }, i) => perSecond / (floor[i]?.perSecond ?? Number.NaN))),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    first: of(({ first }) => first),
    addedP50: added(({ p50 }) => p50),
    addedFirst: added(({ first }) => first),
    gapP99: of(({ gapP99 }) => gapP99),
    loopP99: rounds.every(({ loopP99 }) => loopP99 !== null) ? of(({ loopP99 }) => loopP99) : null,
    cpuMicros: told ? of(({ cpuMicros }) => cpuMicros) : null,
    cpuRatio: told
      ? middle(rounds.map(({ cpuMicros }, i) => (floor[i]?.cpuMicros ?? Number.NaN) / (cpuMicros ?? 0)))
      : null,
    rssMb: told ? of(({ rssMb }) => rssMb) : null,
  };
};

const PACKAGES = ["undici", "hono", "@hono/node-server", "libsql", "pg"] as const;

/** @throws Error where a subject gives another answer than the stand-in's */
export async function benchGateway(chosen: readonly Subject[], options: BenchOptions): Promise<BenchResult> {
  const { rounds, forMs, requests, connections, kinds, folder, tell, profiles } = options;
  const standIn = await openStandIn();
  const started: { subject: Subject; process: Started }[] = [];
  try {
    for (const subject of chosen)
      started.push({ subject, process: await subject.start(standIn.origin, { folder, profiles }) });
    const [first] = started;
    if (!first) throw new Error("nothing to measure");
    const alone = async (kind: Kind): Promise<number> => {
      const load = {
        origin: standIn.origin,
        call: first.process.callFor(kind),
        kind,
        connections: 16,
        forMs,
        requests: null,
      };
      return (await measureLoad(load)).perSecond;
    };
    const result: BenchResult = {
      date: new Date().toISOString().slice(0, 10),
      machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version },
      rounds,
      forMs,
      requests,
      versions: Object.fromEntries(PACKAGES.map((name) => [name, versionFor(ROOT, name)])),
      standIn: { json: await alone("json"), sse: await alone("sse") },
      rows: [],
    };
    for (const kind of kinds)
      for (const count of connections) {
        const able = started.filter(({ subject }) => subject.kinds.includes(kind));
        const found = new Map<string, Round[]>(able.map(({ subject }) => [subject.name, []]));
        // One round to warm up: compiled code, open connections.
        for (let round = -1; round < rounds; round++)
          for (const { subject, process } of able) {
            const measured = await measureOnce(process, kind, { connections: count, forMs, requests });
            if (round >= 0) found.get(subject.name)?.push(measured);
            // A subject that answers fifty a second takes minutes for what another one does in seconds.
            const turn = round < 0 ? "to warm up" : `round ${round + 1} of ${rounds}`;
            tell(
              `${kind}, ${count} connections, ${turn}: ${subject.name}, ${Math.round(measured.perSecond)}/s`,
            );
          }
        const floor = found.get(FLOOR_NAME) ?? [];
        for (const [name, own] of found) result.rows.push(rowOf(name, kind, count, own, floor));
      }
    return result;
  } finally {
    for (const { process } of started) await process.stop();
    standIn.close();
  }
}
