/**
 * Generated bills: a price list, what changes it, and an answer whose prompt just misses, meets or passes one of its
 * boundaries, as dear as its limits allow or less. What they come to is for the oracle to say.
 * @module
 */
import fc from "fast-check";
import type { UsageClass } from "../../registry/canonical/usage.ts";
import type { ModifierConfig, ModifierWord } from "../../registry/pricing/modifiers/schema.ts";
import { ALL_TOKENS, instead, times } from "../../registry/pricing/modifiers/write.ts";
import type { Tier } from "../../registry/schema.ts";
import { anyList, rates, splitOver } from "./generated.ts";
import { type AnswerCounts, COMPLETION, type Counted, PROMPT, sumOf } from "./meaning/answer.ts";
import { type Circumstances, listUnder } from "./modifiers.ts";
import { dearestCost, expectedCost, expectedTier, type WrittenTier } from "./price.ts";

/** What an API can say, and how its host counts. */
export interface World {
  counted: readonly Counted[];
  /** The words of an answer that may change its price. */
  words: readonly ModifierWord[];
  /** Where the calls go; `undefined` where they have no place. */
  region: string | undefined;
  /** Can several answers be asked for? */
  choices: boolean;
  /** What becomes of thinking: none can be told, it lies inside the completion, or beside it. */
  thinking: "none" | "inside" | "beside";
}

export interface DrawnBill {
  tiers: readonly Tier[];
  modifiers: readonly ModifierConfig[];
  /** The tier that the caller asks for. */
  asked: string | null;
  /** What the answer says of its price. */
  said: { word: ModifierWord; value: string } | null;
  /** The caller's limit of an answer. */
  limit: number | null;
  choices: number;
  counts: AnswerCounts;
  /** The context is as long as the prompt: no larger one is possible. */
  contextLength: number;
  maxCompletionTokens: number;
}

const EVIDENCE = "generated";
const MOST_OUTPUT = 1000;
/** No surcharge here begins or ends. */
const ANY_DAY = "2026-12-01";

/** The tiers that callers ask for, as each word says them. */
const TIERS = ["flex", "priority"] as const;
const SPELT: Readonly<Partial<Record<ModifierWord, (tier: string) => string>>> = {
  service_tier: (tier) => tier,
  traffic_type: (tier) => `on_demand_${tier}`,
};
const OTHERS: Readonly<Partial<Record<ModifierWord, string>>> = { speed: "fast", inference_geo: "us" };

/** What answers say for a word. */
export const valuesOf = (word: ModifierWord): string[] => {
  const spelt = SPELT[word];
  return spelt ? TIERS.map(spelt) : [OTHERS[word] ?? "on"];
};

/** Is it a word of the answer? */
const canBeSaid = (word: ModifierWord): boolean => word !== "region" && word !== "thinking";

/** Whole numbers: every product of a price with them is a whole number of pico-dollars. */
const factor = fc.integer({ min: 2, max: 7 }).map(String);
const classes = fc.oneof(
  fc.constant(ALL_TOKENS),
  fc.subarray([...ALL_TOKENS], { minLength: 1 }),
) as fc.Arbitrary<typeof ALL_TOKENS>;

const timesOf = (word: ModifierWord, values: readonly string[]): fc.Arbitrary<ModifierConfig> =>
  fc
    .record({ by: factor, classes, isShort: fc.nat(3).map((roll) => roll === 0 && canBeSaid(word)) })
    .map(({ by, classes: those, isShort }) =>
      times(word, values, by, EVIDENCE, { classes: those, ...(isShort ? { baseTierOnly: true } : {}) }),
    );

const insteadOf = (word: ModifierWord, values: readonly string[]): fc.Arbitrary<ModifierConfig> =>
  rates.map(({ request: _fee, ...prices }) => instead(word, values, prices, EVIDENCE));

