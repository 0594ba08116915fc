/**
 * Nothing is lost on the way to the provider: generated conversations, compared item by item and in order with what the
 * provider read, and parameters at their edges, which arrive to the letter or are named as dropped (MAP-05, 06, 09, 10).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { bodyOf } from "../../engine/session.ts";
import { CLIENTS } from "../../oracle/meaning/expected.ts";
import {
  type Asked,
  type AskingApi,
  type Item,
  isBlank,
  requests,
  writtenIn,
} from "../../oracle/meaning/history.ts";
import { HOLDS, type SpokenApi } from "../../oracle/meaning/holds.ts";
import { FAILURES_HELD, itemsRead, type ReadItem } from "../../oracle/meaning/read-history.ts";
import { type Settings, sayable, settings, settingsIn } from "../../oracle/meaning/settings.ts";
import type { SentRequest } from "../../upstream/wires/wire.ts";
import { askable } from "../_shared/bill.ts";
import { ablest, askedBy, DESCRIPTIONS, SCHEMAS, spokenAt, TOOLS } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { simulated } from "../_shared/support.ts";

const REQUESTS = 24;

const NOTHING_SET: Settings = {
  temperature: null,
  top_p: null,
  presence_penalty: null,
  frequency_penalty: null,
  max_tokens: null,
  reasoning_effort: null,
  tool_choice: null,
};

/** One side's view of a conversation, in which ids are counted as they first appear and tools by their position. */
type Seen =
  | { kind: "system" | "user" | "assistant"; text: string }
  | { kind: "call"; id: number; tool: number; arguments: Json }
  | { kind: "result"; id: number; text: string; failed: boolean };

function counting(): (id: string) => number {
  const known = new Map<string, number>();
  return (id) => {
    const place = known.get(id) ?? known.size;
    known.set(id, place);
    return place;
  };
}

/** Do arguments stay text on this way? Objects hold numbers as doubles, and no order of keys. */
const staysText = (client: AskingApi, api: SpokenApi): boolean =>
  client === "openai-chat" && HOLDS[api].argumentsAreText.whole;

function parsed(value: Json): Json {
  try {
    return typeof value === "string" ? (JSON.parse(value) as Json) : value;
  } catch {
    return value; // Not JSON: compared as it stands.
  }
}

function expectedItems(client: AskingApi, api: SpokenApi, items: readonly Item[]): Seen[] {
  const place = counting();
  return items.map((item): Seen => {
    if (item.kind === "call") {
      const args = staysText(client, api) ? item.arguments : parsed(item.arguments);
      return { kind: "call", id: place(item.id), tool: item.tool, arguments: args };
    }
    if (item.kind !== "result") return item;
    const failed = item.failed && client === "anthropic-messages" && FAILURES_HELD.includes(api);
    return { kind: "result", id: place(item.id), text: item.text, failed };
  });
}

function seenItems(
  client: AskingApi,
  api: SpokenApi,
  items: readonly ReadItem[],
  tools: readonly string[],
): Seen[] {
  const place = counting();
  return items.map((item): Seen => {
    if (item.kind === "call") {
      const args = staysText(client, api) ? item.arguments : parsed(item.arguments);
      return { kind: "call", id: place(item.id), tool: tools.indexOf(item.name), arguments: args };
    }
    if (item.kind !== "result") return item;
    const failed = FAILURES_HELD.includes(api) && item.failed;
    return { kind: "result", id: place(item.id), text: item.text, failed };
  });
}

const droppedOf = (reply: Reply): string[] =>
  (reply.headers.get("x-dropped-parameters") ?? "").split(",").map((name) => name.trim());

/** A list of stops arrives whole, or the response names it: some of them alone are a silent loss. */
function comparePlainly(ledger: Ledger, label: string, asked: Asked, sent: SentRequest, reply: Reply): void {
  const dropped = droppedOf(reply);
  const { stop, seed } = sent.parameters;
  const stops = Array.isArray(stop) ? stop : stop === undefined ? [] : [stop];
  const isTold = dropped.some((name) => name === "stop" || name === "stop_sequences");
  // What is left out are those of blanks, where a host takes none, and those beyond the most that it takes.
  const taken = stops.some((one) => isBlank(String(one)))
    ? asked.stop
    : asked.stop.filter((one) => !isBlank(one));
  ledger.compare("MAP-10", "stop", label, stops, isTold ? taken.slice(0, stops.length) : asked.stop);
  const whole = stops.length === asked.stop.length;
  ledger.compare("MAP-09", "stop.named", label, whole || isTold, true);
  if (asked.seed === null) return;
  ledger.compare("MAP-10", "seed", label, seed ?? null, dropped.includes("seed") ? null : asked.seed);
}

/** A setting arrives as it was said, or the response names it. */
function compareSettings(
  ledger: Ledger,
  label: string,
  said: Settings,
  sent: SentRequest,
  reply: Reply,
): void {
  const dropped = droppedOf(reply);
  for (const name of ["temperature", "top_p", "presence_penalty", "frequency_penalty"] as const) {
    const value = said[name];
    const seen = sent.parameters[name] ?? null;
    const isGone = seen === null && dropped.includes(name);
    ledger.compare("MAP-10", name, label, seen, isGone ? null : value);
  }
  if (said.max_tokens !== null)
    ledger.compare("MAP-10", "max_tokens", label, sent.maxTokens, said.max_tokens);
  const { tool_choice: choice } = said;
  if (choice === null || dropped.includes("tool_choice")) return;
  const seen = sent.toolChoice;
  const names = sent.tools.map(({ name }) => name);
  // Without tools there is nothing to choose; and who says nothing leaves the choice to the model.
  const told = sent.tools.length === 0 ? "none" : (seen ?? "auto");
  const read = typeof told === "object" ? names.indexOf(told.name) : told;
  ledger.compare("MAP-10", "tool_choice", label, read, choice);
}

