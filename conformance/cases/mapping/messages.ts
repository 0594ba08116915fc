/**
 * Messages and tools in odd but legal forms (MAP-02, MAP-05, MAP-06, MAP-11, MAP-12, MAP-13).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../case.ts";
import { whole } from "../../reply.ts";
import { bodyOf } from "../../stage.ts";
import { json } from "../../upstream/wire.ts";
import { messagesOf, outbound, pinned } from "../support.ts";

const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  type: "function",
  function: { name, ...more },
});
const toolsOf = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.tools) ? body.tools.filter(isObject) : [];
const functionOf = (source: JsonObject | undefined): JsonObject =>
  isObject(source?.function) ? source.function : {};
const WIRE_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** `[role, content]` pairs, the part of messages that order is about. */
const turns = (messages: readonly JsonObject[]) => messages.map(({ role, content }) => [role, content]);

const conversation: Json[] = [
  { role: "system", content: "First rule." },
  { role: "developer", content: [{ type: "text", text: "Second rule." }] },
  { role: "user", content: "One." },
  { role: "assistant", content: "Two." },
  { role: "system", content: "Third rule, in the middle." },
  { role: "user", content: "" },
];

export const messageCases: readonly Case[] = [
  {
    id: "mapping.messages.system-and-developer",
    area: "mapping",
    title: "System and developer messages keep text and order, also in the middle and as parts",
    why: "hoisting or joining them loses instructions",
    requirements: ["MAP-05"],
    run: async (context) => {
      const developer = context.provider.traits.developerRole;
      const { body } = await outbound(context, pinned(context.endpoint()), { messages: conversation });
      const expected = conversation
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
      const endpoints = context.registry.indexes
        .endpointsOfProvider(context.provider.slug)
        .filter((endpoint) => endpoint.surface === "chat");
      const stage = await context.open();
      stage.answer(context.simulate.completion("Out.", context.wire.usage({ prompt: 9, completion: 2 })));
      for (const endpoint of endpoints) {
        await stage.send({ model: pinned(endpoint), messages: [{ role: "user", content: "Hi." }] });
        context.check.equal(
          "MAP-02",
          endpoint.id,
          bodyOf(stage.received.at(-1)).model,
          endpoint.providerModelId,
        );
      }
      context.check.equal("MAP-02", "one-call-each", stage.received.length, endpoints.length);
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
      const named = { type: "function", function: { name: "tide" } };
      for (const choice of ["none", "auto", "required", named]) {
        const { body } = await outbound(context, pinned(endpoint), {
          tools: [tool("tide")],
          tool_choice: choice,
        });
        context.check.equal(
          "MAP-06",
          `choice.${typeof choice === "string" ? choice : "named"}`,
          body.tool_choice,
          choice,
        );
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
      const { body } = await outbound(context, pinned(endpoint), {
        tools: [tool("tide", { description: "" })],
      });
      const sent = functionOf(toolsOf(body)[0]);
      context.check.equal("MAP-11", "no-empty-description", Object.hasOwn(sent, "description"), false);
      context.check.equal("MAP-11", "object-schema", sent.parameters, { type: "object", properties: {} });
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
      stage.serve((request) => {
        const sent = toolsOf(JSON.parse(request.body)).map((t) => functionOf(t).name);
        const calls = sent.map((name, i) => ({
          id: `call_${i}`,
          type: "function",
          function: { name, arguments: "{}" },
        }));
        const body = context.wire.completion("");
        const choice = {
          index: 0,
          message: { role: "assistant", content: null, tool_calls: calls },
          finish_reason: "tool_calls",
        };
        return json(200, { ...body, choices: [choice] });
      });
      const reply = await stage.send({
        model: pinned(endpoint),
        messages: [{ role: "user", content: "Use them all." }],
        tools: names.map((name) => tool(name)),
      });
      const sent = toolsOf(bodyOf(stage.received[0])).map((t) => String(functionOf(t).name));
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
      const { body } = await outbound(context, pinned(endpoint), { messages, tools: [tool("bell")] });
      const [, assistant, result] = messagesOf(body);
      const calls = Array.isArray(assistant?.tool_calls) ? assistant.tool_calls.filter(isObject) : [];
      context.check.equal("MAP-06", "arguments", functionOf(calls[0]).arguments, "{}");
      context.check.equal(
        "MAP-06",
        "result",
        [result?.role, result?.tool_call_id, result?.content],
        ["tool", "call_bell", ""],
      );
    },
  },
  {
    id: "mapping.cache-marks",
    area: "mapping",
    title: "cache_control marks are removed for a provider that does not know them",
    why: "an unknown key in a message part is a 400 at strict hosts",
    requirements: ["MAP-12"],
    run: async (context) => {
      const mark = { type: "ephemeral" };
      const messages = [
        { role: "system", content: [{ type: "text", text: "Long rules.", cache_control: mark }] },
        { role: "user", content: "Go.", cache_control: mark },
      ];
      const { body } = await outbound(context, pinned(context.endpoint()), { messages: messages as Json });
      const kept = JSON.stringify(body).includes("cache_control");
      context.check.equal("MAP-12", "marks", kept, context.provider.traits.cacheControl);
      context.check.equal("MAP-12", "text-stays", turns(messagesOf(body))[0], [
        "system",
        [{ type: "text", text: "Long rules." }],
      ]);
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
