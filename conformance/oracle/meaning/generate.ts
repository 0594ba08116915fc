/**
 * Answers, generated with their meaning, within what an API can say.
 * @module
 */
import fc from "fast-check";
import {
  type Answer,
  type AnswerCall,
  type AnswerChoice,
  type AnswerToken,
  type AnswerUsage,
  BETWEEN_THOUGHTS,
  type Counted,
  FINISHES,
  type Finish,
  type Passage,
  PROMPT,
} from "./answer.ts";
import { HOLDS, type Holds, type SpokenApi } from "./holds.ts";

/** How many tools the caller declares; calls name one of them. */
export const TOOLS = 3;

/** Pieces that somebody's clean-up, escape or frame would change. */
const PIECES = [
  "tide",
  " ",
  "\n",
  "\t",
  "\r\n",
  "  ",
  "0",
  "null",
  "é",
  "e\u0301",
  "日本",
  "👩‍🚀",
  "𝄞",
  "\ufeff",
  "\u2028",
  '"',
  "\\n",
  "\\u0041",
  "</script>",
  "&amp;",
  "data: x\n\n",
  "[DONE]",
  "{",
  "}",
  "<think>",
];

const text = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
  .map((list) => list.join(""));

/** One thought, or some with an empty line between them: where an API has a place for each, they stand apart there. */
const thoughts = fc.array(text, { minLength: 1, maxLength: 3 }).map((list) => list.join(BETWEEN_THOUGHTS));

const ARGUMENTS = [
  "{}",
  '{"port":"Brest"}',
  // Beyond what a double holds, in both directions.
  '{"n":12345678901234567890}',
  '{"small":0.1000000000000000055511151231257827,"list":[9007199254740993,-0.5,1e-7]}',
  // Blanks, an order of keys that sorting changes, escapes that need not be.
  '{ "b" : 1 ,\n "a" : [ 1.0, 1E2 ] }',
  '{"e":"\\u00e9\\/\\ud83d\\ude00","t":"\\ttab"}',
  '{"10":"ten","2":"two","__proto__":{"x":1}}',
  '{"text":"𝄞 \u2028 \\"quoted\\"","empty":"","none":null,"no":false,"zero":0}',
];

/** The same where arguments are objects: what a double holds, and JSON that any parser reads alike. */
const OBJECTS = ARGUMENTS.filter((args) => !args.includes("__proto__"));

/** Of the calls of an answer an API that signs any signs the first. */
function callsOf(isText: boolean, { sealsCalls }: Holds): fc.Arbitrary<AnswerCall[]> {
  const call = fc.record({
    tool: fc.nat(TOOLS - 1),
    arguments: fc.constantFrom(...(isText ? ARGUMENTS : OBJECTS)),
  });
  return fc.tuple(fc.array(call, { minLength: 1, maxLength: 3 }), fc.nat(0xffff)).map(([calls, salt]) =>
    calls.map((each, i) => ({
      ...each,
      id: `call_${salt.toString(36)}_${i}`,
      seal: sealsCalls && i === 0 ? btoa(`call ${salt}`) : "",
    })),
  );
}

/** Of a text with sources, one passage in two has some. */
function passagesOf({ sources }: Holds): fc.Arbitrary<Passage[]> {
  const source = fc
    .nat(99)
    .map((n) => ({ url: `https://almanac.example/tides?port=${n}&x=%20`, title: `Tides, ${n}. "port"` }));
  const cited = fc.record({
    text,
    sources: fc.oneof(
      fc.constant([]),
      fc.uniqueArray(source, { minLength: 1, maxLength: 3, selector: ({ url }) => url }),
    ),
  });
  const plain = text.map((said): Passage[] => [{ text: said, sources: [] }]);
  return sources ? fc.oneof(plain, fc.array(cited, { minLength: 1, maxLength: 3 })) : plain;
}

const logprob = fc.integer({ min: -1000, max: 0 }).map((n) => n / 64);

