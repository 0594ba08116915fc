/**
 * How long the gateway's event loop stands still while very many callers ask at once: the longest delay of a turn, and what
 * the callers got.
 * @module
 */
import { type Kind, measureLoad } from "./load.ts";
import { loopDelay } from "./process-facts.ts";
import { openStandIn } from "./stand-in.ts";
import type { Subject } from "./subjects.ts";

export interface StallOptions {
  /** JSON requests and as many streams, all at once. */
  callers: number;
  rounds: number;
  folder: string;
  tell(line: string): void;
}

/** One round, in milliseconds. */
export interface Stall {
  /** That a turn of the loop came late at most, and 99 in 100 of them. */
  longest: number;
  p99: number;
  /** The most CPU that its main thread took in one turn; `null` where the system does not tell. */
  held: number | null;
  tookMs: number;
}

const KINDS: readonly Kind[] = ["json", "sse"];

/**
 * Measures a subject that runs as one process.
 * @throws Error where a caller gets another answer than the stand-in's, and for several processes
 */
export async function measureStalls(
  subject: Subject,
  { callers, rounds, folder, tell }: StallOptions,
): Promise<Stall[]> {
  const standIn = await openStandIn();
  const { pid, loopFile, origin, callFor, stop } = await subject.start(standIn.origin, {
    folder,
    profiles: null,
    ...(process.platform === "linux" ? { held: true as const } : {}),
  });
  try {
    if (pid === undefined || loopFile === null) throw new Error(`${subject.name} runs as several processes`);
    const loop = { pid, file: loopFile };
    const ask = async (): Promise<number> => {
      const startedAt = performance.now();
      await Promise.all(
        KINDS.map((kind) =>
          measureLoad({
            origin,
            call: callFor(kind),
            kind,
            connections: callers,
            forMs: 0,
            requests: callers,
          }),
        ),
      );
      return performance.now() - startedAt;
    };
    // Compiled code and open connections to the stand-in and the database.
    await ask();
    const found: Stall[] = [];
    for (let round = 1; round <= rounds; round++) {
      await loopDelay(loop);
      const tookMs = await ask();
      const { max: longest, p99, held } = await loopDelay(loop);
      found.push({ longest, p99, held, tookMs });
      const cpu = held === null ? "" : `${held.toFixed(1)} ms of CPU in one turn, `;
      tell(
        `round ${round}: ${cpu}${longest.toFixed(1)} ms late at most, p99 ${p99.toFixed(1)} ms, ${tookMs.toFixed(0)} ms in all`,
      );
    }
    return found;
  } finally {
    await stop();
    standIn.close();
  }
}
