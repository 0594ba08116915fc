import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { decodeRequest, encodeRequest } from "../request.ts";
import { asked, contextOf, type Host } from "./testing.ts";

const sent = (more: JsonObject, host?: Host): JsonObject => encodeRequest(asked(more), contextOf(host)).body;

/** The one message that a host gets. */
function message(one: JsonObject, host?: Host): Json | undefined {
  const { messages } = sent({ messages: [one] }, host);
  return Array.isArray(messages) ? messages[0] : undefined;
}

const call = (id: string) => ({ id, type: "function", function: { name: "tide", arguments: "{}" } });

describe("a history", () => {
  test("loses what answers of other dialects left in it, but for what the host takes back", () => {
    const said = {
      role: "assistant",
      content: "Ebb.",
      reasoning_details: [{ text: "hm" }],
      tool_plan: "look",
    };
    expect(message(said)).toEqual({ role: "assistant", content: "Ebb." });
    expect(message(said, { traits: { replayed: ["reasoning_details"] } })).toEqual({
      role: "assistant",
      content: "Ebb.",
      reasoning_details: [{ text: "hm" }],
    });
  });

  test.each<[string, Json]>([
    ["item_order", [{ type: "text", start: 0, end: 4 }]],
    ["anthropic_content", [{ type: "text", text: "Ebb." }]],
    [
      "responses_output",
      { provider: "openai", items: [{ type: "reasoning", encrypted_content: "c2VhbGVk" }] },
    ],
    ["bedrock_content", [{ video: {} }]],
  ])("loses %s, which says how a turn was told on another API", (field, value) => {
    const said = { role: "assistant", content: "Ebb.", [field]: value };
    expect(message(said)).toEqual({ role: "assistant", content: "Ebb." });
  });

  test.each<[string, JsonObject, Json]>([
    ["has an empty text for a turn that only thought", { reasoning_content: "hm" }, ""],
    ["keeps the null of a turn that calls", { tool_calls: [call("call_1")] }, null],
    ["keeps the null of a turn that refuses", { refusal: "No." }, null],
  ])("%s", (_what, more, content) =>
    expect(message({ role: "assistant", content: null, ...more })).toMatchObject({ content }),
  );

  test("loses the names of speakers where the host takes none", () => {
    const said = { role: "user", name: "pilot", content: "Ebb?" };
    expect(message(said)).toStrictEqual(said);
    expect(message(said, { traits: { messageNames: false } })).toEqual({ role: "user", content: "Ebb?" });
  });

  test("has only the fields that a strict host takes", () => {
    const said = { role: "user", content: "Ebb?", mood: "calm" };
    expect(message(said, { traits: { messageFields: ["role", "content"] } })).toEqual({
      role: "user",
      content: "Ebb?",
    });
    expect(message(said)).toEqual(said);
  });

  test("keeps its marks for caches where the host takes them, and nowhere else (MAP-12)", () => {
    const mark = { cache_control: { type: "ephemeral" } };
    const said = { role: "user", content: [{ type: "text", text: "Ebb?", ...mark }], ...mark };
    expect(message(said, { traits: { cacheControl: true } })).toEqual(said);
    expect(message(said)).toEqual({ role: "user", content: [{ type: "text", text: "Ebb?" }] });
    expect(message({ role: "assistant", tool_calls: [call("a")] })).not.toHaveProperty("content");
  });

  test("has calls in an assistant's turns, and in no other", () => {
    const odd = {
      role: "user",
      content: "Ebb?",
      tool_calls: [{ ...call("a"), function: { name: "tide", arguments: "" } }],
    };
    expect(message(odd)).toEqual(odd);
  });

  test("gives calls without arguments an empty object (MAP-06)", () => {
    const empty = { ...call("a"), function: { name: "tide", arguments: "" } };
    expect(message({ role: "assistant", tool_calls: [empty] })).toMatchObject({
      tool_calls: [{ function: { arguments: "{}" } }],
    });
  });
});