/** One token a character: what is told of them in a stream adds up whatever the pieces are. */
const tokensOf = (said: string, { tokens }: Holds): fc.Arbitrary<AnswerToken[]> =>
  tokens === "none"
    ? fc.constant<AnswerToken[]>([])
    : fc.oneof(
        { weight: 2, arbitrary: fc.constant<AnswerToken[]>([]) },
        {
          weight: 1,
          arbitrary: fc.array(fc.tuple(logprob, logprob), { minLength: 64, maxLength: 64 }).map((pairs) =>
            [...said].map((token, i) => {
              const [own = 0, other = 0] = pairs[i % pairs.length] ?? [];
              const rivals = tokens === "text" || i % 3 === 0 ? [] : [{ token: "rival", logprob: other }];
              return { token, logprob: own, rivals };
            }),
          ),
        },
      );

interface Plan {
  finish: Finish;
  hasCalls: boolean;
  isCut: boolean;
}

/** A call that was cut ends with the answer, in the midst of its arguments. */
function cutLast(calls: readonly AnswerCall[], isCut: boolean): AnswerCall[] {
  return calls.map((call, i) => {
    const isLast = i === calls.length - 1 && isCut && call.arguments !== "{}";
    return isLast ? { ...call, arguments: call.arguments.slice(0, -2) } : call;
  });
}

function choiceOf(
  holds: Holds,
  isText: boolean,
  { finish, hasCalls, isCut }: Plan,
): fc.Arbitrary<AnswerChoice> {
  const refuses = finish === "content_filter" ? holds.refusal === "with-filter" : holds.refusal === "own";
  return fc
    .record({
      passages: hasCalls ? fc.oneof(fc.constant<Passage[]>([]), passagesOf(holds)) : passagesOf(holds),
      reasoning: holds.reasoning ? fc.oneof(fc.constant(""), thoughts) : fc.constant(""),
      refusal: refuses && !hasCalls ? fc.option(text, { freq: 2, nil: null }) : fc.constant(null),
      calls: hasCalls ? callsOf(isText, holds) : fc.constant<AnswerCall[]>([]),
      stop: fc.boolean(),
      word: fc.constantFrom(...holds.words[finish]),
      salt: fc.nat(0xffff),
    })
    .chain(({ stop, salt, calls, word: plain, ...rest }) => {
      const said = rest.passages.map((passage) => passage.text).join("");
      const stopSequence = holds.stopSequence && finish === "stop" && stop ? "\n\nHuman:" : null;
      const word = stopSequence === null ? plain : "stop_sequence";
      const signature = holds.signed && rest.reasoning !== "" ? btoa(`signed ${salt}`) : "";
      return tokensOf(said, holds).map((tokens) => ({
        ...rest,
        finish,
        word,
        stopSequence,
        signature,
        tokens,
        calls: cutLast(calls, isCut),
      }));
    });
}

function planOf(api: SpokenApi, isText: boolean, mayCall: boolean): fc.Arbitrary<Plan> {
  const possible = FINISHES.filter((finish) => HOLDS[api].words[finish].length > 0);
  return fc.record({ finish: fc.constantFrom(...possible), cut: fc.boolean() }).map(({ finish, cut }) => {
    const isCut = mayCall && isText && finish === "length" && cut;
    const calls = finish === "tool_calls" || isCut;
    // Without tools an answer that would have called them simply ends.
    return mayCall
      ? { finish, hasCalls: calls, isCut }
      : { finish: finish === "tool_calls" ? "stop" : finish, hasCalls: false, isCut: false };
  });
}

const count = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(1, 1000, 4096));

/** Counts, one of which may be missing in the place of a 0: a prompt that was cached whole, an answer that is all thinking. */
const countsOf = (kinds: readonly Counted[]): fc.Arbitrary<AnswerUsage["counts"]> =>
  fc
    .record({
      counts: fc.record(Object.fromEntries(kinds.map((kind) => [kind, count]))),
      none: fc.option(fc.nat(kinds.length - 1), { freq: 4, nil: null }),
    })
    .map(({ counts, none }): AnswerUsage["counts"] =>
      none === null || kinds.length < 3
        ? { ...counts }
        : Object.fromEntries(Object.entries(counts).filter(([kind]) => kind !== kinds[none])),
    );

