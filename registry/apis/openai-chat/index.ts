/**
 * The OpenAI chat-completions dialect: the canonical form itself.
 * @module
 */
import type { Dialect } from "../dialect.ts";
import { decodeError, encodeError, isError } from "./errors.ts";
import { addressNative, decodeRequest, encodeRequest, path } from "./request.ts";
import { decodeResponse, encodeResponse } from "./response.ts";
import { decodeStream, encodeStream } from "./stream.ts";
import { readUsage, writeUsage } from "./usage.ts";

export const openaiChat: Dialect = {
  name: "openai-chat",
  streamType: "text/event-stream",
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
