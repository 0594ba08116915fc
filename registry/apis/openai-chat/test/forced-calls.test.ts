import { describe, expect, test } from "vitest";
import type { UsageConvention } from "../../../canonical/usage.ts";
import type { JsonObject } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { encodeRequest } from "../request.ts";
import { readUsage } from "../usage.ts";
import { asked, contextOf, type Host } from "./testing.ts";

const THINKER: Host = { traits: { forcedCallsEndThinking: true, thoughtsWithCalls: true } };
const tool = { type: "function", function: { name: "tide", parameters: { type: "object" } } };

const sent = (more: JsonObject, host?: Host): JsonObject =>
  encodeRequest(asked({ tools: [tool], ...more }), contextOf(host)).body;

describe("a forced call at a host that thinks unless told not to", () => {
  test.each([["required"], [{ type: "function", function: { name: "tide" } }]])(
    "switches thinking off for %j",
    (choice) => {
      expect(sent({ tool_choice: choice }, THINKER).thinking).toEqual({ type: "disabled" });
      expect(sent({ tool_choice: choice })).not.toHaveProperty("thinking");
    },
  );

  test.each(["auto", "none"])("leaves thinking alone for %s", (choice) => {
    expect(sent({ tool_choice: choice }, THINKER)).not.toHaveProperty("thinking");
  });

  test("is refused by name where the caller asks to think as well", () => {
    const both = { tool_choice: "required", reasoning_effort: "high" };
    expect(() => sent(both, THINKER)).toThrow(UnsupportedInput);
    expect(sent({ ...both, reasoning_effort: "none" }, THINKER).thinking).toEqual({ type: "disabled" });
  });
});

describe("thoughts beside calls in a history", () => {
  const call = { id: "a", type: "function", function: { name: "tide", arguments: "{}" } };
  const history = (more: JsonObject): JsonObject => ({
    messages: [
      { role: "user", content: "Ebb?" },
      { role: "assistant", content: null, tool_calls: [call], ...more },
      { role: "tool", tool_call_id: "a", content: "Ebb." },
    ],
  });
  const second = (body: JsonObject) => (Array.isArray(body.messages) ? body.messages[1] : undefined);

  test("are empty where the caller has none, and the caller's otherwise", () => {
    expect(second(sent(history({}), THINKER))).toHaveProperty("reasoning_content", "");
    expect(second(sent(history({ reasoning_content: "It turns." }), THINKER))).toHaveProperty(
      "reasoning_content",
      "It turns.",
    );
    expect(second(sent(history({})))).not.toHaveProperty("reasoning_content");
  });
});

describe("the cached count", () => {
  const convention: UsageConvention = {
    cached: "inside-prompt",
    cacheWrite: "inside-prompt",
    reasoning: "inside-completion",
    total: "binding",
    stream: "replace",
    paths: [["usage"]],
    evidence: "made up",
  };
  const counts = { prompt_tokens: 563, completion_tokens: 116, total_tokens: 679 };

  test.each([
    ["the details", { prompt_tokens_details: { cached_tokens: 512 } }],
    ["hit tokens", { prompt_cache_hit_tokens: 512, prompt_cache_miss_tokens: 51 }],
    ["both, once", { prompt_tokens_details: { cached_tokens: 512 }, prompt_cache_hit_tokens: 512 }],
    ["the usage itself", { cached_tokens: 512 }],
  ])("is read from %s", (_place, more) => {
    expect(readUsage({ ...counts, ...more }, convention)).toMatchObject({
      usage: { input: 51, cacheRead: 512, output: 116 },
    });
  });
});
