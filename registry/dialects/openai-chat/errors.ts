/**
 * Errors in the OpenAI chat dialect: `{"error": {...}}` and the shapes that compatible hosts send instead.
 * @module
 */
import { type ErrorBody, readErrorText } from "../../errors/body.ts";

/** Reads an error answer of an OpenAI-compatible host, whatever its shape (ERR-01). */
export const decodeError = (text: string): ErrorBody => readErrorText(text);
