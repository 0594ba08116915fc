/**
 * What the APIs of embeddings have in common: which length is asked for, what hosts without tokens refuse, how usage is
 * told, and the fields that only OpenAI's own form has a place for.
 * @module
 */
import { type EmbeddingsRequest, inputCount } from "../../canonical/embeddings.ts";
import { classify, type UsageConvention, type UsageReading } from "../../canonical/usage.ts";
import { readVectors } from "../../canonical/vectors.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { JsonObject } from "../../json.ts";
import { UnsupportedInput } from "../codec.ts";
import type { DecodedEmbeddings, EmbeddingsContext, EmbeddingsDecodeContext } from "../embeddings-codec.ts";

/** Fields of the caller that become something else, or are the gateway's own: never "dropped". */
const TRANSLATED = ["model", "input", "dimensions", "encoding_format", "input_type"];

/** The texts of a request. @throws UnsupportedInput for tokens, which are those of another tokenizer */
export function textsOf({ input }: EmbeddingsRequest, { endpoint }: EmbeddingsContext): readonly string[] {
  if (input.kind === "texts") return input.texts;
  throw new UnsupportedInput(
    "input",
    `${endpoint.provider} takes texts: tokens cannot be read by another tokenizer than the one that made them`,
  );
}

/**
 * The length to ask for; `undefined` where the model's own is meant.
 * @throws UnsupportedInput for a length that the model does not have, or that the host cannot be asked for
 */
export function dimensionsOf(
  { dimensions }: Pick<EmbeddingsRequest, "dimensions">,
  { endpoint, traits }: EmbeddingsContext,
): number | undefined {
  if (dimensions === undefined) return undefined;
  const { vector } = endpoint;
  if (vector?.size === dimensions && (vector.sizes === undefined || traits.dimensionsField === null))
    return undefined;
  const refuse = (allowed: string) =>
    new UnsupportedInput("dimensions", `vectors of ${dimensions} dimensions are not offered, but ${allowed}`);
  if (traits.dimensionsField === null) throw refuse("only the model's own length");
  const sizes = vector === undefined ? { most: Number.POSITIVE_INFINITY } : vector.sizes;
  if (sizes === undefined) throw refuse(`only ${vector?.size}`);
  if (Array.isArray(sizes)) {
    if (!sizes.includes(dimensions)) throw refuse(sizes.join(", "));
  } else if (dimensions > sizes.most) throw refuse(`1 to ${sizes.most}`);
  return dimensions;
}

/** The length that the vectors of an answer must have; `null` where nobody knows it. */
export const expectedSize = (request: EmbeddingsRequest, endpoint: Endpoint): number | null =>
  request.dimensions ?? endpoint.vector?.size ?? null;

/** What of a body no other API has a place for, by name; nulls ask for nothing. */
export const untranslated = (body: JsonObject, alsoTaken: readonly string[] = []): string[] =>
  Object.entries(body).flatMap(([name, value]) =>
    value === null || value === undefined || [...TRANSLATED, ...alsoTaken].includes(name) ? [] : [name],
  );

/** Counts of an answer: a host that counts nothing for an input that is there has not counted (USE-05). */
export function readPromptTokens(
  counts: { prompt: number | undefined; total?: number | undefined },
  convention: UsageConvention,
  raw: unknown,
): UsageReading {
  const { prompt = counts.total, total } = counts;
  if (prompt === undefined) return { kind: "unknown" };
  if (prompt === 0)
    return { kind: "contradictory", problem: "0 tokens are counted for an input that is not empty", raw };
  return classify({ prompt, completion: 0, ...(total === undefined ? {} : { total }) }, convention, raw);
}

/** A count in a header of digits; `undefined` where there is none. */
export function countInHeader(headers: Pick<Headers, "get">, name: string): number | undefined {
  const text = headers.get(name);
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

/** An answer that is a plain list of vectors in the order of the inputs. */
export function answerOf(
  given: readonly unknown[],
  { request, endpoint }: EmbeddingsDecodeContext,
  usage: UsageReading,
): DecodedEmbeddings {
  const read = readVectors(given, {
    count: inputCount(request),
    expected: expectedSize(request, endpoint),
  });
  if (!read.ok) return read;
  const { vectors } = read;
  const model = endpoint.providerModelId;
  return { ok: true, answer: { vectors, model, usage, reportedCost: null, extra: {} } };
}
