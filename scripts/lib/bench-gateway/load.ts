/**
 * Callers that ask one after the other on so many connections, and read every answer.
 * @module
 */
import { Pool } from "undici";
import { isWhole } from "./answers.ts";

export type Kind = "json" | "sse";

export interface Call {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Load {
  origin: string;
  /** What is asked; by the number of the connection where each asks something of its own. */
  call: Call | ((connection: number) => Call);
  kind: Kind;
  connections: number;
  /** How long, in milliseconds; looked at only where `requests` is `null`. */
  forMs: number;
  /** How many requests, whatever time they take; `null`: as many as there is time for. */
  requests: number | null;
}

export interface Measured {
  requests: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Milliseconds to the first byte of the body. */
  first: number;
  /** Milliseconds between two pieces of one body, of 99 in 100 at most; 0 where every body came in one piece. */
  gapP99: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const ordered = (values: number[]): number[] => values.sort((a, b) => a - b);

/** @throws Error where an answer is not the stand-in's */
export async function measureLoad(load: Load): Promise<Measured> {
  const { origin, call, kind, connections, forMs, requests } = load;
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  const firsts: number[] = [];
  const gaps: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + forMs;
  let asked = 0;
  const goesOn = (): boolean => (requests === null ? performance.now() < until : asked < requests);
  const ask = async (connection: number): Promise<void> => {
    const own = typeof call === "function" ? call(connection) : call;
    while (goesOn()) {
      asked += 1;
      const begin = performance.now();
      const answer = await pool.request({ method: "POST", ...own });
      const chunks: Buffer[] = [];
      let before = begin;
      for await (const chunk of answer.body) {
        const now = performance.now();
        (chunks.length === 0 ? firsts : gaps).push(now - before);
        before = now;
        chunks.push(chunk);
      }
      times.push(performance.now() - begin);
      const text = Buffer.concat(chunks).toString("utf8");
      if (!isWhole(kind, answer.statusCode, text))
        throw new Error(`not the stand-in's answer: ${answer.statusCode} ${text.slice(0, 300)}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, (_, connection) => ask(connection)));
  } finally {
    await pool.destroy();
  }
  const took = performance.now() - startedAt;
  ordered(times);
  ordered(firsts);
  ordered(gaps);
  return {
    requests: times.length,
    perSecond: (times.length * 1000) / took,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    first: at(firsts, 0.5),
    gapP99: at(gaps, 0.99),
  };
}
