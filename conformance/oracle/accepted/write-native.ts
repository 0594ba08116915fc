/**
 * Conversations in the forms of the providers' own APIs, for callers who speak them to the gateway: Gemini's contents,
 * Converse's blocks and Cohere's messages. Where the model and the stream are named in the path, the body names neither.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Call, Conversation, Part, Tool, Turn } from "./conversation.ts";
import { SCHEMAS } from "./schemas.ts";
import { converseThought, signedCallId, signedPart } from "./signed.ts";
import { ADDRESS, base64, inputOf, nameAt, PDF, PNG, spoken, textsOf, uniqueId } from "./write-parts.ts";

function geminiPart({ kind, text }: Part): JsonObject {
  switch (kind) {
    case "text":
      return { text };
    case "image":
      return { inlineData: { mimeType: "image/png", data: PNG } };
    case "image-address":
      return { fileData: { mimeType: "image/png", fileUri: ADDRESS } };
    case "pdf":
      return { inlineData: { mimeType: "application/pdf", data: PDF } };
    case "text-file":
      return { inlineData: { mimeType: "text/plain", data: base64(text) } };
  }
}

/** Results are objects; what a tool shows beside its text stands in parts of its own. */
function geminiResult(asked: Conversation, turn: Turn, call: Call, at: number): JsonObject {
  const shown = call.result.filter(({ kind }) => kind !== "text").map(geminiPart);
  const output = textsOf(call.result.filter(({ kind }) => kind === "text"));
  return {
    functionResponse: {
      id: signedCallId(uniqueId(call, at), turn, at),
      name: nameAt(asked, call.tool),
      response: { [call.failed ? "error" : "output"]: output },
      ...(shown.length === 0 ? {} : { parts: shown }),
    },
  };
}

function geminiModel(asked: Conversation, turn: Turn): JsonObject[] {
  const calls = turn.calls.map((call, at) => {
    const id = signedCallId(uniqueId(call, at), turn, at);
    const functionCall = { id, name: nameAt(asked, call.tool), args: inputOf(call) };
    return signedPart({ functionCall }, turn, at);
  });
  // A turn of the model always has a part.
  const said = turn.said || (calls.length === 0 ? "Aye." : "");
  return [
    ...(turn.thought === null ? [] : [{ text: turn.thought.text, thought: true }]),
    ...(said === "" ? [] : [{ text: said }]),
    ...calls,
  ];
}

const geminiTool = ({ name, description, schema }: Tool): JsonObject => ({
  name,
  ...(description === null ? {} : { description }),
  parametersJsonSchema: SCHEMAS[schema],
});

function geminiChoice({ choice, tools }: Conversation): JsonObject {
  const [tool] = tools;
  if (choice === null || tool === undefined) return {};
  const modes = { auto: "AUTO", none: "NONE", required: "ANY", named: "ANY", allowed: "VALIDATED" } as const;
  const named = choice === "named" ? { allowedFunctionNames: [tool.name] } : {};
  return { toolConfig: { functionCallingConfig: { mode: modes[choice], ...named } } };
}

/** Efforts are levels; Gemini knows four of them. */
const LEVELS: readonly string[] = ["minimal", "low", "medium", "high"];

function geminiConfig({ parameters, format, effort }: Conversation): JsonObject {
  const { temperature, top_p, top_k, stop, max_tokens: limit, seed } = parameters;
  const { frequency_penalty, presence_penalty } = parameters;
  const given = Object.entries({
    temperature,
    topP: top_p,
    topK: top_k,
    seed,
    frequencyPenalty: frequency_penalty,
    presencePenalty: presence_penalty,
    maxOutputTokens: limit,
  });
  return {
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(stop === undefined ? {} : { stopSequences: Array.isArray(stop) ? stop : [stop] }),
    ...(format === null ? {} : { responseMimeType: "application/json" }),
    ...(format?.kind === "schema" ? { responseJsonSchema: SCHEMAS[format.schema] } : {}),
    ...(effort !== null && LEVELS.includes(effort)
      ? { thinkingConfig: { thinkingLevel: effort.toUpperCase() } }
      : {}),
  };
}

