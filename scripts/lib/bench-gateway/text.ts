/**
 * The result of the gateway's bench as a Markdown table.
 * @module
 */
import type { BenchResult, Row } from "./run.ts";

const number = (value: number | null, digits: number): string =>
  value === null ? "–" : value.toFixed(digits);

const line = ({
  subject,
  kind,
  connections,
  perSecond,
  ratio,
  p50,
  p99,
  first,
  cpuMicros,
  rssMb,
}: Row): string =>
  [
    ...[subject, kind, String(connections), number(perSecond, 0), `${number(ratio, 2)}×`, number(p50, 2)],
    ...[number(p99, 2), number(first, 2), number(cpuMicros, 0), number(rssMb, 0)],
  ]
    .join(" | ")
    .replace(/^|$/g, "|");

/** @example "| bare Hono + undici | json | 16 | 6120 | 1.00× | …" */
export function benchTable({ date, machine, rounds, forMs, standIn, rows }: BenchResult): string {
  return [
    `${date}, ${machine.cores} × ${machine.cpu}, Node ${machine.node}; ${rounds} rounds of ${forMs} ms, all subjects in each.`,
    `The stand-in alone, 16 connections: JSON ${number(standIn.json, 0)}/s, SSE ${number(standIn.sse, 0)}/s.`,
    "",
    "| subject | kind | connections | per second | to bare Hono | p50 ms | p99 ms | first byte ms | CPU µs | RSS MB |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(line),
  ].join("\n");
}
