/**
 * Requests to a provider: limits, sampling, thinking, tools. What it refuses is not sent, what has no place is named
 * (MAP-03, MAP-04, MAP-08, MAP-09, MAP-11, MAP-14).
 */
import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Json } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { encode, encoding, endpointWith, plainRequest, refused } from "./testing.ts";

const tide = { type: "function", function: { name: "tide" } };

test("a request says no more than it must", () => {
  const body = {
    model: "claude-made-up",
    max_tokens: 64_000,
    messages: [{ role: "user", content: "Hi." }],
  };
  expect(encode({})).toStrictEqual({ body, dropped: [] });
  expect(encode({ tools: [tide], stream: false })).toStrictEqual({
    body: {
      ...body,
      stream: false,
      tools: [{ name: "tide", input_schema: { type: "object", properties: {} } }],
    },
    dropped: [],
  });
});

test("a request says no more by nulls", () => {
  const nothing = {
    temperature: null,
    top_p: null,
    top_k: null,
    stop: null,
    user: null,
    service_tier: null,
    tools: null,
    tool_choice: null,
    parallel_tool_calls: null,
    stream: null,
    response_format: null,
    reasoning_effort: null,
    thinking: null,
    max_tokens: null,
  };
  expect(encode(nothing)).toStrictEqual(encode({}));
  const thinking = { type: "enabled", budget_tokens: 3000 };
  expect(encode({ ...nothing, thinking })).toStrictEqual(encode({ thinking }));
});

test("a native body is sent with the model that it goes to (MAP-14)", () => {
  const body = { model: "tide-1", tide: "low" };
  expect(anthropicMessages.addressNative(body, "claude-made-up")).toEqual({
    ...body,
    model: "claude-made-up",
  });
  expect(anthropicMessages.path(endpointWith(), true)).toBe("messages");
});

describe("limits and sampling", () => {
  test("the limit is required: the caller's, the newer name first, else the endpoint's (MAP-04)", () => {
    expect(encode({}).body.max_tokens).toBe(64_000);
    expect(encode({ max_tokens: 7 }).body.max_tokens).toBe(7);
    expect(encode({ max_tokens: 7, max_completion_tokens: 9 }).body.max_tokens).toBe(9);
  });

  test.each([
    [0, 0],
    [0.7, 0.7],
    [1.7, 1],
  ])("temperature %d is sent as %d", (given, sent) =>
    expect(encode({ temperature: given }).body.temperature).toBe(sent),
  );

  test("temperature wins over top_p, which newer models refuse beside it", () => {
    const { body, dropped } = encode({ temperature: 0, top_p: 0.5 });
    expect([body.temperature, body.top_p, dropped]).toEqual([0, undefined, ["top_p"]]);
    expect(encode({ top_p: 0.5 }).body.top_p).toBe(0.5);
  });

  test("stop sequences of nothing but white space are left out and listed", () => {
    const { body, dropped } = encode({ stop: ["END", "\n"] });
    expect([body.stop_sequences, dropped]).toEqual([["END"], ["stop"]]);
    expect(encode({ stop: "END" }).body.stop_sequences).toEqual(["END"]);
    const odd = { ...plainRequest, stop: [7, "END"] } as unknown as ChatRequest;
    expect(anthropicMessages.encodeRequest(odd, encoding())).toMatchObject({
      body: { stop_sequences: ["END"] },
      dropped: ["stop"],
    });
  });

  test("service tiers have Anthropic's names, or are listed", () => {
    expect(encode({ service_tier: "default" }).body.service_tier).toBe("standard_only");
    expect(encode({ service_tier: "flex" })).toMatchObject({ dropped: ["service_tier"] });
    expect(encode({ service_tier: "constructor" })).toMatchObject({ dropped: ["service_tier"] });
  });

  test("the user is told by id, if there is one", () => {
    expect(encode({ user: "pilot-7" }).body.metadata).toEqual({ user_id: "pilot-7" });
    expect(encode({ user: null }).body).not.toHaveProperty("metadata");
  });
});

