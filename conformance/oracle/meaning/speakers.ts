/**
 * Who writes answers in which API.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Answer } from "./answer.ts";
import type { SpokenApi } from "./holds.ts";
import type { Failure, Habits, Step } from "./speak.ts";
import * as anthropic from "./speak-anthropic.ts";
import * as bedrock from "./speak-bedrock.ts";
import * as cohere from "./speak-cohere.ts";
import * as gemini from "./speak-gemini.ts";
import * as openaiChat from "./speak-openai-chat.ts";
import * as responses from "./speak-responses.ts";

export interface Speaker {
  /** The body of a whole answer. */
  whole(said: Answer, habits: Habits): JsonObject;
  /** The pieces of a stream, each with the usage that has been told by then. */
  stream(said: Answer, habits: Habits): Step[];
  /** What ends a stream that failed before its finish. */
  failure(said: Answer, habits: Habits): Failure;
}

export const SPEAKERS: Readonly<Record<SpokenApi, Speaker>> = {
  "openai-chat": openaiChat,
  "openai-responses": responses,
  "anthropic-messages": anthropic,
  gemini,
  "bedrock-converse": bedrock,
  "cohere-v2": cohere,
};
