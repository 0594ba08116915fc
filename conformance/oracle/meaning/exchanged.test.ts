import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../registry/json.ts";
import { lostOnTheWay, lostOnTheWayBack } from "./exchanged.ts";
import { toldIn } from "./told.ts";

const asked: JsonObject = {
  model: "m/p",
  tools: [{ type: "function", function: { name: "ns/bell", parameters: {} } }],
  messages: [
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "Ring it" },
        { type: "text", text: " twice." },
      ],
    },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        { id: "call_1", type: "function", function: { name: "ns/bell", arguments: '{"n":2}' } },
        { id: "call_2", type: "function", function: { name: "ns/bell", arguments: "" } },
      ],
    },
    { role: "tool", tool_call_id: "call_2", content: "Dong." },
    { role: "tool", tool_call_id: "call_1", content: "Ding." },
    { role: "user", content: "Again." },
  ],
};

const read = {
  system: [{ type: "text", text: "Be brief." }],
  tools: [{ name: "ns_bell", input_schema: {} }],
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "Ring it" },
        { type: "text", text: " twice." },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "tool_use", id: "a", name: "ns_bell", input: { n: 2 } },
        { type: "tool_use", id: "b", name: "ns_bell", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "b", content: "Dong." },
        { type: "tool_result", tool_use_id: "a", content: "Ding." },
        { type: "text", text: "Again." },
      ],
    },
  ],
} as const satisfies JsonObject;

const fieldsLost = (changed: string, by: string): string[] => {
  const text = JSON.stringify(read);
  expect(text).toContain(changed);
  const spoilt = JSON.parse(text.replace(changed, by)) as JsonObject;
  return lostOnTheWay({ client: "openai-chat", api: "anthropic-messages", asked, read: spoilt }).map(
    ({ field }) => field,
  );
};

describe("a request on its way", () => {
  test("loses nothing where all of it is read, whatever the ids and the letters of names are", () => {
    expect(lostOnTheWay({ client: "openai-chat", api: "anthropic-messages", asked, read })).toEqual([]);
  });

  test.each([
    ["the system's words", "Be brief.", "Be kind.", ["system"]],
    ["a word of the user's", " twice.", " once.", ["user.text"]],
    ["a turn of the user's", '"text":"Again."', '"text":""', ["order"]],
    ["an argument", '{"n":2}', '{"n":3}', ["calls"]],
    ["the tool that is called", '"id":"a","name":"ns_bell"', '"id":"a","name":"bell"', ["calls"]],
    ["a result", "Ding.", "Dung.", ["result.text"]],
    ["the call of a result", '"tool_use_id":"a"', '"tool_use_id":"b"', ["results.calls"]],
  ])("shows that it lost %s", (_what, changed, by, fields) => {
    expect(fieldsLost(changed, by)).toEqual(fields);
  });

  test("loses a long number where both ends hold text", () => {
    const long = JSON.stringify(asked).replace('{\\"n\\":2}', '{\\"n\\":12345678901234567890}');
    const body = JSON.parse(long) as JsonObject;
    const rounded = JSON.parse(long.replace("12345678901234567890", "12345678901234567000")) as JsonObject;
    const sent = { client: "openai-chat", api: "openai-chat", asked: body } as const;
    expect(lostOnTheWay({ ...sent, read: body })).toEqual([]);
    expect(lostOnTheWay({ ...sent, read: rounded }).map(({ field }) => field)).toEqual(["calls"]);
  });
});

const told = (message: JsonObject, finish: string) =>
  toldIn(
    "openai-chat",
    "application/json",
    Buffer.from(JSON.stringify({ choices: [{ index: 0, message, finish_reason: finish }] })),
  );

const message = {
  role: "assistant",
  content: "Out.",
  reasoning_content: "Ebb.",
  refusal: null,
  tool_plan: "Ring.",
  tool_calls: [{ id: "c", type: "function", function: { name: "bell", arguments: '{"n":2}' } }],
} as const satisfies JsonObject;

const fieldsLostBack = (understood: JsonObject, finish = "tool_calls"): string[] => {
  const answer = told(message, "tool_calls");
  if (answer === null) throw new Error("the answer is one");
  const json: JsonObject = { choices: [{ index: 0, message: understood, finish_reason: finish }] };
  return lostOnTheWayBack({
    client: "openai-chat",
    api: "openai-chat",
    told: answer,
    understood: { json, events: [] },
  }).map(({ field }) => field);
};

describe("an answer on its way back", () => {
  test("loses nothing where all of it is understood", () => {
    expect(fieldsLostBack(message)).toEqual([]);
  });

  test.each([
    ["text", { content: "Out" }],
    ["reasoning", { reasoning_content: null }],
    ["refusal", { refusal: "No." }],
    ["plan", { tool_plan: null }],
    ["calls", { tool_calls: [] }],
  ])("shows that it lost its %s", (field, changed) => {
    expect(fieldsLostBack({ ...message, ...changed })).toEqual([field]);
  });

  test("shows another finish, and a choice that is not there", () => {
    expect(fieldsLostBack(message, "stop")).toEqual(["finish"]);
    const answer = told(message, "stop");
    if (answer === null) throw new Error("the answer is one");
    const understood = { json: { choices: [] }, events: [] };
    expect(
      lostOnTheWayBack({ client: "openai-chat", api: "openai-chat", told: answer, understood }),
    ).toHaveLength(1);
  });

  test("shows that its pieces were told in another order, to callers whose API has one", () => {
    const answer = told(message, "tool_calls");
    if (answer === null) throw new Error("the answer is one");
    const blocks: JsonObject[] = [
      { type: "thinking", thinking: "Ebb.", signature: "" },
      { type: "text", text: "Out." },
      { type: "tool_use", id: "c", name: "bell", input: { n: 2 } },
    ];
    const lost = (...content: (JsonObject | undefined)[]) =>
      lostOnTheWayBack({
        client: "anthropic-messages",
        api: "openai-chat",
        told: answer,
        understood: {
          json: { content: content.filter((block) => block !== undefined), stop_reason: "tool_use" },
          events: [],
        },
      });
    const [thought, text, call] = blocks;
    expect(lost(thought, text, call)).toEqual([]);
    expect(lost(text, thought, call)).toEqual([
      {
        requirement: "RES-03",
        field: "order",
        expected: ["reasoning Ebb.", "text Out.", "call 0"],
        seen: ["text Out.", "reasoning Ebb.", "call 0"],
      },
    ]);
    expect(lost(thought, call, text).map(({ field }) => field)).toEqual(["order"]);
  });

  test("is read in the words of hosts that have others for thinking", () => {
    const { reasoning_content: thought, ...rest } = message;
    const named = told({ ...rest, reasoning: thought }, "tool_calls");
    expect(named?.choices[0]?.reasoning).toBe("Ebb.");
    const parts = [
      { type: "thinking", thinking: [{ type: "text", text: "Ebb." }] },
      { type: "text", text: "Out." },
    ];
    const choice = told({ role: "assistant", content: parts }, "stop")?.choices[0];
    expect([choice?.reasoning, choice?.text]).toEqual(["Ebb.", "Out."]);
  });
});
