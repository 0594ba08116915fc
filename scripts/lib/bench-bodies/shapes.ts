/**
 * Bodies of about ten megabytes that are right in all of their parts, each as long as the caps of one kind of list allow,
 * by the API that they are in.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import { LIST_LIMITS } from "../../../registry/limits/lists.ts";

/** What makes a body. */
export interface Shape {
  /** As many as are allowed. */
  most: number;
  /** A body of so many, each with this text. */
  make(n: number, text: string, model: string): JsonObject;
}
type Shapes = Readonly<Record<string, Shape>>;

const { messages, items, parts, tools, calls } = LIST_LIMITS;

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const object = (entries: [string, Json][]): JsonObject => Object.fromEntries(entries);
const shape = (most: number, make: Shape["make"]): Shape => ({ most, make });

/** Properties of one object of a schema: below the limit of keys with what stands beside them. */
const PROPERTIES = 4900;

/** A schema of so many properties in all, in objects of its own for each `PROPERTIES`. */
function schemaOf(n: number, text: string): JsonObject {
  const objectOf = (count: number, at: number): JsonObject => ({
    type: "object",
    properties: object(times(count, (i) => [`p${at + i}`, { type: "string", description: text }])),
    required: times(count, (i) => `p${at + i}`),
    additionalProperties: false,
  });
  const groups = times(Math.ceil(n / PROPERTIES), (i) =>
    objectOf(Math.min(PROPERTIES, n - i * PROPERTIES), i * PROPERTIES),
  );
  return {
    type: "object",
    properties: object(groups.map((group, i) => [`g${i}`, group])),
    required: groups.map((_, i) => `g${i}`),
    additionalProperties: false,
  };
}

/** Arguments of a call, as long as their text. */
const argumentsOf = (text: string): JsonObject => ({ a: 1, b: [1, 2], text });

/** Objects in objects: sixty levels deep, so many of them. */
function nested(n: number, text: string): JsonObject {
  const DEEP = 40;
  const chain = (): JsonObject => {
    let inner: JsonObject = { t: text };
    for (let level = 1; level < DEEP; level++) inner = { o: inner };
    return inner;
  };
  return { list: times(Math.ceil(n / DEEP), chain) };
}

const user: JsonObject = { role: "user", content: "x" };
const who = (i: number, theirs = "assistant"): string => (i % 2 === 0 ? "user" : theirs);

const chat = (model: string, said: Json, more: JsonObject = {}): JsonObject => ({
  model,
  messages: said,
  ...more,
});
const chatTool = (i: number, parameters: JsonObject, description: string): JsonObject => ({
  type: "function",
  function: { name: `f${i}`, description, parameters },
});
const chatCall = (i: number, args: JsonObject): JsonObject => ({
  id: `c${i}`,
  type: "function",
  function: { name: "f", arguments: JSON.stringify(args) },
});
const chatTurns = (n: number, text: string): JsonObject[] =>
  times(n, (i): JsonObject[] => [
    { role: "assistant", content: null, tool_calls: [chatCall(i, argumentsOf(text))] },
    { role: "tool", tool_call_id: `c${i}`, content: text },
  ]).flat();
/** Turns of as many calls as one may have, with their results. */
const wideTurns = (n: number, text: string): JsonObject[] =>
  times(Math.ceil(n / calls.max), (turn): JsonObject[] => {
    const ids = times(Math.min(calls.max, n - turn * calls.max), (i) => turn * calls.max + i);
    return [
      { role: "assistant", content: null, tool_calls: ids.map((i) => chatCall(i, argumentsOf(text))) },
      ...ids.map((i) => ({ role: "tool", tool_call_id: `c${i}`, content: text })),
    ];
  }).flat();

