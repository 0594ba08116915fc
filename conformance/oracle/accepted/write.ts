/**
 * Conversations in the forms of the callers' APIs, as their official clients write them.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Call, Conversation, Part, Tool, Turn } from "./conversation.ts";
import { SCHEMAS } from "./schemas.ts";
import { chatThought, messagesThought, responsesThought, signedCallId } from "./signed.ts";
import { inCohere, inConverse, inGemini } from "./write-native.ts";
import { ADDRESS, base64, inputOf, nameAt, PDF, PNG, spoken, textsOf, uniqueId } from "./write-parts.ts";

/** APIs of callers. */
export const WRITTEN = [
  "openai-chat",
  "anthropic-messages",
  "openai-responses",
  "gemini",
  "bedrock-converse",
  "cohere-v2",
] as const;
export type WrittenApi = (typeof WRITTEN)[number];

/** Puts the next mark on what bears one. */
function marking(marks: Conversation["marks"]): (target: JsonObject) => JsonObject {
  let next = 0;
  return (target) => {
    const ttl = marks[next++] ?? null;
    return ttl === null ? target : { ...target, cache_control: { type: "ephemeral", ttl } };
  };
}

function chatPart({ kind, text }: Part): JsonObject {
  switch (kind) {
    case "text":
      return { type: "text", text };
    case "image":
      return { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };
    case "image-address":
      return { type: "image_url", image_url: { url: ADDRESS } };
    case "pdf":
      return {
        type: "file",
        file: { filename: "tides.pdf", file_data: `data:application/pdf;base64,${PDF}` },
      };
    case "text-file":
      return {
        type: "file",
        file: { filename: "a.txt", file_data: `data:text/plain;base64,${base64(text)}` },
      };
  }
}

function chatTool({ name, description, schema, strict, custom }: Tool): JsonObject {
  const described = description === null ? {} : { description };
  if (custom) return { type: "custom", custom: { name, ...described } };
  const parameters: JsonObject = SCHEMAS[schema];
  return { type: "function", function: { name, ...described, parameters, ...(strict ? { strict } : {}) } };
}

function chatChoice(asked: Conversation): JsonObject {
  const { choice, tools } = asked;
  const [tool] = tools;
  if (choice === null) return {};
  if (choice !== "named" && choice !== "allowed") return { tool_choice: choice };
  if (tool === undefined) return {};
  const named = tool.custom
    ? { type: "custom", custom: { name: tool.name } }
    : { type: "function", function: { name: tool.name } };
  return {
    tool_choice:
      choice === "named" ? named : { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [named] } },
  };
}

function chatFormat({ format }: Conversation): JsonObject {
  if (format === null) return {};
  if (format.kind === "object") return { response_format: { type: "json_object" } };
  const { schema, strict } = format;
  return {
    response_format: {
      type: "json_schema",
      json_schema: { name: "answer", schema: SCHEMAS[schema], ...(strict ? { strict } : {}) },
    },
  };
}

function chatCall(asked: Conversation, turn: Turn, call: Call, at: number): JsonObject {
  const id = signedCallId(uniqueId(call, at), turn, at);
  const name = nameAt(asked, call.tool);
  return asked.tools[call.tool]?.custom
    ? { id, type: "custom", custom: { name, input: call.arguments } }
    : { id, type: "function", function: { name, arguments: call.arguments } };
}

function inChat(asked: Conversation): JsonObject {
  const mark = marking(asked.marks);
  const last = asked.turns.length - 1;
  const turns = asked.turns.flatMap((turn, i): JsonObject[] => {
    const user = { role: "user", content: turn.user.map((part) => mark(chatPart(part))) };
    if (i === last) return [user];
    const calls = turn.calls.map((call, at) => chatCall(asked, turn, call, at));
    const assistant: JsonObject = {
      role: "assistant",
      content: turn.said ?? (calls.length === 0 ? "Aye." : null),
      ...chatThought(turn),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
    const results = turn.calls.map((call, at) => ({
      role: "tool",
      tool_call_id: signedCallId(uniqueId(call, at), turn, at),
      content: call.result.every(({ kind }) => kind === "text")
        ? textsOf(call.result)
        : call.result.map(chatPart),
    }));
    return [user, assistant, ...results];
  });
  return {
    messages: [...asked.system.map((content) => ({ role: "system", content })), ...turns],
    ...(asked.tools.length === 0 ? {} : { tools: asked.tools.map(chatTool) }),
    ...chatChoice(asked),
    ...chatFormat(asked),
    ...(asked.effort === null ? {} : { reasoning_effort: asked.effort }),
    ...asked.parameters,
  };
}

function messagesPart({ kind, text }: Part): JsonObject {
  switch (kind) {
    case "text":
      return { type: "text", text };
    case "image":
      return { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } };
    case "image-address":
      return { type: "image", source: { type: "url", url: ADDRESS } };
    case "pdf":
      return { type: "document", source: { type: "base64", media_type: "application/pdf", data: PDF } };
    case "text-file":
      return { type: "document", source: { type: "text", media_type: "text/plain", data: text } };
  }
}

