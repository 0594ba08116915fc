import { describe, expect, test } from "vitest";
import { asked, contextOf } from "../apis/openai-chat/test/testing.ts";
import type { JsonObject } from "../json.ts";
import { fitRequest } from "./fit.ts";
import { lacksThinking } from "./open-turn.ts";

const TOOL: JsonObject = { type: "function", function: { name: "tide", parameters: { type: "object" } } };

describe("a turn that goes on lacks its thinking", () => {
  const turn = (details: JsonObject[]): JsonObject[] => [
    { role: "user", content: "Tide?" },
    { role: "assistant", content: null, reasoning_details: details, tool_calls: [{ id: "a" }] },
    { role: "tool", tool_call_id: "a", content: "Low." },
  ];
  test.each<[string, JsonObject[], boolean]>([
    ["where nothing was thought", [], true],
    ["where its words are signed by nobody", [{ type: "reasoning.text", text: "hm" }], true],
    ["but where they are signed", [{ type: "reasoning.text", text: "hm", signature: "s" }], false],
    ["but where it is sealed", [{ type: "reasoning.encrypted", data: "s" }], false],
  ])("%s", (_what, details, lacks) => expect(lacksThinking(turn(details))).toBe(lacks));
});

describe("switches on tools", () => {
  const switched = asked({ tools: [{ ...TOOL, eager_input_streaming: true, defer_loading: false }, TOOL] });

  test("are left out by name where the host knows none", () => {
    const { endpoint, traits } = contextOf();
    const { request, dropped } = fitRequest(switched, endpoint, traits, undefined);
    expect(request.tools).toEqual([TOOL, TOOL]);
    expect(dropped).toEqual(["tools.defer_loading", "tools.eager_input_streaming"]);
  });

  test("stay where the host takes them", () => {
    const { endpoint, traits } = contextOf({ traits: { toolSwitches: ["eager_input_streaming"] } });
    const { request, dropped } = fitRequest(switched, endpoint, traits, undefined);
    expect(request.tools).toEqual([{ ...TOOL, eager_input_streaming: true }, TOOL]);
    expect(dropped).toEqual(["tools.defer_loading"]);
  });
});
