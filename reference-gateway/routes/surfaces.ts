/**
 * The routes for chats: at each path callers speak one API and are answered in it, errors too.
 * @module
 */
import type { ClientCodec } from "../../registry/apis/codec.ts";
import { clientCodecs } from "../../registry/apis/index.ts";
import { openaiCompletions } from "../../registry/apis/openai-completions/index.ts";

export interface Surface {
  codec: ClientCodec;
  /** The header in which clients of this API send their key by themselves, without a scheme. */
  keyHeader: string | null;
}

export const SURFACES: Readonly<Record<string, Surface>> = {
  "/v1/chat/completions": { codec: clientCodecs["openai-chat"], keyHeader: null },
  "/v1/responses": { codec: clientCodecs["openai-responses"], keyHeader: null },
  "/v1/completions": { codec: openaiCompletions, keyHeader: null },
  "/v1/messages": { codec: clientCodecs["anthropic-messages"], keyHeader: "x-api-key" },
};

/** The API that a caller at this path, or below one, reads; OpenAI's where there is no route. */
export function clientCodecAt(path: string): ClientCodec {
  const [, { codec } = { codec: clientCodecs["openai-chat"] }] =
    Object.entries(SURFACES).find(([route]) => path === route || path.startsWith(`${route}/`)) ?? [];
  return codec;
}
