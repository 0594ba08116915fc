/**
 * The OpenAI chat-completions dialect.
 * @module
 */
import type { Dialect } from "../dialect.ts";
import { decodeError } from "./errors.ts";
import { encodeRequest } from "./request.ts";
import { decodeResponse } from "./response.ts";
import { decodeStream } from "./stream.ts";

export const openaiChat: Dialect = {
  name: "openai-chat",
  path: "chat/completions",
  encodeRequest,
  decodeResponse,
  decodeStream,
  decodeError,
};
