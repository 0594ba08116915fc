/**
 * Values that callers send to any model, at every endpoint: what goes out is what the provider takes (MAP-15).
 * Expected values are the contract's, which shares no table with the gateway.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { breachOf } from "../../upstream/strict.ts";
import { addressOf, offered } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

const TOOL = {
  type: "function",
  function: { name: "bell", parameters: { type: "object", properties: { strokes: { type: "integer" } } } },
} satisfies JsonObject;
const CALL = {
  id: "call_1",
  type: "function",
  function: { name: "bell", arguments: "{}" },
} satisfies JsonObject;

/** A turn whose thinking another host made. */
const THOUGHT: Json[] = [
  { role: "user", content: "Ring." },
  { role: "assistant", content: "Rung.", reasoning_content: "It is noon." },
  { role: "user", content: "Again." },
];

/** What remains of a turn whose thinking led to no word, as clients of the Responses API send it. */
const SILENT: Json[] = [
  { role: "user", content: "Ring." },
  { role: "assistant", content: null, reasoning_content: "It is noon." },
  { role: "user", content: "Again." },
];

/** Each has a near value, or none is missed: no provider is asked to refuse it. */
const VALUES: Readonly<Record<string, JsonObject>> = {
  ...Object.fromEntries(
    ["none", "minimal", "low", "medium", "high", "xhigh", "max"].map((word) => [
      `effort-${word}`,
      { reasoning_effort: word },
    ]),
  ),
  "effort-beside-tools": { reasoning_effort: "low", tools: [TOOL] },
  "effort-in-little-room": { reasoning_effort: "high", max_tokens: 2000 },
  "more-output-than-there-is": { max_tokens: 1_000_000 },
  "empty-tools": { tools: [], tool_choice: "none" },
  "choice-without-tools": { tool_choice: "auto", parallel_tool_calls: false },
  "long-user": { user: `user_${"0123456789".repeat(15)}` },
  stop: { stop: ["END"] },
  "many-stops": { stop: ["a", "b", "c", "d", "e", "f"] },
  "hottest-sampling": { temperature: 2 },
  "thinking-of-another-host": { messages: THOUGHT },
  "a-turn-that-only-thought": { messages: SILENT },
  "switches-on-a-tool": {
    tools: [{ ...TOOL, eager_input_streaming: true, input_examples: [{ strokes: 2 }] }],
  },
  "a-call-and-its-result": {
    tools: [TOOL],
    messages: [
      { role: "user", content: "Ring." },
      { role: "assistant", content: "On it.", tool_calls: [CALL] },
      { role: "tool", tool_call_id: CALL.id, content: "Dong." },
    ],
  },
};

interface Combination {
  endpoint: Endpoint;
  name: string;
  body: JsonObject;
}

const combinationsOf = (context: CaseContext): Combination[] =>
  offered(context).flatMap((endpoint) =>
    Object.entries(VALUES)
      .filter(
        ([, { tools }]) => !Array.isArray(tools) || tools.length === 0 || endpoint.capabilities.has("tools"),
      )
      .map(([name, body]) => ({ endpoint, name, body })),
  );

export const acceptedCases: readonly Case[] = [
  {
    id: "mapping.accepted.values",
    area: "mapping",
    title: "Sends every model only values that it has, whatever the caller asked for",
    why: "a word, a limit or a field that the model lacks is a 400 for a request that could have been answered",
    requirements: ["MAP-15"],
    run: async (context) => {
      const session = await context.open({ direct: true });
      const combinations = context.sample(combinationsOf(context), { own: true });
      context.count(combinations.length);
      for (const { endpoint, name, body } of combinations) {
        session.answer(simulated(context, true));
        const reply = await session.send(ask(addressOf(endpoint), { ...body, stream: true }));
        const [request] = session.received;
        const breach = request ? breachOf(request) : null;
        const place = `${endpoint.id} ${name}`;
        context.check.equal(
          "MAP-15",
          `${place}: served`,
          request !== undefined,
          true,
          reply.text.slice(0, 300),
        );
        context.check.that("MAP-15", `${place}: taken by the contract`, breach === null, {
          expected: `what ${context.provider.slug} takes (${breach?.refused.rule})`,
          seen: `${breach?.refused.seen} at ${breach?.refused.pointer}`,
          ...(breach ? { repair: breach.refused.repair } : {}),
        });
      }
    },
  },
];
