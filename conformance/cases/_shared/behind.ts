/**
 * Answers that wait for something.
 * @module
 */
import type { UpstreamAnswer } from "../../upstream/server.ts";

/** An answer whose body comes when something else is done. */
export function behind(work: Promise<unknown>, answer: UpstreamAnswer): UpstreamAnswer {
  if (answer.kind !== "answer") return answer;
  const { chunks } = answer;
  return {
    ...answer,
    chunks: (async function* () {
      await work;
      yield* chunks;
    })(),
  };
}