/**
 * What changes the price, for every value of every word a modifier or none. One of them may bring a list of its own; a place
 * has no factor then, since a list that replaces another has its own.
 */
function modifiersOf({ words, region, thinking }: World): fc.Arbitrary<ModifierConfig[]> {
  const places: [ModifierWord, string][] = [
    ...words.flatMap((word) => valuesOf(word).map((value): [ModifierWord, string] => [word, value])),
    ...(thinking === "none" ? [] : [["thinking", "on"] as [ModifierWord, string]]),
  ];
  const own = fc.tuple(
    ...places.map(([word, value]) => fc.option(timesOf(word, [value]), { freq: 3, nil: null })),
  );
  const place = region === undefined ? fc.constant([]) : regional(region);
  return fc
    .record({ own, place, listed: fc.option(fc.nat(Math.max(0, places.length - 1)), { nil: null }) })
    .chain(({ own: factors, place: there, listed }) => {
      const kept = factors.filter((each) => each !== null);
      const [word, value] = places[listed ?? places.length] ?? [];
      if (word === undefined || value === undefined) return fc.constant([...kept, ...there]);
      const others = kept.filter((one) => one.word !== word || !one.values.includes(value));
      return insteadOf(word, [value]).map((list) => [...others, list]);
    });
}

/** A rise in the place of the calls, and another one elsewhere. */
const regional = (region: string): fc.Arbitrary<ModifierConfig[]> =>
  fc
    .tuple(timesOf("region", [region]), timesOf("region", [`${region}-elsewhere`]), fc.boolean())
    .map(([here, there, isFirst]) => (isFirst ? [here, there] : [there, here]));

/** Any counts of these kinds. */
const some = (kinds: readonly Counted[]): fc.Arbitrary<AnswerCounts> =>
  fc.record(Object.fromEntries(kinds.map((kind) => [kind, fc.nat(500)])));

/** So many tokens, all of one kind or over all of them. */
const spread = (total: number, kinds: readonly Counted[]): fc.Arbitrary<AnswerCounts> =>
  fc.oneof(
    fc.constantFrom(...kinds).map((kind) => ({ [kind]: total })),
    splitOver(total, kinds as readonly UsageClass[]) as fc.Arbitrary<AnswerCounts>,
  );

/** A prompt, and the kinds over which its tokens may lie otherwise without leaving or meeting a boundary. */
interface Prompt {
  counts: AnswerCounts;
  counting: readonly Counted[];
}

/** A prompt one below, at or one above a boundary of the list, in whatever kinds count toward it. */
function promptOf(tiers: readonly Tier[], { counted }: World): fc.Arbitrary<Prompt> {
  const kinds = PROMPT.filter((kind) => counted.includes(kind));
  const boundaries = tiers.flatMap((tier) => (tier.kind === "threshold" ? [tier] : []));
  if (boundaries.length === 0) return spread(1200, kinds).map((counts) => ({ counts, counting: kinds }));
  return fc
    .record({ tier: fc.constantFrom(...boundaries), step: fc.constantFrom(-1, 0, 1) })
    .chain(({ tier: { basis, from }, step }) => {
      const counting = kinds.filter((kind) => (basis as readonly string[]).includes(kind));
      const others = kinds.filter((kind) => !counting.includes(kind));
      const rest = fc.oneof(fc.constant<AnswerCounts>({}), some(others));
      return fc
        .tuple(spread(Math.max(1, from + step), counting), rest)
        .map(([counts, more]) => ({ counts: { ...counts, ...more }, counting }));
    });
}

interface Limits {
  limit: number | null;
  choices: number;
  contextLength: number;
  maxCompletionTokens: number;
}

