/**
 * Turns as their providers tell them, whole and streamed, written by hand from the facts of each API.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { encodeFrame } from "../../recordings/frames.ts";
import type { Piece } from "../../upstream/wires/wire.ts";
import { type OrderedApi, TOOL, type Turn, type TurnItem } from "./turn.ts";

/** Numbers from 0 to `below`, 1 excluded. */
type Roll = (below: number) => number;

interface Teller {
  whole(turn: Turn): JsonObject;
  /** @param roll decides where texts are cut, and what comes together */
  stream(turn: Turn, roll: Roll): Piece[];
}

const calls = (turn: Turn): boolean => turn.some(({ kind }) => kind === "call");

/** A text in one or two pieces. */
function cut(text: string, roll: Roll): string[] {
  const characters = [...text];
  const at = roll(characters.length);
  return [characters.slice(0, at).join(""), characters.slice(at).join("")].filter((piece) => piece !== "");
}

const event = (body: JsonObject): string => `event: ${String(body.type)}\ndata: ${JSON.stringify(body)}\n\n`;

// --- Anthropic ----------------------------------------------------------------------------------------------------

function claudeBlock(item: TurnItem): JsonObject {
  if (item.kind === "thought") return { type: "thinking", thinking: item.text, signature: item.signature };
  if (item.kind === "text") return { type: "text", text: item.text };
  return { type: "tool_use", id: item.id, name: TOOL, input: { number: item.number } };
}

function claudeDeltas(item: TurnItem, roll: Roll): JsonObject[] {
  if (item.kind === "text") return cut(item.text, roll).map((text) => ({ type: "text_delta", text }));
  if (item.kind === "call") {
    const args = JSON.stringify({ number: item.number });
    return cut(args, roll).map((partial_json) => ({ type: "input_json_delta", partial_json }));
  }
  const thought = cut(item.text, roll).map((thinking): JsonObject => ({ type: "thinking_delta", thinking }));
  return [...thought, { type: "signature_delta", signature: item.signature }];
}

const EMPTY = { thought: { thinking: "", signature: "" }, text: { text: "" }, call: { input: {} } };

const claudeMessage = (content: JsonObject[], stop_reason: string | null): JsonObject => ({
  id: "msg_order",
  type: "message",
  role: "assistant",
  model: "simulated",
  content,
  stop_reason,
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 9 },
});

const claude: Teller = {
  whole: (turn) => claudeMessage(turn.map(claudeBlock), calls(turn) ? "tool_use" : "end_turn"),
  stream: (turn, roll) => [
    event({ type: "message_start", message: claudeMessage([], null) }),
    ...turn.flatMap((item, index) => [
      event({
        type: "content_block_start",
        index,
        content_block: { ...claudeBlock(item), ...EMPTY[item.kind] },
      }),
      ...claudeDeltas(item, roll).map((delta) => event({ type: "content_block_delta", index, delta })),
      event({ type: "content_block_stop", index }),
    ]),
    event({
      type: "message_delta",
      delta: { stop_reason: calls(turn) ? "tool_use" : "end_turn", stop_sequence: null },
      usage: { output_tokens: 9 },
    }),
    event({ type: "message_stop" }),
  ],
};

// --- Bedrock ------------------------------------------------------------------------------------------------------

function converseBlock(item: TurnItem): JsonObject {
  if (item.kind === "text") return { text: item.text };
  if (item.kind === "call")
    return { toolUse: { toolUseId: item.id, name: TOOL, input: { number: item.number } } };
  return { reasoningContent: { reasoningText: { text: item.text, signature: item.signature } } };
}

function converseDeltas(item: TurnItem, roll: Roll): JsonObject[] {
  if (item.kind === "text") return cut(item.text, roll).map((text) => ({ text }));
  if (item.kind === "call")
    return cut(JSON.stringify({ number: item.number }), roll).map((input) => ({ toolUse: { input } }));
  const thought = cut(item.text, roll).map((text): JsonObject => ({ reasoningContent: { text } }));
  return [...thought, { reasoningContent: { signature: item.signature } }];
}

