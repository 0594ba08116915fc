import { describe, expect, test } from "vitest";
import type { DecodeContext, StreamEvent } from "../../apis/codec.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import { PARAMETERS } from "../../parameters.ts";
import { MistralProvider } from "./index.ts";

const mistral = new MistralProvider();
const endpoint = {
  providerModelId: "mistral-small-latest",
  supportedParameters: PARAMETERS,
} as unknown as Endpoint;
const sent = (request: object) =>
  mistral.buildBody(
    { model: "any", messages: [{ role: "user", content: "x" }], ...request } as ChatRequest,
    endpoint,
  ).body;

const call = (id: string) => ({ id, type: "function", function: { name: "tide", arguments: "{}" } });
const history = (...ids: string[]) => ({
  messages: [
    { role: "user", content: "x" },
    { role: "assistant", content: null, tool_calls: ids.map(call) },
    ...ids.map((id) => ({ role: "tool", tool_call_id: id, content: "3 m", name: "tide" })),
  ],
});
const idsOf = (body: ReturnType<typeof sent>) =>
  (body.messages as { tool_call_id?: string }[]).flatMap(({ tool_call_id: id }) =>
    id === undefined ? [] : [id],
  );

describe("requests", () => {
  test("use Mistral's names and leave out what it refuses", () => {
    const request = {
      seed: 0,
      tools: [{ type: "function", function: { name: "bell", parameters: { type: "object" } } }],
      tool_choice: "required",
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 5,
    };
    const { messages: _messages, tools: _tools, ...rest } = sent(request);
    expect(rest).toEqual({
      model: "mistral-small-latest",
      random_seed: 0,
      tool_choice: "any",
      stream: true,
      max_tokens: 5,
    });
  });

  test("respell ids that do not fit, alike in calls and results, and the same in every turn (MAP-06)", () => {
    const body = sent(history("call_lis01", "Kept12345", "call_osl02"));
    const [lisbon, kept, oslo] = idsOf(body);
    expect(kept).toBe("Kept12345");
    expect(lisbon).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(oslo).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(new Set([lisbon, kept, oslo]).size).toBe(3);
    expect(body.messages).toMatchObject([
      {},
      { tool_calls: [{ id: lisbon }, { id: kept }, { id: oslo }] },
      {},
      {},
      {},
    ]);
    expect(idsOf(sent(history("call_osl02")))).toEqual([oslo]);
  });

  test("two ids never become one", () => {
    const many = Array.from({ length: 2000 }, (_, i) => `call_${i}`);
    expect(new Set(idsOf(sent(history(...many)))).size).toBe(2000);
  });

  test("say what was refused in the content, and keep the turn", () => {
    const turns = [
      { role: "user", content: "Open it." },
      { role: "assistant", content: null, refusal: "I will not." },
      { role: "user", content: "Why not?" },
    ];
    expect(sent({ messages: turns }).messages).toEqual([
      { role: "user", content: "Open it." },
      { role: "assistant", content: "I will not." },
      { role: "user", content: "Why not?" },
    ]);
  });

  test("give thinking back as a part of the content, and no field that is not Mistral's", () => {
    const turn = {
      role: "assistant",
      content: "Two.",
      reasoning_content: "1 + 1",
      refusal: null,
      annotations: [],
    };
    expect(sent({ messages: [turn] }).messages).toEqual([
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "1 + 1" }] },
          { type: "text", text: "Two." },
        ],
      },
    ]);
  });
});

