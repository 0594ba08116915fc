/**
 * What a provider reads of a request, whichever API it came in: the suite's own items once more, in their order.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import { objectOf, objects, words } from "./heard.ts";
import type { SpokenApi } from "./holds.ts";

export type ReadItem =
  | { kind: "system" | "user" | "assistant"; text: string }
  /** Arguments as they stand: text, or an object. */
  | { kind: "call"; id: string; name: string; arguments: Json }
  | { kind: "result"; id: string; text: string; failed: boolean };

const SIDES: Readonly<Record<string, "system" | "user" | "assistant">> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  model: "assistant",
};
const sideOf = (role: unknown) => SIDES[words(role)] ?? "user";

/** The texts of a content, which is a string or a list of parts. */
function textsOf(content: unknown): string[] {
  if (typeof content === "string") return [content];
  return objects(content).flatMap(({ text, refusal, document }) => {
    if (typeof text === "string") return [text];
    if (typeof refusal === "string") return [refusal];
    const { data } = objectOf(document);
    return data === undefined ? [] : [typeof data === "string" ? data : JSON.stringify(data)];
  });
}

/** An empty text says nothing: some hosts demand one beside calls. */
const said = (role: unknown, content: unknown): ReadItem[] =>
  textsOf(content).flatMap((text) => (text === "" ? [] : [{ kind: sideOf(role), text }]));

const called = (call: JsonObject): ReadItem => {
  const { name: tool, input } = objectOf(call.custom);
  if (call.custom)
    return { kind: "call", id: words(call.id), name: words(tool), arguments: { input: words(input) } };
  const { name, arguments: args } = objectOf(call.function);
  return { kind: "call", id: words(call.id), name: words(name), arguments: args ?? null };
};

/** One call beside no list, as the first models had it: its result names the function in place of an id. */
function firstForm({ function_call: call }: JsonObject): ReadItem[] {
  if (!call) return [];
  const { name } = objectOf(call);
  return [called({ id: words(name), function: call })];
}

/** The turn's own texts and calls, in the order that its message gives them; `null` where it gives none. */
function orderedItems({
  role,
  content,
  tool_calls: calls,
  item_order: order,
}: JsonObject): ReadItem[] | null {
  if (!Array.isArray(order)) return null;
  return objects(order).flatMap(({ type, index, start, end }): ReadItem[] => {
    if (type === "tool_call")
      return objects(calls)
        .slice(Number(index), Number(index) + 1)
        .map(called);
    if (type !== "text") return [];
    if (typeof content === "string") return said(role, content.slice(Number(start), Number(end)));
    return said(role, objects(content).slice(Number(index), Number(index) + 1));
  });
}

/** Chat completions, and Cohere's form of them. */
function chatItems(body: JsonObject, isOrdered = false): ReadItem[] {
  return objects(body.messages).flatMap((message): ReadItem[] => {
    const { role, content, tool_call_id: id, tool_plan: plan, tool_calls: calls } = message;
    if (role === "tool" || role === "function") {
      const text = textsOf(content).join("");
      return [{ kind: "result", id: words(role === "tool" ? id : message.name), text, failed: false }];
    }
    const ordered = isOrdered ? orderedItems(message) : null;
    if (ordered !== null) return ordered;
    const planned = typeof plan === "string" ? said(role, plan) : [];
    const refused = typeof message.refusal === "string" ? said(role, message.refusal) : [];
    const told = [...planned, ...said(role, content), ...refused];
    return [...told, ...objects(calls).map(called), ...firstForm(message)];
  });
}

function anthropicItems({ system, messages }: JsonObject): ReadItem[] {
  const blockItems = (role: unknown, block: JsonObject): ReadItem[] => {
    if (block.type === "tool_use")
      return [{ kind: "call", id: words(block.id), name: words(block.name), arguments: block.input ?? null }];
    if (block.type !== "tool_result") return said(role, [block]);
    const text = textsOf(block.content).join("");
    return [{ kind: "result", id: words(block.tool_use_id), text, failed: block.is_error === true }];
  };
  return [
    ...said("system", system),
    ...objects(messages).flatMap(({ role, content }) =>
      typeof content === "string"
        ? said(role, content)
        : objects(content).flatMap((block) => blockItems(role, block)),
    ),
  ];
}