/** An answer as long as it may be, or half as long; thinking beside it has a limit of its own. */
function completionOf({ counted, thinking }: World, limits: Limits): fc.Arbitrary<AnswerCounts> {
  const { limit, choices, maxCompletionTokens: most } = limits;
  const kinds = COMPLETION.filter(
    (kind) => counted.includes(kind) && (kind !== "reasoning" || thinking === "inside"),
  );
  const longest = Math.min(limit ?? most, most) * choices;
  const beside = thinking === "beside" ? fc.constantFrom(0, 1, most * choices) : fc.constant(0);
  return fc
    .tuple(
      fc.constantFrom(longest, longest, Math.ceil(longest / 2)).chain((total) => spread(total, kinds)),
      beside,
    )
    .map(([counts, reasoning]) => (reasoning > 0 ? { ...counts, reasoning } : counts));
}

const withoutZeros = (counts: AnswerCounts): AnswerCounts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

/** Is the word one of a tier that can be asked for? */
const canBeAsked = (word: ModifierWord): boolean => SPELT[word] !== undefined;

/** What answers can say that changes the price. */
const sayable = (modifiers: readonly ModifierConfig[]) =>
  modifiers.flatMap(({ word, values: [value = ""] }) => (canBeSaid(word) ? [{ word, value }] : []));

function sayingOf(modifiers: readonly ModifierConfig[]): fc.Arbitrary<Pick<DrawnBill, "asked" | "said">> {
  const words = sayable(modifiers);
  const nothing = fc.record({ asked: fc.constantFrom(null, "auto"), said: fc.constant(null) });
  if (words.length === 0) return nothing;
  const something = fc.constantFrom(...words).chain((said) => {
    const name = TIERS.find((tier) => SPELT[said.word]?.(tier) === said.value);
    return fc.record({
      asked: fc.constantFrom(null, "auto", "auto", ...(name === undefined ? [] : [name])),
      said: fc.constant(said),
    });
  });
  return fc.oneof(nothing, something, something);
}

/** The tokens of some kinds as tokens of one of them. */
function gathered(counts: AnswerCounts, kinds: readonly Counted[], as: Counted): AnswerCounts {
  const others = Object.entries(counts).filter(([kind]) => !kinds.includes(kind as Counted));
  return { ...Object.fromEntries(others), [as]: sumOf(counts, kinds) };
}

/** One token of them is a thought: what thinking costs more is owed for all of them then. */
const withOneThought = (counts: AnswerCounts, output: Counted): AnswerCounts =>
  output === "reasoning" ? counts : { ...counts, [output]: (counts[output] ?? 0) - 1, reasoning: 1 };

/** The same answer in whatever kinds, and under whatever word that was asked for, it costs most: what is set aside for. */
export function dearestAnswer(
  bill: DrawnBill,
  { region, thinking }: World,
  counting: readonly Counted[],
  completion: readonly Counted[],
): DrawnBill {
  const words = [null, ...sayable(bill.modifiers)].filter((said) => isForeseen({ ...bill, said }));
  const inside = completion.filter((kind) => kind !== "reasoning" || thinking === "inside");
  const all = words.flatMap((said) =>
    counting.flatMap((prompt) =>
      inside.flatMap((output): DrawnBill[] => {
        const counts = withoutZeros(gathered(gathered(bill.counts, counting, prompt), inside, output));
        const thought = thinking === "inside" ? [withOneThought(counts, output)] : [];
        return [counts, ...thought].map((each) => ({ ...bill, said, counts: each }));
      }),
    ),
  );
  const sold = all.filter((one) => isSold(one, region));
  const costs = sold.map((one) => expectedCost(listFor(one, region), one.counts));
  const most = costs.reduce((a, b) => (a > b ? a : b), 0n);
  return sold[costs.indexOf(most)] ?? bill;
}

