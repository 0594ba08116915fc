/**
 * Spreads what arrives at once over turns of the event loop: a thousand requests in one packet burst would otherwise be
 * begun in a single turn, and nothing else would be served meanwhile.
 * @module
 */

/** How many requests are begun in one turn: a few milliseconds of work. */
export const BEGUN_PER_TURN = 4;

/** Begins work, now or in a later turn, in the order in which it came. */
export type Pace = (work: () => void) => void;

/** @param nextTurn calls back in the next turn of the loop, after what is ready in this one */
export function createPace(
  perTurn: number,
  nextTurn: (callback: () => void) => unknown = setImmediate,
): Pace {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let isArmed = false;
  const arm = (): void => {
    if (isArmed) return;
    isArmed = true;
    nextTurn(turn);
  };
  const begin = (work: () => void): void => {
    begun += 1;
    arm();
    work();
  };
  const turn = (): void => {
    isArmed = false;
    begun = 0;
    for (const work of waiting.splice(0, perTurn)) begin(work);
  };
  return (work) => {
    if (begun < perTurn && waiting.length === 0) begin(work);
    else waiting.push(work);
  };
}
