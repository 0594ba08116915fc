/** EMB: POST /v1/embeddings at every endpoint that makes vectors, in both modes. @module */
import type { EmbeddingsCase } from "../../engine/case.ts";
import { answerCases } from "./answers.ts";
import { clientCases } from "./clients.ts";
import { nothingCases } from "./nothing.ts";
import { ownEmbeddingsCases } from "./own.ts";
import { refusalCases } from "./refusals.ts";

export const embeddingsCases: readonly EmbeddingsCase[] = [
  ...answerCases,
  ...clientCases,
  ...ownEmbeddingsCases,
  ...refusalCases,
  ...nothingCases,
];
