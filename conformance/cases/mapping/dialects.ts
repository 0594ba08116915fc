/**
 * What some dialects demand of a conversation beyond OpenAI's form (MAP-06, MAP-10, MAP-11, MAP-12).
 * @module
 */
import type { UpstreamApiId } from "../../../registry/apis/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { messagesOf, outbound, pinned } from "../_shared/support.ts";

/** The dialects whose turns are lists of blocks, none of which may be empty. */
const OF_BLOCKS = ["anthropic-messages", "bedrock-converse"] as const;

const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  type: "function",
  function: { name, description: "Rings.", parameters: { type: "object", properties: {} } },
  ...more,
});
const call = (id: string, name: string): JsonObject => ({
  id,
  type: "function",
  function: { name, arguments: "{}" },
});
const takesTools = ({ capabilities }: Endpoint): boolean => capabilities.has("tools");

/** Two calls, their results the other way round, and a word of the user's. */
const twoResults: Json[] = [
  { role: "user", content: "Ring both." },
  { role: "assistant", content: null, tool_calls: [call("call_bell", "bell"), call("call_horn", "horn")] },
  { role: "tool", tool_call_id: "call_horn", content: "Honk." },
  { role: "tool", tool_call_id: "call_bell", content: "Dong." },
  { role: "user", content: "Which was louder?" },
];

const bothTools = [tool("bell"), tool("horn")];

const ofBlocks = (make: (dialect: UpstreamApiId) => Case): Case[] => OF_BLOCKS.map(make);

const resultsTogether = ofBlocks((dialect) => ({
  id: `mapping.${dialect}.results-together`,
  area: "mapping",
  title: "The results of parallel calls, and what the user says next, are one user turn",
  why: "two user turns in a row are a 400, and so is a call whose result is not in the next turn",
  requirements: ["MAP-06"],
  needs: { api: dialect, capabilities: ["tools"] },
  run: async (context) => {
    const model = pinned(context.endpoint(takesTools));
    const { body, sent } = await outbound(context, model, { messages: twoResults, tools: bothTools });
    const roles = messagesOf(body).map(({ role }) => role);
    context.check.equal("MAP-06", "turns", roles, ["user", "assistant", "user"]);
    const results = sent?.turns.filter(({ role }) => role === "tool") ?? [];
    const said = Object.fromEntries(results.map(({ callId = "", texts }) => [callId, texts.join("")]));
    context.check.equal("MAP-06", "each-its-own", said, { call_bell: "Dong.", call_horn: "Honk." });
  },
}));

const EMPTY: Json[] = [
  { role: "user", content: "Is anybody there?" },
  { role: "assistant", content: "" },
  {
    role: "user",
    content: [
      { type: "text", text: "" },
      { type: "text", text: "Hello?" },
    ],
  },
  { role: "assistant", content: "\n\n", tool_calls: [call("call_bell", "bell")] },
  { role: "tool", tool_call_id: "call_bell", content: "Dong." },
];

/** Every text block of a body, wherever it stands. */
function textBlocks(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(textBlocks);
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, each]) => (key === "text" ? [] : textBlocks(each)));
  return typeof value.text === "string" ? [value.text, ...inner] : inner;
}

const emptyTexts = ofBlocks((dialect) => ({
  id: `mapping.${dialect}.no-empty-texts`,
  area: "mapping",
  title: "Texts that are empty or only space do not reach a host that refuses them; the calls beside them do",
  why: "histories are full of empty turns, and each is a 400",
  requirements: ["MAP-11"],
  needs: { api: dialect, capabilities: ["tools"] },
  run: async (context) => {
    const model = pinned(context.endpoint(takesTools));
    const { body, sent, reply } = await outbound(context, model, { messages: EMPTY, tools: [tool("bell")] });
    context.check.equal("MAP-11", "accepted", reply.status, 200);
    const empty = textBlocks(body.messages).filter((text) => text.trim() === "");
    context.check.equal("MAP-11", "no-empty-block", empty, []);
    const calls = sent?.turns.flatMap((turn) => turn.calls ?? []).map(({ name }) => name);
    context.check.equal("MAP-11", "the-call-stays", calls, ["bell"]);
    context.check.equal("MAP-11", "the-words-stay", JSON.stringify(body).includes("Hello?"), true);
  },
}));

