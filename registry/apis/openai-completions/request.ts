/**
 * Requests of OpenAI's legacy completions: prompts in, texts out. They go to endpoints of this API only, as they were
 * written; read they are for their plan, their limits and their reservation.
 * @module
 */
import { z } from "zod";
import { type ChatRequest, ModelName } from "../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../json.ts";
import { list } from "../../limits/lists.ts";
import { refusalOf } from "../_shared/issue.ts";
import { type DecodedRequest, type EncodeContext, type EncodedRequest, UnsupportedInput } from "../codec.ts";

const Tokens = list("prompt", z.int().nonnegative(), { min: 1 });
const Count = z.int().positive();

/** One prompt, or several; each a text, or tokens of the model's own. */
const Prompt = z.union([
  z.string(),
  list("inputs", z.string(), { min: 1 }),
  Tokens,
  list("inputs", Tokens, { min: 1 }),
]);

/** OpenAI's specification of /v1/completions. Unknown keys stay: where the caller pays they reach the provider. */
const CompletionsRequest = z.looseObject({
  model: ModelName,
  prompt: Prompt,
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  strict: z.boolean().optional(),
  suffix: z.string().nullish(),
  max_tokens: z.int().nonnegative().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: Count.max(128).nullish(),
  best_of: Count.max(20).nullish(),
  echo: z.boolean().nullish(),
  logprobs: z.int().nonnegative().nullish(),
  stop: z.union([z.string(), list("stop", z.string())]).nullish(),
  seed: z.int().nullish(),
  user: z.string().nullish(),
});
type CompletionsRequest = z.infer<typeof CompletionsRequest>;

/** Fields that cost nothing beside the tokens that they lead to. */
const PRICED = [
  "model",
  "messages",
  "prompt",
  "stream",
  "stream_options",
  "strict",
  "suffix",
  "max_tokens",
  "temperature",
  "top_p",
  "n",
  "best_of",
  "echo",
  "logprobs",
  "stop",
  "seed",
  "user",
  "frequency_penalty",
  "presence_penalty",
  "logit_bias",
  "top_k",
  "min_p",
  "repetition_penalty",
];

/** Fields of a request that nobody listed: they may have a price. */
export const strayFields = (request: ChatRequest): string[] =>
  Object.keys(request).filter((name) => !PRICED.includes(name));

/** The prompts, each a text or a list of tokens. */
function promptsOf(prompt: CompletionsRequest["prompt"]): readonly (string | readonly number[])[] {
  if (typeof prompt === "string") return [prompt];
  const tokens = prompt.filter((one) => typeof one === "number");
  return tokens.length > 0 ? [tokens] : prompt.filter((one) => typeof one !== "number");
}

/** How many prompts a request has, and how many texts are generated for all of them. */
export function counted(request: ChatRequest): { prompts: number; texts: number; echo: boolean } {
  const { data } = CompletionsRequest.safeParse(request);
  if (data === undefined) return { prompts: 1, texts: 1, echo: false };
  const prompts = promptsOf(data.prompt).length;
  return { prompts, texts: prompts * Math.max(data.n ?? 1, data.best_of ?? 1), echo: data.echo === true };
}

/** The texts of the prompts as a chat has them; of tokens only their author knows the text. */
const wordsOf = (prompt: CompletionsRequest["prompt"]): string =>
  promptsOf(prompt)
    .map((one) => (typeof one === "string" ? one : JSON.stringify(one)))
    .join("\n");

/** Reads a caller's request. */
export function decodeRequest(body: Json): DecodedRequest {
  if (isObject(body) && body.prompt === undefined && body.messages !== undefined) {
    const message = "messages: this API takes a prompt; send messages to /v1/chat/completions";
    return { ok: false, param: "messages", message, unsupported: false };
  }
  const parsed = CompletionsRequest.safeParse(body);
  if (!parsed.success) return refusalOf(parsed.error);
  const { max_tokens: limit, ...asked } = parsed.data;
  const request: ChatRequest = {
    ...asked,
    ...(typeof limit === "number" ? { max_tokens: limit } : {}),
    messages: [{ role: "user", content: wordsOf(asked.prompt) }],
  };
  return { ok: true, request };
}

export const path = (): string => "completions";

export const addressNative = (body: JsonObject, providerModelId: string): JsonObject => ({
  ...body,
  model: providerModelId,
});

/** The usage of a stream is asked for, whether or not the caller wants it: it is the bill. */
const withUsage = (body: JsonObject): JsonObject => {
  if (body.stream !== true) return body;
  const options = isObject(body.stream_options) ? body.stream_options : {};
  return { ...body, stream_options: { ...options, include_usage: true } };
};

/** The caller's body for an endpoint of the same API. Fields without a known price are refused before (BIL-06). */
export const passOn = (body: JsonObject): EncodedRequest => ({
  body: withUsage(without(body, ["strict"])),
  dropped: [],
});

/** @throws UnsupportedInput for a chat, which this API has no place for */
export function encodeRequest(request: ChatRequest, { endpoint }: EncodeContext): EncodedRequest {
  if (request.prompt === undefined)
    throw new UnsupportedInput("messages", "legacy completions take a prompt, not messages");
  const body = without(request as JsonObject, ["messages"]);
  return passOn(addressNative(body, endpoint.providerModelId));
}
