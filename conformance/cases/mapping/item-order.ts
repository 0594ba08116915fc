/**
 * Turns whose order the model chose: generated as items, told by the provider, read by callers of each API, and given back.
 * What callers read, and what the provider gets again, stands in the order in which it was told (RES-03, STR-04, MAP-17).
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { bodyOf, type Session } from "../../engine/session.ts";
import { dice } from "../../oracle/meaning/answer.ts";
import { CLIENTS, type ClientApi } from "../../oracle/meaning/expected.ts";
import { objectOf, objects, type Word, words } from "../../oracle/meaning/heard.ts";
import { returnedTo, shownByChunks, shownByMessages, shownByResponses } from "../../oracle/order/read.ts";
import { TELLERS } from "../../oracle/order/tell.ts";
import {
  ORDERED_APIS,
  type OrderedApi,
  returnedOf,
  shownOf,
  TOOL,
  type Turn,
  turnsFor,
} from "../../oracle/order/turn.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { Ledger } from "../_shared/ledger.ts";
import { pinned } from "../_shared/support.ts";

/** Turns a client, whole and streamed. */
const TURNS = 6;

const ASKED = "Ring.";
const RESULT = "Dong.";
const SCHEMA: JsonObject = { type: "object", properties: { number: { type: "integer" } } };

interface Client {
  asked: JsonObject;
  /** The turn as the caller keeps it. */
  kept(reply: Reply): JsonObject[];
  /** What the caller reads of its order; `null` where the form has none. */
  shown(kept: readonly JsonObject[], reply: Reply): Word[] | null;
  /** The request that goes on: the question, the turn, and the results of its calls or another word. */
  next(kept: readonly JsonObject[]): JsonObject;
}

/** Lists go on where they ended, texts too; of anything else the last holds. */
function grow(value: JsonObject, delta: JsonObject): void {
  for (const [key, more] of Object.entries(delta)) {
    const before = value[key];
    if (typeof before === "string" && typeof more === "string" && key !== "role" && key !== "id")
      value[key] = before + more;
    else if (Array.isArray(before) && Array.isArray(more)) value[key] = [...before, ...more];
    else value[key] = more;
  }
}

/** A message out of the deltas of a stream, every field of it. */
function messageOf({ json: body, events }: Reply): JsonObject {
  if (body !== null) return objectOf(objects(body.choices)[0]?.message);
  const message: JsonObject = {};
  const calls = new Map<unknown, JsonObject>();
  for (const { delta } of events.flatMap(({ choices }) => objects(choices))) {
    const { tool_calls, ...rest } = objectOf(delta);
    grow(message, rest);
    for (const { index, function: fn, ...call } of objects(tool_calls)) {
      const known = calls.get(index) ?? { function: {} };
      calls.set(index, known);
      grow(known, call);
      grow(objectOf(known.function), objectOf(fn));
    }
  }
  return calls.size === 0 ? message : { ...message, tool_calls: [...calls.values()] };
}

/** The blocks of a message out of the events of a stream. */
function blocksOf({ json: body, events }: Reply): JsonObject[] {
  if (body !== null) return objects(body.content);
  const blocks: { block: JsonObject; args: string }[] = [];
  for (const { type, index, content_block, delta } of events) {
    if (type === "content_block_start")
      blocks[Number(index)] = { block: { ...objectOf(content_block) }, args: "" };
    const open = type === "content_block_delta" ? blocks[Number(index)] : undefined;
    if (!open) continue;
    const { type: _kind, partial_json, ...more } = objectOf(delta);
    grow(open.block, more);
    open.args += words(partial_json);
  }
  return blocks.map(({ block, args }) =>
    args === "" ? block : { ...block, input: JSON.parse(args) as Json },
  );
}

const CHAT_TOOL: JsonObject = { type: "function", function: { name: TOOL, parameters: SCHEMA } };
const USER: JsonObject = { role: "user", content: ASKED };

