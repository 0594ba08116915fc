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

const itemsIn = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.input) ? body.input.filter(isObject) : [];

export const sealedCases: readonly Case[] = [
  {
    id: "mapping.sealed-reasoning",
    area: "mapping",
    title:
      "Asks for sealed reasoning, stores nothing, and gives the reasoning back before the call that it led to",
    why: "without it the model begins to think anew at every turn, and a reasoning item without its call is a 400",
    requirements: ["MAP-06", "API-01"],
    needs: {
      api: "openai-responses",
      endpoints: {
        that: "that reasons, calls tools and seals what it thought",
        where: ({ capabilities }) => capabilities.has("reasoning") && capabilities.has("tools"),
      },
    },
    run: async (context) => {
      const stage = await context.open();
      const endpoint = context.endpoint(
        ({ capabilities }) => capabilities.has("reasoning") && capabilities.has("tools"),
      );
      const seals = context.api.traits.thoughtField !== "none";
      const answer = context.wire.answer({ calls: [CALL] }) as JsonObject;
      const output = [...(seals ? [sealed] : []), ...(Array.isArray(answer.output) ? answer.output : [])];
      stage.answer(json(200, { ...answer, output }));
      const first = await stage.send(ask(pinned(endpoint), { messages: [USER], tools: TOOLS }));
      const asked = bodyOf(stage.received[0]);
      context.check.equal("API-01", "nothing-stored", asked.store, false);
      const wanted = seals ? ["reasoning.encrypted_content"] : undefined;
      context.check.equal("MAP-06", "asked-for", asked.include, wanted);
      const [choice] = Array.isArray(first.json?.choices) ? first.json.choices.filter(isObject) : [];
      const message = isObject(choice?.message) ? choice.message : {};
      stage.answer(context.simulate.completion("Out."));
      const result = { role: "tool", tool_call_id: CALL.id, content: "low" };
      const messages = [USER, message, result] as Json[];
      const second = await stage.send(ask(pinned(endpoint), { messages, tools: TOOLS }));
      context.check.equal("MAP-06", "answered", second.status, 200);
      const items = itemsIn(bodyOf(stage.received.at(-1)));
      const order = ["message", ...(seals ? ["reasoning"] : []), "function_call", "function_call_output"];
      context.check.equal(
        "MAP-06",
        "order",
        items.map(({ type }) => type),
        order,
      );
      const given = items.filter(({ type }) => type === "reasoning");
      context.check.equal("MAP-06", "as-it-was", given, seals ? [sealed] : []);
    },
  },
];
