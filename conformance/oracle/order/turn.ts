/**
 * Turns of a model as the suite generates them: items in an order that the model chose, in words of no API.
 * @module
 */
import fc from "fast-check";

export type TurnItem =
  /** Thinking; signed where the API has a place for it. */
  | { kind: "thought"; text: string; signature: string }
  /** `seal` stands for the thinking behind it, at APIs that sign texts; empty for none. */
  | { kind: "text"; text: string; seal: string }
  /** A call of the one tool, with this number for its argument. */
  | { kind: "call"; id: string; number: number; seal: string };
export type Turn = readonly TurnItem[];

/** APIs of providers whose turns have an order of their own. */
export const ORDERED_APIS = ["anthropic-messages", "bedrock-converse", "gemini", "openai-responses"] as const;
export type OrderedApi = (typeof ORDERED_APIS)[number];

/** Of these thinking goes back where its author signed it. */
const SIGNS_THOUGHTS: readonly OrderedApi[] = ["anthropic-messages", "bedrock-converse"];

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

/** Turns within what an API can say. */
const turnsIn = (api: OrderedApi): fc.Arbitrary<Turn> =>
  fc
    .tuple(kinds, fc.nat(0xffff), fc.array(fc.nat(), { minLength: 9, maxLength: 9 }))
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

/** One item as a word, so that lists of them can be read and compared. */
export type Word = string;

/** Pieces of one kind that meet are one; empty ones say nothing. */
export function joined(pieces: readonly (readonly [kind: string, text: string])[]): Word[] {
  const words: [string, string][] = [];
  for (const [kind, text] of pieces) {
    const last = words.at(-1);
    if (text === "") continue;
    if (last?.[0] === kind && kind !== "call") last[1] += text;
    else words.push([kind, text]);
  }
  return words.map(([kind, text]) => `${kind} ${text}`);
}

/** What a caller must read of a turn. */
export const shownOf = (turn: Turn): Word[] =>
  joined(turn.map((item) => [item.kind, item.kind === "call" ? String(item.number) : item.text]));

/**
 * What the provider must get back, with what it signed.
 * @param callsLast does the host take nothing between a call and its result?
 */
export function returnedOf(api: OrderedApi, turn: Turn, callsLast: boolean): Word[] {
  const signs = SIGNS_THOUGHTS.includes(api);
  const isCall = ({ kind }: TurnItem): boolean => kind === "call";
  const items = callsLast ? [...turn.filter((item) => !isCall(item)), ...turn.filter(isCall)] : turn;
  return joined(
    items.flatMap((item): [string, string][] => {
      if (item.kind === "thought") return signs ? [["thought", `${item.text} by ${item.signature}`]] : [];
      const by = item.seal === "" ? "" : ` by ${item.seal}`;
      return [[item.kind, `${item.kind === "call" ? item.number : item.text}${by}`]];
    }),
  );
}