describe("thinking of an earlier turn", () => {
  const thought = { role: "assistant", reasoning_content: "The moon is high." };
  const thinking = { type: "thinking", thinking: [{ type: "text", text: "The moon is high." }] };
  const host: Host = { traits: { thinkingParts: true, messageFields: ["role", "content"] } };

  test.each([
    ["a text", "Ebb.", [thinking, { type: "text", text: "Ebb." }]],
    ["parts", [{ type: "text", text: "Ebb." }], [thinking, { type: "text", text: "Ebb." }]],
    ["an empty text", "", [thinking]],
    ["nothing", null, [thinking]],
  ])("stands before %s", (_what, content, expected) => {
    expect(message({ ...thought, content }, host)).toEqual({ role: "assistant", content: expected });
  });

  test("stays a field where the host does not take parts, and is no part where there is none", () => {
    expect(message({ ...thought, content: "Ebb." })).toEqual({ ...thought, content: "Ebb." });
    expect(message({ role: "assistant", content: "Ebb." }, host)).toEqual({
      role: "assistant",
      content: "Ebb.",
    });
  });
});

describe("an effort, where thinking is counted in tokens", () => {
  const host: Host = { traits: { thinkingBudget: true }, endpoint: { reasoning: "budget" } };
  const spelled = (effort: string, where: Host) => {
    const { reasoning_effort, enable_thinking, thinking_budget } = sent({ reasoning_effort: effort }, where);
    return { reasoning_effort, enable_thinking, thinking_budget };
  };

  test.each([
    ["none", { enable_thinking: false }],
    ["low", { enable_thinking: true, thinking_budget: 2048 }],
    ["high", { enable_thinking: true, thinking_budget: 24_576 }],
    ["max", { enable_thinking: true }],
  ])("%s becomes a switch and a budget", (effort, expected) => {
    expect(spelled(effort, host)).toEqual(expected);
  });

  test("that nobody knows is refused with its name (MAP-07)", () => {
    expect(() => spelled("tidal", host)).toThrow(UnsupportedInput);
    expect(() => spelled("tidal", host)).toThrow("tidal is no known effort");
    try {
      spelled("tidal", host);
    } catch (error) {
      expect(error).toMatchObject({ param: "reasoning_effort" });
    }
  });

  test.each<[string, Host]>([
    ["a host without budgets", { endpoint: { reasoning: "budget" } }],
    ["an endpoint that takes efforts", { traits: { thinkingBudget: true } }],
  ])("stays a word at %s", (_where, elsewhere) => {
    expect(spelled("high", elsewhere)).toEqual({ reasoning_effort: "high" });
  });

  test("is not made up where the caller named none", () => {
    expect(sent({}, host)).not.toHaveProperty("enable_thinking");
  });
});

describe("ids of tool calls, where a host demands a shape", () => {
  const host: Host = { traits: { toolCallIds: { pattern: /^[a-zA-Z0-9]{9}$/, length: 9 } } };
  const answered = (...ids: string[]): ChatRequest["messages"] =>
    [
      { role: "assistant", tool_calls: ids.map(call) },
      ...ids.map((tool_call_id) => ({ role: "tool", tool_call_id, content: "low" })),
    ] as ChatRequest["messages"];
  const idsIn = (body: JsonObject): string[][] => {
    const [calls, ...results] = body.messages as unknown as [
      { tool_calls: { id: string }[] },
      ...{ tool_call_id: string }[],
    ];
    return [calls.tool_calls.map(({ id }) => id), results.map(({ tool_call_id }) => tool_call_id)];
  };

  test("are the same in call and result, one to one, and the same in every turn", () => {
    const messages = answered("call_lis01", "call_lis02");
    const [calls, results] = idsIn(sent({ messages } as unknown as JsonObject, host));
    expect(calls).toEqual(results);
    expect(new Set(calls)).toHaveLength(2);
    for (const id of calls ?? []) expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(idsIn(sent({ messages } as unknown as JsonObject, host))).toEqual([calls, results]);
    // The spelling is a promise: a conversation outlives a release.
    expect(calls).toEqual(["n8m2BjAqv", "CMY8geEpv"]);
  });

  test("stay where they fit, and where the host demands nothing", () => {
    const fitting = answered("Abcde6789");
    expect(idsIn(sent({ messages: fitting } as unknown as JsonObject, host))[0]).toEqual(["Abcde6789"]);
    const free = answered("call_lis01");
    expect(idsIn(sent({ messages: free } as unknown as JsonObject))[0]).toEqual(["call_lis01"]);
  });

  test("avoid an id that another call already has", () => {
    const [[spelling] = []] = idsIn(
      sent({ messages: answered("call_lis01") } as unknown as JsonObject, host),
    );
    const both = answered("call_lis01", String(spelling));
    const [calls] = idsIn(sent({ messages: both } as unknown as JsonObject, host));
    expect(calls?.[1]).toBe(spelling);
    expect(calls?.[0]).not.toBe(spelling);
    expect(calls?.[0]).toMatch(/^[a-zA-Z0-9]{9}$/);
    const two = ["call_lis01", "call_lis02"];
    const [taken = []] = idsIn(sent({ messages: answered(...two) } as unknown as JsonObject, host));
    const [four = []] = idsIn(sent({ messages: answered(...two, ...taken) } as unknown as JsonObject, host));
    expect(new Set(four)).toHaveLength(4);
  });
});

