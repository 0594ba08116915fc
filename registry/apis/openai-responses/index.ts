/**
 * OpenAI's Responses API: typed items in and out, a response object around them, numbered events.
 * @module
 */
import type { Codec } from "../codec.ts";
import { passOn } from "./client/pass-on.ts";
import { passStream } from "./client/pass-stream.ts";
import { decodeError, encodeError, isError } from "./errors.ts";
import { addressNative, decodeRequest, encodeRequest, path } from "./request.ts";
import { decodeResponse, encodeResponse } from "./response.ts";
import { decodeStream, encodeStream } from "./stream.ts";
import { readUsage, writeUsage } from "./usage.ts";

export const openaiResponses: Codec = {
  id: "openai-responses",
  streamType: "text/event-stream",
  passage: { request: passOn, stream: passStream },
  path,
  encodeRequest,
  addressNative,
  decodeRequest,
  decodeResponse,
  encodeResponse,
  decodeStream,
  encodeStream,
  decodeError,
  encodeError,
  isError,
  readUsage,
  writeUsage,
};
