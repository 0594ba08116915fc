/** Cohere's form: vectors by type, without indexes and without a model. @module */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { EmbeddingsWire } from "./wire.ts";

export const cohere: EmbeddingsWire = {
  isOpenAi: false,
  purpose: (word) => word,
  answer: (vectors, tokens) => ({
    headers: tokens === null ? [] : [["num_tokens", String(tokens)]],
    body: {
      id: "74d7aae4-2939-4002-b4d4-000000000001",
      // The third version gives texts back in small letters: they are no input of anybody's.
      texts: vectors.map(() => "a text in small letters"),
      embeddings: { float: [...vectors] },
      meta: {
        api_version: { version: "2" },
        ...(tokens === null ? {} : { billed_units: { input_tokens: tokens } }),
      },
      response_type: "embeddings_by_type",
    },
  }),
  read: ({ body }) => {
    const sent: JsonObject = JSON.parse(body);
    return { model: String(sent.model), ...readTexts(sent) };
  },
  error: (_status, message) => ({ id: "74d7aae4-2939-4002-b4d4-000000000002", message }),
};

/** What Cohere's models are sent wherever they run. */
export const readTexts = (sent: JsonObject) => ({
  inputs: (Array.isArray(sent.texts) ? sent.texts : []) as Json[],
  alone: false,
  dimensions: sent.output_dimension,
  format: undefined,
  purpose: sent.input_type,
});