/** The hottest that these hosts take. */
const HOTTEST = 1;

const temperatures = ofBlocks((dialect) => ({
  id: `mapping.${dialect}.temperature`,
  area: "mapping",
  title: "A temperature above the host's range is brought into it, and one inside is left alone",
  why: "OpenAI's range goes to 2; a value outside the host's own is a 400",
  requirements: ["MAP-10"],
  needs: { api: dialect },
  run: async (context) => {
    const model = pinned(
      context.endpoint(({ supportedParameters }) => supportedParameters.includes("temperature")),
    );
    for (const [asked, expected] of [
      [1.5, HOTTEST],
      [2, HOTTEST],
      [0.25, 0.25],
      [0, 0],
    ] as const) {
      const { sent } = await outbound(context, model, { temperature: asked });
      context.check.equal("MAP-10", String(asked), sent?.parameters.temperature, expected);
    }
  },
}));

const MARK = { cache_control: { type: "ephemeral" } };

/** A mark in every place that can have one. */
const MARKED: JsonObject = {
  messages: [
    { role: "system", content: [{ type: "text", text: "Long rules.", ...MARK }] },
    { role: "user", content: [{ type: "text", text: "Ring.", ...MARK }] },
    { role: "assistant", content: null, tool_calls: [call("call_bell", "bell")] },
    { role: "tool", tool_call_id: "call_bell", content: [{ type: "text", text: "Dong.", ...MARK }] },
  ],
  tools: [tool("bell", MARK)],
};

const marks = ofBlocks((dialect) => ({
  id: `mapping.${dialect}.cache-marks`,
  area: "mapping",
  title: "Cache marks on tools, instructions, texts and results all arrive",
  why: "a mark that is lost on the way silently multiplies the price of the prompt",
  requirements: ["MAP-12"],
  needs: { api: dialect, capabilities: ["tools"] },
  run: async (context) => {
    const cached = (endpoint: Endpoint) =>
      takesTools(endpoint) && endpoint.tiers[0]?.rates.cacheRead !== undefined;
    const { sent, reply } = await outbound(context, pinned(context.endpoint(cached)), MARKED);
    context.check.equal("MAP-12", "accepted", reply.status, 200);
    context.check.equal("MAP-12", "marks", sent?.cacheMarks, 4);
  },
}));

export const dialectCases: readonly Case[] = [
  ...resultsTogether,
  ...emptyTexts,
  ...temperatures,
  ...marks,
  {
    id: "mapping.anthropic-messages.limit-demanded",
    area: "mapping",
    title: "Where the host demands a token limit, a caller's request without one gets the model's own",
    why: "the host refuses a request without it, and a small default cuts answers short",
    requirements: ["MAP-04"],
    needs: { api: "anthropic-messages" },
    run: async (context) => {
      const endpoint = context.endpoint();
      const { sent } = await outbound(context, pinned(endpoint), {});
      context.check.equal("MAP-04", "filled-in", sent?.maxTokens, endpoint.maxCompletionTokens);
    },
  },
  {
    id: "mapping.gemini.results-named",
    area: "mapping",
    title: "Each function response has the name of its function, in whatever order results come",
    why: "without ids the name is all that tells two results apart",
    requirements: ["MAP-06"],
    needs: { api: "gemini", capabilities: ["tools"] },
    run: async (context) => {
      const model = pinned(context.endpoint(takesTools));
      const { body } = await outbound(context, model, { messages: twoResults, tools: bothTools });
      const contents = Array.isArray(body.contents) ? body.contents.filter(isObject) : [];
      const responses = contents
        .flatMap(({ parts }) => (Array.isArray(parts) ? parts.filter(isObject) : []))
        .flatMap(({ functionResponse: response }) => (isObject(response) ? [response] : []));
      const said = Object.fromEntries(
        responses.map(({ name, response }) => [String(name), JSON.stringify(response)]),
      );
      context.check.equal("MAP-06", "names", Object.keys(said).sort(), ["bell", "horn"]);
      const own = [said.bell?.includes("Dong."), said.horn?.includes("Honk.")];
      context.check.equal("MAP-06", "each-its-own", own, [true, true]);
    },
  },
];
