/**
 * Nothing is lost: generated answers, written in the provider's API, and compared to the letter with what the caller
 * understood, what was recorded and what was charged (RES, STR-04, USE, CST, OBS-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { lastUsage } from "../../oracle/meaning/answer.ts";
import {
  CLIENT_APIS,
  CLIENTS,
  type ClientApi,
  comparable,
  expectedAt,
  type Way,
} from "../../oracle/meaning/expected.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { hearChat } from "../../oracle/meaning/hear-chat.ts";
import { hearMessages } from "../../oracle/meaning/hear-messages.ts";
import { hearResponses } from "../../oracle/meaning/hear-responses.ts";
import { type Heard, objectOf, objects } from "../../oracle/meaning/heard.ts";
import { HOLDS } from "../../oracle/meaning/holds.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { addressOf, costAt, DEEP_POCKETS } from "../_shared/bill.ts";
import { ablest, type Exchange, exchange, type Outcome, spokenAt, TOOLS } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { compareRecord, compareShown } from "../_shared/record.ts";

/** Answers a case, whole and as many streamed. */
const ANSWERS = 24;

const HEAR = {
  "openai-chat": hearChat,
  "openai-responses": hearResponses,
  "anthropic-messages": hearMessages,
} as const;

/** What the provider does not tell, the gateway names itself: one id, and the model as it was asked for. */
function compareOwnNames(
  ledger: Ledger,
  label: string,
  { client, api }: Way,
  { endpoint }: Exchange,
  heard: Heard,
): void {
  const { names } = HOLDS[api];
  const { drops } = CLIENTS[client];
  if (!names.includes("id") && !drops.id)
    ledger.compare("RES-01", "own-id", label, /^[\w-]+$/.test(heard.id), true);
  const asked = [endpoint.providerModelId, endpoint.model, addressOf(endpoint)];
  if (!names.includes("model") && !drops.model)
    ledger.compare(
      "RES-01",
      "own-model",
      label,
      asked.find((name) => name === heard.model),
      heard.model,
    );
}

/** When it was made, the same in every event: as the provider says, else while the gateway worked on it. */
function compareDate(
  ledger: Ledger,
  label: string,
  { client }: Way,
  { bill: { record } }: Outcome,
  { created }: Pick<Heard, "created">,
  said: readonly number[],
): void {
  const { drops } = CLIENTS[client];
  if (said.length > 0 || drops.created) {
    ledger.compare("RES-01", "created", label, created, said);
    return;
  }
  const [from = 0, took = 0] = [record?.startedAt, record?.latencyMs];
  const isNow = (seconds: number) =>
    Number.isInteger(seconds) && seconds >= Math.floor(from / 1000) && seconds <= (from + took) / 1000;
  ledger.compare("RES-01", "own-created", label, created.map(isNow), [true]);
}

/** Nothing ends before it began; what was cut short was not completed. */
function compareEnd(ledger: Ledger, label: string, { json, events }: Reply, { created }: Heard): void {
  const { completed_at: end, status } = json ?? objectOf(events.at(-1)?.response);
  if (status === "completed" && end === undefined) return; // As its provider told it.
  const isTrue =
    status === "completed" ? created.every((begun) => begun <= Number(end)) : (end ?? null) === null;
  ledger.compare("RES-01", "completed-at", label, isTrue ? "behind created_at" : end, "behind created_at");
}

/** Every choice says which one it is. */
function compareIndexes(ledger: Ledger, label: string, { json, events }: Reply, count: number): void {
  const choices = (json === null ? events : [json]).flatMap((body) => objects(body.choices));
  const said = [...new Set(choices.map(({ index }) => index))].toSorted((a, b) => Number(a) - Number(b));
  const all = Array.from({ length: count }, (_, index) => index);
  ledger.compare("RES-01", "choices.index", label, said, all);
}

/**
 * One answer has one id, in every event that names it, and no other answer has it. What the provider does not name itself
 * the gateway does: nobody else can tell whose answer an event belongs to.
 */
function compareIds(ledger: Ledger, label: string, { json, events }: Reply, earlier: Set<string>): void {
  const told = (json === null ? events : [json]).flatMap(({ id, message, response }) =>
    [id, objectOf(message).id, objectOf(response).id].filter((name) => typeof name === "string"),
  );
  const ids = [...new Set(told)];
  ledger.compare("RES-01", "one-id", label, ids, ids.slice(0, 1));
  const again = ids.filter((name) => earlier.has(name));
  ledger.compare("RES-01", "id-of-its-own", label, again, []);
  for (const name of ids) earlier.add(name);
}

