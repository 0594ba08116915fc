/**
 * Content that only one API has words for: kept as it came, for endpoints of that API, and refused by name at others
 * (MAP-16, RES-07).
 * @module
 */
import { isObject, type JsonObject, textOrNull } from "../json.ts";

/** The field of a message that holds it. */
export const ONLY_ON = "only_on";

export interface OnlyOn {
  /** The id of the API. */
  api: string;
  /** Where in the caller's body the first such thing stands. */
  place: string;
  /** What it is, in the API's own word. */
  type: string;
  /** All of the content, in the API's form. */
  blocks: JsonObject[];
}

export const onlyOn = (only: OnlyOn): JsonObject => ({ [ONLY_ON]: { ...only } });

/** What a message holds for one API only; `null` where there is nothing such. */
export function readOnlyOn(message: object): OnlyOn | null {
  const only = (message as JsonObject)[ONLY_ON];
  if (!isObject(only) || !Array.isArray(only.blocks)) return null;
  return {
    api: textOrNull(only.api) ?? "",
    place: textOrNull(only.place) ?? "messages",
    type: textOrNull(only.type) ?? "unknown",
    blocks: only.blocks.filter(isObject),
  };
}