const frame = (type: string, body: JsonObject): Uint8Array =>
  encodeFrame({
    headers: [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    payload: JSON.stringify(body),
  });

const CONVERSE_USAGE = { inputTokens: 9, outputTokens: 9, totalTokens: 18 };

const converse: Teller = {
  whole: (turn) => ({
    output: { message: { role: "assistant", content: turn.map(converseBlock) } },
    stopReason: calls(turn) ? "tool_use" : "end_turn",
    usage: CONVERSE_USAGE,
  }),
  stream: (turn, roll) => [
    frame("messageStart", { role: "assistant" }),
    ...turn.flatMap((item, contentBlockIndex) => [
      // Only tools are announced.
      ...(item.kind === "call"
        ? [
            frame("contentBlockStart", {
              contentBlockIndex,
              start: { toolUse: { toolUseId: item.id, name: TOOL } },
            }),
          ]
        : []),
      ...converseDeltas(item, roll).map((delta) => frame("contentBlockDelta", { contentBlockIndex, delta })),
      frame("contentBlockStop", { contentBlockIndex }),
    ]),
    frame("messageStop", { stopReason: calls(turn) ? "tool_use" : "end_turn" }),
    frame("metadata", { usage: CONVERSE_USAGE, metrics: { latencyMs: 9 } }),
  ],
};

// --- Cohere -------------------------------------------------------------------------------------------------------

const cohereCall = (item: TurnItem & { kind: "call" }): JsonObject => ({
  id: item.id,
  type: "function",
  function: { name: TOOL, arguments: JSON.stringify({ number: item.number }) },
});

const cohereEvent = (type: string, index: number, message: JsonObject): string =>
  event({ type, index, delta: { message } });

/** The events of one item, at its place among the blocks or among the calls. */
function cohereEvents(item: TurnItem, index: number, roll: Roll): string[] {
  if (item.kind === "call") {
    const args = cut(JSON.stringify({ number: item.number }), roll);
    const opened = { ...cohereCall(item), function: { name: TOOL, arguments: "" } };
    return [
      cohereEvent("tool-call-start", index, { tool_calls: opened }),
      ...args.map((text) =>
        cohereEvent("tool-call-delta", index, { tool_calls: { function: { arguments: text } } }),
      ),
      event({ type: "tool-call-end", index }),
    ];
  }
  const type = item.kind === "text" ? "text" : "thinking";
  return [
    cohereEvent("content-start", index, { content: { type, [type]: "" } }),
    ...cut(item.text, roll).map((text) => cohereEvent("content-delta", index, { content: { [type]: text } })),
    event({ type: "content-end", index }),
  ];
}

const COHERE_USAGE = {
  billed_units: { input_tokens: 9, output_tokens: 9 },
  tokens: { input_tokens: 9, output_tokens: 9 },
};

/** The content of a message, and its calls beside it. */
function cohereMessage(turn: Turn): JsonObject {
  const content = turn.flatMap((item): JsonObject[] => {
    if (item.kind === "call") return [];
    return [
      item.kind === "text" ? { type: "text", text: item.text } : { type: "thinking", thinking: item.text },
    ];
  });
  const tool_calls = turn.flatMap((item) => (item.kind === "call" ? [cohereCall(item)] : []));
  return {
    role: "assistant",
    ...(content.length === 0 ? {} : { content }),
    ...(tool_calls.length === 0 ? {} : { tool_calls }),
  };
}

const cohere: Teller = {
  whole: (turn) => ({
    id: "order",
    message: cohereMessage(turn),
    finish_reason: calls(turn) ? "TOOL_CALL" : "COMPLETE",
    usage: COHERE_USAGE,
  }),
  stream: (turn, roll) => {
    const blocks = turn.filter(({ kind }) => kind !== "call").length;
    const empty = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
    const end = { finish_reason: calls(turn) ? "TOOL_CALL" : "COMPLETE", usage: COHERE_USAGE };
    return [
      event({ type: "message-start", id: "order", delta: { message: empty } }),
      ...turn.flatMap((item, i) => cohereEvents(item, item.kind === "call" ? i - blocks : i, roll)),
      event({ type: "message-end", delta: end }),
      "data: [DONE]\n\n",
    ];
  },
};

// --- Gemini -------------------------------------------------------------------------------------------------------

const sealed = (seal: string): JsonObject => (seal === "" ? {} : { thoughtSignature: seal });

/** The parts of an item; in a stream its text may come in several, the last of which bears the signature. */
function googleParts(item: TurnItem, pieces: (text: string) => string[]): JsonObject[] {
  if (item.kind === "call") {
    const functionCall = { id: item.id, name: TOOL, args: { number: item.number } };
    return [{ functionCall, ...sealed(item.seal) }];
  }
  if (item.kind === "thought") return pieces(item.text).map((text) => ({ text, thought: true }));
  const texts = pieces(item.text).map((text): JsonObject => ({ text }));
  return texts.map((part, i) => (i === texts.length - 1 ? { ...part, ...sealed(item.seal) } : part));
}

const googleAnswer = (parts: JsonObject[], more: JsonObject): JsonObject => ({
  candidates: [{ index: 0, content: { role: "model", parts }, ...more }],
  modelVersion: "simulated",
  responseId: "order",
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
});

/** Parts in chunks of one to three. */
function grouped(parts: readonly JsonObject[], roll: Roll): JsonObject[][] {
  const groups: JsonObject[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && last.length < 3 && roll(2) === 0) last.push(part);
    else groups.push([part]);
  }
  return groups;
}

