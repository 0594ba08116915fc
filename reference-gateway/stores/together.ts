/**
 * Work that many ask for at once, done for all of them together: one piece at a time, and what is asked meanwhile is the next
 * piece. Whoever is alone waits for nobody; under load there are few pieces, and they do not wait for each other's locks.
 * @module
 */

interface Asked<Ask, Answer> {
  ask: Ask;
  resolve(answer: Answer): void;
  reject(cause: unknown): void;
}

/**
 * @param work answers each of what it is given, in the same order; where it rejects, everybody of the piece is told
 * @param most what one piece holds at most
 */
export function together<Ask, Answer>(
  work: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  most: number,
): (ask: Ask) => Promise<Answer> {
  const waiting: Asked<Ask, Answer>[] = [];
  let busy = false;
  const doPiece = async (piece: readonly Asked<Ask, Answer>[]): Promise<void> => {
    try {
      const answers = await work(piece.map(({ ask }) => ask));
      if (answers.length !== piece.length)
        throw new RangeError(`${piece.length} were asked together, and ${answers.length} were answered`);
      for (const [index, answer] of answers.entries()) piece[index]?.resolve(answer);
    } catch (cause) {
      for (const { reject } of piece) reject(cause);
    }
  };
  const run = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) await doPiece(waiting.splice(0, most));
    busy = false;
  };
  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (!busy) void run();
    });
}
