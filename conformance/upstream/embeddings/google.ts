/** Google's two forms: Gemini's `:embedContent` and `:batchEmbedContents`, Vertex's `:predict`. @module */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import { textAt } from "./openai.ts";
import type { EmbeddingsWire } from "./wire.ts";

const MODEL = /\/models\/([^/]+):(\w+)$/;

const modelOf = (url: string): string => decodeURIComponent(MODEL.exec(new URL(url).pathname)?.[1] ?? "");

const STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
};

const error = (code: number, message: string): Json => ({
  error: { code, message, status: STATUS[code] ?? "INTERNAL" },
});

const objects = (list: Json | undefined): JsonObject[] => (Array.isArray(list) ? list.filter(isObject) : []);

export const gemini: EmbeddingsWire = {
  isOpenAi: false,
  purpose: () => "RETRIEVAL_QUERY",
  answer: (vectors, tokens) => ({
    headers: [],
    body: {
      ...(vectors.length === 1
        ? { embedding: { values: vectors[0] ?? null } }
        : { embeddings: vectors.map((values) => ({ values })) }),
      // The answer's own spelling of the details, which no chat has.
      ...(tokens === null
        ? {}
        : {
            usageMetadata: {
              promptTokenCount: tokens,
              promptTokenDetails: [{ modality: "TEXT", tokenCount: tokens }],
            },
          }),
    },
  }),
  read: ({ body, url }) => {
    const sent: JsonObject = JSON.parse(body);
    const isBatch = MODEL.exec(new URL(url).pathname)?.[2] === "batchEmbedContents";
    const items = isBatch ? objects(sent.requests) : [sent];
    const model = modelOf(url);
    const names = new Set(items.map((item) => item.model).filter((name) => name !== undefined));
    const isNamed = !isBatch || (names.size === 1 && names.has(`models/${model}`));
    return {
      model: isNamed ? model : `${model} and inside ${[...names].join()}`,
      inputs: items.map((item) => textAt(item, "content", "parts", 0, "text") ?? null),
      alone: !isBatch,
      dimensions: items[0]?.outputDimensionality,
      format: undefined,
      purpose: items[0]?.taskType,
    };
  },
  error,
};

export const vertex: EmbeddingsWire = {
  isOpenAi: false,
  purpose: () => "RETRIEVAL_QUERY",
  answer: (vectors, tokens) => ({
    headers: [],
    body: {
      predictions: vectors.map((values, index) => ({
        embeddings: {
          values,
          // All tokens stand at the first text, so that the sum alone is what was counted.
          ...(tokens === null
            ? {}
            : { statistics: { token_count: index === 0 ? tokens : 0, truncated: false } }),
        },
      })),
    },
  }),
  read: ({ body, url }) => {
    const sent: JsonObject = JSON.parse(body);
    const items = objects(sent.instances);
    return {
      model: modelOf(url),
      inputs: items.map(({ content }) => content ?? null),
      alone: items.length === 1,
      dimensions: textAt(sent, "parameters", "outputDimensionality"),
      format: undefined,
      purpose: items[0]?.task_type,
    };
  },
  error,
};
