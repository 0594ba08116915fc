/**
 * Messages and tools in odd but legal forms (MAP-02, MAP-05, MAP-06, MAP-11, MAP-12, MAP-13).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../case.ts";
import { whole } from "../../reply.ts";
import { ask } from "../../stage.ts";
import { json } from "../../upstream/wire.ts";
import type { SentRequest } from "../../upstream/wires/wire.ts";
import { addressOf, askable } from "../cost/bill.ts";
import { messagesOf, modelSent, outbound, pinned } from "../support.ts";

const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  type: "function",
  function: { name, ...more },
});
const WIRE_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** `[role, content]` pairs, the part of messages that order is about. */
const turns = (messages: readonly JsonObject[]) => messages.map(({ role, content }) => [role, content]);

const conversation: Json[] = [
  { role: "system", content: "First rule." },
  { role: "developer", content: [{ type: "text", text: "Second rule." }] },
  { role: "user", content: "One." },
  { role: "assistant", content: "Two." },
  { role: "user", content: "Three." },
];

export const messageCases: readonly Case[] = [
  {
    id: "mapping.messages.in-order",
    area: "mapping",
    title: "Instructions and turns arrive whole and in order, each in its place",
    why: "joined or swapped, they are another conversation",
    requirements: ["MAP-05"],
    run: async (context) => {
      const { sent } = await outbound(context, pinned(context.endpoint()), { messages: conversation });
      const rules = (sent?.system ?? []).flatMap((text) => text.split("\n").filter((line) => line !== ""));
      context.check.equal("MAP-05", "instructions", rules, ["First rule.", "Second rule."]);
      const said = sent?.turns.map(({ role, texts }) => [role, ...texts]);
      const expected = [
        ["user", "One."],
        ["assistant", "Two."],
        ["user", "Three."],
      ];
      context.check.equal("MAP-05", "turns", said, expected);
    },
  },
  {
    id: "mapping.messages.system-and-developer",
    area: "mapping",
    title: "System and developer messages keep text and order, also in the middle and as parts",
    why: "hoisting or joining them loses instructions",
    requirements: ["MAP-05"],
    needs: { dialect: "openai-chat", scenarios: ["chat.basic"] },
    run: async (context) => {
      // The recorded model is one for which the provider's own traits hold.
      const endpoint = context.endpointOf(context.recording("chat.basic"));
      const developer = context.provider.traitsOf(endpoint).developerRole;
      const messages: Json[] = [
        ...conversation,
        { role: "system", content: "Third rule, in the middle." },
        { role: "user", content: "" },
      ];
      const { body } = await outbound(context, pinned(endpoint), { messages });
      const expected = messages
        .filter(isObject)
        .map((m) => [m.role === "developer" ? developer : m.role, m.content]);
      context.check.equal("MAP-05", "turns", turns(messagesOf(body)), expected);
    },
  },
  {
    id: "mapping.model.provider-id",
    area: "mapping",
    title: "The model sent is the provider's own id, for every endpoint",
    why: "an alias or a model/provider string is a 404 at the provider",
    requirements: ["MAP-02"],
    run: async (context) => {
      const endpoints = askable(context);
      const stage = await context.open();
      for (const endpoint of endpoints) {
        stage.answer(context.simulateAt(endpoint).completion("Out."));
        const reply = await stage.send(ask(addressOf(endpoint)));
        context.check.equal(
          "MAP-02",
          endpoint.id,
          [reply.status, modelSent(stage.received.at(-1))],
          [200, endpoint.providerModelId],
        );
      }
    },
  },
  {
    id: "mapping.tools.choices",
    area: "mapping",
    title: "Every tool_choice value arrives: none, auto, required, and a named tool",
    why: "a lost choice lets the model answer in prose",
    requirements: ["MAP-06"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const tools = [tool("tide"), tool("wind")];
      const named = { type: "function", function: { name: "tide" } };
      const choices: [name: string, choice: Json, fits: (sent: SentRequest) => boolean][] = [
        // A wire without the word leaves the tools out, which comes to the same.
        ["none", "none", (sent) => sent.toolChoice === "none" || sent.tools.length === 0],
        // Where tools are offered, `auto` is what every wire does unasked.
        ["auto", "auto", ({ toolChoice }) => toolChoice === "auto" || toolChoice === undefined],
        ["required", "required", ({ toolChoice }) => toolChoice === "required"],
        // A wire that cannot name one offers only that one, and demands it.
        [
          "named",
          named,
          ({ toolChoice, tools: offered }) =>
            isObject(toolChoice)
              ? toolChoice.name === "tide"
              : toolChoice === "required" && offered.map(({ name }) => name).join() === "tide",
        ],
      ];
      for (const [name, choice, fits] of choices) {
        const { sent } = await outbound(context, pinned(endpoint), { tools, tool_choice: choice });
        context.check.that("MAP-06", `choice.${name}`, sent !== null && fits(sent), {
          expected: `what ${name} means on this wire`,
          seen: [sent?.toolChoice, sent?.tools.map((offered) => offered.name)],
        });
        if (name !== "none" && name !== "named")
          context.check.equal("MAP-06", `choice.${name}.tools`, sent?.tools.length, 2);
      }
    },
  },
  {
    id: "mapping.tools.bare",
    area: "mapping",
    title: "A tool without description or parameters arrives in a form that every host accepts",
    why: "an empty description or a missing schema is a 400 at several hosts",
    requirements: ["MAP-11"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const { sent } = await outbound(context, pinned(endpoint), {
        tools: [tool("tide", { description: "" })],
      });
      const [offered] = sent?.tools ?? [];
      context.check.equal("MAP-11", "name", offered?.name, "tide");
      context.check.equal("MAP-11", "no-empty-description", offered?.description === "", false);
      const { schema } = offered ?? {};
      const open = schema === undefined || (isObject(schema) && /^object$/i.test(String(schema.type)));
      context.check.that("MAP-11", "object-schema", open, { expected: "an object, or none", seen: schema });
    },
  },
  {
    id: "mapping.tools.names",
    area: "mapping",
    title: "Unusual tool names are respelled for the wire and come back as the caller wrote them",
    why: "hosts refuse dots and slashes; callers dispatch on their own names",
    requirements: ["MAP-11"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const names = ["harbour.tide/now", "harbour_tide_now", "höhe"];
      const stage = await context.open();
      let sent: string[] = [];
      stage.serve((request) => {
        sent = context.wire.read(request).tools.map(({ name }) => name);
        const calls = sent.map((name, i) => ({ id: `call_${i}`, name, arguments: {} }));
        return json(200, context.wire.answer({ calls }));
      });
      const reply = await stage.send({
        model: pinned(endpoint),
        messages: [{ role: "user", content: "Use them all." }],
        tools: names.map((name) => tool(name)),
      });
      context.check.that(
        "MAP-11",
        "valid-on-the-wire",
        sent.every((name) => WIRE_NAME.test(name)),
        {
          expected: "only letters, digits, _ and -",
          seen: sent,
        },
      );
      context.check.equal("MAP-11", "still-distinct", new Set(sent).size, names.length);
      context.check.equal(
        "MAP-11",
        "come-back",
        whole(reply).toolCalls.map((call) => call.name),
        names,
      );
    },
  },
  {
    id: "mapping.tools.empty-arguments",
    area: "mapping",
    title: "A past tool call with empty arguments arrives as {}, and an empty result stays",
    why: "an empty string is not JSON, and hosts parse it",
    requirements: ["MAP-06"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const messages: Json[] = [
        { role: "user", content: "Ring the bell." },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_bell", type: "function", function: { name: "bell", arguments: "" } }],
        },
        { role: "tool", tool_call_id: "call_bell", content: "" },
      ];
      const { sent } = await outbound(context, pinned(endpoint), { messages, tools: [tool("bell")] });
      const [, assistant, result] = sent?.turns ?? [];
      const [call] = assistant?.calls ?? [];
      context.check.equal("MAP-06", "call", [call?.name, call?.arguments], ["bell", {}]);
      context.check.equal("MAP-06", "result", [result?.role, result?.callId], ["tool", call?.id]);
      context.check.equal("MAP-06", "result-says-nothing", result?.texts.join("").trim(), "");
    },
  },
  {
    id: "mapping.cache-marks",
    area: "mapping",
    title: "cache_control marks reach a provider that has them, and are removed for one that does not",
    why: "an unknown key in a message part is a 400 at strict hosts; a lost one is tenfold the price",
    requirements: ["MAP-12"],
    run: async (context) => {
      const mark = { type: "ephemeral" };
      const messages = [
        { role: "system", content: [{ type: "text", text: "Long rules.", cache_control: mark }] },
        { role: "user", content: "Go.", cache_control: mark },
      ];
      const { cacheControl } = context.provider.traits;
      // Where marks are known, at a model whose cache has a price: others have none to mark for.
      const cached = ({ tiers }: Endpoint) => !cacheControl || tiers[0]?.rates.cacheRead !== undefined;
      const { sent, text } = await outbound(context, pinned(context.endpoint(cached)), {
        messages: messages as Json,
      });
      context.check.equal("MAP-12", "marks", (sent?.cacheMarks ?? 0) > 0, cacheControl);
      if (!cacheControl) context.check.equal("MAP-12", "no-word-of-it", /cache_?control/i.test(text), false);
      context.check.equal("MAP-12", "text-stays", sent?.system, ["Long rules."]);
    },
  },
  {
    id: "mapping.messages.foreign-fields",
    area: "mapping",
    title: "Fields that an answer of another dialect left in the history do not reach this provider",
    why: "after a fallback the history carries them, and strict hosts answer an unknown field with a 400",
    requirements: ["MAP-06"],
    run: async (context) => {
      const block = [{ type: "text", text: "Two." }];
      const foreign = context.provider.dialect.name === "openai-chat" ? ["is_error"] : [];
      const { sent, text } = await outbound(context, pinned(context.endpoint()), {
        messages: [
          { role: "user", content: "One." },
          {
            role: "assistant",
            content: "Two.",
            anthropic_content: block,
            bedrock_content: [{ text: "Two." }],
          },
          { role: "user", content: "Three.", is_error: true },
        ],
      });
      for (const field of ["anthropic_content", "bedrock_content", ...foreign])
        context.check.equal("MAP-06", field, text.includes(`"${field}"`), false);
      context.check.equal(
        "MAP-06",
        "turns",
        sent?.turns.map(({ texts }) => texts.join("")),
        ["One.", "Two.", "Three."],
      );
    },
  },
  {
    id: "mapping.attempts-are-independent",
    area: "mapping",
    title: "The same request twice gives the same upstream request twice",
    why: "a body edited in place sends a half-translated second attempt",
    requirements: ["MAP-13"],
    needs: { scenarios: ["chat.tools.result"] },
    run: async (context) => {
      const recording = context.recording("chat.tools.result");
      const stage = await context.open();
      const model = pinned(context.endpointOf(recording));
      stage.answer(context.simulate.error(503, "busy"));
      const twice = `${model},${model}`;
      await stage.send(stage.bodyFor(recording, twice));
      context.check.equal("MAP-13", "two-attempts", stage.received.length, 2);
      context.check.equal("MAP-13", "first-as-recorded", stage.received[0]?.json, recording.requestBody);
      context.check.equal("MAP-13", "second-the-same", stage.received[1]?.body, stage.received[0]?.body);
    },
  },
];
