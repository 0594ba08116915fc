/**
 * What is wrong with a recording.
 * @module
 */

/** A recording that cannot be trusted. The message names file, field, given value and what is allowed. */
export class RecordingError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "RecordingError";
  }
}
