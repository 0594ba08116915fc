/**
 * The APIs by the names that recorded traffic has for them.
 * @module
 */
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { isObject, type Json } from "../../registry/json.ts";
import type { RecordingMeta } from "./schema.ts";

type Surface = RecordingMeta["surface"];

/** The names of the APIs. */
export const SURFACE_OF = {
  "openai-chat": "openai.chat.completions",
  "openai-responses": "openai.responses",
  "anthropic-messages": "anthropic.messages",
  gemini: "gemini.generateContent",
  "bedrock-converse": "bedrock.converse",
  "cohere-v2": "cohere.chat.v2",
} as const satisfies Readonly<Record<UpstreamApiId, Surface>>;

const API_OF = Object.fromEntries(
  Object.entries(SURFACE_OF).map(([api, surface]) => [surface, api]),
) as Readonly<Record<Surface, UpstreamApiId>>;

/** The API that a recording is of. */
export const apiOfRecording = ({ meta }: { meta: Pick<RecordingMeta, "surface"> }): UpstreamApiId =>
  API_OF[meta.surface];

/** The API that a `recording.json` names, of which nothing else is checked; `undefined` where it names none that there is. */
export function apiNamedIn(meta: Json): UpstreamApiId | undefined {
  const named = isObject(meta) ? meta.surface : undefined;
  return Object.entries(API_OF).find(([surface]) => surface === named)?.[1];
}