/** A body of `generateContent`. */
export function inGemini(asked: Conversation): JsonObject {
  const last = asked.turns.length - 1;
  let results: JsonObject[] = [];
  const contents = asked.turns.flatMap((turn, i): JsonObject[] => {
    const user = { role: "user", parts: [...results, ...turn.user.map(geminiPart)] };
    results = turn.calls.map((call, at) => geminiResult(asked, turn, call, at));
    return i === last ? [user] : [user, { role: "model", parts: geminiModel(asked, turn) }];
  });
  const config = geminiConfig(asked);
  return {
    contents,
    ...(asked.system.length === 0
      ? {}
      : { systemInstruction: { parts: asked.system.map((text) => ({ text })) } }),
    ...(asked.tools.length === 0 ? {} : { tools: [{ functionDeclarations: asked.tools.map(geminiTool) }] }),
    ...geminiChoice(asked),
    ...(Object.keys(config).length === 0 ? {} : { generationConfig: config }),
  };
}

/** Converse has no form for an address: the image itself is given. */
function conversePart({ kind, text }: Part, at: number): JsonObject {
  switch (kind) {
    case "text":
      return { text };
    case "image":
    case "image-address":
      return { image: { format: "png", source: { bytes: PNG } } };
    case "pdf":
      return { document: { format: "pdf", name: `tides-${at}`, source: { bytes: PDF } } };
    case "text-file":
      return { document: { format: "txt", name: `notes-${at}`, source: { bytes: base64(text) } } };
  }
}

/** Ids of Converse are letters, digits, dashes, dots and colons, at most 64 of them. */
const converseId = (call: Call, at: number): string =>
  uniqueId(call, at)
    .replaceAll(/[^a-zA-Z0-9_-]/g, "_")
    .slice(0, 64);

const converseSpoken = (text: string): JsonObject[] => spoken(text).map(() => ({ text }));

function converseResult(call: Call, at: number): JsonObject {
  const content = call.result.flatMap((part, i) =>
    part.kind === "text" ? converseSpoken(part.text) : [conversePart(part, i)],
  );
  return {
    toolResult: {
      toolUseId: converseId(call, at),
      content: content.length === 0 ? [{ text: "none" }] : content,
      ...(call.failed ? { status: "error" } : {}),
    },
  };
}

function converseAssistant(asked: Conversation, turn: Turn): JsonObject[] {
  const calls = turn.calls.map((call, at) => ({
    toolUse: { toolUseId: converseId(call, at), name: nameAt(asked, call.tool), input: inputOf(call) },
  }));
  const said = converseSpoken(turn.said ?? "");
  return [
    ...converseThought(turn),
    ...(said.length === 0 && calls.length === 0 ? [{ text: "Aye." }] : said),
    ...calls,
  ];
}

function converseTools({ tools, choice }: Conversation): JsonObject {
  const [first] = tools;
  if (first === undefined) return {};
  const listed = tools.map(({ name, description, schema }): JsonObject => {
    const json: JsonObject = { ...SCHEMAS[schema], type: "object" };
    return { toolSpec: { name, ...(description ? { description } : {}), inputSchema: { json } } };
  });
  const choices: Readonly<Record<string, JsonObject>> = {
    auto: { auto: {} },
    required: { any: {} },
    named: { tool: { name: first.name } },
  };
  const chosen = choices[choice ?? ""];
  return { toolConfig: { tools: listed, ...(chosen === undefined ? {} : { toolChoice: chosen }) } };
}

function converseConfig({ parameters }: Conversation): JsonObject {
  const { temperature, top_p: topP, stop, max_tokens: maxTokens } = parameters;
  const config: JsonObject = {
    ...(typeof temperature === "number" ? { temperature: Math.min(1, temperature) } : {}),
    ...(topP === undefined ? {} : { topP }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(stop === undefined ? {} : { stopSequences: Array.isArray(stop) ? stop : [stop] }),
  };
  return Object.keys(config).length === 0 ? {} : { inferenceConfig: config };
}

function converseFormat({ format }: Conversation): JsonObject {
  if (format?.kind !== "schema") return {};
  const jsonSchema = { name: "answer", schema: JSON.stringify(SCHEMAS[format.schema]) };
  return { outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema } } } };
}

