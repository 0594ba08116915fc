/**
 * Turns in the Responses API.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { RESPONSE_FORM } from "../response-form.ts";
import { cut, event, type PlainItem, plain, type Roll, type Teller } from "./teller.ts";
import { TOOL } from "./turn.ts";

const summaryPart = (text: string): JsonObject => ({ type: "summary_text", text });
const textPart = (text: string): JsonObject => ({ type: "output_text", text, annotations: [], logprobs: [] });

function openaiItem(item: PlainItem, i: number): JsonObject {
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
  ...RESPONSE_FORM,
  id: "resp_order",
  created_at: 1_796_000_000,
  model: "simulated",
  status,
  output,
  usage: {
    input_tokens: 9,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 9,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 18,
  },
});

/** The events of one item, between its opening and its end. */
function openaiEvents(item: PlainItem, at: JsonObject, roll: Roll): JsonObject[] {
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

export const openai: Teller = {
  whole: (turn) => openaiResponse("completed", turn.map(plain).map(openaiItem)),
  stream: (turn, roll) => {
    const begun = { ...openaiResponse("in_progress", []), usage: null };
    const events: JsonObject[] = [
      { type: "response.created", response: begun },
      { type: "response.in_progress", response: begun },
      ...turn.map(plain).flatMap((item, output_index): JsonObject[] => {
        const whole = openaiItem(item, output_index);
        const opened = { ...whole, ...BARE[item.kind] };
        return [
          { type: "response.output_item.added", output_index, item: opened },
          ...openaiEvents(item, { item_id: whole.id, output_index }, roll),
          { type: "response.output_item.done", output_index, item: whole },
        ];
      }),
      { type: "response.completed", response: openaiResponse("completed", turn.map(plain).map(openaiItem)) },
    ];
    return events.map((body, sequence_number) => event({ ...body, sequence_number }));
  },
};