/** Clients of messages read the usage of the opening before any other. */
function compareOpening(ledger: Ledger, label: string, { events }: Reply): void {
  const opening = events.find(({ type }) => type === "message_start");
  const { input_tokens: input, output_tokens: output } = objectOf(objectOf(opening?.message).usage);
  ledger.compare("STR-04", "opening.usage", label, [typeof input, typeof output], ["number", "number"]);
}

/** The last event of a stream of Responses holds the whole answer, which many clients read and nothing else. */
function compareLast(ledger: Ledger, label: string, way: Way, { events }: Reply, heard: Heard): void {
  const json = objectOf(events.at(-1)?.response);
  const [whole] = comparable(way, HEAR["openai-responses"]({ json, events: [] })).choices;
  const [told] = heard.choices;
  for (const field of ["text", "reasoning", "refusal", "order", "calls"] as const)
    ledger.compare("STR-04", `last-event.${field}`, label, whole?.[field], told?.[field]);
}

/** What the caller understood, against what was said. */
function compareHeard(ledger: Ledger, label: string, way: Way, asked: Exchange, outcome: Outcome): void {
  const { reply } = outcome;
  const { said } = asked;
  const carried: RequirementId = way.stream ? "STR-04" : "RES-03";
  const heard = comparable(way, HEAR[way.client](reply));
  const expected = expectedAt(way, said);
  const { names } = HOLDS[way.api];
  for (const key of ["id", "model", "fingerprint"] as const) {
    const isTold = key === "fingerprint" || (names.includes(key) && expected[key] !== "");
    if (isTold)
      ledger.compare(key === "fingerprint" ? "RES-04" : "RES-01", key, label, heard[key], expected[key]);
  }
  compareOwnNames(ledger, label, way, asked, heard);
  compareDate(ledger, label, way, outcome, heard, expected.created);
  if (way.client === "openai-responses") compareEnd(ledger, label, reply, heard);
  if (way.client === "openai-chat") compareIndexes(ledger, label, reply, said.choices.length);
  if (way.client === "anthropic-messages" && way.stream) compareOpening(ledger, label, reply);
  if (way.client === "openai-responses" && way.stream) compareLast(ledger, label, way, reply, heard);
  ledger.compare("USE-06", "usage", label, heard.usage, expected.usage);
  ledger.compare(carried, "choices", label, heard.choices.length, expected.choices.length);
  for (const [index, choice] of expected.choices.entries()) {
    const got = heard.choices[index];
    if (!got) continue;
    for (const field of ["text", "reasoning", "signatures", "refusal", "tokens", "sources"] as const)
      ledger.compare(carried, field, label, got[field], choice[field]);
    // A whole message of chat completions has no order of its own.
    if (way.client !== "openai-chat" || way.stream)
      ledger.compare(carried, "order", label, got.order, choice.order);
    for (const field of ["finish", "stopSequence"] as const)
      ledger.compare("RES-02", field, label, got[field], choice[field]);
    const of = <Key extends "id" | "name" | "arguments" | "seal">(key: Key, list: typeof choice) =>
      list.calls.map((call) => call[key]);
    // Behind the id of a signed call its signature may stand: it is the one field that every client gives back.
    const ids = of("id", got).map((id, i) => {
      const { id: own = "", seal = "" } = said.choices[index]?.calls[i] ?? {};
      return seal !== "" && id.startsWith(own) ? own : id;
    });
    ledger.compare(carried, "calls.ids", label, ids, of("id", choice));
    ledger.compare(carried, "calls.seals", label, of("seal", got), of("seal", choice));
    ledger.compare("MAP-11", "calls.names", label, of("name", got), of("name", choice));
    ledger.compare(carried, "calls.arguments", label, of("arguments", got), of("arguments", choice));
  }
}

/** The price that the host reports, as callers see it among its counts; none where it is 0. */
function shownPrice({ endpoint, said }: Exchange): Way["price"] {
  const { reportedCost } = endpoint.usage;
  const { ticks } = lastUsage(said);
  if (!reportedCost || ticks === 0) return {};
  const name = reportedCost.path.slice(1).join(".");
  return { [name]: reportedCost.unit === "tick" ? ticks : Number(`${ticks}e-10`) };
}

