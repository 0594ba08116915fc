/**
 * The doors for chats: at each path callers speak one API and are answered in it, errors too.
 * @module
 */
import type { ClientCodec } from "../../registry/apis/codec.ts";
import { clientCodecs } from "../../registry/apis/index.ts";

export interface Surface {
  codec: ClientCodec;
  /** The header in which clients of this API send their key by themselves, without a scheme. */
  keyHeader: string | null;
}

export const SURFACES: Readonly<Record<string, Surface>> = {
  "/v1/chat/completions": { codec: clientCodecs["openai-chat"], keyHeader: null },
  "/v1/responses": { codec: clientCodecs["openai-responses"], keyHeader: null },
  "/v1/messages": { codec: clientCodecs["anthropic-messages"], keyHeader: "x-api-key" },
};

/** The API that a caller at this path reads; OpenAI's where there is no door. */
export const clientCodecAt = (path: string): ClientCodec =>
  (Object.hasOwn(SURFACES, path) ? SURFACES[path] : undefined)?.codec ?? clientCodecs["openai-chat"];
