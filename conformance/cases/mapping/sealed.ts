/**
 * Reasoning that only its provider can read, at providers of the Responses API: asked for, kept, and given back in its
 * place, to that provider alone (MAP-06, API-01).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { json } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const TOOLS: Json = [
  { type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } },
];
const CALL = { id: "call_noon00001", name: "tide", arguments: { at: "noon" } };
const USER = { role: "user", content: "Where does the tide go?" };

/** What the model thought, so that it can only be given back. */
const sealed = {
  type: "reasoning",
  id: "rs_tide1",
  summary: [],
  encrypted_content: "c2VhbGVkIGJ5IHRoZSBzZWE=",
};

/** What the model thought, for all to read. */
const spoken = {
  type: "reasoning",
  id: "rs_tide2",
  summary: [],
  content: [{ type: "reasoning_text", text: "Ebb comes after flood." }],
};

const itemsIn = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.input) ? body.input.filter(isObject) : [];

/** The same answer, as another provider would have given it. */
const made = (provider: string): JsonObject => ({
  role: "assistant",
  content: null,
  tool_calls: [
    {
      id: CALL.id,
      type: "function",
      function: { name: CALL.name, arguments: JSON.stringify(CALL.arguments) },
    },
  ],
  responses_output: {
    provider,
    items: [
      sealed,
      {
        type: "function_call",
        id: "fc_tide1",
        call_id: CALL.id,
        name: CALL.name,
        arguments: JSON.stringify(CALL.arguments),
      },
    ],
  },
});

export const sealedCases: readonly Case[] = [
  {
    id: "mapping.sealed-elsewhere",
    area: "mapping",
    title: "Leaves out what another provider sealed, and sends the call that it led to",
    why: "nobody else can read it: it is refused as invalid, or tells a stranger what was thought",
    requirements: ["MAP-17"],
    needs: { api: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      session.answer(context.simulate.completion("Out."));
      const result = { role: "tool", tool_call_id: CALL.id, content: "low" };
      const messages = [USER, made("somebody-else"), result] as Json[];
      const reply = await session.send(ask(pinned(endpoint), { messages, tools: TOOLS }));
      context.check.equal("MAP-17", "answered", reply.status, 200);
      const items = itemsIn(bodyOf(session.received[0]));
      const seals = items.filter(({ encrypted_content: seal }) => seal !== undefined);
      context.check.equal("MAP-17", "seals", seals, []);
      const calls = items.filter(({ type }) => type === "function_call").map(({ call_id: id }) => id);
      context.check.equal("MAP-17", "calls", calls, [CALL.id]);
    },
  },
  {
    id: "mapping.sealed-reasoning",
    area: "mapping",
    title:
      "Asks for sealed reasoning, stores nothing, and gives reasoning back before the call that it led to",
    why: "without it the model begins to think anew at every turn, and a reasoning item without its call is a 400",
    requirements: ["MAP-06", "API-01", "MAP-17"],
    needs: {
      api: "openai-responses",
      endpoints: {
        that: "that reasons, calls tools and seals what it thought",
        where: ({ capabilities }) => capabilities.has("reasoning") && capabilities.has("tools"),
      },
    },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(
        ({ capabilities }) => capabilities.has("reasoning") && capabilities.has("tools"),
      );
      const seals = context.api.traits.thoughtField !== "none";
      const answer = context.wire.answer({ calls: [CALL] }) as JsonObject;
      const speaks = context.api.traits.spokenThoughts === true;
      const thoughts = seals ? [sealed] : speaks ? [spoken] : [];
      const output = [...thoughts, ...(Array.isArray(answer.output) ? answer.output : [])];
      session.answer(json(200, { ...answer, output }));
      const first = await session.send(ask(pinned(endpoint), { messages: [USER], tools: TOOLS }));
      const asked = bodyOf(session.received[0]);
      context.check.equal("API-01", "nothing-stored", asked.store, false);
      const wanted = seals ? ["reasoning.encrypted_content"] : undefined;
      context.check.equal("MAP-06", "asked-for", asked.include, wanted);
      const [choice] = Array.isArray(first.json?.choices) ? first.json.choices.filter(isObject) : [];
      const message = isObject(choice?.message) ? choice.message : {};
      session.answer(context.simulate.completion("Out."));
      const result = { role: "tool", tool_call_id: CALL.id, content: "low" };
      const messages = [USER, message, result] as Json[];
      const second = await session.send(ask(pinned(endpoint), { messages, tools: TOOLS }));
      context.check.equal("MAP-06", "answered", second.status, 200);
      const items = itemsIn(bodyOf(session.received.at(-1)));
      const order = ["message", ...thoughts.map(({ type }) => type), "function_call", "function_call_output"];
      context.check.equal(
        "MAP-06",
        "order",
        items.map(({ type }) => type),
        order,
      );
      const given = items.filter(({ type }) => type === "reasoning");
      // Words are what they are under each id; a seal is good with its item alone.
      const words = (item: JsonObject): Json => (seals ? item : (item.content ?? null));
      context.check.equal("MAP-17", "as-it-was", given.map(words), thoughts.map(words));
    },
  },
];
