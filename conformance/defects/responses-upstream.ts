/**
 * Providers of the Responses API as real gateways got them wrong: what they are sent, translated and straight through
 * (MAP-04…10, MAP-16, RTE-10).
 * @module
 */

import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { OUTPUT_FIELD } from "../../registry/canonical/kept-turn.ts";
import { isObject, type Json, type JsonObject, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { withBody, withProvider, withSource } from "./plants.ts";
import { API, type Draft, defect, listed } from "./responses-plants.ts";

const CHAT = "openai-chat";

/** A translated body, changed after it was written. */
const writes = (draft: Draft, change: (body: JsonObject) => JsonObject): Defect =>
  defect(
    draft,
    withBody((body, endpoint) => (endpoint.api === API ? change(body) : body)),
  );

/** The body of a caller of this very API, changed on its way through. */
const passes = (draft: Draft, change: (body: JsonObject) => JsonObject): Defect =>
  defect(
    draft,
    withProvider((original) => ({
      buildNativeBody: (body, endpoint) => {
        const built = original.buildNativeBody(body, endpoint);
        return endpoint.api === API ? change(built) : built;
      },
    })),
  );

const inItems =
  (change: (item: JsonObject) => JsonObject | null) =>
  (body: JsonObject): JsonObject => ({
    ...body,
    input: listed(body.input).flatMap((item): Json[] => [change(item)].filter(isObject)),
  });

const inTools =
  (change: (tool: JsonObject) => JsonObject) =>
  (body: JsonObject): JsonObject =>
    Array.isArray(body.tools) ? { ...body, tools: listed(body.tools).map(change) } : body;

/** What any provider made is said to be made by this one. */
function relabelled(request: ChatRequest, provider: string): ChatRequest {
  const messages = request.messages.map((message) => {
    const kept = (message as JsonObject)[OUTPUT_FIELD];
    return isObject(kept) ? { ...message, [OUTPUT_FIELD]: { ...kept, provider } } : message;
  });
  return { ...request, messages };
}

const swapped: Readonly<Record<string, string>> = { low: "minimal", minimal: "low" };

const SCHEMA = { name: "answer", schema: { type: "object" } };

export const responsesUpstreamDefects: readonly Defect[] = [
  defect(
    {
      id: "sent-to-chat",
      title: "A model of Responses alone is sent to chat completions",
      seenIn: "promptfoo/promptfoo#6539",
      breaks: ["RTE-10"],
    },
    withSource((source) => ({
      ...source,
      endpoints: Object.fromEntries(
        Object.entries(source.endpoints).map(([key, config]) => {
          const speaksChat = source.providers[key.split(":")[1] ?? ""]?.apis.some(({ id }) => id === CHAT);
          return [key, speaksChat && config.apis?.join() === API ? { ...config, apis: [CHAT] } : config];
        }),
      ),
    })),
  ),
  defect(
    {
      id: "first-api-always",
      title: "The first API of an endpoint is used, whatever it loses",
      seenIn: "own",
      breaks: ["RTE-10"],
    },
    withSource((source) => ({
      ...source,
      endpoints: Object.fromEntries(
        Object.entries(source.endpoints).map(([key, config]) => [
          key,
          key.endsWith(":openai") && config.apis === undefined ? { ...config, apis: [CHAT] } : config,
        ]),
      ),
    })),
  ),
  writes(
    {
      id: "call-id-as-item-id",
      title: "The id of a call is sent as the id of its item",
      seenIn: "nodetool-ai/nodetool#4252",
      breaks: ["MAP-06", "MAP-05"],
    },
    inItems((item) => (item.type === "function_call" ? { ...item, id: item.call_id } : item)),
  ),
  writes(
    {
      id: "result-stringified",
      title: "The result of a tool is quoted once more",
      seenIn: "zed-industries/zed#51832",
      breaks: ["MAP-06"],
    },
    inItems((item) =>
      item.type === "function_call_output" ? { ...item, output: JSON.stringify(item.output ?? "") } : item,
    ),
  ),
  writes(
    {
      id: "system-demoted",
      title: "System messages become a user's words",
      seenIn: "router-for-me/CLIProxyAPI#5879",
      breaks: ["MAP-05"],
    },
    inItems((item) => (item.role === "system" ? { ...item, role: "user" } : item)),
  ),
  writes(
    {
      id: "strict-by-silence",
      title: "A tool's silence about strictness is passed on, and means strict here",
      seenIn: "langchain-ai/langchain#35885",
      breaks: ["MAP-06"],
    },
    inTools(({ strict: _lax, ...tool }) => tool),
  ),
  writes(
    {
      id: "tools-nested",
      title: "Tools keep the form of chats",
      seenIn: "vllm-project/vllm#24720",
      breaks: ["MAP-06", "MAP-15"],
    },
    inTools(({ type, ...fn }) => ({ type, function: fn })),
  ),
  writes(
    {
      id: "choice-nested",
      title: "The choice of a tool keeps the form of chats",
      seenIn: "Wei-Shaw/sub2api#1634",
      breaks: ["MAP-06"],
    },
    (body) =>
      isObject(body.tool_choice)
        ? { ...body, tool_choice: { type: "function", function: body.tool_choice } }
        : body,
  ),
  writes(
    {
      id: "choice-degraded",
      title: "A demanded tool becomes one that may be called",
      seenIn: "BerriAI/litellm#29812",
      breaks: ["MAP-06"],
    },
    (body) => (body.tool_choice === undefined ? body : { ...body, tool_choice: "auto" }),
  ),
  writes(
    {
      id: "format-lost",
      title: "The form of the answer is left out",
      seenIn: "Helicone/helicone#5621",
      breaks: ["MAP-08"],
    },
    (body) => without(body, ["text"]),
  ),
  writes(
    {
      id: "json-mode-as-schema",
      title: "JSON mode becomes a schema",
      seenIn: "vercel/ai#21202",
      breaks: ["MAP-08"],
    },
    (body) =>
      isObject(body.text) && isObject(body.text.format) && body.text.format.type === "json_object"
        ? { ...body, text: { format: { type: "json_schema", ...SCHEMA } } }
        : body,
  ),
  writes(
    {
      id: "efforts-crossed",
      title: "low and minimal effort are crossed",
      seenIn: "Helicone/helicone",
      breaks: ["MAP-10"],
    },
    (body) => {
      const effort = isObject(body.reasoning) ? String(body.reasoning.effort) : "";
      return effort in swapped ? { ...body, reasoning: { effort: swapped[effort] ?? effort } } : body;
    },
  ),
  writes(
    {
      id: "limit-too-small",
      title: "A limit below the least that the API takes is passed on",
      seenIn: "QuantumNous/new-api#2866",
      breaks: ["MAP-04", "MAP-15"],
    },
    (body) => (body.max_output_tokens === 16 ? { ...body, max_output_tokens: 5 } : body),
  ),
  writes(
    {
      id: "stored-unasked",
      title: "Answers are stored at the provider, which nobody asked for",
      seenIn: "own",
      breaks: ["API-01"],
    },
    (body) => without(body, ["store"]),
  ),
  writes(
    {
      id: "sealed-reasoning-unasked",
      title: "Sealed reasoning is not asked for, so that it cannot go back",
      seenIn: "vercel/ai#7099",
      breaks: ["MAP-06"],
    },
    (body) => without(body, ["include"]),
  ),
  passes(
    {
      id: "pass-drops-state",
      title: "previous_response_id is dropped on its way to the provider that has it",
      seenIn: "ml-explore/mlx-vlm#1046",
      breaks: ["MAP-16"],
    },
    (body) => without(body, ["previous_response_id"]),
  ),
  passes(
    {
      id: "pass-drops-hosted-tools",
      title: "Hosted tools are dropped on their way to the provider that has them",
      seenIn: "BerriAI/litellm#32258",
      breaks: ["MAP-16"],
    },
    (body) =>
      Array.isArray(body.tools)
        ? { ...body, tools: listed(body.tools).filter(({ type }) => type === "function") }
        : body,
  ),
  passes(
    {
      id: "pass-drops-empty-summary",
      title: "A reasoning item without a summary is left out",
      seenIn: "Agora#141",
      breaks: ["MAP-16"],
    },
    inItems((item) => (item.type === "reasoning" ? null : item)),
  ),
  passes(
    {
      id: "pass-drops-namespace",
      title: "The namespace of a call is lost in the history",
      seenIn: "vercel/ai",
      breaks: ["MAP-16"],
    },
    inItems(({ namespace: _lost, ...item }) => item),
  ),
  passes(
    {
      id: "pass-drops-unknown-items",
      title: "Items that the gateway does not know are left out",
      seenIn: "maximhq/bifrost#4596",
      breaks: ["MAP-16"],
    },
    inItems((item) => (item.type === "dream" ? null : item)),
  ),
  passes(
    {
      id: "pass-raises-limit",
      title: "A limit below the least that is taken is raised unseen",
      seenIn: "own",
      breaks: ["MAP-16"],
    },
    (body) => (Number(body.max_output_tokens) < 16 ? { ...body, max_output_tokens: 16 } : body),
  ),
  passes(
    {
      id: "pass-drops-cache-key",
      title: "The key of the prompt's cache is left out",
      seenIn: "maximhq/bifrost#898",
      breaks: ["MAP-16"],
    },
    (body) => without(body, ["prompt_cache_key"]),
  ),
  passes(
    {
      id: "pass-drops-unknown-fields",
      title: "Fields of tomorrow are left out although the caller pays",
      seenIn: "own",
      breaks: ["MAP-16"],
    },
    (body) => without(body, ["brand_new"]),
  ),
  writes(
    {
      id: "history-as-input",
      title: "What the assistant said is sent as if a user had said it",
      seenIn: "langchain-ai/langchainjs#11039",
      breaks: ["MAP-15", "MAP-05"],
    },
    inItems((item) =>
      item.role === "assistant" && typeof item.content === "string"
        ? { ...item, content: [{ type: "input_text", text: item.content }] }
        : item,
    ),
  ),
  defect(
    {
      id: "sealed-to-another",
      title: "Sealed reasoning is sent to a provider that did not seal it",
      seenIn: "maximhq/bifrost#5892",
      breaks: ["MAP-17"],
    },
    withProvider((original) => ({
      buildBody: (request, endpoint) => original.buildBody(relabelled(request, endpoint.provider), endpoint),
    })),
  ),
  writes(
    {
      id: "sealed-reasoning-lost",
      title: "Reasoning is left out of the history, and its call stays",
      seenIn: "continuedev/continue#8933",
      breaks: ["MAP-06"],
    },
    inItems((item) => (item.type === "reasoning" ? null : item)),
  ),
];
