/**
 * Waiting for what happens on connections of this process, without a clock.
 * @module
 */

/** So many turns of the event loop bring whatever is on its way between two sockets of one process. */
const TURNS = 500;

/** Resolves when a count has stood still: nothing more is on its way. */
export async function untilQuiet(count: () => number): Promise<void> {
  let before = -1;
  while (count() !== before) {
    before = count();
    for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
  }
}
