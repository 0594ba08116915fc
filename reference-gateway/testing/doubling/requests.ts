/**
 * Bodies that grow with a number, each in one of their dimensions, by the API that they are in.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";

/** A body of so many of something, for a model. */
export type Grow = (n: number, model: string) => JsonObject;

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const object = (entries: [string, Json][]): JsonObject => Object.fromEntries(entries);

/** Names that no wire takes, and that all become the same in its letters. */
const collided = (i: number): string => `f${String.fromCodePoint(0x4e00 + i)}`;

const SCHEMAS: Readonly<Record<string, (n: number) => JsonObject>> = {
  properties: (n) => ({
    type: "object",
    properties: object(times(n, (i) => [`p${i}`, { type: "string", minLength: 1 }])),
    required: times(n, (i) => `p${i}`),
  }),
  "references to one": (n) => ({
    type: "object",
    properties: object(times(n, (i) => [`p${i}`, { $ref: "#/$defs/one" }])),
    $defs: { one: { type: "object", properties: object(times(n, (i) => [`q${i}`, { type: "string" }])) } },
  }),
  "references in a chain": (n) => ({
    type: "object",
    properties: { first: { $ref: "#/$defs/d0" } },
    $defs: object(
      times(n, (i): [string, Json] => [
        `d${i}`,
        i + 1 < n
          ? { type: "object", properties: { next: { $ref: `#/$defs/d${i + 1}` } } }
          : { type: "string" },
      ]),
    ),
  }),
  alternatives: (n) => ({
    type: "object",
    properties: { a: { anyOf: times(n, () => ({ type: "string" })) } },
  }),
};

const CALL_SHAPES = { "call ids": (i: number) => `c${i}`, "call ids that collide": collided };

const user: JsonObject = { role: "user", content: "x" };

function chatCalls(n: number, id: (i: number) => string): JsonObject[] {
  return times(n, (i): JsonObject[] => [
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: id(i), type: "function", function: { name: "f", arguments: '{"a":[1,2]}' } }],
    },
    { role: "tool", tool_call_id: id(i), content: "x" },
  ]).flat();
}

const chatTool = (name: string, parameters: JsonObject): JsonObject => ({
  type: "function",
  function: { name, description: "x", strict: true, parameters },
});

function bySchema(
  write: (schema: JsonObject, model: string) => JsonObject,
  where: string,
): Record<string, Grow> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]): [string, Grow] => [
      `${name} of the schema of ${where}`,
      (n, model) => write(schema(n), model),
    ]),
  );
}

