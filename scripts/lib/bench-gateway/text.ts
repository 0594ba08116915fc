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
    number(first, 2),
    number(cpuMicros, 0),
    times(cpuRatio),
    number(rssMb, 0),
  ]
    .join(" | ")
    .replace(/^|$/g, "|");

/** @example "| bare Hono + undici | json | 16 | 6120 | 1.00× | …" */
export function benchTable({ date, machine, rounds, forMs, requests, standIn, rows }: BenchResult): string {
  return [
    `${date}, ${machine.cores} × ${machine.cpu}, Node ${machine.node}; ${rounds} rounds of ${requests === null ? `${forMs} ms` : `${requests} requests`}, all subjects in each.`,
    `The stand-in alone, 16 connections: JSON ${number(standIn.json, 0)}/s, SSE ${number(standIn.sse, 0)}/s.`,
    "",
    "| subject | kind | connections | per second | to bare Hono | p50 ms | p99 ms | first byte ms | CPU µs | CPU to bare Hono | RSS MB |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(line),
  ].join("\n");
}