function messagesTool({ name, description, schema, strict, switches }: Tool): JsonObject {
  const input_schema: JsonObject = { ...SCHEMAS[schema], type: "object" };
  return {
    name,
    input_schema,
    ...(description === null ? {} : { description }),
    ...(strict ? { strict } : {}),
    ...switches,
  };
}

function messagesChoice({ choice, tools }: Conversation): JsonObject {
  const [tool] = tools;
  if (choice === null || tool === undefined) return {};
  if (choice === "named") return { tool_choice: { type: "tool", name: tool.name } };
  const words = { auto: "auto", none: "none", required: "any", allowed: "auto" } as const;
  return { tool_choice: { type: words[choice] } };
}

/** Parameters that Anthropic's API has, by its names and in its ranges. */
function messagesParameters({ parameters }: Conversation): JsonObject {
  const { temperature, top_p, top_k, stop, max_tokens: limit, user } = parameters;
  return {
    max_tokens: typeof limit === "number" ? limit : 4096,
    ...(typeof temperature === "number" ? { temperature: Math.min(1, temperature) } : {}),
    ...(top_p === undefined ? {} : { top_p }),
    ...(top_k === undefined ? {} : { top_k }),
    ...(stop === undefined ? {} : { stop_sequences: Array.isArray(stop) ? stop : [stop] }),
    ...(user === undefined ? {} : { metadata: { user_id: user } }),
  };
}

function inMessages(asked: Conversation): JsonObject {
  const mark = marking(asked.marks);
  const last = asked.turns.length - 1;
  let results: JsonObject[] = [];
  const system = asked.system.flatMap(spoken).map(mark);
  const tools = asked.tools.map((tool) => mark(messagesTool(tool)));
  const messages = asked.turns.flatMap((turn, i): JsonObject[] => {
    const user = {
      role: "user",
      content: [...results, ...turn.user.map((part) => mark(messagesPart(part)))],
    };
    results = [];
    if (i === last) return [user];
    const calls = turn.calls.map((call, at): JsonObject => {
      const id = signedCallId(uniqueId(call, at).replaceAll(/[^a-zA-Z0-9_-]/g, "_"), turn, at);
      const content = call.result.flatMap((part) =>
        part.kind === "text" ? spoken(part.text) : [messagesPart(part)],
      );
      results.push({
        type: "tool_result",
        tool_use_id: id,
        ...(content.length === 0 ? {} : { content }),
        ...(call.failed && content.length > 0 ? { is_error: true } : {}),
      });
      return { type: "tool_use", id, name: nameAt(asked, call.tool), input: inputOf(call) };
    });
    const said = [...messagesThought(turn), ...spoken(turn.said ?? ""), ...calls];
    const content = said.some(({ type }) => type !== "thinking") ? said : [...said, ...spoken("Aye.")];
    return [user, { role: "assistant", content }];
  });
  const format = asked.format?.kind === "schema" ? SCHEMAS[asked.format.schema] : null;
  const config: JsonObject = {
    ...(asked.effort === null || asked.effort === "none" || asked.effort === "minimal"
      ? {}
      : { effort: asked.effort }),
    ...(format === null ? {} : { format: { type: "json_schema", schema: format } }),
  };
  return {
    messages,
    ...(system.length === 0 ? {} : { system }),
    ...(tools.length === 0 ? {} : { tools }),
    ...messagesChoice(asked),
    ...messagesParameters(asked),
    ...(asked.thinking === null ? {} : { thinking: asked.thinking }),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
  };
}

