/**
 * A gateway under a part of the load that it can take, for minutes, before a provider that fails now and then and callers who
 * leave: what it holds must not grow, and nothing may stay reserved.
 * @module
 */
import { readdirSync } from "node:fs";
import { Pool } from "undici";
import { type Kind, measureLoad } from "./load.ts";
import { usageOf } from "./process-facts.ts";
import { middle } from "./run.ts";
import { FAULTS, openStandIn } from "./stand-in.ts";
import type { Started, Subject } from "./subjects.ts";

export interface SoakOptions {
  minutes: number;
  /** Of what the gateway answered before, from 0 to 1. */
  share: number;
  folder: string;
  tell(line: string): void;
}

/** What the process held at one moment. */
export interface Sample {
  /** Seconds since the beginning. */
  at: number;
  rssMb: number;
  /** Open files and sockets. */
  handles: number;
}

export interface SoakResult {
  /** Requests a second, of JSON and of streams in turn, that it could take, and that it was asked for. */
  capacity: number;
  asked: number;
  /** Answers by status; `left`: callers who left, `broken`: answers that broke off. */
  answers: Readonly<Record<string, number>>;
  samples: readonly Sample[];
  /** What is still reserved at the end, and how many handles are open, once every caller has gone. */
  reservedUsd: string;
  handlesAfter: number;
  handlesBefore: number;
}

const CONNECTIONS = 16;
/** Most requests under way at once: a gateway that falls behind is not asked for more. */
const MOST_AT_ONCE = 256;
const FAULT_EVERY = 20;
const LEAVE_EVERY = 25;
const SAMPLE_MS = 2_000;
const CAPACITY_MS = 5_000;
const SETTLE_MS = 10_000;

/** How much more memory the end may take than the middle: the heap breathes by as much. */
const MOST_GROWTH = 1.25;
/** Connections to the stand-in that are kept for the next call. */
const KEPT_HANDLES = 64;

/** What did not stay as it was. */
export function soakProblems({ samples, reservedUsd, handlesBefore, handlesAfter }: SoakResult): string[] {
  const problems: string[] = [];
  const quarter = Math.floor(samples.length / 4);
  const rss = (from: number, to: number): number => middle(samples.slice(from, to).map(({ rssMb }) => rssMb));
  const [before, after] = [rss(quarter, 2 * quarter), rss(3 * quarter, samples.length)];
  if (quarter === 0) problems.push("too short to compare its quarters");
  else if (after > before * MOST_GROWTH)
    problems.push(
      `memory grew: ${before.toFixed(0)} MB in the second quarter, ${after.toFixed(0)} MB in the last`,
    );
  if (handlesAfter > handlesBefore + KEPT_HANDLES)
    problems.push(`handles stay open: ${handlesBefore} before, ${handlesAfter} afterwards`);
  if (Number(reservedUsd) !== 0) problems.push(`${reservedUsd} USD stay reserved`);
  return problems;
}

const handlesOf = (pid: number | undefined): number =>
  pid === undefined ? 0 : readdirSync(`/proc/${pid}/fd`).length;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One caller. @returns what became of it */
async function call(pool: Pool, started: Started, kind: Kind, leaves: boolean): Promise<string> {
  try {
    const answer = await pool.request({ method: "POST", ...started.callFor(kind) });
    for await (const _chunk of answer.body) if (leaves) return "left";
    return String(answer.statusCode);
  } catch {
    return "broken";
  }
}

