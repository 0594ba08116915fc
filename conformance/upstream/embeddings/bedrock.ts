/** Models on Bedrock by InvokeModel: Titan with one text a call, Cohere in two forms; the header counts. @module */
import type { Json, JsonObject } from "../../../registry/json.ts";
import { readTexts } from "./cohere.ts";
import type { EmbeddingsWire } from "./wire.ts";

const modelOf = (url: string): string =>
  decodeURIComponent(/\/model\/([^/]+)\/invoke$/.exec(new URL(url).pathname)?.[1] ?? "");

const counted = (tokens: number | null): [string, string][] =>
  tokens === null ? [] : [["x-amzn-bedrock-input-token-count", String(tokens)]];

const error = (_status: number, message: string): Json => ({ message });

export const titan: EmbeddingsWire = {
  isOpenAi: false,
  purpose: () => undefined,
  answer: (vectors, tokens) => ({
    headers: counted(tokens),
    body: {
      embedding: vectors[0] ?? null,
      embeddingsByType: { float: vectors[0] ?? null },
      ...(tokens === null ? {} : { inputTextTokenCount: tokens }),
    },
  }),
  read: ({ body, url }) => {
    const sent: JsonObject = JSON.parse(body);
    return {
      model: modelOf(url),
      inputs: [sent.inputText ?? null],
      alone: true,
      dimensions: sent.dimensions,
      format: undefined,
      purpose: undefined,
    };
  },
  error,
};

/** The third version answers with a list, the fourth by type; neither counts in its body. */
export const bedrockCohere: EmbeddingsWire = {
  isOpenAi: false,
  purpose: (word) => word,
  answer: (vectors, tokens, model) => {
    const isFourth = /v4/.test(model);
    return {
      headers: counted(tokens),
      body: {
        id: "8ab1e49a-f303-4e8c-9f40-000000000001",
        texts: vectors.map(() => "a text"),
        embeddings: isFourth ? { float: [...vectors] } : [...vectors],
        response_type: isFourth ? "embeddings_by_type" : "embeddings_floats",
      },
    };
  },
  read: ({ body, url }) => {
    const sent: JsonObject = JSON.parse(body);
    return { model: modelOf(url), ...readTexts(sent) };
  },
  error,
};