const BY_CLIENT: Readonly<Record<ClientApi, Client>> = {
  "openai-chat": {
    asked: { messages: [USER], tools: [CHAT_TOOL] },
    kept: (reply) => [messageOf(reply)],
    shown: (_kept, reply) => (reply.json === null ? shownByChunks(reply.events) : null),
    next: ([message = {}]) => {
      const results = objects(message.tool_calls).map(({ id }) => ({
        role: "tool",
        tool_call_id: id ?? null,
        content: RESULT,
      }));
      return { messages: [USER, message, ...(results.length > 0 ? results : [USER])], tools: [CHAT_TOOL] };
    },
  },
  "openai-responses": {
    asked: {
      input: [USER],
      store: false,
      include: ["reasoning.encrypted_content"],
      tools: [{ type: "function", name: TOOL, parameters: SCHEMA, strict: false }],
    },
    kept: ({ json: body, events }) => objects((body ?? objectOf(events.at(-1)?.response)).output),
    shown: (items) => shownByResponses(items),
    next: (items) => {
      const results = items.flatMap(({ type, call_id = null }): JsonObject[] =>
        type === "function_call" ? [{ type: "function_call_output", call_id, output: RESULT }] : [],
      );
      const { asked } = BY_CLIENT["openai-responses"];
      return { ...asked, input: [USER, ...items, ...(results.length > 0 ? results : [USER])] };
    },
  },
  "anthropic-messages": {
    asked: { max_tokens: 64, messages: [USER], tools: [{ name: TOOL, input_schema: SCHEMA }] },
    kept: blocksOf,
    shown: (blocks) => shownByMessages(blocks),
    next: (blocks) => {
      const results = blocks.flatMap(({ type, id = null }): JsonObject[] =>
        type === "tool_use" ? [{ type: "tool_result", tool_use_id: id, content: RESULT }] : [],
      );
      const { asked } = BY_CLIENT["anthropic-messages"];
      const said = { role: "assistant", content: [...blocks] };
      return {
        ...asked,
        messages: [USER, said, results.length > 0 ? { role: "user", content: results } : USER],
      };
    },
  },
};

interface Way {
  client: ClientApi;
  api: OrderedApi;
  stream: boolean;
  model: string;
}

/** One turn there and back. */
async function turnAround(
  context: CaseContext,
  session: Session,
  { client, api, stream, model }: Way,
  turn: Turn,
): Promise<{ reply: Reply; shown: Word[] | null; answered: number; returned: Word[] }> {
  const { path } = CLIENTS[client];
  const { asked, kept, shown, next } = BY_CLIENT[client];
  const roll = dice(context.seed ^ turn.length);
  const { whole, stream: told } = TELLERS[api];
  session.answer(stream ? streamed(context.wire.streamType, told(turn, roll)) : json(200, whole(turn)));
  const reply = await session.send({ model, ...asked, ...(stream ? { stream } : {}) }, { path });
  const turnKept = kept(reply);
  session.answer(context.simulate.completion("Out."));
  const { status } = await session.send({ model, ...next(turnKept) }, { path });
  const body = bodyOf(session.received.at(-1));
  return { reply, shown: shown(turnKept, reply), answered: status, returned: returnedTo(api, body) };
}

const orderAt = (api: OrderedApi): Case => ({
  id: `mapping.item-order.${api}`,
  area: "mapping",
  title:
    "Generated turns keep the order of thinking, texts and calls, for callers of each API and on the way back",
  why: "a turn whose thinking or text was moved is refused, or says something else; an example shows one order only",
  requirements: ["RES-03", "STR-04", "MAP-06", "MAP-17"],
  needs: { api, capabilities: ["tools", "reasoning"] },
  run: async (context) => {
    const session = await context.open({ direct: true });
    const model = pinned(
      context.endpoint(({ capabilities }) => capabilities.has("tools") && capabilities.has("reasoning")),
    );
    const ledger = new Ledger();
    const clients = Object.keys(BY_CLIENT) as ClientApi[];
    for (const [i, client] of clients.entries())
      for (const stream of [false, true]) {
        const turns = turnsFor(api, context.seed + 2 * i + (stream ? 1 : 0), TURNS);
        for (const [n, turn] of turns.entries()) {
          const label = `${client}.${stream ? "streamed" : "whole"}-${n}`;
          const seen = await turnAround(context, session, { client, api, stream, model }, turn);
          if (seen.shown !== null)
            ledger.compare(stream ? "STR-04" : "RES-03", "shown", label, seen.shown, shownOf(turn));
          ledger.compare("MAP-06", "answered", label, seen.answered, 200);
          // A caller of the provider's own API is not translated.
          const callsLast = context.api.traits.callsLast === true && client !== api;
          ledger.compare("MAP-17", "returned", label, seen.returned, returnedOf(api, turn, callsLast));
          context.count(1);
        }
      }
    ledger.report(context.check);
  },
});

export const itemOrderCases: readonly Case[] = ORDERED_APIS.map(orderAt);