/** Asks so many times a second, whatever the answers take. */
async function ask(started: Started, perSecond: number, forMs: number): Promise<Record<string, number>> {
  const pool = new Pool(started.origin, { connections: MOST_AT_ONCE, pipelining: 1 });
  const answers: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  const begun = performance.now();
  for (let count = 0; performance.now() - begun < forMs; ) {
    const due = ((performance.now() - begun) * perSecond) / 1000;
    if (count >= due || underWay.size >= MOST_AT_ONCE) {
      await pause(1);
      continue;
    }
    count += 1;
    const one = call(pool, started, count % 2 === 0 ? "json" : "sse", count % LEAVE_EVERY === 0)
      .then((became) => {
        answers[became] = (answers[became] ?? 0) + 1;
      })
      .finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
  await pool.destroy();
  return answers;
}

/** What the tenant of the bench has reserved. */
async function reservedOf(started: Started): Promise<string> {
  const { authorization = "" } = started.callFor("json").headers;
  const answer = await fetch(`${started.origin}/v1/wallet`, { headers: { authorization } });
  const { reservedUsd } = (await answer.json()) as { reservedUsd: string };
  return reservedUsd;
}

/** How many requests a second it takes, JSON and streams in turn. */
async function capacityOf(started: Started): Promise<number> {
  const rates: number[] = [];
  for (const kind of ["json", "sse"] as const) {
    const load = { origin: started.origin, call: started.callFor(kind), kind, connections: CONNECTIONS };
    rates.push((await measureLoad({ ...load, forMs: CAPACITY_MS, requests: null })).perSecond);
  }
  const [json = 1, sse = 1] = rates;
  return 2 / (1 / json + 1 / sse);
}

/** Linux only, since it reads what the system tells of the process. @throws Error where it cannot be measured */
export async function soak(subject: Subject, options: SoakOptions): Promise<SoakResult> {
  if (process.platform !== "linux") throw new Error("the soak reads /proc, which Linux alone has");
  let isStriking = false;
  let seen = 0;
  const standIn = await openStandIn(() => {
    if (!isStriking || ++seen % FAULT_EVERY !== 0) return null;
    return FAULTS[(seen / FAULT_EVERY) % FAULTS.length] ?? null;
  });
  const started = await subject.start(standIn.origin, { folder: options.folder, profiles: null });
  const { pid } = started;
  try {
    const handlesBefore = handlesOf(pid);
    const capacity = await capacityOf(started);
    const asked = capacity * options.share;
    options.tell(`takes ${capacity.toFixed(0)} requests a second; asked for ${asked.toFixed(0)} from now on`);
    isStriking = true;
    const begun = performance.now();
    const samples: Sample[] = [];
    const sampling = setInterval(() => {
      const rssMb = usageOf(pid)?.rss ?? 0;
      samples.push({ at: (performance.now() - begun) / 1000, rssMb, handles: handlesOf(pid) });
    }, SAMPLE_MS);
    let answers: Record<string, number>;
    try {
      answers = await ask(started, asked, options.minutes * 60_000);
    } finally {
      clearInterval(sampling);
    }
    isStriking = false;
    // What callers left behind is settled by then, or stays.
    await pause(SETTLE_MS);
    const reservedUsd = await reservedOf(started);
    return { capacity, asked, answers, samples, reservedUsd, handlesBefore, handlesAfter: handlesOf(pid) };
  } finally {
    await started.stop();
    standIn.close();
  }
}

/** Ten moments of the soak as a Markdown table, and what came of it. */
export function soakText(found: SoakResult): string {
  const { samples, answers, capacity, asked, reservedUsd, handlesBefore, handlesAfter } = found;
  const step = Math.max(1, Math.floor(samples.length / 10));
  const rows = samples
    .filter((_sample, i) => i % step === 0 || i === samples.length - 1)
    .map(({ at, rssMb, handles }) => `| ${at.toFixed(0)} | ${rssMb.toFixed(0)} | ${handles} |`);
  const counts = Object.entries(answers).map(([what, count]) => `${what}: ${count}`);
  return [
    `Takes ${capacity.toFixed(0)} requests a second, asked for ${asked.toFixed(0)}. Answers: ${counts.join(", ")}.`,
    "",
    "| s | RSS MB | handles |",
    "|---:|---:|---:|",
    ...rows,
    "",
    `Afterwards ${reservedUsd} USD reserved, ${handlesAfter} handles (${handlesBefore} before).`,
  ].join("\n");
}
