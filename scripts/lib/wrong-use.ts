/**
 * Wrong use of a command: the user is told what to do, without a stack, and the exit code is 2.
 * @module
 */

/** Exit codes of every command. */
export const EXIT = { ok: 0, failures: 1, wrongUse: 2 } as const;

/** The message says what was given, what is allowed, and what to do next. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongUse";
  }
}
