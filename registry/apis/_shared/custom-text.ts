/**
 * Free text as the one argument of a function: how tools without a schema stand where tools have one.
 * @module
 */
import { isObject, type Json, type JsonObject, parseJson } from "../../json.ts";

/** The name of the argument. */
export const CUSTOM_ARGUMENT = "input";

export const customArguments = (text: string): string => JSON.stringify({ [CUSTOM_ARGUMENT]: text });

/** The free text of a call; arguments that are not of this form are shown as they are. */
export function customInput(args: string): string {
  try {
    const value: Json = parseJson(args);
    const input = isObject(value) ? value[CUSTOM_ARGUMENT] : undefined;
    return typeof input === "string" ? input : args;
  } catch {
    return args; // A cut answer leaves half an argument.
  }
}

/**
 * The parameters of a function that takes the text.
 * @param grammar in words: nobody but the maker of such tools can enforce one
 */
export const customParameters = (grammar: string): JsonObject => ({
  type: "object",
  properties: { [CUSTOM_ARGUMENT]: { type: "string", ...(grammar === "" ? {} : { description: grammar }) } },
  required: [CUSTOM_ARGUMENT],
  additionalProperties: false,
});

/** What opens and closes the arguments around a text that comes in pieces, and a piece between them. */
export const CUSTOM_OPENING = `{${JSON.stringify(CUSTOM_ARGUMENT)}:"`;
export const CUSTOM_CLOSING = '"}';
export const customPiece = (text: string): string => JSON.stringify(text).slice(1, -1);
