/**
 * One exchange, whoever wrote it: what the caller said against what the provider read, and what the provider told against
 * what the caller understood, each through the API that its side speaks. Pure; what may differ on the way is said here.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { CLIENTS, type ClientApi } from "./expected.ts";
import { hearChat } from "./hear-chat.ts";
import { hearMessages } from "./hear-messages.ts";
import { hearResponses } from "./hear-responses.ts";
import { type Answered, type Heard, type HeardChoice, objectOf, objects, words } from "./heard.ts";
import { HOLDS, type SpokenApi } from "./holds.ts";
import { itemsInOrder, itemsRead, type ReadItem } from "./read-history.ts";
import { endOf } from "./told.ts";

/** What differs, and which requirement says that it must not. */
export interface Difference {
  requirement: RequirementId;
  field: string;
  expected: unknown;
  seen: unknown;
}

export const HEARD_BY: Readonly<Record<ClientApi, (answered: Answered) => Heard>> = {
  "openai-chat": hearChat,
  "openai-responses": hearResponses,
  "anthropic-messages": hearMessages,
};

/** Both ends of a request. */
export interface Sent {
  client: ClientApi;
  api: SpokenApi;
  /** The caller's body, and the provider's. */
  asked: JsonObject;
  read: JsonObject;
}

/** Both ends of an answer. */
export interface Returned {
  client: ClientApi;
  api: SpokenApi;
  told: Heard;
  understood: Answered;
}

/** What stands behind the pieces of a text, with nothing but blanks between them; `null` where it has others. */
function behind(whole: string, pieces: readonly string[]): string | null {
  let rest = whole;
  for (const piece of pieces) {
    const at = rest.indexOf(piece);
    if (at === -1 || rest.slice(0, at).trim() !== "") return null;
    rest = rest.slice(at + piece.length);
  }
  return rest;
}

/** A text that was said in pieces may arrive in one, with line breaks where the pieces met. */
const consistsOf = (whole: string, pieces: readonly string[]): boolean =>
  behind(whole, pieces)?.trim() === "";

/** Hosts without a place for a format of answers are told it in words, behind what the caller said. */
const asksForAFormat = ({ response_format: format, text }: JsonObject): boolean =>
  [format, objectOf(text).format].some((asked) => words(objectOf(asked).type).startsWith("json"));

/** To the letter, in more pieces or in fewer: a turn that thought in its midst goes back as its host divided it. */
const saysTheSame = (seen: readonly string[], said: readonly string[]): boolean =>
  seen.join("") === said.join("") || consistsOf(seen.join("\n"), said);

/** A result that says nothing is a blank where a host takes no empty one. */
const unblank = (text: string): string => (text.trim() === "" ? "" : text);

/** The part of a conversation that one side says at a stretch. */
interface Run {
  kind: ReadItem["kind"];
  items: ReadItem[];
}

function runsOf(items: readonly ReadItem[]): Run[] {
  const runs: Run[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.kind === item.kind) last.items.push(item);
    else runs.push({ kind: item.kind, items: [item] });
  }
  return runs;
}

const textsIn = (items: readonly ReadItem[]): string[] =>
  items.flatMap((item) => ("text" in item ? [item.text] : []));

/** Blanks alone say nothing, and many hosts refuse them. */
const saysSomething = (item: ReadItem): boolean =>
  item.kind === "call" || item.kind === "result" || item.text.trim() !== "";

/** Nothing at all, and a null, are no arguments. */
function parsed(value: Json): Json {
  try {
    const read = typeof value === "string" ? (JSON.parse(value === "" ? "{}" : value) as Json) : value;
    return read ?? {};
  } catch {
    return value; // Not JSON: compared as it stands.
  }
}

/** Arguments that say the same: to the letter where both ends have text, else by what a double holds. */
const sameArguments = (said: Json, seen: Json): boolean =>
  typeof said === "string" && typeof seen === "string" && said !== "" && said !== "null"
    ? said === seen
    : isDeepStrictEqual(parsed(said), parsed(seen));

/** The names of the tools in a body, in whatever form its API declares them. */
export function toolNames(body: JsonObject): string[] {
  const { toolConfig } = body;
  const declared = [...objects(body.tools), ...objects(objectOf(toolConfig).tools)];
  return declared.flatMap((tool) => {
    const named = objects(tool.functionDeclarations);
    if (named.length > 0) return named.map(({ name }) => words(name));
    const [inner = tool] = objects([tool.function ?? tool.toolSpec]);
    return inner.name === undefined ? [] : [words(inner.name)];
  });
}

