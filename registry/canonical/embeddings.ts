/**
 * The canonical form of a request for embeddings and of its answer, which every API of embeddings translates to and from.
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { Usage, UsageClass, UsageReading } from "./usage.ts";
import { type Vector, vectorLength } from "./vectors.ts";

/** What vectors are asked of. A list of numbers is one input in tokens, not many inputs. */
export type EmbeddingInput =
  | { kind: "texts"; texts: readonly string[] }
  | { kind: "tokens"; tokens: readonly (readonly number[])[] };

export const EMBEDDING_FORMATS = ["float", "base64"] as const;
export type EmbeddingFormat = (typeof EMBEDDING_FORMATS)[number];

/** What the vectors are for, where the model makes different ones: an extension to OpenAI's API, in Cohere's words. */
export const EMBEDDING_PURPOSES = [
  "search_document",
  "search_query",
  "classification",
  "clustering",
] as const;
export type EmbeddingPurpose = (typeof EMBEDDING_PURPOSES)[number];

export interface EmbeddingsRequest {
  model: string;
  input: EmbeddingInput;
  /** How long the vectors are to be; the model's own length where absent. */
  dimensions?: number;
  /** The form in which the caller gets the vectors. */
  format: EmbeddingFormat;
  purpose?: EmbeddingPurpose;
  /** Refuse what an endpoint does not take instead of dropping it (MAP-09). */
  strict: boolean;
  /** The body as the caller wrote it, without the gateway's own fields: it goes to hosts of the same API (MAP-16). */
  body: JsonObject;
}

/** The answer to a request, or to one part of it: a vector for each input, in the order of the inputs. */
export interface EmbeddingsAnswer {
  vectors: readonly Vector[];
  /** The model that says it answered. */
  model: string | null;
  usage: UsageReading;
  /** The provider's own price, where its convention reports one. */
  reportedCost: unknown;
  /** What else stood in an answer of OpenAI's own form (MAP-16). */
  extra: JsonObject;
}

/** How many vectors a request asks for. */
export const inputCount = ({ input }: Pick<EmbeddingsRequest, "input">): number =>
  input.kind === "texts" ? input.texts.length : input.tokens.length;

/** The inputs from `start` to before `end`. */
function inputsBetween(input: EmbeddingInput, start: number, end: number): EmbeddingInput {
  return input.kind === "texts"
    ? { kind: "texts", texts: input.texts.slice(start, end) }
    : { kind: "tokens", tokens: input.tokens.slice(start, end) };
}

/** The request in parts of at most `most` inputs each, in order; itself alone where one part is enough. */
export function splitRequest(request: EmbeddingsRequest, most: number): EmbeddingsRequest[] {
  const count = inputCount(request);
  if (count <= most) return [request];
  const starts = Array.from({ length: Math.ceil(count / most) }, (_, part) => part * most);
  return starts.map((start) => ({ ...request, input: inputsBetween(request.input, start, start + most) }));
}

/** The usage of parts together: known where it is known of each. */
function joinUsage(readings: readonly UsageReading[]): UsageReading {
  const total: Usage = {};
  for (const reading of readings) {
    if (reading.kind !== "known") return reading;
    for (const [name, count] of Object.entries(reading.usage))
      total[name as UsageClass] = (total[name as UsageClass] ?? 0) + count;
  }
  return {
    kind: "known",
    usage: total,
    raw: readings.map((reading) => (reading.kind === "known" ? reading.raw : null)),
  };
}

/**
 * The answers to the parts of a request, in the order of the parts, as one answer.
 * @returns the sentence that says why they are none: vectors of different lengths cannot be compared
 */
export function joinAnswers(answers: readonly EmbeddingsAnswer[]): EmbeddingsAnswer | string {
  const [first, ...more] = answers;
  if (first === undefined) return "it has no parts";
  if (more.length === 0) return first;
  const vectors = answers.flatMap((answer) => answer.vectors);
  const lengths = new Set(vectors.map(vectorLength));
  if (lengths.size > 1) return `its vectors have ${[...lengths].join(" and ")} dimensions`;
  const costs = answers.map(({ reportedCost }) => reportedCost);
  const reportedCost = costs.every((cost) => cost === null) ? null : { parts: costs };
  const usage = joinUsage(answers.map((answer) => answer.usage));
  return { vectors, model: first.model, usage, reportedCost, extra: {} };
}