function responsesPart(part: Part): JsonObject {
  switch (part.kind) {
    case "text":
      return { type: "input_text", text: part.text };
    case "image":
      return { type: "input_image", image_url: `data:image/png;base64,${PNG}`, detail: "auto" };
    case "image-address":
      return { type: "input_image", image_url: ADDRESS, detail: "auto" };
    case "pdf":
      return { type: "input_file", filename: "tides.pdf", file_data: `data:application/pdf;base64,${PDF}` };
    case "text-file":
      return {
        type: "input_file",
        filename: "a.txt",
        file_data: `data:text/plain;base64,${base64(part.text)}`,
      };
  }
}

function responsesTool({ name, description, schema, strict, custom }: Tool): JsonObject {
  const described = description === null ? {} : { description };
  return custom
    ? { type: "custom", name, ...described }
    : { type: "function", name, ...described, parameters: SCHEMAS[schema], strict };
}

function responsesItems(asked: Conversation, turn: Turn): JsonObject[] {
  const said = turn.said ?? (turn.calls.length === 0 ? "Aye." : "");
  const pairs = turn.calls.map((call, at): [JsonObject, JsonObject] => {
    const call_id = signedCallId(uniqueId(call, at), turn, at);
    const isCustom = asked.tools[call.tool]?.custom === true;
    const name = nameAt(asked, call.tool);
    const output = call.result.every(({ kind }) => kind === "text")
      ? textsOf(call.result)
      : call.result.map(responsesPart);
    return [
      isCustom
        ? { type: "custom_tool_call", call_id, name, input: call.arguments }
        : { type: "function_call", call_id, name, arguments: call.arguments },
      { type: isCustom ? "custom_tool_call_output" : "function_call_output", call_id, output },
    ];
  });
  return [
    ...responsesThought(turn),
    ...(said === "" ? [] : [{ role: "assistant", content: said }]),
    ...pairs.map(([call]) => call),
    ...pairs.map(([, result]) => result),
  ];
}

function responsesChoice({ choice, tools }: Conversation): JsonObject {
  const [tool] = tools;
  if (choice === null) return {};
  if (choice !== "named" && choice !== "allowed") return { tool_choice: choice };
  if (tool === undefined) return {};
  const named = { type: tool.custom ? "custom" : "function", name: tool.name };
  return {
    tool_choice: choice === "named" ? named : { type: "allowed_tools", mode: "auto", tools: [named] },
  };
}

function inResponses(asked: Conversation): JsonObject {
  const last = asked.turns.length - 1;
  const { format, effort, parameters } = asked;
  const { temperature, top_p, max_tokens: limit, user, metadata, parallel_tool_calls: parallel } = parameters;
  const given = Object.entries({ temperature, top_p, user, metadata, parallel_tool_calls: parallel });
  return {
    input: asked.turns.flatMap((turn, i) => [
      { role: "user", content: turn.user.map(responsesPart) },
      ...(i === last ? [] : responsesItems(asked, turn)),
    ]),
    ...(asked.system.length === 0 ? {} : { instructions: asked.system.join("\n") }),
    ...(asked.tools.length === 0 ? {} : { tools: asked.tools.map(responsesTool) }),
    ...responsesChoice(asked),
    ...(effort === null ? {} : { reasoning: { effort } }),
    ...(format === null
      ? {}
      : {
          text: {
            format:
              format.kind === "object"
                ? { type: "json_object" }
                : {
                    type: "json_schema",
                    name: "answer",
                    schema: SCHEMAS[format.schema],
                    strict: format.strict,
                  },
          },
        }),
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(typeof limit === "number" && limit >= 16 ? { max_output_tokens: limit } : {}),
    store: false,
  };
}

const WRITERS: Readonly<Record<WrittenApi, (asked: Conversation) => JsonObject>> = {
  "openai-chat": inChat,
  "anthropic-messages": inMessages,
  "openai-responses": inResponses,
  gemini: inGemini,
  "bedrock-converse": inConverse,
  "cohere-v2": inCohere,
};

/** APIs that name the model and the stream in the path, not in the body. */
const IN_PATH: readonly WrittenApi[] = ["gemini", "bedrock-converse"];
export const isInPath = (api: WrittenApi): boolean => IN_PATH.includes(api);

/** A caller's body, but for its model. */
export const written = (api: WrittenApi, asked: Conversation): JsonObject => ({
  ...WRITERS[api](asked),
  ...(asked.stream && !isInPath(api) ? { stream: true } : {}),
});