/** Bills within what a world can say; half of them are as dear as the answer may be. */
export const drawnBills = (world: World): fc.Arbitrary<DrawnBill> =>
  fc
    .record({
      tiers: anyList,
      modifiers: modifiersOf(world),
      limit: fc.constantFrom(null, 16, 50, 700),
      choices: world.choices ? fc.integer({ min: 1, max: 3 }) : fc.constant(1),
      isDearest: fc.boolean(),
    })
    .chain(({ isDearest, ...drawn }) =>
      fc
        .tuple(promptOf(drawn.tiers, world), sayingOf(drawn.modifiers))
        .chain(([{ counts: prompt, counting }, saying]) => {
          const contextLength = sumOf(prompt, PROMPT);
          const maxCompletionTokens = Math.min(MOST_OUTPUT, contextLength);
          const limits = { ...drawn, contextLength, maxCompletionTokens };
          return completionOf(world, limits).map((completion): DrawnBill => {
            const bill = { ...limits, ...saying, counts: withoutZeros({ ...prompt, ...completion }) };
            const kinds = COMPLETION.filter((kind) => world.counted.includes(kind));
            const own = isDearest ? dearestAnswer(bill, world, counting, kinds) : bill;
            return isSold(own, world.region) ? own : { ...own, said: null };
          });
        }),
    );

function underAnswer({ tiers, modifiers, said, counts }: DrawnBill, region: string | undefined) {
  const thinking = (counts.reasoning ?? 0) > 0 ? "on" : undefined;
  const circumstances = { region, thinking, ...(said ? { [said.word]: said.value } : {}) };
  const found = listUnder(tiers, modifiers, circumstances, ANY_DAY);
  if (found === null) throw new Error(`nothing prices ${JSON.stringify(circumstances)}`);
  return found;
}

/** The list that holds for the answer of a bill, in a place. */
export const listFor = (bill: DrawnBill, region: string | undefined): readonly WrittenTier[] =>
  underAnswer(bill, region).tiers;

/** Has what the answer says a price in the tier that it reaches? */
function isSold(bill: DrawnBill, region: string | undefined): boolean {
  const { tiers, baseTierOnly } = underAnswer(bill, region);
  return !baseTierOnly || expectedTier(tiers, bill.counts).from === 0;
}

/** Could who asked know that the answer may be one of this tier? */
export const isForeseen = ({ asked, said }: DrawnBill): boolean =>
  said === null ||
  (canBeAsked(said.word) && (asked === "auto" || SPELT[said.word]?.(asked ?? "") === said.value));

/** What the answer may come under, of each word one value or none. */
function possible({ modifiers, asked }: DrawnBill): Circumstances[] {
  const words = [...new Set(modifiers.map(({ word }) => word))].filter((word) => word !== "region");
  return words.reduce<Circumstances[]>(
    (all, word) => {
      const values = modifiers.filter((one) => one.word === word).flatMap((one) => one.values);
      const able = values.filter(
        (value) =>
          word === "thinking" ||
          (canBeAsked(word) && (asked === "auto" || (asked !== null && SPELT[word]?.(asked) === value))),
      );
      return all.flatMap((one) => [one, ...able.map((value) => ({ ...one, [word]: value }))]);
    },
    [{}],
  );
}

/** What no answer to the request of a bill can cost more than, in pico-USD. */
export function dearestFor(
  bill: DrawnBill,
  { thinking, choices }: Pick<World, "thinking" | "choices">,
  region: string | undefined,
): bigint {
  const { limit, contextLength, maxCompletionTokens: most } = bill;
  const many = choices ? bill.choices : 1;
  const answer = Math.min(limit ?? most, contextLength) * many;
  const beside = thinking === "beside" ? most * many : 0;
  const costs = possible(bill).map((circumstances) => {
    const list = listUnder(bill.tiers, bill.modifiers, { ...circumstances, region }, ANY_DAY);
    if (list === null) return 0n;
    const tiers = list.baseTierOnly ? list.tiers.slice(0, 1) : list.tiers;
    return dearestCost(tiers, contextLength, answer + beside, COMPLETION);
  });
  return costs.reduce((a, b) => (a > b ? a : b), 0n);
}
