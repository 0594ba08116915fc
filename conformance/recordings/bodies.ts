/**
 * The caller bodies that scenarios send, without `model`. Small, and different from each other, so that a set of
 * recordings can be matched by body alone.
 * @module
 */
import type { Json, JsonObject } from "../../registry/json.ts";

/** A single user turn, with further request fields. */
export function ask(content: Json, extra: JsonObject = {}): JsonObject {
  return { messages: [{ role: "user", content }], ...extra };
}

/** The streamed form of a body. `stream_options` stays out: asking for usage is the caller's choice (STR-06). */
export const streamed = (body: JsonObject): JsonObject => ({ ...body, stream: true });

const weatherTool: JsonObject = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Current weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, unit: { type: "string", enum: ["celsius", "fahrenheit"] } },
      required: ["city"],
    },
  },
};

const noteTool: JsonObject = {
  type: "function",
  function: {
    name: "save_note",
    description: "Keeps a short note",
    parameters: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  },
};

/** One red pixel. */
export const PIXEL_PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC";

export const basic = ask("Say hello to the harbour.");

/** Falsy values on purpose: a mapper that tests truthiness loses them (MAP-03). */
export const multiTurn: JsonObject = {
  messages: [
    { role: "system", content: "Answer with one word." },
    { role: "user", content: "Name a colour of the sea." },
    { role: "assistant", content: "Blue." },
    { role: "user", content: "And another?" },
  ],
  temperature: 0,
  seed: 0,
  stop: ["END", "\n\n"],
};

export const tools = ask("What is the weather in Lisbon?", { tools: [weatherTool], tool_choice: "auto" });

export const streamedTools = streamed(
  ask("Check the weather in Lisbon and keep a note with a surfer emoji.", {
    tools: [noteTool],
    tool_choice: "auto",
  }),
);

export const parallelTools = ask("Compare the weather in Lisbon and Oslo.", { tools: [weatherTool] });

export const toolResult: JsonObject = {
  messages: [
    { role: "user", content: "Which is warmer now, Lisbon or Oslo?" },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        {
          id: "call_lis01",
          type: "function",
          function: { name: "get_weather", arguments: '{"city":"Lisbon"}' },
        },
        {
          id: "call_osl02",
          type: "function",
          function: { name: "get_weather", arguments: '{"city":"Oslo"}' },
        },
      ],
    },
    { role: "tool", tool_call_id: "call_lis01", content: '{"celsius":21}' },
    { role: "tool", tool_call_id: "call_osl02", content: '{"celsius":4}' },
  ],
  tools: [weatherTool],
};

export const jsonObject = ask("Give the harbour's depth as JSON with the keys name and metres.", {
  response_format: { type: "json_object" },
});

export const jsonSchema = ask("Describe the harbour.", {
  response_format: {
    type: "json_schema",
    json_schema: {
      name: "harbour",
      strict: true,
      schema: {
        type: "object",
        properties: { name: { type: "string" }, berths: { type: "integer" } },
        required: ["name", "berths"],
        additionalProperties: false,
      },
    },
  },
});

export const image = ask([
  { type: "text", text: "Which colour is this?" },
  { type: "image_url", image_url: { url: PIXEL_PNG } },
]);

export const reasoning = ask("A ferry takes 40 minutes each way. How long is a round trip?", {
  reasoning_effort: "low",
});

export const bellTool: JsonObject = {
  type: "function",
  function: { name: "ring_bell", parameters: { type: "object", properties: {} } },
};

/** Marks of both lifetimes that providers with explicit caches know (MAP-12). */
export const markedRules: JsonObject = {
  messages: [
    {
      role: "system",
      content: [
        {
          type: "text",
          text: "The pier rules, long edition.",
          cache_control: { type: "ephemeral", ttl: "1h" },
        },
      ],
    },
    {
      role: "user",
      content: [{ type: "text", text: "Which rule forbids running?", cache_control: { type: "ephemeral" } }],
    },
  ],
};

/** A history whose thinking carries the provider's signature; any change to it is refused. */
export const signedThinking: JsonObject = {
  messages: [
    { role: "user", content: "Is the evening ferry late?" },
    {
      role: "assistant",
      content: null,
      reasoning_details: [
        { type: "reasoning.text", text: "The bell says it.", signature: "aGFyYm91ciBzaWduYXR1cmU=" },
        { type: "reasoning.encrypted", data: "c2VhbGVkIHRob3VnaHQ=" },
      ],
      tool_calls: [{ id: "toolu_bell01", type: "function", function: { name: "ring_bell", arguments: "" } }],
    },
    { role: "tool", tool_call_id: "toolu_bell01", content: "Two strokes: it is late." },
  ],
  tools: [bellTool],
  reasoning_effort: "low",
};

/** A history that called a tool which the request no longer declares, and whose result is empty. */
export const bellHistory: JsonObject = {
  messages: [
    { role: "user", content: "Ring once, please." },
    {
      role: "assistant",
      content: "At once.",
      tool_calls: [{ id: "call_bell.7", type: "function", function: { name: "ring_bell", arguments: "" } }],
    },
    { role: "tool", tool_call_id: "call_bell.7", content: "" },
    { role: "user", content: "Did it sound?" },
  ],
};

/** A history whose tool call carries the signature that Gemini gave it. */
export const signedCall: JsonObject = {
  messages: [
    { role: "user", content: "Ring the fog bell twice." },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        {
          id: "call_bell01",
          type: "function",
          function: { name: "ring_bell", arguments: "{}" },
          extra_content: { google: { thought_signature: "c2lnbmVkIGJ5IHRoZSBoYXJib3Vy" } },
        },
      ],
    },
    { role: "tool", tool_call_id: "call_bell01", content: "One stroke." },
  ],
  tools: [bellTool],
};