const google: Teller = {
  whole: (turn) =>
    googleAnswer(
      turn.flatMap((item) => googleParts(item, (text) => [text])),
      { finishReason: "STOP" },
    ),
  stream: (turn, roll) => {
    const groups = grouped(
      turn.flatMap((item) => googleParts(item, (text) => cut(text, roll))),
      roll,
    );
    return groups.map((parts, i) => {
      const body = googleAnswer(parts, i === groups.length - 1 ? { finishReason: "STOP" } : {});
      return `data: ${JSON.stringify(body)}\r\n\r\n`;
    });
  },
};

// --- Responses ----------------------------------------------------------------------------------------------------

const summaryPart = (text: string): JsonObject => ({ type: "summary_text", text });
const textPart = (text: string): JsonObject => ({ type: "output_text", text, annotations: [], logprobs: [] });

function openaiItem(item: TurnItem, i: number): JsonObject {
  if (item.kind === "thought") return { id: `rs_${i}`, type: "reasoning", summary: [summaryPart(item.text)] };
  if (item.kind === "text")
    return {
      id: `msg_${i}`,
      type: "message",
      status: "completed",
      role: "assistant",
      content: [textPart(item.text)],
    };
  return {
    id: `fc_${i}`,
    type: "function_call",
    status: "completed",
    call_id: item.id,
    name: TOOL,
    arguments: JSON.stringify({ number: item.number }),
  };
}

const openaiResponse = (status: string, output: JsonObject[]): JsonObject => ({
  id: "resp_order",
  object: "response",
  created_at: 1_796_000_000,
  model: "simulated",
  status,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  tool_choice: "auto",
  tools: [],
  temperature: 1,
  top_p: 1,
  store: false,
  output,
  text: { format: { type: "text" } },
  usage: {
    input_tokens: 9,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 9,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 18,
  },
});

/** The events of one item, between its opening and its end. */
function openaiEvents(item: TurnItem, at: JsonObject, roll: Roll): JsonObject[] {
  if (item.kind === "call") {
    const args = JSON.stringify({ number: item.number });
    return [
      ...cut(args, roll).map((delta) => ({ type: "response.function_call_arguments.delta", ...at, delta })),
      { type: "response.function_call_arguments.done", ...at, name: TOOL, arguments: args },
    ];
  }
  const isThought = item.kind === "thought";
  const place = { ...at, ...(isThought ? { summary_index: 0 } : { content_index: 0 }) };
  const [part, text, make] = isThought
    ? ["response.reasoning_summary_part", "response.reasoning_summary_text", summaryPart]
    : ["response.content_part", "response.output_text", textPart];
  return [
    { type: `${part}.added`, ...place, part: make("") },
    ...cut(item.text, roll).map((delta) => ({ type: `${text}.delta`, ...place, delta })),
    { type: `${text}.done`, ...place, text: item.text },
    { type: `${part}.done`, ...place, part: make(item.text) },
  ];
}

const BARE = { thought: { summary: [] }, text: { content: [] }, call: { arguments: "" } };

const openai: Teller = {
  whole: (turn) => openaiResponse("completed", turn.map(openaiItem)),
  stream: (turn, roll) => {
    const begun = { ...openaiResponse("in_progress", []), usage: null };
    const events: JsonObject[] = [
      { type: "response.created", response: begun },
      { type: "response.in_progress", response: begun },
      ...turn.flatMap((item, output_index): JsonObject[] => {
        const whole = openaiItem(item, output_index);
        const opened = { ...whole, ...BARE[item.kind] };
        return [
          { type: "response.output_item.added", output_index, item: opened },
          ...openaiEvents(item, { item_id: whole.id, output_index }, roll),
          { type: "response.output_item.done", output_index, item: whole },
        ];
      }),
      { type: "response.completed", response: openaiResponse("completed", turn.map(openaiItem)) },
    ];
    return events.map((body, sequence_number) => event({ ...body, sequence_number }));
  },
};

export const TELLERS: Readonly<Record<OrderedApi, Teller>> = {
  "anthropic-messages": claude,
  "bedrock-converse": converse,
  "cohere-v2": cohere,
  gemini: google,
  "openai-responses": openai,
};
