/**
 * Anthropic's messages dialect: typed content blocks, a system prompt beside the conversation, named stream events.
 * @module
 */
import type { Codec } from "../codec.ts";
import { passAnswer } from "./client/pass-answer.ts";
import { passStream } from "./client/pass-stream.ts";
import { decodeError, encodeError, isError } from "./errors.ts";
import { addressNative, beside, decodeRequest, encodeRequest, path } from "./request.ts";
import { decodeResponse, encodeResponse } from "./response.ts";
import { decodeStream, encodeStream } from "./stream.ts";
import { readUsage, writeUsage } from "./usage.ts";

export const anthropicMessages: Codec = {
  id: "anthropic-messages",
  streamType: "text/event-stream",
  answers: { stream: passStream, whole: passAnswer },
  path,
  encodeRequest,
  addressNative,
  beside,
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
