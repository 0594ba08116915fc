/**
 * A function call of Gemini's whose arguments come in pieces.
 * @module
 */
import type { Json, JsonObject } from "../../registry/json.ts";
import { objectAt } from "./wire-events.ts";

/** The pieces in which a call's arguments come, where they are flat. */
function pieceOf([name, value]: [string, Json | undefined]): JsonObject | null {
  const jsonPath = `$.${name}`;
  if (typeof value === "string") return { jsonPath, stringValue: value };
  if (typeof value === "number") return { jsonPath, numberValue: value };
  return typeof value === "boolean" ? { jsonPath, boolValue: value } : null;
}

/** The parts of such a call; `null` where its arguments are not flat, or there are none. */
export function callInPieces(part: JsonObject): JsonObject[] | null {
  const { args, ...call } = objectAt(part.functionCall);
  const pieces = Object.entries(objectAt(args)).map(pieceOf);
  if (pieces.length === 0 || pieces.includes(null) || call.partialArgs !== undefined) return null;
  return [
    { ...part, functionCall: { ...call, willContinue: true } },
    ...pieces.map((piece) => ({ functionCall: { partialArgs: [piece], willContinue: true } })),
    { functionCall: {} },
  ];
}
