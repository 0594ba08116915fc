/**
 * Requests that say nothing in one of their fields: null, an empty list, object or text. Towards a provider of another API
 * it is as if the field were not there; towards one of the same API it goes as it was written (MAP-09, MAP-15, MAP-16).
 * @module
 */
import { type Json, type JsonObject, without } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { bodyOf } from "../../engine/session.ts";
import { type Empty, emptiesOf, saying } from "../../oracle/meaning/empties.ts";
import { CLIENT_APIS, CLIENTS, type ClientApi } from "../../oracle/meaning/expected.ts";
import { nativeEmpties } from "../../oracle/meaning/native-empties.ts";
import { addressOf } from "../_shared/bill.ts";
import { ablest, askedBy } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { simulated } from "../_shared/support.ts";

const droppedOf = (reply: Reply): string[] =>
  (reply.headers.get("x-dropped-parameters") ?? "").split(",").map((name) => name.trim());

/** The names under which an answer may tell of a field: the caller's own, or that of a chat. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  stop_sequences: ["stop"],
  max_output_tokens: ["max_tokens", "max_completion_tokens"],
  thinking: ["reasoning_effort"],
  reasoning: ["reasoning_effort"],
};

/** Does an answer name the field, as refused or as dropped? */
function isNamed(reply: Reply, field: string): boolean {
  const names = [field, ...(NAMES[field] ?? [])];
  const { param, message = "" } = errorOf(reply) ?? {};
  const place = String(param ?? "").split(/[.[]/)[0] ?? "";
  return names.some(
    (name) => place === name || droppedOf(reply).includes(name) || String(message).startsWith(`${name}:`),
  );
}

/** What becomes of a field that says nothing, or says what it cannot hold. */
function judge(
  ledger: Ledger,
  { field, value, fits }: Empty,
  { reply, sent, plain }: { reply: Reply; sent: Json | null; plain: Json },
): void {
  const label = `${field} ${JSON.stringify(value)}`;
  if (fits) {
    ledger.compare("MAP-15", "answered", label, reply.status, 200);
    if (sent !== null) ledger.compare("MAP-10", "nothing-said", label, saying(sent), plain);
    return;
  }
  ledger.compare("MAP-09", "told", label, isNamed(reply, field), true);
  if (reply.status === 200 && sent !== null)
    ledger.compare("MAP-10", "nothing-made-up", label, saying(sent), plain);
}

async function compareAll(context: CaseContext, client: ClientApi): Promise<void> {
  const endpoint = ablest(context);
  const session = await context.open({ direct: true });
  const ledger = new Ledger();
  const { path } = CLIENTS[client];
  // No tools: without them a choice among them says nothing either.
  const { tools: _none, ...asked } = askedBy(client, endpoint, false);
  const send = async (more: JsonObject) => {
    session.answer(simulated(context));
    const reply = await session.send({ ...asked, ...more }, { path });
    const [request] = session.received;
    return { reply, sent: request ? bodyOf(request) : null };
  };
  const bare = await send({});
  ledger.compare("MAP-15", "answered", "nothing", bare.reply.status, 200);
  const plain = saying(bare.sent ?? {});
  const isSame = client === context.api.id;
  const all = emptiesOf(client);
  // Mistakes are many and alike; each way to say nothing in a field is one of its own.
  const mistakes = context.sample(
    all.filter(({ fits }) => !fits),
    { kindOf: ({ field }) => field },
  );
  for (const empty of [...all.filter(({ fits }) => fits), ...mistakes]) {
    const { field, value, fits } = empty;
    // What such a caller writes of another kind is between the two of them.
    if (isSame && !fits) continue;
    const { reply, sent } = await send({ [field]: value });
    judge(ledger, empty, { reply, sent, plain });
    context.count(1);
  }
  ledger.report(context.check);
}

const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };

/** Native bodies go as they are; and who pays for them reads them as their provider does. */
const inOwnApi: Case = {
  id: "mapping.empties.native",
  area: "mapping",
  title: "Takes null and what is empty in a native body for nothing said, and passes it to the letter",
  why: "clients of a vendor's own library send null for what nobody set; refused, the whole library is",
  requirements: ["MAP-14"],
  needs: {
    endpoints: {
      that: "has an API of its vendor's own",
      where: ({ api }) => nativeEmpties(api).length > 0,
    },
  },
  run: async (context) => {
    const session = await context.open({ direct: true });
    const ledger = new Ledger();
    const model = addressOf(ablest(context));
    const own = ["model", ...Object.keys(context.api.bodyFields)];
    for (const { label, body } of nativeEmpties(context.api.id)) {
      session.answer(simulated(context));
      const reply = await session.send({ ...body, model }, { headers: NATIVE });
      const [request] = session.received;
      const sent = request ? without(bodyOf(request), own) : null;
      ledger.compare("MAP-14", "answered", label, reply.status, 200);
      ledger.compare("MAP-14", "as-it-is", label, JSON.stringify(sent), JSON.stringify(body));
      context.count(1);
    }
    ledger.report(context.check);
  },
};

const inClientApis: readonly Case[] = CLIENT_APIS.map((client) => ({
  id: `mapping.empties.${client}`,
  area: "mapping",
  title: `Takes null and what is empty in a request of ${client} for nothing said, and names what is of another kind`,
  why: "an empty list that becomes a 400, or a null that becomes 0, fails or changes a request that said nothing",
  requirements: ["MAP-09", "MAP-10", "MAP-15"],
  run: (context) => compareAll(context, client),
}));

export const emptiesCases: readonly Case[] = [...inClientApis, inOwnApi];
