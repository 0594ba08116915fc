/**
 * OpenAI's Responses API: typed items in and out, a response object around them, numbered events.
 * @module
 */
import type { ClientCodec } from "../codec.ts";
import { decodeRequest } from "./client/read-request.ts";
import { encodeResponse } from "./client/write-response.ts";
import { encodeStream } from "./client/write-stream.ts";
import { encodeError } from "./errors.ts";
import { writeUsage } from "./usage.ts";

export const openaiResponses: ClientCodec = {
  id: "openai-responses",
  streamType: "text/event-stream",
  decodeRequest,
  encodeResponse,
  encodeStream,
  encodeError,
  writeUsage,
};