/** A name as its side knows it: hosts take fewer letters, so the same tool may have two. */
function sameName(said: string, seen: string, { asked, read }: Pick<Sent, "asked" | "read">): boolean {
  if (said === seen) return true;
  const at = toolNames(asked).indexOf(said);
  return at === -1 ? false : toolNames(read)[at] === seen;
}

/** APIs whose turns say first and call then, or hosts of theirs that take nothing between a call and its result. */
const CALLS_LAST: readonly SpokenApi[] = ["openai-chat", "cohere-v2", "openai-responses"];

/** The same items with the calls of each turn behind its texts. */
function callsLast(items: readonly ReadItem[]): ReadItem[] {
  const sorted: ReadItem[] = [];
  let calls: ReadItem[] = [];
  for (const item of items) {
    if (item.kind === "call") calls.push(item);
    else if (item.kind === "assistant") sorted.push(item);
    else {
      sorted.push(...calls, item);
      calls = [];
    }
  }
  return [...sorted, ...calls];
}

const kindsOf = (runs: readonly Run[]) => runs.map(({ kind }) => kind);

function compareRuns(sent: Sent, items: readonly ReadItem[], seen: readonly Run[]): Difference[] {
  const inOrder = runsOf(items);
  const isKept = !CALLS_LAST.includes(sent.api) || isDeepStrictEqual(kindsOf(inOrder), kindsOf(seen));
  const said = isKept ? inOrder : runsOf(callsLast(items));
  if (!isDeepStrictEqual(kindsOf(said), kindsOf(seen)))
    return [{ requirement: "MAP-06", field: "order", expected: kindsOf(said), seen: kindsOf(seen) }];
  return said.flatMap((run, i): Difference[] => {
    const other = seen[i]?.items ?? [];
    if (run.kind === "call") return compareCalls(sent, run.items, other);
    const [expected, got] = [textsIn(run.items), textsIn(other)];
    const same =
      run.kind === "result"
        ? isDeepStrictEqual(expected.map(unblank), got.map(unblank))
        : saysTheSame(got, expected);
    return same ? [] : [{ requirement: "MAP-05", field: `${run.kind}.text`, expected, seen: got }];
  });
}

function compareCalls(sent: Sent, said: readonly ReadItem[], seen: readonly ReadItem[]): Difference[] {
  const same =
    said.length === seen.length &&
    said.every((call, i) => {
      const other = seen[i];
      return (
        call.kind === "call" &&
        other?.kind === "call" &&
        sameName(call.name, other.name, sent) &&
        sameArguments(call.arguments, other.arguments)
      );
    });
  return same ? [] : [{ requirement: "MAP-06", field: "calls", expected: said, seen }];
}

/** Every result under the call that it answers, by the order in which calls first appear. */
function answersOf(items: readonly ReadItem[]): number[] {
  const calls = items.flatMap((item) => (item.kind === "call" ? [item.id] : []));
  return items.flatMap((item) => (item.kind === "result" ? [calls.indexOf(item.id)] : []));
}

/**
 * What the caller said: where its turns name the order of their items and the provider reads them in it, so. Which APIs have
 * to is the business of cases about orders.
 */
function saidAs({ client, asked }: Sent, seen: readonly ReadItem[]): ReadItem[] {
  const flat = itemsRead(client, asked);
  if (client !== "openai-chat") return flat;
  const kinds = (items: readonly ReadItem[]) =>
    runsOf(items.filter(saysSomething).filter(({ kind }) => kind !== "system")).map(({ kind }) => kind);
  const ordered = itemsInOrder(asked);
  return isDeepStrictEqual(kinds(ordered), kinds(seen)) ? ordered : flat;
}

