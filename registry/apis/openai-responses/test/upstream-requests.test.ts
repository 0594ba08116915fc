/** Providers of the Responses API: what they are sent and how they are read (API-01, RES-02…05, STR-04…07, USE-04). */
import { describe, expect, test } from "vitest";
import { type ChatRequest, ChatRequestSchema } from "../../../canonical/chat.ts";
import type { Endpoint } from "../../../endpoint.ts";
import { openRegistry } from "../../../index.ts";
import { PLAIN_TRAITS, type UnsupportedInput } from "../../codec.ts";
import { openaiResponses } from "../index.ts";

/** OpenAI as the documentation describes it. */
const traits = { ...PLAIN_TRAITS, developerRole: "developer", cacheControl: false } as const;
const registered = openRegistry().indexes.endpoints.find((each) => each.id === "gpt-5-codex:openai");
if (!registered) throw new Error("the registry has no gpt-5-codex at OpenAI");
const endpoint: Endpoint = { ...registered, api: "openai-responses" };
const chat = (fields: object): ChatRequest =>
  ChatRequestSchema.parse({ model: "m", messages: [{ role: "user", content: "Hi." }], ...fields });
const encode = (fields: object) => openaiResponses.encodeRequest(chat(fields), { endpoint, traits });

describe("a request", () => {
  const call = { id: "call_1", type: "function", function: { name: "tide", arguments: '{"at":1}' } };
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "image_url", image_url: { url: "https://a.example/x.png" } }] },
    { role: "assistant", content: "Let me look.", tool_calls: [call, { ...call, id: "call_2" }] },
    { role: "tool", tool_call_id: "call_1", content: "low" },
    { role: "tool", tool_call_id: "call_2", content: [{ type: "text", text: "high" }] },
  ];

  test("is items in order, with texts of answers as texts, call_id for calls, and nothing stored", () => {
    const { body } = encode({ messages });
    expect(body).toMatchObject({
      model: "gpt-5-codex",
      store: false,
      include: ["reasoning.encrypted_content"],
    });
    expect(body.input).toEqual([
      { type: "message", role: "system", content: "Be brief." },
      {
        type: "message",
        role: "user",
        content: [{ type: "input_image", image_url: "https://a.example/x.png", detail: "auto" }],
      },
      { type: "message", role: "assistant", content: "Let me look." },
      { type: "function_call", call_id: "call_1", name: "tide", arguments: '{"at":1}' },
      { type: "function_call", call_id: "call_2", name: "tide", arguments: '{"at":1}' },
      { type: "function_call_output", call_id: "call_1", output: "low" },
      { type: "function_call_output", call_id: "call_2", output: [{ type: "input_text", text: "high" }] },
    ]);
  });

  test("has flat tools whose silence about strictness stays lax, a flat choice, a flat format", () => {
    const fn = { name: "tide", parameters: { type: "object" } };
    const json_schema = { name: "t", schema: { type: "object" }, strict: true };
    const { body } = encode({
      tools: [
        { type: "function", function: fn },
        { type: "function", function: { ...fn, name: "wind", strict: true } },
      ],
      tool_choice: { type: "function", function: { name: "tide" } },
      response_format: { type: "json_schema", json_schema },
      reasoning_effort: "low",
      max_tokens: 64,
      stream: true,
    });
    expect(body).toMatchObject({
      tools: [
        { type: "function", ...fn, strict: false },
        { type: "function", ...fn, name: "wind", strict: true },
      ],
      tool_choice: { type: "function", name: "tide" },
      text: { format: { type: "json_schema", ...json_schema } },
      reasoning: { effort: "low" },
      max_output_tokens: 64,
      stream: true,
    });
    for (const name of ["messages", "max_tokens", "response_format", "reasoning_effort", "stream_options"])
      expect(body).not.toHaveProperty(name);
  });

  test.each<[string, object, string]>([
    [
      "sound",
      {
        messages: [
          { role: "user", content: [{ type: "input_audio", input_audio: { data: "", format: "wav" } }] },
        ],
      },
      "messages[0].content[0]",
    ],
  ])("is refused by name for %s", (_what, fields, param) => {
    expect(() => encode(fields)).toThrow(expect.objectContaining({ param }) as UnsupportedInput);
  });

  test("takes the least limit", () => {
    expect(encode({ max_tokens: 16 }).body.max_output_tokens).toBe(16);
  });

  test("replays the items of an earlier answer as they were, at the provider that gave them only", () => {
    const items = [
      { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAAA" },
      {
        type: "function_call",
        id: "fc_1",
        call_id: "call_1",
        name: "tide",
        arguments: "{}",
        namespace: "sea",
      },
    ];
    const said = (by: string) => ({
      role: "assistant",
      content: null,
      tool_calls: [call],
      responses_output: { provider: by, items },
    });
    expect(encode({ messages: [said("openai")] }).body.input).toEqual(items);
    const elsewhere = JSON.stringify(encode({ messages: [said("azure")] }).body.input);
    expect(elsewhere).not.toContain("gAAAA");
    expect(elsewhere).toContain('"call_id":"call_1"');
  });
});
