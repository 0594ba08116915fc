/**
 * Tools in odd but legal forms: choices, bare definitions, unusual names, empty arguments (MAP-06, MAP-11).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { whole } from "../../engine/reply.ts";
import { json } from "../../upstream/wire.ts";
import type { SentRequest } from "../../upstream/wires/wire.ts";
import { outbound, pinned } from "../_shared/support.ts";

const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  type: "function",
  function: { name, ...more },
});
const WIRE_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export const toolCases: readonly Case[] = [
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
    id: "mapping.tools.own-word",
    area: "mapping",
    title: "A call that is required is asked for in the word that this host has for it",
    why: "another host's word is a 400, or is not heard",
    requirements: ["MAP-06"],
    needs: { api: "openai-chat", capabilities: ["tools"] },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const { body } = await outbound(context, pinned(endpoint), {
        tools: [tool("tide")],
        tool_choice: "required",
      });
      const { toolChoices = {} } = context.provider.traitsOf(endpoint);
      context.check.equal("MAP-06", "word", body.tool_choice, toolChoices.required ?? "required");
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
      const session = await context.open();
      let sent: string[] = [];
      session.serve((request) => {
        sent = context.wire.read(request).tools.map(({ name }) => name);
        const calls = sent.map((name, i) => ({ id: `call_${i}`, name, arguments: {} }));
        return json(200, context.wire.answer({ calls }));
      });
      const reply = await session.send({
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
];