export const CHATS: Readonly<Record<string, Grow>> = {
  messages: (n, model) => ({
    model,
    messages: times(n, (i) => ({ role: i % 2 === 0 ? "user" : "assistant", content: "x" })),
  }),
  "tool turns": (n, model) => ({ model, messages: [user, ...chatCalls(n, (i) => `c${i}`)] }),
  "calls of one turn": (n, model) => ({
    model,
    messages: [
      user,
      {
        role: "assistant",
        tool_calls: times(n, (i) => ({
          id: `c${i}`,
          type: "function",
          function: { name: "f", arguments: "{}" },
        })),
      },
      ...times(n, (i) => ({ role: "tool", tool_call_id: `c${i}`, content: "x" })),
    ],
  }),
  ...Object.fromEntries(
    Object.entries(CALL_SHAPES).map(([name, id]): [string, Grow] => [
      name,
      (n, model) => ({ model, messages: [user, ...chatCalls(n, id)] }),
    ]),
  ),
  parts: (n, model) => ({
    model,
    messages: [{ role: "user", content: times(n, () => ({ type: "text", text: "x" })) }],
  }),
  "parts with marks": (n, model) => ({
    model,
    messages: [
      {
        role: "user",
        content: times(n, () => ({ type: "text", text: "x", cache_control: { type: "ephemeral" } })),
      },
    ],
  }),
  images: (n, model) => ({
    model,
    messages: [
      {
        role: "user",
        content: times(n, (i) => ({
          type: "image_url",
          image_url: { url: `https://a${i}.example.com/a.png` },
        })),
      },
    ],
  }),
  tools: (n, model) => ({
    model,
    messages: [user],
    tools: times(n, (i) => chatTool(`f${i}`, { type: "object", properties: {} })),
    tool_choice: {
      type: "allowed_tools",
      allowed_tools: { mode: "auto", tools: times(n, (i) => chatTool(`f${i}`, {})) },
    },
  }),
  "tools whose names collide": (n, model) => ({
    model,
    messages: [user],
    tools: times(n, (i) => chatTool(collided(i), { type: "object", properties: {} })),
  }),
  "functions of the first years": (n, model) => ({
    model,
    messages: [
      user,
      ...times(n, (i): JsonObject[] => [
        { role: "assistant", content: null, function_call: { name: `f${i}`, arguments: "{}" } },
        { role: "function", name: `f${i}`, content: "x" },
      ]).flat(),
    ],
    functions: times(n, (i) => ({ name: `f${i}`, parameters: { type: "object", properties: {} } })),
  }),
  "a text": (n, model) => ({ model, messages: [{ role: "user", content: '[{\\"a b'.repeat(n) }] }),
  "arguments of a call": (n, model) => ({
    model,
    messages: [
      user,
      {
        role: "assistant",
        tool_calls: [
          {
            id: "c",
            type: "function",
            function: { name: "f", arguments: JSON.stringify({ a: times(n, (i) => ({ i })) }) },
          },
        ],
      },
      { role: "tool", tool_call_id: "c", content: "x" },
    ],
  }),
  "unknown fields": (n, model) => ({
    model,
    messages: [user],
    ...object(times(n, (i) => [`field_${1000 + i}`, i])),
  }),
  "pieces of thinking": (n, model) => ({
    model,
    messages: [
      user,
      {
        role: "assistant",
        content: "x",
        reasoning_details: times(n, (i) => ({ type: "reasoning.text", text: "t", signature: `s${i}` })),
      },
      user,
    ],
  }),
  ...bySchema((schema, model) => ({ model, messages: [user], tools: [chatTool("f", schema)] }), "a tool"),
  ...bySchema(
    (schema, model) => ({
      model,
      messages: [user],
      response_format: { type: "json_schema", json_schema: { name: "s", strict: true, schema } },
    }),
    "the answer",
  ),
};

const claude = (model: string, messages: Json, more: JsonObject = {}): JsonObject => ({
  model,
  max_tokens: 9,
  messages,
  ...more,
});

export const MESSAGES: Readonly<Record<string, Grow>> = {
  messages: (n, model) =>
    claude(
      model,
      times(n, (i) => ({ role: i % 2 === 0 ? "user" : "assistant", content: [{ type: "text", text: "x" }] })),
    ),
  blocks: (n, model) =>
    claude(model, [{ role: "user", content: times(n, () => ({ type: "text", text: "x" })) }]),
  "system blocks": (n, model) =>
    claude(model, [user], { system: times(n, () => ({ type: "text", text: "x" })) }),
  tools: (n, model) =>
    claude(model, [user], { tools: times(n, (i) => ({ name: `f${i}`, input_schema: { type: "object" } })) }),
  "calls and results": (n, model) =>
    claude(model, [
      user,
      {
        role: "assistant",
        content: times(n, (i) => ({ type: "tool_use", id: `c${i}`, name: "f", input: { i } })),
      },
      {
        role: "user",
        content: times(n, (i) => ({ type: "tool_result", tool_use_id: `c${i}`, content: "x" })),
      },
    ]),
  "thinking and text in turn": (n, model) =>
    claude(model, [
      user,
      {
        role: "assistant",
        content: times(n, (i): JsonObject[] => [
          { type: "thinking", thinking: "t", signature: `s${i}` },
          { type: "text", text: "x" },
        ]).flat(),
      },
      user,
    ]),
  "a document of text": (n, model) =>
    claude(model, [
      {
        role: "user",
        content: [
          { type: "document", source: { type: "text", media_type: "text/plain", data: "wörd ".repeat(n) } },
          { type: "text", text: "x" },
        ],
      },
    ]),
};

