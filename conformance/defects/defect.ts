/**
 * A planted defect: a way in which a real gateway was broken, as a wrapper around one part of ours. It turns at least
 * one case of a requirement that it breaks red; that is the proof that the case can fail.
 * @module
 */
import type { RequirementId } from "../requirements/index.ts";
import type { Around, Plant } from "../targets/reference.ts";

export interface Defect {
  /** `<area>.<what-is-wrong>`. */
  id: string;
  title: string;
  /** Where such a defect was seen: `owner/repo#n`, or "own" where it came out of our own work. */
  seenIn: string;
  /** The requirements that it breaks; a case of at least one of them must turn red. */
  breaks: readonly RequirementId[];
  /** The providers to run it against; deepinfra unless told. */
  providers?: readonly string[];
  plant: Plant;
  /** For faults of the routes themselves, which no part holds. */
  around?: Around;
}
