/**
 * Turns out of the cache: a caller who is told a stored turn, in whichever framing, gives back what its provider said and
 * signed, in its order (CAC-01, MAP-17).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { bodyOf, type Session } from "../../engine/session.ts";
import { CLIENT_APIS, CLIENTS, type ClientApi } from "../../oracle/meaning/expected.ts";
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
import { cacheWord, ON } from "./support.ts";

/** Turns a client, in each framing in which they are stored. */
const TURNS = 4;

interface Stored {
  client: ClientApi;
  api: OrderedApi;
  turn: Turn;
  /** How its provider told it. */
  stored: boolean;
  label: string;
}

/** Tells a turn once, and then twice out of the cache; what is told there goes back. */
async function toldAgain(
  context: CaseContext,
  session: Session,
  ledger: Ledger,
  { client, api, turn, stored, label }: Stored,
): Promise<void> {
  const { path } = CLIENTS[client];
  const { asked, kept, shown, next } = TURN_CLIENTS[client];
  const model = pinned(
    context.endpoint(({ capabilities }) => capabilities.has("tools") && capabilities.has("reasoning")),
  );
  const headers = { ...ON, "helicone-cache-seed": `${client}-${label}` };
  const ask = (body: JsonObject, stream: boolean, more: Record<string, string> = {}) =>
    session.send({ model, ...body, ...(stream ? { stream } : {}) }, { path, headers: more });
  const { whole, stream: told } = TELLERS[api];
  const pieces = () => told(turn, rollOf(turn, context.seed));
  session.answer(stored ? streamed(context.wire.streamType, pieces()) : json(200, whole(turn)));
  await ask(asked, stored, headers);
  const movesCalls = context.api.traits.callsLast === true && client !== api;
  for (const stream of [stored, !stored]) {
    const name = `${client}.${label}, ${stream ? "streamed" : "whole"}`;
    const reply = await ask(asked, stream, headers);
    ledger.compare("CAC-01", "hit", name, cacheWord(reply), "HIT");
    const turnKept = kept(reply);
    const seen = shown(turnKept, reply);
    if (seen !== null) ledger.compare("CAC-01", "shown", name, seen, shownOf(turn));
    session.answer(context.simulate.completion("Out."));
    await ask(next(turnKept), false);
    const returned = returnedTo(api, bodyOf(session.received.at(-1)));
    ledger.compare(
      "MAP-17",
      "returned",
      name,
      returned,
      returnedOf(turn, { client, api, stream, movesCalls }),
    );
    context.count(1);
  }
}

const turnsAt = (api: OrderedApi): Case => ({
  id: `cache.turns.${api}`,
  area: "cache",
  title: "Generated turns out of the cache keep their order, and go back with what their provider signed",
  why: "an agent whose turn came from the cache is refused by the provider that signed it, on some days only",
  requirements: ["CAC-01", "MAP-17"],
  needs: { api, capabilities: ["tools", "reasoning"] },
  run: async (context) => {
    const session = await context.open({ direct: true });
    const ledger = new Ledger();
    for (const [i, client] of CLIENT_APIS.entries())
      for (const stored of [false, true]) {
        const turns = turnsFor(api, client, context.seed + 40 + 2 * i + (stored ? 1 : 0), TURNS);
        for (const [n, turn] of turns.entries()) {
          const label = `${stored ? "streamed" : "whole"}-${n}`;
          await toldAgain(context, session, ledger, { client, api, turn, stored, label });
        }
      }
    ledger.report(context.check);
  },
});

export const cachedTurns: readonly Case[] = ORDERED_APIS.map(turnsAt);
