/**
 * Turns whose order the model chose: generated as items, told by the provider, read by callers of each API, and given back.
 * What callers read, and what the provider gets again, stands in the order in which it was told (RES-03, STR-04, MAP-17).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { bodyOf, type Session } from "../../engine/session.ts";
import { CLIENTS, type ClientApi } from "../../oracle/meaning/expected.ts";
import type { Word } from "../../oracle/meaning/heard.ts";
import { returnedTo } from "../../oracle/order/read.ts";
import { TELLERS } from "../../oracle/order/tell.ts";
import { rollOf } from "../../oracle/order/teller.ts";
import {
  ORDERED_APIS,
  type OrderedApi,
  returnedOf,
  shownOf,
  type Turn,
  turnsFor,
} from "../../oracle/order/turn.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { Ledger } from "../_shared/ledger.ts";
import { pinned } from "../_shared/support.ts";
import { TURN_CLIENTS } from "../_shared/turns.ts";

/** Turns a client, whole and streamed. */
const TURNS = 16;

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
  const { asked, kept, shown, next } = TURN_CLIENTS[client];
  const roll = rollOf(turn, context.seed);
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
    const clients = Object.keys(TURN_CLIENTS) as ClientApi[];
    for (const [i, client] of clients.entries())
      for (const stream of [false, true]) {
        const turns = turnsFor(api, client, context.seed + 2 * i + (stream ? 1 : 0), TURNS);
        for (const [n, turn] of turns.entries()) {
          const label = `${client}.${stream ? "streamed" : "whole"}-${n}`;
          const seen = await turnAround(context, session, { client, api, stream, model }, turn);
          if (seen.shown !== null)
            ledger.compare(stream ? "STR-04" : "RES-03", "shown", label, seen.shown, shownOf(turn));
          ledger.compare("MAP-06", "answered", label, seen.answered, 200);
          // A caller of the provider's own API is not translated.
          const callsLast = context.api.traits.callsLast === true && client !== api;
          const wanted = returnedOf(turn, { client, api, stream, movesCalls: callsLast });
          ledger.compare("MAP-17", "returned", label, seen.returned, wanted);
          context.count(1);
        }
      }
    ledger.report(context.check);
  },
});

export const itemOrderCases: readonly Case[] = ORDERED_APIS.map(orderAt);
