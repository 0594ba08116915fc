/**
 * Requests for embeddings in OpenAI's form: read from callers, written to hosts that speak it too.
 * @module
 */
import { z } from "zod";
import { ModelName } from "../../canonical/chat.ts";
import {
  EMBEDDING_FORMATS,
  EMBEDDING_PURPOSES,
  type EmbeddingInput,
  type EmbeddingsRequest,
} from "../../canonical/embeddings.ts";
import { isObject, type Json, type JsonObject, without } from "../../json.ts";
import { list } from "../../limits/lists.ts";
import { dimensionsOf, untranslated } from "../_shared/embeddings.ts";
import { refusalOf } from "../_shared/issue.ts";
import { type EncodedRequest, UnsupportedInput } from "../codec.ts";
import type { DecodedEmbeddingsRequest, EmbeddingsContext } from "../embeddings-codec.ts";

const Text = z.string().min(1, { error: "an input that is not empty" });
const Token = z.int().nonnegative();
const Tokens = list("tokens", Token, { min: 1 });

const ONE_TEXT = Text.transform((text): EmbeddingInput => ({ kind: "texts", texts: [text] }));
const TEXTS = list("inputs", Text, { min: 1 }).transform(
  (texts): EmbeddingInput => ({ kind: "texts", texts }),
);
const ONE_IN_TOKENS = Tokens.transform((tokens): EmbeddingInput => ({ kind: "tokens", tokens: [tokens] }));
const MANY_IN_TOKENS = list("inputs", Tokens, { min: 1 }).transform(
  (tokens): EmbeddingInput => ({ kind: "tokens", tokens }),
);

/** The form of an input, by its first item: not a union, whose errors would name neither. */
function formOf(given: unknown): z.ZodType<EmbeddingInput> {
  if (typeof given === "string") return ONE_TEXT;
  const [first] = Array.isArray(given) ? given : [];
  if (typeof first === "number") return ONE_IN_TOKENS;
  return Array.isArray(first) ? MANY_IN_TOKENS : TEXTS;
}

const Input = z.unknown().transform((given, context): EmbeddingInput => {
  if (typeof given !== "string" && !Array.isArray(given)) {
    context.addIssue({ code: "custom", message: "a text, texts, or the same in tokens" });
    return z.NEVER;
  }
  const read = formOf(given).safeParse(given);
  if (read.success) return read.data;
  for (const issue of read.error.issues)
    context.issues.push({ ...issue, input: given } as z.core.$ZodRawIssue);
  return z.NEVER;
});

const Body = z.looseObject({
  model: ModelName,
  input: Input,
  dimensions: z.int().positive().nullish(),
  encoding_format: z.enum(EMBEDDING_FORMATS).nullish(),
  input_type: z.enum(EMBEDDING_PURPOSES).nullish(),
  user: z.string().nullish(),
  strict: z.boolean().nullish(),
});

/** Fields that only the gateway reads. */
const GATEWAY_ONLY = ["strict"];

/** Reads a caller's request. */
export function decodeRequest(body: Json): DecodedEmbeddingsRequest {
  const read = Body.safeParse(body);
  if (!read.success) return refusalOf(read.error);
  const { model, input, dimensions, encoding_format, input_type, strict } = read.data;
  const request: EmbeddingsRequest = {
    model,
    input,
    format: encoding_format ?? "float",
    strict: strict === true,
    body: without(isObject(body) ? body : {}, GATEWAY_ONLY),
    ...(dimensions ? { dimensions } : {}),
    ...(input_type ? { purpose: input_type } : {}),
  };
  return { ok: true, request };
}

/** The inputs of this part in the form in which the caller wrote them: one alone, or a list. */
function inputFor({ input, body }: EmbeddingsRequest): Json {
  const items = input.kind === "texts" ? input.texts : input.tokens.map((tokens) => [...tokens]);
  const [first = null] = items;
  const given = body.input;
  const isAlone = typeof given === "string" || (Array.isArray(given) && typeof given[0] === "number");
  return isAlone && items.length === 1 ? first : [...items];
}

/**
 * Writes a request to a host of this API: what the caller wrote, under the host's names for it.
 * @throws UnsupportedInput
 */
export function encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest {
  const { endpoint, traits } = context;
  const { input, body, purpose, format } = request;
  if (input.kind === "tokens" && traits.tokensFor !== endpoint.author)
    throw new UnsupportedInput("input", `${endpoint.id} takes texts, not tokens`);
  const dimensions = dimensionsOf(request, context);
  const kept: JsonObject = Object.fromEntries(untranslated(body).map((name) => [name, body[name]]));
  const { purposeField, dimensionsField } = traits;
  const written: JsonObject = { model: endpoint.providerModelId, input: inputFor(request), ...kept };
  // Where nothing was asked for, hosts answer in numbers by themselves.
  if (body.encoding_format !== undefined && body.encoding_format !== null)
    written.encoding_format = traits.base64 ? format : "float";
  if (dimensions !== undefined && dimensionsField !== null) written[dimensionsField] = dimensions;
  if (purpose !== undefined && purposeField !== null) written[purposeField] = purpose;
  return { body: written, dropped: purpose !== undefined && purposeField === null ? ["input_type"] : [] };
}
