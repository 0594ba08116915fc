/**
 * OpenAI's legacy completions, between callers and hosts that both speak them: what is sent and answered passes as it is.
 * @module
 */
import type { Codec } from "../codec.ts";
import { decodeError, encodeError, isError } from "../openai-chat/errors.ts";
import { readUsage, writeUsage } from "../openai-chat/usage.ts";
import { addressNative, decodeRequest, encodeRequest, passOn, path } from "./request.ts";
import { decodeResponse, decodeStream, encodeResponse, encodeStream, passStream } from "./response.ts";

export const openaiCompletions: Codec = {
  id: "openai-completions",
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
