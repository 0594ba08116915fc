/**
 * The dearest bills that there are, written down: what generated ones come to only now and then.
 * @module
 */
import { times } from "../../registry/pricing/modifiers/write.ts";
import type { Rates } from "../../registry/pricing/rates.ts";
import { above, at, base } from "../../registry/pricing/tiers.ts";
import type { Tier } from "../../registry/schema.ts";
import { type DrawnBill, dearestAnswer, valuesOf, type World } from "./drawn-bills.ts";
import { COMPLETION, type Counted, PROMPT } from "./meaning/answer.ts";

const EVIDENCE = "written for the extremes";
const BOUNDARY = 1000;
const LIMITS = { limit: 700, maxCompletionTokens: 800 };
const FEE = "0.000003";

/**
 * A list with a boundary in which two classes, one of each side, are by far the dearest; the second tier costs twice as much.
 * The fee of a request is that of every tier, or of the second alone.
 */
function listWith(prompt: Counted, completion: Counted, tier: typeof above, hasFee: boolean): Tier[] {
  const priced = (by: number): Rates =>
    Object.fromEntries(
      [...PROMPT, ...COMPLETION].map((kind, i) => [
        kind,
        String(by * (kind === prompt || kind === completion ? 100 : i + 1)),
      ]),
    );
  return hasFee
    ? [base({ ...priced(1), request: FEE }), tier(BOUNDARY, priced(2), EVIDENCE, { inherits: ["request"] })]
    : [base(priced(1)), tier(BOUNDARY, { ...priced(2), request: FEE }, EVIDENCE)];
}

/**
 * Every surcharge at once, some of which make cheaper, each kind of tokens in turn the dearest, all of the prompt in it, and so
 * many of them that a boundary of either sort is just missed, met and passed.
 */
export function extremeBills(world: World): DrawnBill[] {
  const { counted, words, region, thinking } = world;
  const prompts = PROMPT.filter((kind) => counted.includes(kind));
  const outputs = COMPLETION.filter((kind) => counted.includes(kind));
  const choices = world.choices ? 2 : 1;
  const places = [at, above].flatMap((tier) => [-1, 0, 1].map((step) => ({ tier, step })));
  return places.map(({ tier, step }, nth): DrawnBill => {
    const prompt = prompts[nth % prompts.length] ?? "input";
    const output = outputs[nth % outputs.length] ?? "output";
    const isDear = nth % 2 === 1;
    const modifiers = [
      ...words.flatMap((word) =>
        valuesOf(word).map((value, i) => times(word, [value], i === 0 ? "0.5" : "3", EVIDENCE)),
      ),
      ...(thinking === "none" ? [] : [times("thinking", ["on"], isDear ? "5" : "0.5", EVIDENCE)]),
      ...(region === undefined ? [] : [times("region", [region], "7", EVIDENCE)]),
    ];
    const inside = output !== "reasoning" || thinking === "inside" ? output : "output";
    const counts = {
      [prompt]: BOUNDARY + step,
      [inside]: LIMITS.limit * choices,
      ...(thinking === "beside" && isDear ? { reasoning: LIMITS.maxCompletionTokens * choices } : {}),
    };
    const tiers = listWith(prompt, output, tier, !isDear);
    const contextLength = BOUNDARY + step;
    const bill = { ...LIMITS, tiers, modifiers, asked: "auto", said: null, counts, choices, contextLength };
    return dearestAnswer(bill, world, prompts, outputs);
  });
}
