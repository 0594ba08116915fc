/**
 * Turns of a model as the suite generates them: items in an order that the model chose, in words of no API.
 * @module
 */
import fc from "fast-check";
import { joined, type Word } from "../meaning/heard.ts";

export type TurnItem =
  /** Thinking; signed where the API has a place for it. */
  | { kind: "thought"; text: string; signature: string }
  /** `seal` stands for the thinking behind it, at APIs that sign texts; empty for none. */
  | { kind: "text"; text: string; seal: string }
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

/** The tool that turns call. */
export const TOOL = "bell";

const WORDS = ["Wait.", "Ring first", "The tide, ", "Ebb\nflow", "Now: ", "日本 𝄞", '"quoted" {}'];

/** Kinds so that no two texts and no two thoughts meet: some APIs have no boundary between them. */
const kinds = fc
  .array(fc.constantFrom("thought" as const, "text" as const, "call" as const), {
    minLength: 2,
    maxLength: 8,
  })
  .map((list) => list.filter((kind, i) => kind === "call" || kind !== list[i - 1]))
  // No API takes a turn back that ends in the midst of thinking.
  .map((list) => (list.at(-1) === "thought" ? [...list, "text" as const] : list));

const seal = (salt: number, i: number): string => Buffer.from(`seal ${salt} ${i}`).toString("base64");

/** Kinds as an API can have them: without two texts or two thoughts that meet because a call between them moved. */
const kindsIn = (api: OrderedApi): fc.Arbitrary<TurnItem["kind"][]> =>
  isCallsLast(api)
    ? kinds.map((list) =>
        callsLast(list.map((kind) => ({ kind })))
          .map(({ kind }) => kind)
          .filter((kind, i, all) => kind === "call" || kind !== all[i - 1]),
      )
    : kinds;

/** Turns within what an API can say. */
const turnsIn = (api: OrderedApi): fc.Arbitrary<Turn> =>
  fc
    .tuple(kindsIn(api), fc.nat(0xffff), fc.array(fc.nat(), { minLength: 9, maxLength: 9 }))
    .map(([list, salt, dice]) => {
      const firstCall = list.indexOf("call");
      return list.map((kind, i): TurnItem => {
        const roll = dice[i] ?? 0;
        const text = `${WORDS[roll % WORDS.length]}${i}`;
        if (kind === "thought") return { kind, text, signature: seal(salt, i) };
        if (kind === "text")
          return { kind, text, seal: api === "gemini" && roll % 2 === 0 ? seal(salt, i) : "" };
        // Of the calls of a turn Gemini signs the first.
        const isSigned = api === "gemini" && i === firstCall;
        return { kind, id: `call_${salt.toString(36)}_${i}`, number: i, seal: isSigned ? seal(salt, i) : "" };
      });
    });

/** The same turns for the same seed. */
export const turnsFor = (api: OrderedApi, seed: number, count: number): Turn[] =>
  fc.sample(turnsIn(api), { seed, numRuns: count });

/** What a caller must read of a turn. */
export const shownOf = (turn: Turn): Word[] =>
  joined(turn.map((item) => [item.kind, item.kind === "call" ? String(item.number) : item.text]));

/** Beside calls the texts of a turn go back as the plan of them, which stands behind the thinking. */
const textsAsPlan = (turn: Turn): Turn =>
  turn.some(isCall)
    ? [
        ...turn.filter(({ kind }) => kind === "thought"),
        ...turn.filter(({ kind }) => kind === "text"),
        ...turn.filter(isCall),
      ]
    : turn;

/**
 * What the provider must get back, with what it signed.
 * @param movesCalls does the host take nothing between a call and its result?
 */
export function returnedOf(api: OrderedApi, turn: Turn, movesCalls: boolean): Word[] {
  const items = isCallsLast(api) ? textsAsPlan(turn) : movesCalls ? callsLast(turn) : turn;
  return joined(
    items.flatMap((item): [string, string][] => {
      if (item.kind === "thought") {
        if (SIGNS_THOUGHTS.includes(api)) return [["thought", `${item.text} by ${item.signature}`]];
        return TAKES_WORDS.includes(api) ? [["thought", item.text]] : [];
      }
      const by = item.seal === "" ? "" : ` by ${item.seal}`;
      return [[item.kind, `${item.kind === "call" ? item.number : item.text}${by}`]];
    }),
  );
}
