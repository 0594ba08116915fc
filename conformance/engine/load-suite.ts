/**
 * Loads the suite: from the bundle that `npm test` names, in less than half the time, or from the sources, which vitest
 * watches.
 * @module
 */

/** @returns the module `suite.ts` */
export async function loadSuite(): Promise<typeof import("./suite.ts")> {
  const bundle = process.env.CONFORMANCE_SUITE;
  return bundle === undefined ? import("./suite.ts") : import(/* @vite-ignore */ bundle);
}
