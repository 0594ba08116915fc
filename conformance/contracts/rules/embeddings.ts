/**
 * Embeddings: how many inputs, and of what size.
 * @module
 */
import type { ContractApi, Rule } from "../contract.ts";
import { type JsonObject, step } from "../json.ts";
import { first, rule } from "./define.ts";

const OPENAI: readonly ContractApi[] = ["openai-embeddings"];
const COHERE: readonly ContractApi[] = ["cohere-embed"];
const texts = (count: number): string[] => Array.from({ length: count }, () => "tide");
const COHERE_BASE: JsonObject = { input_type: "search_query", embedding_types: ["float"] };

export const EMBEDDING_RULES: readonly Rule[] = [
  rule("openai.embeddings.dimensions", {
    apis: OPENAI,
    hosts: ["openai", "azure"],
    repair: "send at least one dimension, or leave it out",
    find: ({ dimensions }) =>
      typeof dimensions === "number" && dimensions < 1
        ? {
            pointer: "/dimensions",
            seen: dimensions,
            message: `${dimensions} is less than the minimum of 1 - 'dimensions'`,
          }
        : null,
    example: { refused: { dimensions: -1 }, accepted: { dimensions: 1 } },
  }),
  rule("openai.embeddings.input", {
    apis: OPENAI,
    hosts: ["openai", "azure"],
    repair: "send 1 to 2048 inputs, none of them empty",
    find: ({ input }) => {
      const wrong = { pointer: "/input", message: "'$.input' is invalid. Please check the API reference." };
      if (input === "" || (Array.isArray(input) && (input.length === 0 || input.length > 2048)))
        return { ...wrong, seen: Array.isArray(input) ? input.length : input };
      return first(Array.isArray(input) ? input.entries() : [], ([at, item]) =>
        item === "" || (Array.isArray(item) && item.length === 0)
          ? { ...wrong, pointer: step("/input", at), seen: item }
          : null,
      );
    },
    example: { refused: { input: texts(2049) }, accepted: { input: texts(2048) } },
  }),
  rule("cohere.embed.texts", {
    apis: COHERE,
    repair: "send at most 96 texts a call",
    find: ({ texts: list }) =>
      Array.isArray(list) && list.length > 96
        ? {
            pointer: "/texts",
            seen: list.length,
            message: `invalid request: total number of texts must be at most 96, received ${list.length}`,
          }
        : null,
    example: {
      refused: { ...COHERE_BASE, texts: texts(97) },
      accepted: { ...COHERE_BASE, texts: texts(96) },
    },
  }),
];
