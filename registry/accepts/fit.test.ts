import { describe, expect, test } from "vitest";
import { asked, contextOf } from "../apis/openai-chat/test/testing.ts";
import type { JsonObject } from "../json.ts";
import { fitRequest } from "./fit.ts";

const TOOL: JsonObject = { type: "function", function: { name: "tide", parameters: { type: "object" } } };

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
