/** OpenAI's form: `POST /embeddings`, the vectors with indexes. @module */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { EmbeddingsWire } from "./wire.ts";

/** A list of numbers is one input in tokens. */
const isOne = (input: Json | undefined): boolean =>
  typeof input === "string" || (Array.isArray(input) && typeof input[0] === "number");

export const openai: EmbeddingsWire = {
  isOpenAi: true,
  purpose: () => undefined,
  answer: (vectors, tokens, model) => ({
    headers: [],
    body: {
      object: "list",
      data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
      model,
      ...(tokens === null ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } }),
    },
  }),
  read: ({ body, url }) => {
    const sent: JsonObject = JSON.parse(body);
    const alone = isOne(sent.input);
    const [, deployment] = /\/deployments\/([^/]+)\//.exec(new URL(url).pathname) ?? [];
    return {
      model: deployment === undefined ? String(sent.model) : decodeURIComponent(deployment),
      inputs: alone ? [sent.input ?? null] : Array.isArray(sent.input) ? sent.input : [],
      alone,
      // Mistral has another name for it.
      dimensions: sent.dimensions ?? sent.output_dimension,
      format: sent.encoding_format,
      purpose: sent.input_type,
    };
  },
  error: (status, message) => ({
    error: {
      message,
      type: status < 500 ? "invalid_request_error" : "server_error",
      param: null,
      code: null,
    },
  }),
};

/** The text of an object's field. */
export const textAt = (value: Json | undefined, ...path: (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (at, key) =>
      typeof key === "number"
        ? Array.isArray(at)
          ? at[key]
          : undefined
        : isObject(at)
          ? at[key]
          : undefined,
    value,
  );
