/**
 * Requests that users reported, and what is right to send for each: from what the providers document, by hand. The requests
 * themselves are no part of this repository.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { at, isObject, type Json, type JsonObject } from "../../../registry/json.ts";

/** What became of a reported request. */
export interface Became {
  /** The caller's body. */
  asked: JsonObject;
  status: number;
  reply: string;
  /** Parameters that the answer names as left out. */
  dropped: string;
  /** What reached the provider, where it was asked at all. */
  sent: { url: string; body: JsonObject; text: string } | null;
}

export interface Row {
  /** The file, without its ending. */
  input: string;
  /** `model/provider`, each. */
  models: readonly string[];
  more?: JsonObject;
  headers?: Readonly<Record<string, string>>;
  /** The signature of the history's thinking, where it is the provider's own: it must have given it before. */
  gave?: string;
  /** In words, for the title: what is right. */
  right: string;
  holds(became: Became): boolean;
}

const refused = ({ status, sent }: Became): boolean => status === 400 && sent === null;
type Sent = NonNullable<Became["sent"]>;
/** Served, with a request like this. */
const sends =
  (like: (sent: Sent, became: Became) => boolean) =>
  (became: Became): boolean =>
    became.status === 200 && became.sent !== null && like(became.sent, became);
const orRefused = (holds: Row["holds"]) => (became: Became) => refused(became) || holds(became);

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** The effort, wherever the API has its word for it. */
const effortOf = ({ body }: Sent): unknown =>
  body.reasoning_effort ??
  at(body, ["reasoning", "effort"]) ??
  at(body, ["output_config", "effort"]) ??
  at(body, ["additionalModelRequestFields", "output_config", "effort"]) ??
  at(body, ["generationConfig", "thinkingConfig", "thinkingLevel"]);
const effort = (...words: readonly string[]) =>
  sends((sent) => words.includes(String(effortOf(sent)).toLowerCase()));
const budgetOf = ({ body }: Sent): unknown =>
  at(body, ["generationConfig", "thinkingConfig", "thinkingBudget"]);

const toolMessagesHaveImages = ({ body }: Sent): boolean =>
  objects(body.messages).some(
    ({ role, content }) => role === "tool" && JSON.stringify(content).includes("image_url"),
  );
const onResponses = ({ url }: Sent): boolean => /\/responses(?:\?|$)/.test(url);
const without = (...words: readonly string[]) =>
  sends(({ text }) => words.every((word) => !text.includes(`"${word}"`)));

const SIGNED_BY_CLAUDE = "c2lnbmVkQnlDbGF1ZGU=";
/** Keywords that Claude's schemas do not check. */
const UNCHECKED = ["minLength", "minimum", "maximum", "maxItems"];

