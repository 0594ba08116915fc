/** The wires of embeddings, by API. @module */
import type { EmbeddingsApiId } from "../../../registry/apis/embeddings-codec.ts";
import { bedrockCohere, titan } from "./bedrock.ts";
import { cohere } from "./cohere.ts";
import { gemini, vertex } from "./google.ts";
import { openai } from "./openai.ts";
import type { EmbeddingsWire } from "./wire.ts";

const WIRES: Readonly<Partial<Record<string, EmbeddingsWire>>> = {
  "openai-embeddings": openai,
  "gemini-embeddings": gemini,
  "vertex-embeddings": vertex,
  "cohere-embeddings": cohere,
  "bedrock-titan-embeddings": titan,
  "bedrock-cohere-embeddings": bedrockCohere,
} satisfies Partial<Record<EmbeddingsApiId, EmbeddingsWire>>;

/** The wire of an API of embeddings. @throws Error when nobody wrote one, which is a fault of the harness */
export function embeddingsWireOf(api: string): EmbeddingsWire {
  const wire = Object.hasOwn(WIRES, api) ? WIRES[api] : undefined;
  if (!wire)
    throw new Error(
      `no simulated wire for embeddings on "${api}": add one to conformance/upstream/embeddings`,
    );
  return wire;
}
