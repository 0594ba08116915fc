/**
 * How long the request log takes to answer on a PostgreSQL server of its own with very many records.
 * @module
 */
import { sqlRequestLog } from "../../reference-gateway/records/sql-log.ts";
import { migrate } from "../../reference-gateway/stores/migrations/index.ts";
import { openPostgres } from "../../reference-gateway/stores/postgres.ts";
import {
  LOG_QUESTIONS,
  makeRecords,
  OVERVIEW_QUESTIONS,
} from "../../reference-gateway/stores/testing/many-records.ts";
import { NO_POSTGRES, startPostgres } from "../../reference-gateway/stores/testing/postgres-server.ts";

export interface LogBench {
  rows: number;
  /** The middle and the longest of the rounds, in milliseconds, by question. */
  questions: { name: string; middleMs: number; longestMs: number }[];
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** @throws Error where no PostgreSQL is installed */
export async function benchLog(
  { rows, rounds }: { rows: number; rounds: number },
  tell: (line: string) => void,
): Promise<LogBench> {
  const server = await startPostgres();
  if (!server) throw new Error(NO_POSTGRES);
  const url = await server.database();
  const making = openPostgres(url, () => {}, 0);
  const db = openPostgres(url, () => {});
  try {
    await migrate(making);
    await makeRecords(making, rows, {
      atOnce: true,
      tell: (made) => tell(`made ${made} of ${rows} records`),
    });
    const log = sqlRequestLog(db);
    const questions: LogBench["questions"] = [];
    for (const [name, ask] of Object.entries({ ...OVERVIEW_QUESTIONS, ...LOG_QUESTIONS })) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const before = performance.now();
        await ask(log);
        times.push(performance.now() - before);
      }
      times.sort((a, b) => a - b);
      const middle = times[Math.floor(times.length / 2)] ?? 0;
      questions.push({ name, middleMs: rounded(middle), longestMs: rounded(times.at(-1) ?? 0) });
    }
    return { rows, questions };
  } finally {
    await making.destroy();
    await db.destroy();
    await server.stop();
  }
}

export const logBenchText = ({ rows, questions }: LogBench): string =>
  [
    `${rows} records, milliseconds: middle, longest`,
    ...questions.map(
      ({ name, middleMs, longestMs }) =>
        `  ${name.padEnd(26)} ${String(middleMs).padStart(8)} ${String(longestMs).padStart(8)}`,
    ),
  ].join("\n");
