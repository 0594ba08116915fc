/**
 * A model id as one step of a path.
 * @module
 */
import { UnsupportedInput } from "../codec.ts";

/**
 * Encodes an id, slashes and colons too (MAP-01).
 * @throws UnsupportedInput for an id that would be another step of the path, or is no whole text
 */
export function pathSegment(id: string): string {
  // URL parsers read `%2e` as a dot, so no encoding keeps these two.
  if (/^(?:\.|%2e){1,2}$/i.test(id) || /\p{Surrogate}/u.test(id))
    throw new UnsupportedInput("model", "the model's name cannot stand in a path");
  return encodeURIComponent(id);
}