/** What the provider read of a conversation, against what the caller said. */
export function lostOnTheWay(sent: Sent): Difference[] {
  const seen = itemsRead(sent.api, sent.read).filter(saysSomething);
  const said = saidAs(sent, seen).filter(saysSomething);
  const system = (items: readonly ReadItem[]) => textsIn(items.filter(({ kind }) => kind === "system"));
  const spoken = (items: readonly ReadItem[]) => items.filter(({ kind }) => kind !== "system");
  const [wanted, got] = [system(said), system(seen)];
  const isSaid = asksForAFormat(sent.asked)
    ? behind(got.join("\n"), wanted) !== null
    : consistsOf(got.join("\n"), wanted);
  const instructed: Difference[] = isSaid
    ? []
    : [{ requirement: "MAP-05", field: "system", expected: wanted, seen: got }];
  const [expected, answered] = [answersOf(said), answersOf(seen)];
  const answers: Difference[] = isDeepStrictEqual(expected, answered)
    ? []
    : [{ requirement: "MAP-06", field: "results.calls", expected, seen: answered }];
  return [...instructed, ...compareRuns(sent, spoken(said), runsOf(spoken(seen))), ...answers];
}

/** What stays as it is, wherever the caller's API has a place for it. */
const SAME = ["text", "reasoning", "refusal", "plan"] as const;

/** A plan of what to call has a place in chat completions alone, under the host's own name for it. */
const hasPlace = (client: ClientApi, field: (typeof SAME)[number]): boolean =>
  field !== "plan" || client === "openai-chat";

/** Callers of the first form of calls get its word for them. */
const inTodaysWords = (finish: string): string => (finish === "function_call" ? "tool_calls" : finish);

/** Thoughts of several items meet in one text at some callers: with an empty line where they met. */
const sameThoughts = (told: string, understood: string): boolean =>
  told.replaceAll("\n\n", "") === understood.replaceAll("\n\n", "");

const sameWords = (field: (typeof SAME)[number], told = "", understood = ""): boolean =>
  told === understood || (field === "reasoning" && sameThoughts(told, understood));

/** A whole message of chat completions has no order of its own. */
const hasOrder = (client: ClientApi, stream: boolean): boolean => client !== "openai-chat" || stream;

const sameOrder = (told: readonly string[], understood: readonly string[]): boolean =>
  told.length === understood.length && told.every((word, i) => sameThoughts(word, understood[i] ?? ""));

function lostOfChoice(
  { client, api }: Returned,
  stream: boolean,
  told: HeardChoice,
  understood: HeardChoice,
): Difference[] {
  const carried: RequirementId = stream ? "STR-04" : "RES-03";
  const texts = SAME.flatMap((field): Difference[] =>
    !hasPlace(client, field) || sameWords(field, told[field], understood[field])
      ? []
      : [{ requirement: carried, field, expected: told[field], seen: understood[field] }],
  );
  const ordered: Difference[] =
    texts.length > 0 || !hasOrder(client, stream) || sameOrder(told.order, understood.order)
      ? []
      : [{ requirement: carried, field: "order", expected: told.order, seen: understood.order }];
  const sameCalls =
    told.calls.length === understood.calls.length &&
    told.calls.every((call, i) => {
      const other = understood.calls[i];
      return other !== undefined && sameArguments(call.arguments, other.arguments);
    });
  const calls: Difference[] = sameCalls
    ? []
    : [{ requirement: carried, field: "calls", expected: told.calls, seen: understood.calls }];
  const end = endOf(api, told);
  const finish = end === null ? understood.finish : [CLIENTS[client].finish(end)];
  const ended: Difference[] = isDeepStrictEqual(finish, understood.finish.map(inTodaysWords))
    ? []
    : [{ requirement: "RES-02", field: "finish", expected: finish, seen: understood.finish }];
  return [...texts, ...calls, ...(calls.length === 0 ? ordered : []), ...ended];
}

/** What the caller understood of an answer, against what the provider told. */
export function lostOnTheWayBack(returned: Returned): Difference[] {
  const { client, api, told, understood } = returned;
  const heard = HEARD_BY[client](understood);
  const isMany = HOLDS[api].choices && CLIENTS[client].drops["choices beyond the first"] === undefined;
  const expected = isMany ? told.choices : told.choices.slice(0, 1);
  if (expected.length !== heard.choices.length)
    return [
      { requirement: "RES-03", field: "choices", expected: expected.length, seen: heard.choices.length },
    ];
  return expected.flatMap((choice, i) => {
    const other = heard.choices[i];
    return other ? lostOfChoice(returned, understood.json === null, choice, other) : [];
  });
}
