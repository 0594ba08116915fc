/**
 * How codecs say that something cannot be read: deep inside it is thrown, as one of these errors or as `UnsupportedInput`,
 * and the edge of a decoder makes it the result that its caller gets.
 * @module
 */
import { type DecodedRequest, type DecodedResponse, UnsupportedInput } from "../codec.ts";

/** Thrown for an answer that is none; the message says what is missing (RES-05). */
export class Unusable extends Error {
  override readonly name = "Unusable";
}

/** Thrown for a request that is wrong in itself, at a place in its body (ERR-08). */
export class Malformed extends Error {
  override readonly name = "Malformed";
  readonly param: string;
  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

/** What reading an answer comes to. */
export function answered(read: () => DecodedResponse): DecodedResponse {
  try {
    return read();
  } catch (error) {
    // A fault of ours is no answer and no refusal.
    if (!(error instanceof Unusable)) throw error;
    return { ok: false, problem: error.message };
  }
}

/** What reading a caller's request comes to. */
export function requested(read: () => DecodedRequest): DecodedRequest {
  try {
    return read();
  } catch (error) {
    const unsupported = error instanceof UnsupportedInput;
    // A fault of ours is no answer and no refusal.
    if (!unsupported && !(error instanceof Malformed)) throw error;
    const { param, message } = error;
    return { ok: false, param, message: `${param}: ${message}`, unsupported };
  }
}