/** What the tools are said to do and to take; where a host takes none at all, it is not asked. */
function compareTools(ledger: Ledger, label: string, sent: SentRequest): void {
  if (sent.tools.length === 0) return;
  const described = sent.tools.map(({ description }) => description ?? "");
  ledger.compare("MAP-10", "tools.descriptions", label, described, DESCRIPTIONS);
  const schemas = sent.tools.map(({ schema }) => schema ?? null);
  ledger.compare("MAP-10", "tools.schemas", label, schemas, SCHEMAS);
}

/** These have no word for a certain tool: they are sent that one alone, and must call. Named choices have cases of their own. */
const CHOOSE_BY_LEAVING_OUT: readonly SpokenApi[] = ["cohere-v2"];

function setBy(context: CaseContext, client: AskingApi, said: Settings, mayCall: boolean): Settings {
  const set = sayable(client, said, mayCall);
  const isNamed = typeof set.tool_choice === "number";
  return isNamed && CHOOSE_BY_LEAVING_OUT.includes(spokenAt(context)) ? { ...set, tool_choice: null } : set;
}

/** One that does not think, where there is one beside the ablest: those who think take no sampling. */
function plainest(context: CaseContext): Endpoint {
  const able = ablest(context);
  const others = askable(context).filter(({ free }) => !free);
  const mayCall = able.capabilities.has("tools");
  return (
    others.find(
      ({ capabilities }) => !capabilities.has("reasoning") && capabilities.has("tools") === mayCall,
    ) ?? able
  );
}

/** Settings that some endpoints of a provider take and others do not. */
const SETTINGS = ["temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "stop"] as const;

/** The ablest and the plainest endpoint, and one more for each setting that neither of them takes and another one does. */
function endpointsAsked(context: CaseContext): readonly Endpoint[] {
  const chosen = new Set([ablest(context), plainest(context)]);
  const [able] = chosen;
  const takes = (setting: (typeof SETTINGS)[number]) => (endpoint: Endpoint) =>
    endpoint.supportedParameters.includes(setting);
  const isAlike = ({ free, capabilities }: Endpoint) =>
    !free && capabilities.has("tools") === able?.capabilities.has("tools");
  for (const setting of SETTINGS) {
    const other = askable(context).filter(isAlike).find(takes(setting));
    if (other && ![...chosen].some(takes(setting))) chosen.add(other);
  }
  return [...chosen];
}

async function compareAll(context: CaseContext, client: AskingApi): Promise<void> {
  const api = spokenAt(context);
  const endpoints = endpointsAsked(context);
  const session = await context.open({ direct: true });
  const ledger = new Ledger();
  const mayCall = endpoints.some(({ capabilities }) => capabilities.has("tools"));
  const wanted = settings(context.seed, REQUESTS);
  const asking = [...requests(mayCall, context.seed, REQUESTS).entries()];
  // Which of a provider's endpoints take what is its own.
  for (const [i, asked] of context.sample(asking, { own: true })) {
    const endpoint = endpoints[i % endpoints.length] ?? ablest(context);
    session.answer(simulated(context));
    // A caller of messages says neither a seed nor stops of blanks, which that API refuses.
    const stop = asked.stop.filter((one) => !isBlank(one));
    const told = client === "openai-chat" ? asked : { ...asked, seed: null, stop };
    const set = setBy(context, client, wanted[i] ?? NOTHING_SET, mayCall);
    const body = {
      ...askedBy(client, endpoint, false),
      ...writtenIn(client, told, TOOLS),
      ...settingsIn(client, set, TOOLS),
    };
    const reply = await session.send(body, {
      path: CLIENTS[client].path,
      uncompared: "compared-by-the-case",
    });
    const [request] = session.received;
    ledger.compare("MAP-06", "answered", String(i), reply.status, 200);
    if (!request) continue;
    const sent = context.wire.read(request);
    const names = sent.tools.map(({ name }) => name);
    const seen = seenItems(client, api, itemsRead(api, bodyOf(request)), names);
    const expected = expectedItems(client, api, told.items);
    const kinds = (items: readonly Seen[]) => items.map(({ kind }) => kind);
    ledger.compare("MAP-06", "order", String(i), kinds(seen), kinds(expected));
    const texts = (items: readonly Seen[]) => items.map((item) => ("text" in item ? item.text : ""));
    ledger.compare("MAP-05", "texts", String(i), texts(seen), texts(expected));
    const others = (items: readonly Seen[]) =>
      items.filter(({ kind }) => kind === "call" || kind === "result");
    ledger.compare("MAP-06", "calls-and-results", String(i), others(seen), others(expected));
    comparePlainly(ledger, String(i), told, sent, reply);
    compareSettings(ledger, String(i), set, sent, reply);
    compareTools(ledger, String(i), sent);
    const record = await session.lastRecord();
    const named = droppedOf(reply).filter((name) => name !== "");
    ledger.compare("OBS-01", "record.dropped", String(i), record?.dropped.toSorted(), named.toSorted());
    context.count(1);
  }
  ledger.report(context.check);
}

export const meaningRequests: readonly Case[] = (["openai-chat", "anthropic-messages"] as const).map(
  (client): Case => ({
    id: `mapping.meaning.${client}`,
    area: "mapping",
    title: `Everything that generated conversations at ${client} say is read by the provider, in its order`,
    why: "a result behind the words that follow it, a failure without its mark, a fifth stop: well formed, and another request",
    requirements: ["MAP-05", "MAP-06", "MAP-09", "MAP-10", "MAP-15", "OBS-01"],
    run: (context) => compareAll(context, client),
  }),
);
