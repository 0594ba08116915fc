/**
 * Turns of a model as the suite generates them: items in an order that the model chose, in words of no API.
 * @module
 */
import fc from "fast-check";
import type { ClientApi } from "../meaning/expected.ts";
import { joined, type Pieces, type Word } from "../meaning/heard.ts";

export type TurnItem =
  /** Thinking; signed where the API has a place for it. */
  | { kind: "thought"; text: string; signature: string }
  /** Thinking that only its author can read, in base64. */
  | { kind: "sealed"; data: string }
  /** `seal` stands for the thinking behind it, at APIs that sign texts; empty for none. */
  | { kind: "text"; text: string; seal: string }
  /** A picture that the model made, a PNG in base64. */
  | { kind: "image"; data: string; seal: string }
  /** A call of the one tool, with this number for its argument. */
  | { kind: "call"; id: string; number: number; seal: string };
export type Turn = readonly TurnItem[];

/** APIs of providers whose turns have an order of their own. */
export const ORDERED_APIS = [
  "anthropic-messages",
  "bedrock-converse",
  "cohere-v2",
  "gemini",
  "openai-responses",
] as const;
export type OrderedApi = (typeof ORDERED_APIS)[number];

/** The calls of a turn stand behind all else in this API. */
const isCallsLast = (api: OrderedApi): boolean => api === "cohere-v2";

const isCall = ({ kind }: Pick<TurnItem, "kind">): boolean => kind === "call";

/** The same with the calls behind the rest, whose order stays. */
const callsLast = <Item extends Pick<TurnItem, "kind">>(items: readonly Item[]): Item[] => [
  ...items.filter((item) => !isCall(item)),
  ...items.filter(isCall),
];

/** Of these thinking goes back where its author signed it. */
const SIGNS_THOUGHTS: readonly OrderedApi[] = ["anthropic-messages", "bedrock-converse"];

/** Of these thinking goes back in its words: nobody signs it. */
const TAKES_WORDS: readonly OrderedApi[] = ["cohere-v2"];

/** What turns of an API may hold beside thinking, texts and calls. */
const BESIDE: Readonly<Record<OrderedApi, readonly TurnItem["kind"][]>> = {
  "anthropic-messages": ["sealed"],
  "bedrock-converse": ["sealed", "image"],
  "cohere-v2": [],
  gemini: ["image"],
  "openai-responses": [],
};

/** Of these a thought is a block, and two that meet are two. Elsewhere nothing stands between them. */
const BOUNDS_THOUGHTS: readonly OrderedApi[] = ["anthropic-messages", "bedrock-converse", "cohere-v2"];

/** Who takes pictures back that its model made. */
const TAKES_IMAGES: readonly OrderedApi[] = ["gemini"];

/** Who is shown pictures that a model made: the others' APIs have no place for them. */
const SHOWS_IMAGES: readonly ClientApi[] = ["openai-chat"];

/** The tool that turns call. */
export const TOOL = "bell";

const WORDS = ["Wait.", "Ring first", "The tide, ", "Ebb\nflow", "Now: ", "日本 𝄞", '"quoted" {}'];

/** Without two texts that meet, nor two thoughts where an API has no boundary between them. */
const apart = (list: readonly TurnItem["kind"][], api: OrderedApi): TurnItem["kind"][] =>
  list.filter((kind, i) => {
    const mayMeet = kind !== "text" && (kind !== "thought" || BOUNDS_THOUGHTS.includes(api));
    return mayMeet || kind !== list[i - 1];
  });

const seal = (salt: number, i: number): string => Buffer.from(`seal ${salt} ${i}`).toString("base64");

/** Kinds as an API can have them, its calls where it has them. */
function kindsIn(api: OrderedApi, client: ClientApi): fc.Arbitrary<TurnItem["kind"][]> {
  const beside = BESIDE[api].filter((kind) => kind !== "image" || SHOWS_IMAGES.includes(client));
  const kind = fc.constantFrom<TurnItem["kind"]>("thought", "text", "call", ...beside, ...beside);
  // By chance alone what is rare would hardly meet its like.
  const some = fc.tuple(kind, fc.nat(2)).map(([each, n]) => (n === 0 ? [each, each] : [each]));
  return fc
    .array(some, { minLength: 2, maxLength: 6 })
    .map((lists) => lists.flat())
    .map((list) =>
      isCallsLast(api) ? callsLast(list.map((kind) => ({ kind }))).map(({ kind }) => kind) : list,
    )
    .map((list) => apart(list, api))
    .map((list) => {
      // No API takes a turn back that ends in the midst of thinking.
      const last = list.at(-1);
      return last === "thought" || last === "sealed" ? [...list, "text" as const] : list;
    });
}