const message = (role: string, type: string): JsonObject => ({
  type: "message",
  role,
  content: [{ type, text: "x" }],
});

export const RESPONSES: Readonly<Record<string, Grow>> = {
  items: (n, model) => ({
    model,
    input: times(n, (i) =>
      i % 2 === 0 ? message("user", "input_text") : message("assistant", "output_text"),
    ),
  }),
  "calls and results": (n, model) => ({
    model,
    input: [
      message("user", "input_text"),
      ...times(n, (i): JsonObject[] => [
        { type: "function_call", call_id: `c${i}`, name: "f", arguments: "{}" },
        { type: "function_call_output", call_id: `c${i}`, output: "x" },
      ]).flat(),
    ],
  }),
  "reasoning items": (n, model) => ({
    model,
    input: [
      message("user", "input_text"),
      ...times(n, (i): JsonObject[] => [
        { type: "reasoning", id: `rs_${i}`, summary: [{ type: "summary_text", text: "t" }] },
        message("assistant", "output_text"),
      ]).flat(),
      message("user", "input_text"),
    ],
  }),
  tools: (n, model) => ({
    model,
    input: "x",
    tools: times(n, (i) => ({
      type: "function",
      name: `f${i}`,
      parameters: { type: "object", properties: {} },
    })),
  }),
};

export const GEMINI: Readonly<Record<string, Grow>> = {
  contents: (n, model) => ({
    model,
    contents: times(n, (i) => ({ role: i % 2 === 0 ? "user" : "model", parts: [{ text: "x" }] })),
  }),
  parts: (n, model) => ({ model, contents: [{ role: "user", parts: times(n, () => ({ text: "x" })) }] }),
  "calls and results": (n, model) => ({
    model,
    contents: [
      { role: "user", parts: [{ text: "x" }] },
      { role: "model", parts: times(n, (i) => ({ functionCall: { name: `f${i}`, args: { i } } })) },
      { role: "user", parts: times(n, (i) => ({ functionResponse: { name: `f${i}`, response: { i } } })) },
    ],
  }),
  declarations: (n, model) => ({
    model,
    contents: [{ role: "user", parts: [{ text: "x" }] }],
    tools: [{ functionDeclarations: times(n, (i) => ({ name: `f${i}`, parameters: { type: "OBJECT" } })) }],
  }),
};

export const CONVERSE: Readonly<Record<string, Grow>> = {
  messages: (n, model) => ({
    model,
    messages: times(n, (i) => ({ role: i % 2 === 0 ? "user" : "assistant", content: [{ text: "x" }] })),
  }),
  "calls and results": (n, model) => ({
    model,
    messages: [
      { role: "user", content: [{ text: "x" }] },
      {
        role: "assistant",
        content: times(n, (i) => ({ toolUse: { toolUseId: `c${i}`, name: "f", input: { i } } })),
      },
      {
        role: "user",
        content: times(n, (i) => ({ toolResult: { toolUseId: `c${i}`, content: [{ text: "x" }] } })),
      },
    ],
  }),
  tools: (n, model) => ({
    model,
    messages: [{ role: "user", content: [{ text: "x" }] }],
    toolConfig: {
      tools: times(n, (i) => ({ toolSpec: { name: `f${i}`, inputSchema: { json: { type: "object" } } } })),
    },
  }),
};

export const COHERE: Readonly<Record<string, Grow>> = {
  messages: (n, model) => ({
    model,
    messages: times(n, (i) => ({ role: i % 2 === 0 ? "user" : "assistant", content: "x" })),
  }),
  "calls and results": (n, model) => ({ model, messages: [user, ...chatCalls(n, (i) => `c${i}`)] }),
};
