/**
 * Loads the suite: from the bundle that `npm test` names, in less than half the time, or from the sources, which vitest
 * watches. Plain JavaScript, as the two files that ask for it: beside a bundle nothing has to be compiled, and the compiler's
 * loader takes a second of each process.
 * @module
 */

/** @returns {Promise<typeof import("./suite.ts")>} */
export async function loadSuite() {
  const bundle = process.env.CONFORMANCE_SUITE;
  return bundle === undefined ? import("./suite.ts") : import(/* @vite-ignore */ bundle);
}
