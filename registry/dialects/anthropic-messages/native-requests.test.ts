/**
 * Requests of callers who speak the dialect: read with everything they say, or refused by place (ERR-08).
 */
import { describe, expect, test } from "vitest";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { encoding } from "./fixtures.ts";
import { anthropicMessages } from "./index.ts";

const turns = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
const tide = { type: "function", function: { name: "tide" } };

describe("a native request", () => {
  const decode = (fields: object) =>
    anthropicMessages.decodeRequest(
      { model: "m", max_tokens: 9, messages: [{ role: "user", content: "Hi." }], ...fields } as Json,
      {},
    );
  const user = (...content: object[]) => ({ messages: [{ role: "user", content }] });

  test.each<[string, object, string, boolean]>([
    ["a missing limit", { max_tokens: undefined }, "max_tokens", false],
    ["a role of nobody's", { messages: [{ role: "pilot", content: "Hi." }] }, "messages[0].role", false],
    [
      "an image without a source",
      user({ type: "text", text: "" }, { type: "image" }),
      "messages[0].content[1].source",
      false,
    ],
    [
      "an image of another scheme",
      user({ type: "image", source: { type: "url", url: "ftp://a" } }),
      "messages[0].content[0].source",
      true,
    ],
    [
      "a search result",
      user({ type: "search_result", source: "x", title: "y", content: [] }),
      "messages[0].content[0]",
      true,
    ],
    [
      "a document of blocks",
      user({ type: "document", source: { type: "content", content: [] } }),
      "messages[0].content[0].source",
      true,
    ],
    [
      "a budget too small",
      { thinking: { type: "enabled", budget_tokens: 3 } },
      "thinking.budget_tokens",
      false,
    ],
    ["a tool of OpenAI's form", { tools: [tide] }, "tools[0].type", false],
  ])("with %s is refused by place", (_name, fields, param, unsupported) =>
    expect(decode(fields)).toMatchObject({ ok: false, param, unsupported }),
  );

  test("becomes a canonical one with everything it says", () => {
    const mark = { cache_control: { type: "ephemeral" } };
    const decoded = decode({
      system: [{ type: "text", text: "Rules.", ...mark }],
      messages: [
        ...user(
          { type: "text", text: "Hi." },
          {
            type: "document",
            source: { type: "text", media_type: "text/plain", data: "höhe" },
            title: "log",
          },
        ).messages,
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Hm.", signature: "c2ln" },
            { type: "tool_use", id: "a", name: "tide", input: {} },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "a", is_error: true },
            { type: "text", text: "And?" },
          ],
        },
      ],
      tools: [
        { name: "tide", input_schema: { type: "object" } },
        { type: "web_search_20250305", name: "web_search" },
      ],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
      thinking: { type: "enabled", budget_tokens: 3000 },
      stop_sequences: ["END"],
      metadata: { user_id: "sailor" },
      top_k: 0,
      service_tier: "standard_only",
      mcp_servers: [],
    });
    expect(decoded).toEqual({
      ok: true,
      request: {
        model: "m",
        max_tokens: 9,
        messages: [
          { role: "system", content: [{ type: "text", text: "Rules.", ...mark }] },
          {
            role: "user",
            content: [
              { type: "text", text: "Hi." },
              { type: "file", file: { file_data: "data:text/plain;base64,aMO2aGU=", filename: "log" } },
            ],
          },
          {
            role: "assistant",
            content: null,
            reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: "c2ln" }],
            tool_calls: [{ id: "a", type: "function", function: { name: "tide", arguments: "{}" } }],
          },
          { role: "tool", tool_call_id: "a", content: "", is_error: true },
          { role: "user", content: "And?" },
        ],
        tools: [
          { type: "function", function: { name: "tide", parameters: { type: "object" } } },
          { type: "web_search_20250305", name: "web_search" },
        ],
        tool_choice: "required",
        parallel_tool_calls: false,
        thinking: { type: "enabled", budget_tokens: 3000 },
        reasoning_effort: "medium",
        stop: ["END"],
        user: "sailor",
        top_k: 0,
        service_tier: "default",
        mcp_servers: [],
      },
    });
  });

  test("with blocks that only Anthropic has is replayed from them", () => {
    const content = [
      { type: "text", text: "Searching." },
      { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "tide" } },
      { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
    ];
    const decoded = decode({
      messages: [...user({ type: "text", text: "Hi." }).messages, { role: "assistant", content }],
    });
    if (!decoded.ok) throw new Error(decoded.message);
    expect(turns(anthropicMessages.encodeRequest(decoded.request, encoding()).body)[1]?.content).toEqual(
      content,
    );
  });

  test("takes its model from the path where that names one, and copies no prototype", () => {
    const body = JSON.parse(
      '{"max_tokens":1,"messages":[{"role":"user","content":"Hi."}],"__proto__":{"n":3}}',
    ) as Json;
    const decoded = anthropicMessages.decodeRequest(body, { model: "from-path" });
    expect(decoded).toMatchObject({ ok: true, request: { model: "from-path" } });
    expect(decoded.ok && decoded.request.n).toBeFalsy();
  });
});