/** A body of Converse. */
export function inConverse(asked: Conversation): JsonObject {
  const last = asked.turns.length - 1;
  let results: JsonObject[] = [];
  const messages = asked.turns.flatMap((turn, i): JsonObject[] => {
    const user = { role: "user", content: [...results, ...turn.user.map(conversePart)] };
    results = turn.calls.map(converseResult);
    return i === last ? [user] : [user, { role: "assistant", content: converseAssistant(asked, turn) }];
  });
  const system = asked.system.flatMap(converseSpoken);
  const { thinking } = asked;
  return {
    messages,
    ...(system.length === 0 ? {} : { system }),
    ...converseConfig(asked),
    ...converseTools(asked),
    ...converseFormat(asked),
    ...(thinking === null ? {} : { additionalModelRequestFields: { thinking } }),
  };
}

/** Cohere reads texts and images. */
function coherePart({ kind, text }: Part): JsonObject {
  switch (kind) {
    case "image":
      return { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };
    case "image-address":
      return { type: "image_url", image_url: { url: ADDRESS } };
    case "pdf":
    case "text-file":
    case "text":
      return { type: "text", text };
  }
}

function cohereAssistant(asked: Conversation, turn: Turn): JsonObject {
  const said = turn.said ?? (turn.calls.length === 0 ? "Aye." : "");
  const thought = turn.thought === null ? [] : [{ type: "thinking", thinking: turn.thought.text }];
  const content: Json[] = [...thought, ...spoken(said)];
  const calls = turn.calls.map((call, at) => ({
    id: uniqueId(call, at),
    type: "function",
    function: { name: nameAt(asked, call.tool), arguments: call.arguments },
  }));
  return {
    role: "assistant",
    ...(content.length === 0 ? {} : { content }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function cohereTools({ tools, choice }: Conversation): JsonObject {
  if (tools.length === 0) return {};
  const words: Readonly<Record<string, string>> = { none: "NONE", required: "REQUIRED", named: "REQUIRED" };
  const word = words[choice ?? ""];
  return {
    tools: tools.map(({ name, description, schema }) => ({
      type: "function",
      function: { name, ...(description === null ? {} : { description }), parameters: SCHEMAS[schema] },
    })),
    ...(tools.every(({ strict }) => strict) ? { strict_tools: true } : {}),
    ...(word === undefined ? {} : { tool_choice: word }),
  };
}

function cohereFormat({ format }: Conversation): JsonObject {
  if (format === null) return {};
  const schema = format.kind === "schema" ? { json_schema: SCHEMAS[format.schema] } : {};
  return { response_format: { type: "json_object", ...schema } };
}

function cohereThinking({ thinking }: Conversation): JsonObject {
  if (thinking === null || thinking.type === "adaptive") return {};
  const { type, budget_tokens: budget } = thinking;
  return { thinking: { type, ...(budget === undefined ? {} : { token_budget: budget }) } };
}

/** A body of Cohere's chat, version 2. */
export function inCohere(asked: Conversation): JsonObject {
  const last = asked.turns.length - 1;
  const { temperature, top_p, top_k, stop, max_tokens, seed, frequency_penalty, presence_penalty } =
    asked.parameters;
  const given = Object.entries({ temperature, p: top_p, k: top_k, max_tokens, seed });
  const penalties = Object.entries({ frequency_penalty, presence_penalty });
  const turns = asked.turns.flatMap((turn, i): JsonObject[] => {
    const user = { role: "user", content: turn.user.map(coherePart) };
    if (i === last) return [user];
    const results = turn.calls.map((call, at) => ({
      role: "tool",
      tool_call_id: uniqueId(call, at),
      content: textsOf(call.result),
    }));
    return [user, cohereAssistant(asked, turn), ...results];
  });
  return {
    messages: [...asked.system.map((content) => ({ role: "system", content })), ...turns],
    ...cohereTools(asked),
    ...cohereFormat(asked),
    ...cohereThinking(asked),
    ...Object.fromEntries([...given, ...penalties].filter(([, value]) => value !== undefined)),
    ...(stop === undefined ? {} : { stop_sequences: Array.isArray(stop) ? stop : [stop] }),
  };
}