describe("answers", () => {
  const context: DecodeContext = {
    endpoint,
    traits: mistral.chatApi().traits,
    convention: mistral.chatApi().usage,
    request: { model: "any", messages: [{ role: "user", content: "x" }] },
    nowSeconds: 9,
    fallbackId: "fallback",
  };

  test.each([
    [{ num_cached_tokens: 32 }],
    [{ prompt_tokens_details: { cached_tokens: 32 } }],
    [{ prompt_token_details: { cached_tokens: 32 } }],
  ])("count the cache as %j", (more) => {
    const raw = { prompt_tokens: 64, completion_tokens: 6, total_tokens: 70, ...more };
    expect(mistral.chatApi().codec.readUsage(raw, mistral.chatApi().usage)).toMatchObject({
      usage: { input: 32, cacheRead: 32, output: 6 },
    });
  });

  test("switch between parts and text inside one stream; a later empty name changes nothing", async () => {
    const thought = (...texts: string[]) => [
      { type: "thinking", thinking: texts.map((text) => ({ type: "text", text })) },
    ];
    const fn = (name: string, args: string) => ({ index: 0, function: { name, arguments: args } });
    const deltas: object[] = [
      { role: "assistant", content: "" },
      { content: thought("Hm") },
      { content: thought() },
      { content: "Tide" },
      { content: [{ type: "text", text: " in." }] },
      { tool_calls: [{ ...fn("tide", ""), id: "abcdefghi" }] },
      { tool_calls: [fn("", '{"a":')] },
      { tool_calls: [fn("", "1}")] },
    ];
    const chunk = (delta: object, finish: string | null = null, more: object = {}) =>
      `data: ${JSON.stringify({ id: "m1", created: 5, model: "m", p: "abc", choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`;
    const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
    const text = `${deltas.map((delta) => chunk(delta)).join("")}${chunk({ content: "" }, "tool_calls", { usage })}data: [DONE]\n\n`;
    async function* bytes() {
      yield new TextEncoder().encode(text);
    }
    const events: StreamEvent[] = [];
    for await (const event of mistral.chatApi().codec.decodeStream(bytes(), context)) events.push(event);
    const said = events.flatMap((event) =>
      event.type === "chunk" ? event.chunk.choices.map(({ delta }) => delta) : [],
    );
    expect(said.map(({ content }) => content ?? "").join("")).toBe("Tide in.");
    expect(said.map(({ reasoning_content: thinking }) => thinking ?? "").join("")).toBe("Hm");
    const calls = said.flatMap(({ tool_calls: list }) => list ?? []);
    expect(calls[0]).toMatchObject({ id: "abcdefghi", type: "function", function: { name: "tide" } });
    expect(calls.map(({ function: part }) => part?.arguments).join("")).toBe('{"a":1}');
    expect(events.filter(({ type }) => type === "usage")).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: "end" });
  });
});

describe("errors of four shapes", () => {
  const fail = (status: number, body: unknown) =>
    mistral.normalizeError({
      status,
      text: JSON.stringify(body),
      secrets: [],
      nowMs: 0,
      headers: new Headers(),
    });
  const detail = [
    { type: "missing", loc: ["body", "messages", 0, "role"], msg: "Field required", input: {} },
  ];

  test.each([
    [
      400,
      { object: "error", message: "Bad id", type: "invalid_function_call", param: null, code: "3280" },
      "Bad id",
      "invalid_request",
    ],
    [401, { detail: "Unauthorized" }, "Unauthorized", "authentication"],
    [401, { message: "Unauthorized", request_id: "r" }, "Unauthorized", "authentication"],
    [422, { detail }, "messages.0.role: Field required", "unprocessable"],
    [
      422,
      { object: "error", message: { detail }, type: "invalid_request_error" },
      "messages.0.role: Field required",
      "unprocessable",
    ],
    [
      429,
      { object: "error", message: "Service tier capacity exceeded", type: "x", code: "3505" },
      "Service tier capacity exceeded",
      "rate_limit",
    ],
    [
      503,
      { message: "Service tier capacity exceeded for this model." },
      "Service tier capacity exceeded for this model.",
      "rate_limit",
    ],
    [
      400,
      { object: "error", message: "Invalid model: x", type: "invalid_model", code: "1500" },
      "Invalid model: x",
      "not_found",
    ],
  ])("%s %j", (status, body, message, meaning) => {
    expect(fail(status, body)).toMatchObject({ message, meaning });
  });
});
