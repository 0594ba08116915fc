/**
 * Counts on command lines.
 * @module
 */
import { InvalidArgumentError } from "commander";

/** A whole number from 1 up. @throws InvalidArgumentError for anything else */
export function atLeastOne(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("allowed is a whole number from 1 up.");
  return value;
}