/** In half of the answers the prompt is counted once and for all, as it is before the answer begins. */
function ofOnePrompt(usages: AnswerUsage[]): AnswerUsage[] {
  const [first] = usages;
  if (first === undefined || first.ticks % 2 === 1) return usages;
  const prompt = Object.fromEntries(PROMPT.map((kind) => [kind, first.counts[kind]]));
  return usages.map(({ counts, ...usage }) => ({
    ...usage,
    counts: Object.fromEntries(
      Object.entries({ ...counts, ...prompt }).filter(([, count]) => count !== undefined),
    ),
  }));
}

/** Hosts that count as they go begin with nothing at all, in one answer of four. */
const fromNothing = (usages: AnswerUsage[]): AnswerUsage[] => {
  const [first] = usages;
  if (first === undefined || first.ticks % 4 !== 0) return usages;
  return [{ counts: {}, breakdown: first.breakdown, accepted: 0, ticks: 0 }, ...usages];
};

/** Usages of one answer: the same details in each, rising or falling. */
function usagesOf(kinds: readonly Counted[], most: number): fc.Arbitrary<AnswerUsage[]> {
  const some = fc.subarray([...kinds]);
  // Writes that all live long, which later counts may leave unsaid.
  const lasting = kinds.includes("cacheWrite1h") ? fc.constant<Counted[]>(["cacheWrite1h"]) : some;
  return fc
    .record({ breakdown: fc.boolean(), told: fc.oneof({ weight: 2, arbitrary: some }, lasting) })
    .chain(({ breakdown, told }) => {
      // Without a breakdown nobody can tell that writes live longer.
      const those = [...new Set<Counted>(["input", "output", ...told])].filter(
        (kind) => breakdown || kind !== "cacheWrite1h",
      );
      const one = fc
        .record({ counts: countsOf(those), accepted: fc.boolean(), ticks: fc.nat(90_000_000) })
        .map(({ counts, accepted, ticks }) => ({
          counts,
          breakdown,
          ticks,
          accepted: accepted ? Math.floor((counts.output ?? 0) / 2) : 0,
        }));
      const usages = fc.array(one, { minLength: 1, maxLength: most }).map(ofOnePrompt);
      return most === 1 ? usages : usages.map(fromNothing);
    });
}

/** Days of a year that no clock of a run stands at. */
function datesOf({ dated }: Holds): fc.Arbitrary<number | null> {
  const date = fc.nat(364 * 86_400).map((seconds) => 1_700_000_000 + seconds);
  if (dated === "never") return fc.constant(null);
  return dated === "always" ? date : fc.option(date, { freq: 1, nil: null });
}

/** What the endpoint at hand can say of what its API can. */
export interface Ability {
  /** May the answer call tools? */
  calls: boolean;
  /** Will it be streamed? */
  stream: boolean;
  /** The kinds of tokens that may be counted there; all of the API unless told. */
  counted?: readonly Counted[];
}

/** Answers in an API. */
export function answersIn(api: SpokenApi, { calls, stream, counted }: Ability): fc.Arbitrary<Answer> {
  const holds = HOLDS[api];
  const isText = stream ? holds.argumentsAreText.streamed : holds.argumentsAreText.whole;
  const kinds = holds.counted.filter((kind) => counted === undefined || counted.includes(kind));
  const choice = planOf(api, isText, calls).chain((plan) => choiceOf(holds, isText, plan));
  const many = holds.choices ? { minLength: 1, maxLength: 3 } : { minLength: 1, maxLength: 1 };
  return fc.record({
    id: fc.nat(0xffffff).map((n) => `answer_${n.toString(36)}`),
    model: fc.constantFrom("simulated", "simulated-2026-11-21"),
    fingerprint: fc.nat(0xffff).map((n) => `fp_${n.toString(36)}`),
    created: datesOf(holds),
    choices: fc.array(choice, many),
    usages: usagesOf(kinds, holds.runningUsage && stream ? 3 : 1),
    order: fc.nat(),
  });
}

/** The same answers for the same seed. */
export const answers = (api: SpokenApi, ability: Ability, seed: number, count: number): Answer[] =>
  fc.sample(answersIn(api, ability), { seed, numRuns: count });