/** What the answer costs: the provider's own price where that one counts. */
function priceOf(context: CaseContext, { endpoint, said }: Exchange): bigint {
  const { counts, ticks } = lastUsage(said);
  // A tick is 1e-10 USD, so a hundred pico-dollars.
  const isReported = endpoint.usage.reportedCost?.counts === "reported";
  return isReported ? BigInt(ticks) * 100n : costAt(context, endpoint, counts);
}

/** The books: usage, cost, charge, and the record of the exchange. */
function compareBooks(
  context: CaseContext,
  ledger: Ledger,
  label: string,
  asked: Exchange,
  outcome: Outcome,
): void {
  const { bill } = outcome;
  const { record } = bill;
  const { counts, ticks } = lastUsage(asked.said);
  const usage = record?.usage.kind === "known" ? record.usage.usage : record?.usage;
  ledger.compare(asked.stream ? "USE-04" : "USE-01", "recorded", label, usage, counts);
  const cost = priceOf(context, asked);
  ledger.compare("CST-03", "cost", label, record?.cost?.amount, cost);
  ledger.compare("CST-03", "wallet", label, bill.charged, context.mode === "ptb" ? cost : 0n);
  const reports = asked.endpoint.usage.reportedCost !== undefined;
  ledger.compare("CST-06", "reported", label, record?.cost?.reported, reports ? BigInt(ticks) * 100n : null);
  compareCharge(context, ledger, label, asked, record);
  compareRecord(context, ledger, label, asked, outcome);
}

/** Which price was taken, and what ours is beside it. */
function compareCharge(
  context: CaseContext,
  ledger: Ledger,
  label: string,
  { endpoint, said }: Exchange,
  record: Outcome["bill"]["record"],
): void {
  const isReported = endpoint.usage.reportedCost?.counts === "reported";
  const { counted, computed } = record?.cost ?? {};
  ledger.compare("CST-06", "counted", label, counted, isReported ? "reported" : "computed");
  const ours = computed?.kind === "priced" ? computed.total : null;
  ledger.compare("CST-06", "computed", label, ours, costAt(context, endpoint, lastUsage(said).counts));
}

function compareHeaders(ledger: Ledger, label: string, { stream }: Exchange, { reply }: Outcome): void {
  const { headers, status, text } = reply;
  ledger.compare("RES-01", "status", label, status, 200);
  const type = stream ? "text/event-stream; charset=utf-8" : "application/json";
  ledger.compare("RES-06", "content-type", label, headers.get("content-type"), type);
  ledger.compare("RES-06", "content-encoding", label, headers.get("content-encoding"), null);
  const length = headers.get("content-length");
  const isTrue = length === null || (!stream && Number(length) === Buffer.byteLength(text));
  ledger.compare(
    "RES-06",
    "content-length",
    label,
    isTrue ? "none, or the bytes sent" : length,
    "none, or the bytes sent",
  );
}

const meaningAt = (client: ClientApi): Case => ({
  id: `response.meaning.${client}`,
  area: "response",
  title: `Everything that generated answers say is understood at ${client}, counted, charged and recorded`,
  why: "an example shows that some answer survives; a field, an order or a long number is lost in one that nobody wrote down",
  requirements: [
    ...(["RES-01", "RES-02", "RES-03", "RES-04", "RES-06", "STR-04", "MAP-11", "USE-01", "USE-04"] as const),
    ...(["USE-06", "CST-03", "CST-06", "OBS-01"] as const),
  ],
  run: async (context) => {
    const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
    const endpoint = ablest(context);
    const api = spokenAt(context);
    const ledger = new Ledger();
    const ids = new Set<string>();
    for (const stream of [false, true]) {
      const ability = { calls: endpoint.capabilities.has("tools"), stream };
      const generated = answers(api, ability, context.seed + (stream ? 1 : 0), ANSWERS);
      for (const said of context.sample(generated)) {
        const label = `${stream ? "streamed" : "whole"}-${generated.indexOf(said)}`;
        const asked: Exchange = { client, endpoint, said, stream };
        const outcome = await exchange(context, session, asked);
        compareHeaders(ledger, label, asked, outcome);
        if (!HOLDS[api].names.includes("id")) compareIds(ledger, label, outcome.reply, ids);
        const way: Way = { client, api, stream, tools: TOOLS, price: shownPrice(asked) };
        compareHeard(ledger, label, way, asked, outcome);
        compareBooks(context, ledger, label, asked, outcome);
        await compareShown(context, session, ledger, label, asked, outcome);
        context.count(1);
      }
    }
    ledger.report(context.check);
  },
});

export const meaningCases: readonly Case[] = CLIENT_APIS.map(meaningAt);
