/**
 * Wrong use of a command: the user is told what to do, without a stack, and the exit code is 2.
 * @module
 */

import { CommanderError } from "commander";

/** Exit codes of every command. */
export const EXIT = { ok: 0, failures: 1, wrongUse: 2 } as const;

/** The message says what was given, what is allowed, and what to do next. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongUse";
  }
}

/** For commands that parse before they do anything: wrong options end them at once, with the exit code of wrong use. */
export function exitAtWrongUse({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? EXIT.ok : EXIT.wrongUse);
}

/** Ends a command with what it threw: help is no failure, wrong use is told in a line. @throws whatever else it is */
export function endWith(error: unknown): void {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
  else if (error instanceof WrongUse) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT.wrongUse;
  } else throw error;
}
