import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { assembled, body, choicesOf, eventsOf, sse } from "./testing.ts";

const part = (...parts: JsonObject[]) => body(parts, null);
const deltasOf = async (...chunks: JsonObject[]) =>
  choicesOf(await eventsOf(sse(...chunks))).map(({ delta }) => delta);

describe("calls in pieces (STR-04)", () => {
  const open = { functionCall: { name: "tide", id: "a", willContinue: true } };
  const pieces = (...partialArgs: (JsonObject | null)[]) => ({
    functionCall: { partialArgs, willContinue: true },
  });
  const close = { functionCall: {} };
  /** The arguments that pieces come to. */
  const argumentsOf = async (...given: (JsonObject | null)[]) => {
    const events = await eventsOf(sse(part(open), part(pieces(...given)), part(close), body([])));
    return assembled(events).calls[0]?.arguments;
  };

  test("are announced, and have their arguments when they are whole", async () => {
    const whole = { functionCall: { name: "moon", id: "b", args: { at: 2 } } };
    const short = {
      functionCall: { name: "pilot", id: "c", partialArgs: [{ jsonPath: "$.at", numberValue: 3 }] },
    };
    const call = (index: number, id: string, name: string, args: string) => ({
      index,
      id,
      type: "function",
      function: { name, arguments: args },
    });
    expect(
      await deltasOf(
        part(open),
        part(pieces({ jsonPath: "$.at", numberValue: 1 })),
        part({ text: "" }, whole, short),
        part({ functionCall: { name: "buoy", id: "d", willContinue: true } }),
        body([]),
      ),
    ).toStrictEqual([
      { role: "assistant", tool_calls: [call(0, "a", "tide", "")] },
      {
        tool_calls: [
          { index: 0, function: { arguments: '{"at":1}' } },
          call(1, "b", "moon", '{"at":2}'),
          call(2, "c", "pilot", ""),
          { index: 2, function: { arguments: '{"at":3}' } },
        ],
      },
      { tool_calls: [call(3, "d", "buoy", "")] },
      { tool_calls: [{ index: 3, function: { arguments: "{}" } }] },
    ]);
  });

  test("may be quoted, long, replaced, empty and closed twice", async () => {
    expect(
      await argumentsOf(
        { jsonPath: '$["high water"]', stringValue: "no" },
        { jsonPath: '$["high water"]' },
        { jsonPath: "$.depth", stringValue: "1" },
        { jsonPath: "$.depth", numberValue: 2 },
        { jsonPath: "$.pier", nullValue: "NULL_VALUE" },
        null,
        { jsonPath: "$.pier['']", boolValue: true },
      ),
    ).toBe('{"high water":"no","depth":2,"pier":{"":true}}');
    const hours = Array.from({ length: 11 }, (_, i) => ({ jsonPath: `$.hours[${i}]`, numberValue: i }));
    expect(await argumentsOf(...hours)).toBe('{"hours":[0,1,2,3,4,5,6,7,8,9,10]}');
  });

  const hour = { jsonPath: "$.hours[0]", numberValue: 1 };
  test.each<[string, JsonObject[]]>([
    ["without a place", [{ stringValue: "low" }]],
    ["with a number for a place", [{ jsonPath: 7, stringValue: "low" }]],
    ["of all of it", [{ jsonPath: "$", stringValue: "low" }]],
    ["with another beginning", [{ jsonPath: "#.tide", stringValue: "low" }]],
    ["with something between the steps", [{ jsonPath: "$.tide]", stringValue: "low" }]],
    ["beyond the end of a list", [{ jsonPath: "$.hours[1]", numberValue: 1 }]],
    ["within what lies beyond the end of a list", [{ jsonPath: "$.hours[1].at", numberValue: 1 }]],
    ["with a name in a list", [hour, { jsonPath: "$.hours.at", numberValue: 1 }]],
  ])("%s break the stream (STR-07)", async (_what, given) => {
    const events = await eventsOf(sse(part(open), part(pieces(...given)), part(close), body([])));
    expect(events.filter(({ type }) => type !== "usage").slice(1)).toEqual([
      { type: "broken", problem: "a piece of a function call's arguments fits nowhere" },
    ]);
  });

  test("cannot reach what all lists have", async () => {
    const bad = pieces(hour, { jsonPath: "$.hours.__proto__.__proto__.tide", stringValue: "low" });
    try {
      const events = await eventsOf(sse(part(open), part(bad), part(close), body([])));
      expect(events.at(-1)?.type).toBe("broken");
    } finally {
      Reflect.deleteProperty(Object.prototype, "tide");
    }
  });

  test("may be closed with arguments, which say nothing", async () => {
    const events = await eventsOf(
      sse(part(open), part(pieces(hour)), body([{ functionCall: { args: {} } }])),
    );
    expect(assembled(events)).toMatchObject({ calls: [{ arguments: '{"hours":[1]}' }], last: "end" });
  });

  test.each<[string, JsonObject, string]>([
    [
      "pieces of no call",
      pieces({ jsonPath: "$.at", numberValue: 1 }),
      "a piece of a function call's arguments fits nowhere",
    ],
    ["a call without a name", { functionCall: { args: { at: 1 } } }, "a function call has no name"],
  ])("%s break the stream, too (STR-07)", async (_what, bad, problem) => {
    const events = await eventsOf(sse(part({ text: "Hm." }), part(bad), body([])));
    expect(events.at(-1)).toEqual({ type: "broken", problem });
    expect(events.filter(({ type }) => type === "broken")).toHaveLength(1);
  });

  const piece = (jsonPath: string, value: JsonObject, willContinue = true) => ({
    functionCall: { partialArgs: [{ jsonPath, ...value }], willContinue },
  });

  test("arguments in pieces become whole ones, for several calls (STR-04)", async () => {
    const events = await eventsOf(
      sse(
        part({ functionCall: { name: "tide", willContinue: true }, thoughtSignature: "c2VhbA==" }),
        part(piece("$.at[0].city", { stringValue: "Lis", willContinue: true })),
        part(piece("$.at[0].city", { stringValue: "bon" })),
        part(piece("$.at[1]", { nullValue: "NULL_VALUE" }), piece("$['a b']", { numberValue: 0 })),
        part(piece("$.__proto__", { boolValue: false })),
        part({ functionCall: {} }),
        part({ functionCall: { name: "tide", willContinue: true } }),
        body([{ text: "" }]),
      ),
    );
    const { calls, finishes, last } = assembled(events);
    expect([finishes, last]).toEqual([["tool_calls"], "end"]);
    expect(calls.map((call) => call.arguments)).toEqual([
      '{"at":[{"city":"Lisbon"},null],"a b":0,"__proto__":false}',
      "{}",
    ]);
    expect(calls[0]?.extra).toEqual({ google: { thought_signature: "c2VhbA==" } });
  });
});
