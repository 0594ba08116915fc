/**
 * Signed thinking of earlier turns, in the forms in which callers' APIs carry it: what a provider would know again as its own,
 * and refuse as another's.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { type ReasoningOrigin, signReasoning } from "../../contracts/index.ts";
import type { Turn } from "./conversation.ts";

/** Signs in the place of all providers; a contract that is given it verifies what comes back. */
export const SIGNING_KEY = new TextEncoder().encode("thinking in generated conversations");

const ORIGINS = {
  claude: { author: "anthropic", family: "claude", host: "anthropic" },
  gemini: { author: "google", family: "gemini-3", host: "vertex" },
  openai: { author: "openai", family: "gpt-5", host: "openai" },
} as const satisfies Record<string, ReasoningOrigin>;

/** How an answer of the gateway names whose thinking it is; Claude's bears no mark. */
const GEMINI_MARK = "google/gemini-3/vertex";

/** Claude signs the text of its thinking, others what stands behind it. */
const signatureBy = (signer: keyof typeof ORIGINS, text: string): string =>
  signReasoning(SIGNING_KEY, ORIGINS[signer], signer === "claude" ? text : "");

/** The fields of a chat's message. OpenAI signs nothing there. */
export function chatThought({ thought }: Turn): JsonObject {
  if (thought === null) return {};
  const { text, signer } = thought;
  if (signer === "nobody" || signer === "openai") return { reasoning_content: text };
  const origin = signer === "claude" ? {} : { origin: GEMINI_MARK };
  return {
    reasoning_content: text,
    reasoning_details: [{ type: "reasoning.text", text, signature: signatureBy(signer, text), ...origin }],
  };
}

/** The blocks of Anthropic's API. */
export function messagesThought({ thought }: Turn): JsonObject[] {
  if (thought === null || thought.signer === "nobody" || thought.signer === "openai") return [];
  const { text, signer } = thought;
  const signature = signatureBy(signer, text);
  return [
    {
      type: "thinking",
      thinking: text,
      signature: signer === "claude" ? signature : `origin:${GEMINI_MARK}:${signature}`,
    },
  ];
}

/** The items of the Responses API: what a provider of it encrypted for itself, or a summary alone. */
export function responsesThought({ thought }: Turn): JsonObject[] {
  if (thought === null) return [];
  const { text, signer } = thought;
  const encrypted = signer === "openai" ? { encrypted_content: signatureBy(signer, text) } : {};
  return [{ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text }], ...encrypted }];
}

/** The id of the turn's first call, with the signature behind it where Gemini signed the call. */
export function signedCallId(id: string, { thought }: Turn, at: number): string {
  if (thought?.signer !== "gemini" || at > 0) return id;
  const behind = Buffer.from(`${GEMINI_MARK}:${signatureBy("gemini", "")}`, "utf8").toString("base64url");
  return `${id}__signed_${behind}`;
}

/** A part of Gemini's: the turn's first call bears the signature, where Gemini signed it. */
export function signedPart(part: JsonObject, { thought }: Turn, at: number): JsonObject {
  return thought?.signer === "gemini" && at === 0
    ? { ...part, thoughtSignature: signatureBy("gemini", "") }
    : part;
}

/** The blocks of Converse: Claude's thinking alone, which is signed. */
export function converseThought({ thought }: Turn): JsonObject[] {
  if (thought?.signer !== "claude") return [];
  const { text } = thought;
  return [{ reasoningContent: { reasoningText: { text, signature: signatureBy("claude", text) } } }];
}