describe("thinking", () => {
  test.each([
    ["low", 64_000, 2048],
    ["low", 2048, 1024],
    ["high", 64_000, 24_576],
    ["high", 4000, 2000],
    ["low", 1500, 1024],
    ["minimal", 64_000, 1024],
    ["max", 64_000, 32_000],
  ])("%s with %d tokens to answer in is a budget of %d", (reasoning_effort, max_tokens, budget_tokens) =>
    expect(encode({ reasoning_effort, max_tokens }).body.thinking).toEqual({
      type: "enabled",
      budget_tokens,
    }),
  );

  test("is left out and listed where the limit has no room for the least budget", () =>
    expect(encode({ reasoning_effort: "low", max_tokens: 1024 })).toMatchObject({
      dropped: ["reasoning_effort"],
    }));

  test("is adaptive with an effort where the model wants that", () => {
    const { body } = encode({ reasoning_effort: "minimal" }, { reasoning: "adaptive" });
    expect([body.thinking, body.output_config]).toEqual([{ type: "adaptive" }, { effort: "low" }]);
    const { output_config } = encode({ reasoning_effort: "max" }, { reasoning: "adaptive" }).body;
    expect(output_config).toEqual({ effort: "max" });
  });

  test.each(["budget", "adaptive"] as const)(
    "is switched off by none, where the model has: %s",
    (reasoning) => {
      const { body, dropped } = encode(
        { reasoning_effort: "none", temperature: 0.5, top_k: 4 },
        { reasoning },
      );
      expect(body.thinking).toEqual({ type: "disabled" });
      expect([body.temperature, body.top_k, dropped]).toEqual([0.5, 4, []]);
    },
  );

  test("of the caller's own wins, and takes an effort beside it only where it is adaptive", () => {
    const sent = (fields: object) => {
      const { thinking, output_config } = encode(fields).body;
      return [thinking, output_config];
    };
    const budget = { type: "enabled", budget_tokens: 3000 };
    expect(sent({ thinking: budget, reasoning_effort: "high" })).toEqual([budget, undefined]);
    const adaptive = { type: "adaptive", display: "omitted" };
    expect(sent({ thinking: adaptive, reasoning_effort: "high" })).toEqual([adaptive, { effort: "high" }]);
    expect(sent({ thinking: adaptive })).toEqual([adaptive, undefined]);
    expect(refused({ thinking: adaptive, reasoning_effort: "tidal" }).param).toBe("reasoning_effort");
  });

  test.each<[string, object, object, string[]]>([
    ["another temperature than 1", { temperature: 0 }, {}, ["temperature"]],
    ["top_k", { top_k: 4 }, {}, ["top_k"]],
    ["a low top_p", { top_p: 0.9 }, {}, ["top_p"]],
    ["all of them", { temperature: 0, top_k: 4, top_p: 0.5 }, {}, ["temperature", "top_k", "top_p"]],
    ["no temperature of 1", { temperature: 1 }, { temperature: 1 }, []],
    ["no high top_p", { top_p: 0.95 }, { top_p: 0.95 }, []],
    [
      "no high top_p beside what it forbids",
      { temperature: 0, top_p: 0.97 },
      { top_p: 0.97 },
      ["temperature"],
    ],
    ["top_p beside a temperature of 1", { temperature: 1, top_p: 0.97 }, { temperature: 1 }, ["top_p"]],
  ])("forbids %s", (_what, given, kept, listed) => {
    const { body, dropped } = encode({ reasoning_effort: "low", ...given });
    const { temperature, top_k, top_p } = body;
    expect({ temperature, top_k, top_p }).toEqual(kept);
    expect(dropped).toEqual(listed);
  });

  test("gives way to a forced tool", () => {
    const forced = { reasoning_effort: "low", tools: [tide] };
    expect(encode({ ...forced, tool_choice: "required" })).toMatchObject({ dropped: ["reasoning_effort"] });
    expect(encode({ ...forced, tool_choice: tide })).toMatchObject({ dropped: ["reasoning_effort"] });
    expect(encode({ ...forced, tool_choice: "auto" })).toMatchObject({ dropped: [] });
  });

  test.each([
    ["none, minimal, low, medium, high, xhigh, max are known", "adaptive"],
    ["tidal is no known effort", "budget"],
  ] as const)("of an effort that nobody knows is refused: %s", (message, reasoning) =>
    expect(refused({ reasoning_effort: "tidal" }, { reasoning })).toEqual({
      param: "reasoning_effort",
      message,
    }),
  );
});

describe("thinking on in a turn", () => {
  const user = { role: "user", content: "Now?" };
  const tool_calls = [{ id: "a", type: "function", function: { name: "tide", arguments: "" } }];
  const called = (more: object = {}) => [
    { role: "assistant", content: null, ...more, tool_calls },
    { role: "tool", tool_call_id: "a", content: "Low." },
  ];
  const signed = { type: "reasoning.text", text: "Moon.", signature: "c2ln" };
  const droppedOf = (messages: object[], reasoning: "budget" | "adaptive" = "budget") =>
    encode({ messages, reasoning_effort: "low" }, { reasoning }).dropped;

  test.each<[string, object[]]>([
    ["it called tools without signed thinking", [user, ...called()]],
    ["its thinking is an empty list", [user, ...called({ reasoning_details: [] })]],
    ["it did so before other words of its own", [user, ...called(), { role: "assistant", content: "Low." }]],
  ])("is not possible where %s", (_what, messages) =>
    expect(droppedOf(messages)).toEqual(["reasoning_effort"]),
  );

  test.each<[string, object[]]>([
    ["the thinking stands before its calls", [user, ...called({ reasoning_details: [signed] })]],
    ["its own blocks were kept", [user, ...called({ anthropic_content: [{ type: "compaction" }] })]],
    ["it called none", [user, { role: "assistant", content: "It is" }]],
    ["only the result claims to call", [user, { ...called()[1], tool_calls }]],
    ["an earlier turn did", [user, ...called(), { role: "assistant", content: "Low." }, user]],
  ])("is possible where %s", (_what, messages) => expect(droppedOf(messages)).toEqual([]));

  test("is the model's affair where it adapts", () =>
    expect(droppedOf([user, ...called()], "adaptive")).toEqual([]));
});

