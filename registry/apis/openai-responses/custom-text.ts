/**
 * Free text as the one argument of a function: how tools without a schema stand where tools have one.
 * @module
 */
import { isObject, type Json, parseJson } from "../../json.ts";

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
