/**
 * What commands on the gateway's stores have in common: what is wrong is one line, and the exit code says whose fault it is.
 * @module
 */
import { ConfigError } from "../../reference-gateway/config.ts";
import { StorageError } from "../../reference-gateway/stores/stores.ts";
import { EXIT, WrongUse } from "./wrong-use.ts";

const complain = (line: string): boolean => process.stderr.write(`error: ${line}\n`);

/**
 * Runs the work of a command.
 * @param failures errors besides those of the storage that are told in their own words, with exit code 1
 * @returns the exit code
 */
export async function withStores(
  work: () => Promise<number>,
  ...failures: (abstract new (
    ...given: never[]
  ) => Error)[]
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof WrongUse) {
      complain(error.message);
      return EXIT.wrongUse;
    }
    const told = [StorageError, ...failures].some((kind) => error instanceof kind);
    if (!told || !(error instanceof Error)) throw error;
    complain(`${error.name === "CatalogueError" ? "the catalogue: " : ""}${error.message}`);
    return EXIT.failures;
  }
}