export const CHATS: Shapes = {
  messages: shape(messages.max, (n, text, model) =>
    chat(
      model,
      times(n, (i) => ({ role: who(i), content: `${text}.` })),
    ),
  ),
  "messages in parts": shape(messages.max, (n, text, model) =>
    chat(
      model,
      times(n, (i) => ({ role: who(i), content: [{ type: "text", text: `${text}.` }] })),
    ),
  ),
  parts: shape(parts.max * 5, (n, text, model) =>
    chat(
      model,
      times(5, () => ({
        role: "user",
        content: times(Math.floor(n / 5), () => ({ type: "text", text: `${text}.` })),
      })),
    ),
  ),
  images: shape(parts.max * 4, (n, text, model) =>
    chat(
      model,
      times(4, () => ({
        role: "user",
        content: times(Math.floor(n / 4), (i) => ({
          type: "image_url",
          image_url: { url: `https://a${i}.example.com/${text}.png` },
        })),
      })),
    ),
  ),
  tools: shape(tools.max - 1, (n, text, model) =>
    chat(model, [user], {
      tools: times(n, (i) =>
        chatTool(i, { type: "object", properties: { a: { type: "string", description: text } } }, text),
      ),
    }),
  ),
  "schemas of tools": shape(80_000, (n, text, model) =>
    chat(model, [user], {
      tools: times(20, (i) => chatTool(i, schemaOf(Math.floor(n / 20), text), "x")),
    }),
  ),
  "a format": shape(80_000, (n, text, model) =>
    chat(model, [user], {
      response_format: { type: "json_schema", json_schema: { name: "s", schema: schemaOf(n, text) } },
    }),
  ),
  "tool turns": shape(24_000, (n, text, model) => chat(model, [user, ...chatTurns(n, text)])),
  "calls and results": shape(48_000, (n, text, model) => chat(model, [user, ...wideTurns(n, text)])),
  "arguments of one call": shape(390_000, (n, text, model) =>
    chat(model, [
      user,
      { role: "assistant", content: null, tool_calls: [chatCall(0, nested(n, text))] },
      { role: "tool", tool_call_id: "c0", content: "x" },
    ]),
  ),
  "one text": shape(1, (_n, text, model) => chat(model, [{ role: "user", content: `${text}.` }])),
  "one text, all escapes": shape(1, (_n, text, model) =>
    chat(model, [{ role: "user", content: text.replaceAll("word ", '"\\n') }]),
  ),
  thinking: shape(parts.max, (n, text, model) =>
    chat(model, [
      user,
      {
        role: "assistant",
        content: "x",
        reasoning_details: times(n, (i) => ({ type: "reasoning.text", text, signature: `s${i}` })),
      },
      user,
    ]),
  ),
};

const claude = (model: string, said: Json, more: JsonObject = {}): JsonObject => ({
  model,
  max_tokens: 9,
  messages: said,
  ...more,
});
/** Turns of so many blocks: what an assistant says, and what is answered. */
function turnsOf(
  n: number,
  ask: (i: number) => JsonObject,
  give: (i: number) => JsonObject,
  assistant = "assistant",
  blocks = "content",
): JsonObject[] {
  const WIDE = calls.max;
  return times(Math.ceil(n / WIDE), (turn): JsonObject[] => {
    const ids = times(Math.min(WIDE, n - turn * WIDE), (i) => turn * WIDE + i);
    return [
      { role: assistant, [blocks]: ids.map(ask) },
      { role: "user", [blocks]: ids.map(give) },
    ];
  }).flat();
}

export const MESSAGES: Shapes = {
  messages: shape(messages.max, (n, text, model) =>
    claude(
      model,
      times(n, (i) => ({ role: who(i), content: `${text}.` })),
    ),
  ),
  "messages in blocks": shape(messages.max, (n, text, model) =>
    claude(
      model,
      times(n, (i) => ({ role: who(i), content: [{ type: "text", text: `${text}.` }] })),
    ),
  ),
  blocks: shape(parts.max * 5, (n, text, model) =>
    claude(
      model,
      times(5, () => ({
        role: "user",
        content: times(Math.floor(n / 5), () => ({ type: "text", text: `${text}.` })),
      })),
    ),
  ),
  "system blocks": shape(parts.max, (n, text, model) =>
    claude(model, [user], { system: times(n, () => ({ type: "text", text: `${text}.` })) }),
  ),
  tools: shape(tools.max, (n, text, model) =>
    claude(model, [user], {
      tools: times(n, (i) => ({
        name: `f${i}`,
        description: text,
        input_schema: { type: "object", properties: { a: { type: "string", description: text } } },
      })),
    }),
  ),
  "schemas of tools": shape(80_000, (n, text, model) =>
    claude(model, [user], {
      tools: times(20, (i) => ({ name: `f${i}`, input_schema: schemaOf(Math.floor(n / 20), text) })),
    }),
  ),
  "calls and results": shape(40_000, (n, text, model) =>
    claude(model, [
      user,
      ...turnsOf(
        n,
        (i) => ({ type: "tool_use", id: `c${i}`, name: "f", input: argumentsOf(text) }),
        (i) => ({ type: "tool_result", tool_use_id: `c${i}`, content: text }),
      ),
    ]),
  ),
  thinking: shape(parts.max, (n, text, model) =>
    claude(model, [
      user,
      {
        role: "assistant",
        content: times(Math.floor(n / 2), (i): JsonObject[] => [
          { type: "thinking", thinking: text, signature: `s${i}` },
          { type: "text", text: `${text}.` },
        ]).flat(),
      },
      user,
    ]),
  ),
  "one text": shape(1, (_n, text, model) => claude(model, [{ role: "user", content: `${text}.` }])),
};

