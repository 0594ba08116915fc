/**
 * The doors for chats: at each path callers speak one dialect and are answered in it, errors too.
 * @module
 */
import type { ClientCodec } from "../../registry/apis/dialect.ts";
import { dialects } from "../../registry/apis/index.ts";
import { openaiResponses } from "../../registry/apis/openai-responses/index.ts";

export interface Surface {
  dialect: ClientCodec;
  /** The header in which clients of this dialect send their key by themselves, without a scheme. */
  keyHeader: string | null;
}

export const SURFACES: Readonly<Record<string, Surface>> = {
  "/v1/chat/completions": { dialect: dialects["openai-chat"], keyHeader: null },
  "/v1/responses": { dialect: openaiResponses, keyHeader: null },
  "/v1/messages": { dialect: dialects["anthropic-messages"], keyHeader: "x-api-key" },
};

/** The dialect that a caller at this path reads; OpenAI's where there is no door. */
export const dialectAt = (path: string): ClientCodec =>
  (Object.hasOwn(SURFACES, path) ? SURFACES[path] : undefined)?.dialect ?? dialects["openai-chat"];