function geminiItems({ systemInstruction, contents }: JsonObject): ReadItem[] {
  const partItems = (role: unknown, part: JsonObject): ReadItem[] => {
    if (part.functionCall) {
      const { id, name, args } = objectOf(part.functionCall);
      return [{ kind: "call", id: words(id), name: words(name), arguments: args ?? {} }];
    }
    if (part.thought === true) return [];
    if (!part.functionResponse) return said(role, [part]);
    const { id, response } = objectOf(part.functionResponse);
    const answer = objectOf(response);
    const text = answer.output ?? answer.error ?? answer;
    return [
      {
        kind: "result",
        id: words(id),
        failed: answer.error !== undefined,
        text: typeof text === "string" ? text : JSON.stringify(text),
      },
    ];
  };
  return [
    ...said("system", objectOf(systemInstruction).parts),
    ...objects(contents).flatMap(({ role, parts }) =>
      objects(parts).flatMap((part) => partItems(role, part)),
    ),
  ];
}

function bedrockItems({ system, messages }: JsonObject): ReadItem[] {
  const blockItems = (role: unknown, block: JsonObject): ReadItem[] => {
    if (block.toolUse) {
      const { toolUseId, name, input } = objectOf(block.toolUse);
      return [{ kind: "call", id: words(toolUseId), name: words(name), arguments: input ?? {} }];
    }
    if (!block.toolResult) return said(role, [block]);
    const { toolUseId, content, status } = objectOf(block.toolResult);
    const text = textsOf(content).join("");
    return [{ kind: "result", id: words(toolUseId), text, failed: status === "error" }];
  };
  return [
    ...said("system", system),
    ...objects(messages).flatMap(({ role, content }) =>
      objects(content).flatMap((block) => blockItems(role, block)),
    ),
  ];
}

/** Items that answer a call. */
const RESULTS = ["function_call_output", "custom_tool_call_output"];

function responsesItems({ instructions, input }: JsonObject): ReadItem[] {
  return [
    ...said("system", instructions),
    ...(typeof input === "string" ? said("user", input) : []),
    ...objects(input).flatMap((item): ReadItem[] => {
      const id = words(item.call_id);
      if (item.type === "function_call")
        return [{ kind: "call", id, name: words(item.name), arguments: item.arguments ?? null }];
      if (item.type === "custom_tool_call")
        return [{ kind: "call", id, name: words(item.name), arguments: { input: words(item.input) } }];
      // Thinking of earlier turns has cases of its own.
      if (item.type === "reasoning") return [];
      if (!RESULTS.includes(words(item.type))) return said(item.role, item.content);
      return [{ kind: "result", id, text: textsOf(item.output).join(""), failed: false }];
    }),
  ];
}

const READERS: Readonly<Record<SpokenApi, (body: JsonObject) => ReadItem[]>> = {
  "openai-chat": (body) => chatItems(body),
  "cohere-v2": (body) => chatItems(body),
  "anthropic-messages": anthropicItems,
  gemini: geminiItems,
  "bedrock-converse": bedrockItems,
  "openai-responses": responsesItems,
};

/** APIs that have a place for the failure of a tool; at others its text says it. */
export const FAILURES_HELD: readonly SpokenApi[] = ["anthropic-messages", "bedrock-converse"];

/** What a caller of chat completions says, in the order of each turn's items where its message names one. */
export const itemsInOrder = (body: JsonObject): ReadItem[] => chatItems(body, true);

/** What the provider reads. */
export const itemsRead = (api: SpokenApi, body: JsonObject): ReadItem[] => READERS[api](body);