describe("tools", () => {
  test.each<[string, object, Json | undefined]>([
    ["none", { tool_choice: "none", parallel_tool_calls: false }, { type: "none" }],
    ["any", { tool_choice: "required" }, { type: "any" }],
    [
      "any, one at a time",
      { tool_choice: "required", parallel_tool_calls: false },
      { type: "any", disable_parallel_tool_use: true },
    ],
    ["a named one", { tool_choice: tide, parallel_tool_calls: true }, { type: "tool", name: "tide" }],
    [
      "a named one, once",
      { tool_choice: tide, parallel_tool_calls: false },
      { type: "tool", name: "tide", disable_parallel_tool_use: true },
    ],
    ["one at a time", { parallel_tool_calls: false }, { type: "auto", disable_parallel_tool_use: true }],
    ["many at a time", { parallel_tool_calls: true }, undefined],
  ])("choice: %s", (_name, fields, expected) =>
    expect(encode({ tools: [tide], ...fields }).body.tool_choice).toEqual(expected),
  );

  test("that are none have no choice among them", () => {
    expect(encode({ tools: [], tool_choice: "none" }).body).not.toHaveProperty("tool_choice");
    expect(encode({ tools: [] }).body).not.toHaveProperty("tools");
  });

  test("are sent bare in a form that is accepted (MAP-11)", () => {
    const bare = {
      type: "function",
      function: { name: "a.b", description: "", parameters: { properties: {} } },
    };
    expect(encode({ tools: [bare] }).body.tools).toEqual([
      { name: "a_b", input_schema: { type: "object", properties: {} } },
    ]);
  });

  test("are sent with all that they say", () => {
    const cache_control = { type: "ephemeral" };
    const switches = {
      defer_loading: false,
      allowed_callers: ["direct"],
      eager_input_streaming: true,
      input_examples: [{ at: "noon" }],
    };
    const parameters = { type: "object", properties: { at: { type: "string" } } };
    const strict = { name: "tide", description: "When is low water?", parameters, strict: true };
    const tools = [{ type: "function", function: strict, ...switches, cache_control, colour: "red" }];
    expect(encode({ tools }).body.tools).toEqual([
      {
        name: "tide",
        description: "When is low water?",
        input_schema: parameters,
        strict: true,
        ...switches,
        cache_control,
      },
    ]);
  });

  test("have the schema as it stands, where it says that it is an object", () => {
    const parameters = { properties: {}, type: "object" };
    const { tools } = encode({ tools: [{ type: "function", function: { name: "tide", parameters } }] }).body;
    expect(JSON.stringify(tools)).toBe('[{"name":"tide","input_schema":{"properties":{},"type":"object"}}]');
  });

  test("are strict only where that is wanted and taken", () => {
    const sent = (strict: boolean, more = {}) =>
      encode({ tools: [{ type: "function", function: { name: "tide", strict } }] }, more).body.tools;
    const bare = [{ name: "tide", input_schema: { type: "object", properties: {} } }];
    expect(sent(false)).toEqual(bare);
    expect(sent(true, { supportedParameters: ["tools"] })).toEqual(bare);
    expect(sent(true, { supportedParameters: ["tools", "structured_outputs"] })).toMatchObject([
      { strict: true },
    ]);
  });

  test("that the provider runs itself pass as they are", () => {
    const search = { type: "web_search_20250305", name: "web_search", max_uses: 2 };
    const odd = { type: "tide_table", function: { name: "tide" } };
    expect(encode({ tools: [search, odd] }).body.tools).toEqual([search, odd]);
  });
});

describe("the form of the answer", () => {
  const schema = { type: "object", properties: {} };
  const asked = { type: "json_schema", json_schema: { name: "tides", schema } };

  test("is a JSON schema beside the effort, or plain text", () => {
    expect(encode({ response_format: asked }).body.output_config).toEqual({
      format: { type: "json_schema", schema },
    });
    const both = encode({ response_format: asked, reasoning_effort: "high" }, { reasoning: "adaptive" });
    expect(both.body.output_config).toEqual({ effort: "high", format: { type: "json_schema", schema } });
    expect(encode({ response_format: { type: "text" } })).toEqual(encode({}));
  });

  test.each<[string, object]>([
    ["bare JSON mode", { type: "json_object" }],
    ["bare JSON mode with a schema beside it", { type: "json_object", json_schema: { schema } }],
    ["a schema that is missing", { type: "json_schema", json_schema: { name: "tides" } }],
  ])("is not %s", (_what, response_format) =>
    expect(refused({ response_format })).toEqual({
      param: "response_format",
      message: "only json_schema with a schema has a native form",
    }),
  );

  test("is listed where the endpoint takes none", () =>
    expect(encode({ response_format: asked }, { supportedParameters: [] }).dropped).toEqual([
      "response_format",
    ]));
});
