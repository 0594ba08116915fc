/**
 * Generated conversations and answers for the properties of this dialect.
 * @module
 */
import fc from "fast-check";
import type { ChatCompletion, ChatRequest, FinishReason } from "../../../canonical/chat.ts";
import type { JsonObject } from "../../../json.ts";

const words = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
const said = words.filter((text) => text.trim() !== "");
const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(words, fc.integer(), fc.boolean()), {
  maxKeys: 3,
});

const NAMES = ["look_up", "ns.tool/name", "ns:tool/name", "é".repeat(70), "x".repeat(80), "a b"];

const textPart = words.map((text) => ({ type: "text" as const, text }));
const imagePart = fc
  .constantFrom("https://harbour.example/buoy.png", "data:image/png;base64,iVBORw0KGgo=")
  .map((url) => ({ type: "image_url" as const, image_url: { url } }));

const instruction = fc.record({
  role: fc.constantFrom("system" as const, "developer" as const),
  content: fc.oneof(words, fc.array(textPart, { minLength: 1, maxLength: 3 })),
});

const question = fc.record({
  role: fc.constant("user" as const),
  content: fc.oneof(words, fc.array(fc.oneof(textPart, imagePart), { minLength: 1, maxLength: 4 })),
});

const calls = fc
  .array(fc.record({ name: fc.constantFrom(...NAMES), args: json, result: fc.string({ maxLength: 8 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((list) => fc.record({ list: fc.constant(list), text: fc.option(said), thought: fc.option(said) }));

/** One turn: an assistant's words, or its calls with their results. */
const turn = (position: number) =>
  fc.oneof(
    fc
      .record({ text: words, thought: fc.option(said) })
      .map(({ text, thought }): JsonObject[] => [
        { role: "assistant", content: text, ...(thought === null ? {} : { reasoning_content: thought }) },
      ]),
    calls.map(({ list, text, thought }): JsonObject[] => [
      {
        role: "assistant",
        content: text,
        ...(thought === null ? {} : { reasoning_content: thought }),
        tool_calls: list.map(({ name, args }, i) => ({
          id: `call_${position}_${i}`,
          type: "function",
          function: { name, arguments: JSON.stringify(args) },
        })),
      },
      ...list.map(({ result }, i) => ({
        role: "tool",
        tool_call_id: `call_${position}_${i}`,
        content: result,
      })),
    ]),
  );

const choice = fc.oneof(
  fc.constantFrom("auto", "none", "required"),
  fc.constantFrom(...NAMES).map((name) => ({ type: "function", function: { name } })),
);

/** Requests with everything that the dialect has a place for. */
export const requests: fc.Arbitrary<ChatRequest> = fc
  .record({
    instructions: fc.array(instruction, { maxLength: 2 }),
    first: question,
    turns: fc.tuple(turn(0), turn(1)),
    last: question,
    stop: fc.option(fc.array(words, { minLength: 1, maxLength: 3 })),
    temperature: fc.option(fc.constantFrom(0, 0.5, 1)),
    top_p: fc.option(fc.constantFrom(0.01, 0.5, 0.99)),
    seed: fc.option(fc.constantFrom(0, 7)),
    choice: fc.option(choice),
    schema: fc.boolean(),
  })
  .map(({ instructions, first, turns, last, choice: tool_choice, schema, ...rest }) => {
    const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
    const json_schema = { name: "response", strict: true, schema: { type: "object", properties: {} } };
    return {
      model: "any",
      messages: [...instructions, first, ...turns.flat(), last],
      ...set,
      tools: NAMES.map((name) => ({
        type: "function",
        function: { name, description: "Does it.", parameters: { type: "object", properties: {} } },
      })),
      ...(tool_choice === null ? {} : { tool_choice }),
      ...(schema ? { response_format: { type: "json_schema", json_schema } } : {}),
    } as unknown as ChatRequest;
  });

const FINISHES: FinishReason[] = ["stop", "length", "content_filter"];

/** Answers with text, thinking, calls, a plan and every finish reason. */
export const completions: fc.Arbitrary<ChatCompletion> = fc
  .record({
    content: fc.option(words),
    thought: fc.option(words),
    plan: fc.option(words),
    calls: fc.array(fc.record({ name: fc.constantFrom(...NAMES), args: json }), { maxLength: 3 }),
    finish: fc.constantFrom(...FINISHES),
  })
  .map(({ content, thought, plan, calls: made, finish }) => ({
    id: "answer-1",
    object: "chat.completion",
    created: 1,
    model: "command-test",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content,
          refusal: null,
          ...(thought === null ? {} : { reasoning_content: thought }),
          ...(plan === null ? {} : { tool_plan: plan }),
          ...(made.length === 0
            ? {}
            : {
                tool_calls: made.map(({ name, args }, i) => ({
                  id: `call_${i}`,
                  type: "function" as const,
                  function: { name, arguments: JSON.stringify(args) },
                })),
              }),
        },
        logprobs: null,
        finish_reason: made.length > 0 ? ("tool_calls" as const) : finish,
      },
    ],
  }));