export const ROWS: readonly Row[] = [
  {
    input: "cc-agent-turn",
    models: ["gpt-5/openai"],
    right: "an effort that the model has, and no image in a tool message",
    holds: orRefused(
      sends(
        (sent) =>
          ["minimal", "low", "medium", "high"].includes(String(effortOf(sent))) &&
          !toolMessagesHaveImages(sent),
      ),
    ),
  },
  {
    input: "cc-agent-turn",
    models: ["gpt-4o/openai"],
    right: "an output limit of 16,384 at most",
    holds: orRefused(
      sends(({ body }) => Number(body.max_completion_tokens ?? body.max_output_tokens) <= 16_384),
    ),
  },
  {
    input: "cc-agent-turn",
    models: ["claude-opus-4-8/anthropic"],
    headers: { "anthropic-beta": "context-management-2025-06-27" },
    gave: SIGNED_BY_CLAUDE,
    right: "adaptive thinking, and the context's management as it was",
    holds: orRefused(
      sends(
        ({ body }, { asked }) =>
          at(body, ["thinking", "type"]) === "adaptive" &&
          isDeepStrictEqual(body.context_management, asked.context_management),
      ),
    ),
  },
  {
    input: "cc-agent-turn",
    models: ["gemini-2.5-flash/google-ai-studio"],
    right: "a budget of 24,576 at most, and no signature of Claude's",
    holds: sends((sent) => Number(budgetOf(sent)) <= 24_576 && !sent.text.includes(SIGNED_BY_CLAUDE)),
  },
  {
    input: "cc-empty-tools",
    models: ["gpt-4o/azure"],
    right: "neither tools nor a choice of one, and a user of 64 characters at most",
    holds: sends(
      ({ body }) =>
        body.tools === undefined && body.tool_choice === undefined && String(body.user ?? "").length <= 64,
    ),
  },
  {
    input: "oa-history-reasoning-content",
    models: ["gpt-oss-120b/groq"],
    right: "no reasoning_content",
    holds: without("reasoning_content"),
  },
  {
    input: "oa-signed-by-claude",
    models: ["gemini-3-flash-preview/google-ai-studio", "gemini-3-flash-preview/vertex"],
    right: "no signature of Claude's",
    holds: sends(({ text }) => !text.includes(SIGNED_BY_CLAUDE)),
  },
  {
    input: "oa-structured-strict",
    models: ["claude-sonnet-4-5/anthropic", "claude-sonnet-4-5/bedrock"],
    right: "no keyword outside of the subset, or a refusal that names one",
    holds: (became) => (refused(became) ? /schema/.test(became.reply) : without(...UNCHECKED)(became)),
  },
  {
    input: "oa-json-object",
    models: ["claude-sonnet-4-5/anthropic"],
    right: "JSON by the means that the model has",
    holds: sends(({ text }) => /json/i.test(text.replace("Give JSON", ""))),
  },
  {
    input: "oa-effort-none",
    models: ["gemini-2.5-pro/google-ai-studio"],
    right: "the smallest budget of the model, 128",
    holds: sends((sent) => budgetOf(sent) === 128),
  },
  {
    input: "oa-effort-none",
    models: ["gemini-3.1-pro-preview/google-ai-studio", "gpt-oss-120b/groq", "claude-fable-5/anthropic"],
    right: "the least effort of the model, low",
    holds: effort("low"),
  },
  {
    input: "oa-effort-none",
    models: ["gpt-5/openai"],
    right: "the least effort of the model, minimal",
    holds: effort("minimal"),
  },
  {
    input: "oa-effort-xhigh",
    models: ["claude-opus-4-6/anthropic"],
    right: "high or max",
    holds: effort("high", "max"),
  },
  {
    input: "oa-effort-xhigh",
    models: ["claude-opus-4-8/bedrock"],
    right: "xhigh",
    holds: effort("xhigh"),
  },
  { input: "oa-effort-xhigh", models: ["gpt-5/openai"], right: "high", holds: effort("high") },
  {
    input: "oa-plain",
    models: ["gpt-5-codex/openai", "o3-pro/openai", "gpt-5-pro/openai"],
    right: "the Responses API",
    holds: orRefused(sends(onResponses)),
  },
  {
    input: "oa-plain",
    models: ["gpt-5/openai"],
    more: { stop: ["END"] },
    right: "no stop, which the answer names",
    holds: (became) => without("stop")(became) && /\bstop\b/.test(became.dropped),
  },
  {
    input: "oa-tools-effort",
    models: ["gpt-5.4/openai", "gpt-5.5/openai"],
    right: "the Responses API, or no effort, which the answer names",
    holds: sends(
      (sent, { dropped }) =>
        onResponses(sent) ||
        ([undefined, "none"].includes(effortOf(sent) as string | undefined) &&
          dropped.includes("reasoning_effort")),
    ),
  },
  {
    input: "oa-custom-tool",
    models: ["gpt-5/openai"],
    right: "the tool in a form that the API has",
    holds: sends(({ text }, { reply }) => text.includes("apply_patch") && reply.includes("Out.")),
  },
  {
    input: "cc-document-url",
    models: ["gpt-4o/openai"],
    right: "the address on the Responses API, which fetches it, or a refusal",
    holds: orRefused(sends((sent) => onResponses(sent) && sent.text.includes('"file_url"'))),
  },
  {
    input: "cc-document-b64",
    models: ["gpt-5/openai", "gpt-5.1/openai", "gpt-5.2/openai"],
    right: "the PDF",
    holds: sends(({ text }) => text.includes("JVBERi0")),
  },
  {
    input: "cc-document-b64",
    models: ["claude-haiku-4-5/bedrock"],
    right: "the PDF with a text beside it",
    holds: sends(({ body }) =>
      objects(body.messages).some(({ content }) => {
        const blocks = objects(content);
        return blocks.some(({ document }) => document) && blocks.some(({ text }) => typeof text === "string");
      }),
    ),
  },
  {
    input: "cc-server-tool",
    models: ["gpt-5/openai", "grok-4.3/xai"],
    right: "a refusal that names the tool",
    holds: (became) => refused(became) && became.reply.includes("web_search"),
  },
  {
    input: "cc-tool-reference",
    models: ["claude-opus-4-8/anthropic"],
    right: "the reference as it was",
    holds: sends(({ text }) => text.includes('"tool_reference"')),
  },
  {
    input: "oa-tool-image",
    models: ["gpt-4o/openai", "gpt-4o/azure", "mistral-medium-2508/mistral"],
    right: "no image in a tool message",
    holds: orRefused(sends((sent) => !toolMessagesHaveImages(sent))),
  },
  {
    input: "oa-malformed-args-history",
    models: ["claude-sonnet-4-5/anthropic"],
    right: "a refusal that names the arguments",
    holds: (became) => refused(became) && became.reply.includes("arguments"),
  },
];