describe("tools", () => {
  const tide = { type: "function", function: { name: "tide" } };

  test("have a schema, and no description that is empty (MAP-11)", () => {
    const { tools } = sent({ tools: [{ ...tide, function: { name: "tide", description: "" } }] });
    expect(tools).toEqual([
      { type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } },
    ]);
  });

  test("that the host runs itself are its own business", () => {
    const hosted = { type: "web_search", function: { odd: true } };
    expect(sent({ tools: [hosted] }).tools).toEqual([hosted]);
  });

  test("keep their marks for caches only where the host takes them", () => {
    const parameters = { type: "object", properties: {} };
    const marked = { ...tide, function: { name: "tide", parameters }, cache_control: { type: "ephemeral" } };
    const takes = { cacheControl: true, toolMarks: true };
    expect(sent({ tools: [marked] }, { traits: takes }).tools).toEqual([marked]);
    const onTexts = sent({ tools: [marked] }, { traits: { cacheControl: true } }).tools;
    expect(onTexts).toEqual([{ ...tide, function: { name: "tide", parameters } }]);
    expect(sent({ tools: [marked] }).tools).toEqual([{ ...tide, function: { name: "tide", parameters } }]);
  });

  test("are chosen in the host's words", () => {
    const host: Host = { traits: { toolChoices: { required: "any" }, renamed: { seed: "random_seed" } } };
    const body = sent({ tools: [tide], tool_choice: "required", seed: 7 }, host);
    expect(body).toMatchObject({ tool_choice: "any", random_seed: 7 });
    expect(body).not.toHaveProperty("seed");
    expect(sent({ tools: [tide], tool_choice: "auto" }, host).tool_choice).toBe("auto");
    const named = { type: "function", function: { name: "tide" } };
    expect(sent({ tools: [tide], tool_choice: named }, host).tool_choice).toEqual(named);
    expect(sent({ tools: [tide] }, host)).not.toHaveProperty("tool_choice");
    const odd = { type: "function", function: { name: "ns.tide" } };
    const { tools, tool_choice } = sent({ tools: [odd], tool_choice: odd });
    expect(tools).toMatchObject([{ function: { name: "ns_tide" } }]);
    expect(tool_choice).toEqual({ type: "function", function: { name: "ns_tide" } });
  });
});

describe("a stream", () => {
  test("asks for usage, unless the host knows no such option (STR-06)", () => {
    expect(sent({ stream: true }).stream_options).toEqual({ include_usage: true });
    expect(sent({ stream: true }, { traits: { streamOptions: false } })).not.toHaveProperty("stream_options");
    expect(sent({ stream_options: { include_usage: true } })).not.toHaveProperty("stream_options");
  });
});

describe("a limit on the answer (MAP-04)", () => {
  test("has the host's name, and stands there once", () => {
    const limit = { max_tokens: 9, max_completion_tokens: 8 };
    expect(sent(limit)).toMatchObject({ max_tokens: 8 });
    const body = sent(limit, { traits: { maxTokensField: "max_completion_tokens" } });
    expect(body).toMatchObject({ max_completion_tokens: 8 });
    expect(body).not.toHaveProperty("max_tokens");
  });
});

describe("a caller's body that is none (ERR-08)", () => {
  const refusal = (messages: Json) => decodeRequest({ model: "tide-1", messages });

  test("is unsupported where only the type of a part is unknown, and wrong anywhere else", () => {
    const odd = (position: number) => [
      {
        role: "user",
        content: [
          ...Array.from({ length: position }, () => ({ type: "text", text: "Ebb?" })),
          { type: "smell" },
        ],
      },
    ];
    expect(refusal(odd(0))).toMatchObject({ ok: false, unsupported: true });
    expect(refusal(odd(12))).toMatchObject({ param: "messages[0].content[12].type", unsupported: true });
    expect(refusal([{ role: "user", content: [{ type: "text", text: 7 }] }])).toMatchObject({
      ok: false,
      unsupported: false,
    });
    expect(refusal([])).toMatchObject({ ok: false, param: "messages", unsupported: false });
  });
});
