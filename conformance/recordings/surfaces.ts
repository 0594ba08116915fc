/**
 * The APIs by the names that recorded traffic has for them.
 * @module
 */
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import type { RecordingMeta } from "./schema.ts";

type Surface = RecordingMeta["surface"];

const API_OF: Readonly<Record<Surface, UpstreamApiId>> = {
  "openai.chat.completions": "openai-chat",
  "openai.responses": "openai-responses",
  "anthropic.messages": "anthropic-messages",
  "gemini.generateContent": "gemini",
  "bedrock.converse": "bedrock-converse",
  "cohere.chat.v2": "cohere-v2",
};

/** The API that a recording is of. */
export const apiOfRecording = ({ meta }: { meta: Pick<RecordingMeta, "surface"> }): UpstreamApiId =>
  API_OF[meta.surface];