/** Turns within what an API can say, for callers of another one. */
const turnsIn = (api: OrderedApi, client: ClientApi): fc.Arbitrary<Turn> =>
  fc
    .tuple(kindsIn(api, client), fc.nat(0xffff), fc.array(fc.nat(), { minLength: 13, maxLength: 13 }))
    .map(([list, salt, dice]) => {
      const firstCall = list.indexOf("call");
      return list.map((kind, i): TurnItem => {
        const roll = dice[i] ?? 0;
        const text = `${WORDS[roll % WORDS.length]}${i}`;
        if (kind === "thought") return { kind, text, signature: seal(salt, i) };
        if (kind === "sealed") return { kind, data: seal(salt, i) };
        const mark = api === "gemini" && roll % 2 === 0 ? seal(salt, i) : "";
        if (kind === "image") return { kind, data: seal(salt, 100 + i), seal: mark };
        if (kind === "text") return { kind, text, seal: mark };
        // Of the calls of a turn Gemini signs the first.
        const isSigned = api === "gemini" && i === firstCall;
        return { kind, id: `call_${salt.toString(36)}_${i}`, number: i, seal: isSigned ? seal(salt, i) : "" };
      });
    });

/** The same turns for the same seed. */
export const turnsFor = (api: OrderedApi, client: ClientApi, seed: number, count: number): Turn[] =>
  fc.sample(turnsIn(api, client), { seed, numRuns: count });

/** What an item says, to those who can read it. */
function wordOf(item: TurnItem): string {
  if (item.kind === "call") return String(item.number);
  return item.kind === "sealed" || item.kind === "image" ? item.data : item.text;
}

/** What a caller must read of a turn. */
export const shownOf = (turn: Turn): Word[] =>
  joined(turn.filter(({ kind }) => kind !== "sealed").map((item) => [item.kind, wordOf(item)]));

/** Pieces that go back: of thinking each is one of its own. */
export const returnedWords = (pieces: Pieces): Word[] => {
  const words: Word[] = [];
  let said: [kind: string, text: string][] = [];
  for (const piece of [...pieces, ["thought", ""] as const]) {
    if (piece[0] !== "thought" && piece[0] !== "sealed") {
      said.push([...piece]);
      continue;
    }
    words.push(...joined(said), ...joined([piece]));
    said = [];
  }
  return words;
};

/** Beside calls the texts of a turn go back as the plan of them, which stands behind the thinking. */
const textsAsPlan = (turn: Turn): Turn =>
  turn.some(isCall)
    ? [
        ...turn.filter(({ kind }) => kind === "thought"),
        ...turn.filter(({ kind }) => kind === "text"),
        ...turn.filter(isCall),
      ]
    : turn;

/** How a caller got a turn, and gives it back. */
export interface Way {
  client: ClientApi;
  api: OrderedApi;
  stream: boolean;
  /** Does the host take nothing between a call and its result? */
  movesCalls: boolean;
}

/**
 * Thinking that nobody signed, in a stream: nothing ends a thought there but what follows it. A message of chat completions
 * names the places of both behind its finish; elsewhere two that meet are one.
 */
function thoughtsJoined(turn: Turn, { api, client, stream }: Way): Turn {
  if (!stream || client === "openai-chat" || !TAKES_WORDS.includes(api)) return turn;
  const items: TurnItem[] = [];
  for (const item of turn) {
    const last = items.at(-1);
    if (last?.kind === "thought" && item.kind === "thought")
      items[items.length - 1] = { ...last, text: last.text + item.text };
    else items.push(item);
  }
  return items;
}

function returnedItem(api: OrderedApi, item: TurnItem): [string, string][] {
  if (item.kind === "thought") {
    if (SIGNS_THOUGHTS.includes(api)) return [["thought", `${item.text} by ${item.signature}`]];
    return TAKES_WORDS.includes(api) ? [["thought", item.text]] : [];
  }
  if (item.kind === "image" && !TAKES_IMAGES.includes(api)) return [];
  const by = item.kind === "sealed" || item.seal === "" ? "" : ` by ${item.seal}`;
  return [[item.kind, `${wordOf(item)}${by}`]];
}

/** What the provider must get back, with what it signed. */
export function returnedOf(turn: Turn, way: Way): Word[] {
  const { api, movesCalls } = way;
  const told = thoughtsJoined(turn, way);
  const items = isCallsLast(api) ? textsAsPlan(told) : movesCalls ? callsLast(told) : told;
  return returnedWords(items.flatMap((item) => returnedItem(api, item)));
}
