/**
 * Tools and calls beside functions: read as functions, told as their caller declared them (RES-07).
 */
import { describe, expect, test } from "vitest";
import type { ChatChunk, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import type { JsonObject } from "../../../json.ts";
import { asFunctions, callFor, callFormOf, firstForm } from "../client/other-kinds.ts";
import { toldCalls } from "../client/told-calls.ts";
import { decodeRequest } from "../request.ts";

const PATCH = { type: "custom", custom: { name: "patch", format: { type: "text" } } };
const TIDE = { type: "function", function: { name: "tide" } };
const user = { role: "user", content: "Hi." };

describe("a body in which every tool and call is a function", () => {
  test("has free-text tools as functions of one text, with their own declaration beside", () => {
    const grammar = { type: "grammar", grammar: { syntax: "lark", definition: "start: X" } };
    const [tool] = asFunctions({ tools: [{ type: "custom", custom: { name: "patch", format: grammar } }] })
      .tools as JsonObject[];
    expect(tool).toMatchObject({
      type: "function",
      function: {
        name: "patch",
        parameters: { properties: { input: { description: "Must follow this lark grammar:\nstart: X" } } },
      },
      custom: { name: "patch", format: grammar },
    });
  });

  test("offers only the tools among which a choice is left", () => {
    const choice = { type: "allowed_tools", allowed_tools: { mode: "required", tools: [TIDE] } };
    expect(asFunctions({ tools: [TIDE, PATCH], tool_choice: choice })).toEqual({
      tools: [TIDE],
      tool_choice: "required",
    });
  });

  test("pairs calls and results of the first years, and refuses a result without a call", () => {
    const history = [
      user,
      { role: "assistant", content: null, function_call: { name: "tide", arguments: "{}" } },
      { role: "function", name: "tide", content: "Low." },
    ];
    const body = { model: "m", messages: history, functions: [{ name: "tide" }], function_call: "auto" };
    expect(asFunctions(body)).toMatchObject({
      messages: [
        user,
        { tool_calls: [{ id: "call_1" }] },
        { role: "tool", tool_call_id: "call_1", content: "Low." },
      ],
      tools: [TIDE],
      tool_choice: "auto",
    });
    expect(
      decodeRequest({ ...body, messages: [user, { role: "function", name: "bell", content: "" }] }),
    ).toMatchObject({
      ok: false,
      param: "messages[1].name",
    });
  });

  test("stays as it is where it holds nothing such, whatever else it holds", () => {
    const body = { tools: "none", messages: 7, tool_choice: { type: "allowed_tools" }, functions: null };
    const { functions: _none, ...rest } = body;
    expect(asFunctions(body)).toEqual(rest);
  });
});

describe("calls are told as their caller declared the tools", () => {
  const call = { id: "a", type: "function", function: { name: "patch", arguments: '{"input":"x\\n"}' } };

  test("tells a call of a free-text tool as free text", () => {
    expect(callFor(call, callFormOf({ tools: [PATCH] }))).toEqual({
      id: "a",
      type: "custom",
      custom: { name: "patch", input: "x\n" },
    });
    expect(callFor(call, callFormOf({ tools: [TIDE] }))).toEqual(call);
  });

  test("tells one call in the form of the first years, and leaves more calls than it holds where they are", () => {
    expect(firstForm({ tool_calls: [call] }, "tool_calls")).toEqual({
      message: { function_call: call.function },
      finish_reason: "function_call",
    });
    const two = firstForm({ tool_calls: [call, call] }, "tool_calls").message as JsonObject;
    expect(two.tool_calls).toHaveLength(2);
    expect(firstForm({ content: "Aye." }, "stop")).toEqual({
      message: { content: "Aye." },
      finish_reason: "stop",
    });
  });

  test("tells a call of a free-text tool in a stream once its text is whole", () => {
    const choice = (delta: Delta, finish: ChunkChoice["finish_reason"] = null): ChatChunk["choices"] => [
      { index: 0, delta, finish_reason: finish },
    ];
    const tell = toldCalls(callFormOf({ tools: [PATCH] }));
    const open = { index: 0, id: "a", type: "function" as const, function: { name: "patch", arguments: "" } };
    const told = [
      choice({ tool_calls: [open] }),
      choice({ tool_calls: [{ index: 0, function: { arguments: '{"input":"ti' } }] }),
      choice({ tool_calls: [{ index: 0, function: { arguments: 'de"}' } }] }),
      choice({}, "tool_calls"),
    ].map((choices) => tell(choices)[0]?.delta);
    expect(told).toEqual([
      { tool_calls: [{ index: 0, id: "a", type: "custom", custom: { name: "patch", input: "" } }] },
      {},
      {},
      { tool_calls: [{ index: 0, custom: { input: "tide" } }] },
    ]);
  });
});
