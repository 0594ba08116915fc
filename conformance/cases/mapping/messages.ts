/**
 * Messages in odd but legal forms (MAP-05, MAP-06, MAP-12, MAP-13).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { messagesOf, outbound, pinned } from "../_shared/support.ts";

/** `[role, content]` pairs, the part of messages that order is about. */
const turns = (messages: readonly JsonObject[]) => messages.map(({ role, content }) => [role, content]);

const conversation: Json[] = [
  { role: "system", content: "First rule." },
  { role: "developer", content: [{ type: "text", text: "Second rule." }] },
  { role: "user", content: "One." },
  { role: "assistant", content: "Two." },
  { role: "user", content: "Three." },
];

const CALL: JsonObject = { id: "call00001", type: "function", function: { name: "bell", arguments: "{}" } };
const BELL: JsonObject = { type: "function", function: { name: "bell" } };

/** Turns in which somebody says nothing, in every form that a chat has for it. */
const SILENT: Json[] = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "" },
  { role: "assistant", content: "" },
  { role: "user", content: [{ type: "text", text: "" }] },
  { role: "assistant", content: null, tool_calls: [CALL] },
  { role: "tool", tool_call_id: "call00001", content: "" },
  { role: "user", content: "Well?" },
];

export const messageCases: readonly Case[] = [
  {
    id: "mapping.messages.silent",
    area: "mapping",
    title: "Empty texts and null stay what they are towards hosts of chat completions",
    why: "a blank in the place of nothing is a word to the model, and null in the place of a text a 400",
    requirements: ["MAP-03", "MAP-05"],
    needs: {
      api: "openai-chat",
      endpoints: { that: "takes tools", where: ({ capabilities }) => capabilities.has("tools") },
    },
    run: async (context) => {
      const endpoint = context.endpoint(({ capabilities }) => capabilities.has("tools"));
      const { body } = await outbound(context, pinned(endpoint), { messages: SILENT, tools: [BELL] });
      const { emptyTurns, contentDemanded } = context.provider.traitsOf(endpoint);
      const expected = turns(SILENT as JsonObject[])
        // Some hosts refuse a turn of the model that says nothing, and some a turn without a content.
        .filter(([role, content]) => emptyTurns !== false || role !== "assistant" || content !== "")
        .map(([role, content]) => [role, content === null && contentDemanded ? "" : content]);
      context.check.equal("MAP-05", "contents", turns(messagesOf(body)), expected);
    },
  },
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
    needs: { api: "openai-chat", scenarios: ["chat.basic"] },
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
      const { cacheControl } = context.api.traits;
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
      const foreign = context.api.id === "openai-chat" ? ["is_error"] : [];
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
    id: "mapping.messages.refusals",
    area: "mapping",
    title: "What a model refused to do earlier is read by the next one, in a field or in a part",
    why: "a host without a place for refusals gets a turn without a word, or two turns of the user in a row",
    requirements: ["MAP-05"],
    run: async (context) => {
      const words = "I will not open the lock.";
      const told: Readonly<Record<string, JsonObject>> = {
        "in-a-field": { role: "assistant", content: null, refusal: words },
        "in-a-part": { role: "assistant", content: [{ type: "refusal", refusal: words }] },
      };
      for (const [name, turn] of Object.entries(told)) {
        const { sent, text } = await outbound(context, pinned(context.endpoint()), {
          messages: [{ role: "user", content: "Open it." }, turn, { role: "user", content: "Why not?" }],
        });
        const roles = sent?.turns.map(({ role }) => role);
        context.check.equal("MAP-05", `${name}.turns`, roles, ["user", "assistant", "user"]);
        context.check.equal("MAP-05", `${name}.words`, text.includes(words), true);
      }
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
      const session = await context.open();
      const model = pinned(context.endpointOf(recording));
      session.answer(context.simulate.error(503, "busy"));
      const twice = `${model},${model}`;
      await session.send(session.bodyFor(recording, twice));
      context.check.equal("MAP-13", "two-attempts", session.received.length, 2);
      context.check.equal("MAP-13", "first-as-recorded", session.received[0]?.json, recording.requestBody);
      context.check.equal("MAP-13", "second-the-same", session.received[1]?.body, session.received[0]?.body);
    },
  },
];
