/**
 * The parameters that endpoints of Vertex AI take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";

/** Open models on Vertex, behind its OpenAI-compatible path. */
export const VERTEX_OPEN_MODELS = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
] as const satisfies Parameter[];