const message = (i: number, text: string): JsonObject => ({
  type: "message",
  role: who(i),
  content: [{ type: i % 2 === 0 ? "input_text" : "output_text", text: `${text}.` }],
});

export const RESPONSES: Shapes = {
  items: shape(items.max, (n, text, model) => ({ model, input: times(n, (i) => message(i, text)) })),
  "calls and results": shape(items.max - 1, (n, text, model) => ({
    model,
    input: [
      message(0, "x"),
      ...times(Math.floor(n / 2), (i): JsonObject[] => [
        {
          type: "function_call",
          call_id: `c${i}`,
          name: "f",
          arguments: JSON.stringify(argumentsOf(text)),
        },
        { type: "function_call_output", call_id: `c${i}`, output: text },
      ]).flat(),
    ],
  })),
  parts: shape(parts.max * 5, (n, text, model) => ({
    model,
    input: times(5, () => ({
      role: "user",
      content: times(Math.floor(n / 5), () => ({ type: "input_text", text: `${text}.` })),
    })),
  })),
  tools: shape(tools.max, (n, text, model) => ({
    model,
    input: "x",
    tools: times(n, (i) => ({
      type: "function",
      name: `f${i}`,
      description: text,
      strict: false,
      parameters: { type: "object", properties: {} },
    })),
  })),
  "a format": shape(80_000, (n, text, model) => ({
    model,
    input: "x",
    text: { format: { type: "json_schema", name: "s", schema: schemaOf(n, text) } },
  })),
};

export const GEMINI: Shapes = {
  contents: shape(messages.max, (n, text, model) => ({
    model,
    contents: times(n, (i) => ({ role: who(i, "model"), parts: [{ text: `${text}.` }] })),
  })),
  parts: shape(parts.max * 5, (n, text, model) => ({
    model,
    contents: times(5, () => ({
      role: "user",
      parts: times(Math.floor(n / 5), () => ({ text: `${text}.` })),
    })),
  })),
  "calls and results": shape(40_000, (n, text, model) => ({
    model,
    contents: [
      { role: "user", parts: [{ text: "x" }] },
      ...turnsOf(
        n,
        (i) => ({ functionCall: { name: `f${i}`, args: argumentsOf(text) } }),
        (i) => ({ functionResponse: { name: `f${i}`, response: { text } } }),
        "model",
        "parts",
      ),
    ],
  })),
  declarations: shape(tools.max, (n, text, model) => ({
    model,
    contents: [{ role: "user", parts: [{ text: "x" }] }],
    tools: [
      {
        functionDeclarations: times(n, (i) => ({
          name: `f${i}`,
          description: text,
          parameters: { type: "OBJECT", properties: { a: { type: "STRING" } } },
        })),
      },
    ],
  })),
};

export const CONVERSE: Shapes = {
  messages: shape(messages.max, (n, text, model) => ({
    model,
    messages: times(n, (i) => ({ role: who(i), content: [{ text: `${text}.` }] })),
  })),
  blocks: shape(parts.max * 5, (n, text, model) => ({
    model,
    messages: times(5, (i) => ({
      role: who(i),
      content: times(Math.floor(n / 5), () => ({ text: `${text}.` })),
    })),
  })),
  "calls and results": shape(40_000, (n, text, model) => ({
    model,
    messages: [
      { role: "user", content: [{ text: "x" }] },
      ...turnsOf(
        n,
        (i) => ({ toolUse: { toolUseId: `c${i}`, name: "f", input: argumentsOf(text) } }),
        (i) => ({ toolResult: { toolUseId: `c${i}`, content: [{ text }] } }),
      ),
    ],
  })),
  tools: shape(tools.max, (n, text, model) => ({
    model,
    messages: [{ role: "user", content: [{ text: "x" }] }],
    toolConfig: {
      tools: times(n, (i) => ({
        toolSpec: { name: `f${i}`, description: `${text}.`, inputSchema: { json: { type: "object" } } },
      })),
    },
  })),
};

export const COHERE: Shapes = {
  messages: CHATS.messages ?? shape(0, () => ({})),
  "tool turns": CHATS["tool turns"] ?? shape(0, () => ({})),
};
