/**
 * What a caller sets beside the conversation: generated, written in a caller's API, and compared with what the provider
 * read. Values lie where every host that takes the setting takes them as they are.
 * @module
 */
import fc from "fast-check";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { AskingApi } from "./history.ts";

export interface Settings {
  temperature: number | null;
  top_p: number | null;
  presence_penalty: number | null;
  frequency_penalty: number | null;
  max_tokens: number | null;
  /** How hard to think. Where a model thinks, hosts take other settings no more; each of those is named. */
  reasoning_effort: "low" | "high" | null;
  /** One of the words, or the position of the tool that must be called. */
  tool_choice: "auto" | "none" | "required" | number | null;
}

/** Numbers that rounding, truncation or a wrong default would change. */
const shares = fc.option(fc.constantFrom(0.1, 0.35, 0.625, 0.9), { freq: 2, nil: null });
/** Near both ends, where a narrower host would bend it. */
const masses = fc.option(fc.constantFrom(0.02, 0.35, 0.625, 0.98), { freq: 2, nil: null });
const penalties = fc.option(fc.constantFrom(0.25, 0.5, 1), { freq: 2, nil: null });
const choices = fc.option(fc.constantFrom<Settings["tool_choice"]>("auto", "none", "required", 0, 1, 2), {
  freq: 2,
  nil: null,
});

/** The same for the same seed. */
export const settings = (seed: number, count: number): Settings[] =>
  fc.sample(
    fc.record({
      temperature: shares,
      top_p: masses,
      presence_penalty: penalties,
      frequency_penalty: penalties,
      max_tokens: fc.option(fc.integer({ min: 1025, max: 2000 }), { freq: 2, nil: null }),
      reasoning_effort: fc.option(fc.constantFrom("low" as const, "high" as const), { freq: 1, nil: null }),
      tool_choice: choices,
    }),
    { seed, numRuns: count },
  );

/** What an API of callers has no place for is not said there. */
export function sayable(api: AskingApi, said: Settings, hasTools: boolean): Settings {
  const tool_choice = hasTools ? said.tool_choice : null;
  if (api === "openai-chat") return { ...said, tool_choice };
  return { ...said, presence_penalty: null, frequency_penalty: null, reasoning_effort: null, tool_choice };
}

const MESSAGES_CHOICES: Readonly<Record<string, string>> = {
  auto: "auto",
  none: "none",
  required: "any",
};

function choiceIn(api: AskingApi, choice: Settings["tool_choice"], tools: readonly string[]): Json {
  const name = typeof choice === "number" ? (tools[choice] ?? "") : null;
  if (api === "anthropic-messages")
    return name === null ? { type: MESSAGES_CHOICES[String(choice)] ?? "" } : { type: "tool", name };
  return name === null ? String(choice) : { type: "function", function: { name } };
}

/** The part of a caller's body that says it. */
export function settingsIn(api: AskingApi, said: Settings, tools: readonly string[]): JsonObject {
  const { tool_choice: choice, ...numbers } = said;
  const given = Object.entries(numbers).filter(([, value]) => value !== null) as [string, number | string][];
  return {
    ...Object.fromEntries(given),
    ...(choice === null ? {} : { tool_choice: choiceIn(api, choice, tools) }),
  };
}
