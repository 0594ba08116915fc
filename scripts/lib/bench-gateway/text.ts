/**
 * The result of the gateway's bench as a Markdown table.
 * @module
 */
import type { BenchResult, Row } from "./run.ts";

const number = (value: number | null, digits: number): string =>
  value === null ? "–" : value.toFixed(digits);

const times = (value: number | null): string => (value === null ? "–" : `${value.toFixed(2)}×`);

const line = ({
  subject,
  kind,
  connections,
  perSecond,
  ratio,
  p50,
  p99,
  first,
  addedP50,
  addedFirst,
  gapP99,
  loopP99,
  cpuMicros,
  cpuRatio,
  rssMb,
}: Row): string =>
  [
    subject,
    kind,
    String(connections),
    number(perSecond, 0),
    times(ratio),
    number(p50, 2),
    number(p99, 2),
    number(addedP50, 2),
    number(first, 2),
    number(addedFirst, 2),
    number(gapP99, 2),
    number(loopP99, 2),
    number(cpuMicros, 0),
    times(cpuRatio),
    number(rssMb, 0),
  ]
    .join(" | ")
    .replace(/^|$/g, "|");

/** The stand-in must answer so many times as much as what is measured, or the stand-in is what was measured. */
const FAR_ABOVE = 2;

const tooNear = ({ subject, kind, connections }: Row): string =>
  `The stand-in is not far above ${subject} (${kind}, ${connections} connections): its CPU says more than its rate.`;

/** @example "| bare Hono + undici | json | 16 | 6120 | 1.00× | …" */
export function benchTable(result: BenchResult): string {
  const { date, machine, versions, rounds, forMs, requests, standIn, rows } = result;
  return [
    `${date}, ${machine.cores} × ${machine.cpu}, Node ${machine.node}; ${rounds} rounds of ${requests === null ? `${forMs} ms` : `${requests} requests`}, all subjects in each.`,
    `The stand-in alone, 16 connections: JSON ${number(standIn.json, 0)}/s, SSE ${number(standIn.sse, 0)}/s.`,
    `Resolved: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}.`,
    ...rows.filter(({ kind, perSecond }) => perSecond * FAR_ABOVE > standIn[kind]).map(tooNear),
    "",
    "| subject | kind | connections | per second | to bare Hono | p50 ms | p99 ms | added p50 ms | first byte ms | added first ms | gap p99 ms | loop p99 ms | CPU µs | CPU to bare Hono | RSS MB |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(line),
  ].join("\n");
}

/** The most that each subject answered in a second while 99 answers in 100 took no longer than this, at whatever number of callers. */
export function withinText({ rows }: BenchResult, p99Ms: number): string {
  const names = [...new Set(rows.map(({ subject, kind }) => `${subject}, ${kind}`))];
  const lines = names.map((name) => {
    const own = rows.filter((row) => `${row.subject}, ${row.kind}` === name && row.p99 <= p99Ms);
    const [best] = own.sort((a, b) => b.perSecond - a.perSecond);
    return `- ${name}: ${best === undefined ? "never" : `${number(best.perSecond, 0)} (${best.connections} connections)`}`;
  });
  return [`Most per second with a p99 of at most ${p99Ms} ms:`, "", ...lines].join("\n");
}
