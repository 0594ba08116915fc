/**
 * Where each API carries reasoning back, and what its provider demands of it.
 * @module
 */
import type { ContractApi } from "../contract.ts";
import { dig, isText, type JsonObject, step } from "../json.ts";
import { bareModel } from "../models/model.ts";
import { converseMessages } from "../rules/bedrock-view.ts";
import { type FactId, listed } from "../rules/define.ts";
import { either, geminiTurns, spelt } from "../rules/gemini-view.ts";
import { type ReasoningOrigin, signReasoning } from "./signatures.ts";

/** A signature or encrypted reasoning in a body. */
export interface Carried {
  pointer: string;
  signature: string;
  /** The text that the signature covers; empty where it covers none. */
  text: string;
}

export interface ReasoningPlaces {
  find(body: JsonObject): Iterable<Carried>;
  /** What of the origin must be the same as what is asked now. */
  same: readonly (keyof ReasoningOrigin)[];
  /** Whether a signature covers the text of its reasoning. */
  coversText: boolean;
  fact: FactId;
  message(pointer: string): string;
  code?: string;
  /** Values that the provider documents as placeholders. */
  placeholders?: readonly string[];
}

function* claude(body: JsonObject): Generator<Carried> {
  for (const [at, { content }] of listed(body.messages, "/messages"))
    for (const [pointer, { type, signature, thinking, data }] of listed(content, step(at, "content"))) {
      if (type === "thinking" && isText(signature))
        yield { pointer: step(pointer, "signature"), signature, text: isText(thinking) ? thinking : "" };
      if (type === "redacted_thinking" && isText(data))
        yield { pointer: step(pointer, "data"), signature: data, text: "" };
    }
}

function* converse(body: JsonObject): Generator<Carried> {
  for (const { blocks } of converseMessages(body))
    for (const { kind, value, pointer } of blocks) {
      if (kind !== "reasoningContent") continue;
      const { signature, text } = (dig(value, "reasoningText") ?? {}) as JsonObject;
      if (isText(signature))
        yield { pointer: `${pointer}/reasoningText/signature`, signature, text: isText(text) ? text : "" };
      const redacted = value.redactedContent;
      if (isText(redacted))
        yield { pointer: step(pointer, "redactedContent"), signature: redacted, text: "" };
    }
}

function* gemini(body: JsonObject): Generator<Carried> {
  for (const { parts } of geminiTurns(body))
    for (const { part, pointer } of parts) {
      const signature = either(part, "thoughtSignature");
      if (isText(signature))
        yield { pointer: step(pointer, spelt(part, "thoughtSignature")), signature, text: "" };
    }
}

function* responses(body: JsonObject): Generator<Carried> {
  for (const [pointer, { type, encrypted_content: encrypted }] of listed(body.input, "/input"))
    if (type === "reasoning" && isText(encrypted))
      yield { pointer: step(pointer, "encrypted_content"), signature: encrypted, text: "" };
}

const PLACEHOLDERS = ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"];

export const REASONING_PLACES: Readonly<Partial<Record<ContractApi, ReasoningPlaces>>> = {
  // Signatures of Claude are good on every platform that runs it.
  "anthropic-messages": {
    find: claude,
    same: ["author"],
    coversText: true,
    fact: "anthropic.signature.invalid",
    message: (pointer) =>
      `${pointer
        .slice(1)
        .replace(/\/[^/]*$/, "")
        .replaceAll("/", ".")}: Invalid \`signature\` in \`thinking\` block`,
  },
  "bedrock-converse": {
    find: converse,
    same: ["author"],
    coversText: true,
    fact: "bedrock.thinking.signature",
    message: () => "The model returned the following errors: Invalid `signature` in `thinking` block",
  },
  gemini: {
    find: gemini,
    same: ["author", "family", "host"],
    coversText: false,
    fact: "gemini.signature.corrupt",
    message: () => "Corrupted thought signature.",
    placeholders: PLACEHOLDERS.flatMap((text) => [text, Buffer.from(text).toString("base64")]),
  },
  "openai-responses": {
    find: responses,
    same: ["author", "host"],
    coversText: false,
    fact: "openai.responses.encrypted",
    message: () =>
      "The encrypted content could not be verified. Reason: Encrypted content could not be decrypted or parsed.",
    code: "invalid_encrypted_content",
  },
};

const AUTHORS: readonly [RegExp, string][] = [
  [/^claude/, "anthropic"],
  [/^(?:gemini|gemma)/, "google"],
  [/^(?:gpt|o[134]|codex|computer-use)/, "openai"],
  [/^nova/, "amazon"],
  [/^deepseek|^r1/, "deepseek"],
  [/^grok/, "xai"],
];

/** Whose reasoning a host takes for a model. */
export function originOf(host: string, model: string): ReasoningOrigin {
  const bare = bareModel(model);
  const author = AUTHORS.find(([pattern]) => pattern.test(bare))?.[1] ?? bare.split("-")[0] ?? "";
  // Families as names tell them: the maker's word and the first number.
  const family = /^[a-z-]*?-?\d/.exec(bare)?.[0] ?? bare;
  return { author, family, host };
}

/** A signature of reasoning that its provider knows again; `null` where its API carries none that is verified. */
export function signatureOf(
  key: Uint8Array,
  { api, host, model }: { api: ContractApi; host: string; model: string },
  text: string,
): string | null {
  const places = REASONING_PLACES[api];
  return places ? signReasoning(key, originOf(host, model), places.coversText ? text : "") : null;
}

/**
 * Whose reasoning an API takes at a host for a model, as one word: requests with the same word may carry each other's.
 * `null` where the API carries none that is verified.
 */
export function reasoningOwner(api: ContractApi, host: string, model: string): string | null {
  const places = REASONING_PLACES[api];
  if (!places) return null;
  const origin = originOf(host, model);
  return places.same.map((name) => origin[name]).join(" ");
}
