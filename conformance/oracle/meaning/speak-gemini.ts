/**
 * Answers in Google's `generateContent`: functions are called whole, and citations count in bytes.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import {
  type Answer,
  type AnswerChoice,
  type AnswerToken,
  type AnswerUsage,
  dice,
  lastUsage,
  piecesOf,
  sumOf,
  textOf,
} from "./answer.ts";
import { endings, type Failure, given, type Habits, interleaved, JAMMED, type Step } from "./speak.ts";

type Roll = (below: number) => number;

const details = (counts: Readonly<Record<string, number>>): JsonObject[] =>
  Object.entries(counts)
    .filter(([, tokenCount]) => tokenCount > 0)
    .map(([modality, tokenCount]) => ({ modality, tokenCount }));

/** Tokens by what they are of, under the words of the API. */
interface Kinds {
  TEXT: number;
  AUDIO: number;
  IMAGE: number;
}

const totalOf = ({ TEXT, AUDIO, IMAGE }: Kinds): number => TEXT + AUDIO + IMAGE;

/** A third of each, in one answer of three. */
function shareOf({ TEXT, AUDIO, IMAGE }: Kinds, roll: Roll): Kinds {
  const part = roll(3) === 0 ? 3 : Number.POSITIVE_INFINITY;
  return { TEXT: Math.floor(TEXT / part), AUDIO: Math.floor(AUDIO / part), IMAGE: Math.floor(IMAGE / part) };
}

const without = (all: Kinds, some: Kinds): Kinds => ({
  TEXT: all.TEXT - some.TEXT,
  AUDIO: all.AUDIO - some.AUDIO,
  IMAGE: all.IMAGE - some.IMAGE,
});

/**
 * `usageMetadata`: the cache inside the prompt, thoughts beside the answer; of the prompt some may be results of tools. What
 * the cache held is of several kinds, too, of which only sound has a price of its own.
 */
function usageOf({ counts }: AnswerUsage, roll: Roll): JsonObject {
  const { cacheRead = 0, cacheReadAudio = 0, audioInput = 0, imageInput = 0, reasoning = 0 } = counts;
  const { input = 0, audioOutput = 0, imageOutput = 0 } = counts;
  const pictures = shareOf({ TEXT: cacheRead, AUDIO: 0, IMAGE: 0 }, roll).TEXT;
  const cached: Kinds = { TEXT: cacheRead - pictures, AUDIO: cacheReadAudio, IMAGE: pictures };
  const fresh: Kinds = { TEXT: input, AUDIO: audioInput, IMAGE: imageInput };
  const ofTools = shareOf(fresh, roll);
  const own = without(fresh, ofTools);
  const prompt = totalOf(own) + totalOf(cached);
  const answer = sumOf(counts, ["output", "audioOutput", "imageOutput"]);
  return {
    promptTokenCount: prompt,
    ...given({ cachedContentTokenCount: totalOf(cached), toolUsePromptTokenCount: totalOf(ofTools) }),
    ...given({ candidatesTokenCount: answer, thoughtsTokenCount: reasoning }),
    // What is 0 is left out, which without a total would be no count at all.
    ...(roll(4) === 0 && prompt > 0 && answer + reasoning > 0
      ? {}
      : { totalTokenCount: prompt + totalOf(ofTools) + answer + reasoning }),
    promptTokensDetails: details({
      TEXT: own.TEXT + cached.TEXT,
      AUDIO: own.AUDIO + cached.AUDIO,
      IMAGE: own.IMAGE + cached.IMAGE,
    }),
    ...(totalOf(ofTools) > 0 ? { toolUsePromptTokensDetails: details({ ...ofTools }) } : {}),
    ...(totalOf(cached) > 0 ? { cacheTokensDetails: details({ ...cached }) } : {}),
    candidatesTokensDetails: details({
      TEXT: answer - audioOutput - imageOutput,
      AUDIO: audioOutput,
      IMAGE: imageOutput,
    }),
  };
}

const bytes = (text: string): number => Buffer.byteLength(text);

function groundingOf({ passages }: AnswerChoice): JsonObject {
  const cited = passages.flatMap(({ sources }) => sources);
  if (cited.length === 0) return {};
  let next = 0;
  let from = 0;
  const supports: JsonObject[] = [];
  for (const passage of passages) {
    const endIndex = from + bytes(passage.text);
    if (passage.sources.length > 0)
      supports.push({
        segment: { startIndex: from, endIndex, text: passage.text },
        groundingChunkIndices: passage.sources.map(() => next++),
      });
    from = endIndex;
  }
  // Of the caller's own documents: pages of the web would mean a search, which has a fee of its own (cost.searches.*).
  const chunks = cited.map(({ url: uri, title }) => ({ retrievedContext: { uri, title } }));
  return { groundingMetadata: { groundingChunks: chunks as Json, groundingSupports: supports } };
}

function logprobsOf(tokens: readonly AnswerToken[]): JsonObject {
  if (tokens.length === 0) return {};
  const one = (token: string, logprob: number) => ({ token, logProbability: logprob });
  return {
    logprobsResult: {
      chosenCandidates: tokens.map(({ token, logprob }) => one(token, logprob)),
      topCandidates: tokens.map(({ rivals }) => ({
        candidates: rivals.map(({ token, logprob }) => one(token, logprob)),
      })),
    },
  };
}

const callParts = ({ calls }: AnswerChoice, { tools }: Habits): JsonObject[] =>
  calls.map(({ id, tool, arguments: args, seal }) => ({
    functionCall: { id, name: tools[tool] ?? "", args: JSON.parse(args) as Json },
    ...(seal === "" ? {} : { thoughtSignature: seal }),
  }));

const thought = (text: string): JsonObject => ({ text, thought: true });

function partsOf(choice: AnswerChoice, habits: Habits): JsonObject[] {
  return [
    ...(choice.reasoning === "" ? [] : [thought(choice.reasoning)]),
    ...choice.passages.map(({ text }) => ({ text })),
    ...callParts(choice, habits),
  ];
}

const ended = (choice: AnswerChoice): JsonObject => ({
  finishReason: choice.word,
  ...(choice.refusal === null ? {} : { finishMessage: choice.refusal }),
  ...groundingOf(choice),
});

/** Only one of the two hosts says when. */
const identity = ({ id, model, created }: Answer): JsonObject => ({
  responseId: id,
  modelVersion: model,
  ...(created === null ? {} : { createTime: new Date(created * 1000).toISOString() }),
});

/** A whole answer; candidates are listed as they are ready. */
export function whole(said: Answer, habits: Habits): JsonObject {
  const roll = dice(said.order);
  return {
    candidates: interleaved(
      said.choices.map((choice, index) => [
        {
          index,
          content: { role: "model", parts: partsOf(choice, habits) },
          ...ended(choice),
          ...logprobsOf(choice.tokens),
        },
      ]),
      dice(said.order),
    ),
    usageMetadata: usageOf(lastUsage(said), roll),
    ...identity(said),
  };
}

/** One candidate, chunk by chunk: a part may be cut anywhere, and the finish comes with the last part or behind it. */
function candidatesOf(choice: AnswerChoice, index: number, habits: Habits, roll: Roll): JsonObject[] {
  let next = 0;
  const texts = choice.passages.length === 0 ? [] : piecesOf(textOf(choice), roll);
  const chunks: { part: JsonObject; more: JsonObject }[] = [
    ...(choice.reasoning === "" ? [] : piecesOf(choice.reasoning, roll)).map((text) => ({
      part: thought(text),
      more: {},
    })),
    ...texts.map((text) => {
      const tokens = choice.tokens.slice(next, next + [...text].length);
      next += [...text].length;
      return { part: { text }, more: logprobsOf(tokens) };
    }),
    ...callParts(choice, habits).map((part) => ({ part, more: {} })),
  ];
  const candidates = togetherIn(chunks, roll).map(
    ({ parts, more }): JsonObject => ({ index, content: { role: "model", parts }, ...more }),
  );
  const end = ended(choice);
  const last = candidates.at(-1);
  const told =
    roll(2) === 0 && last
      ? [...candidates.slice(0, -1), { ...last, ...end }]
      : [...candidates, { index, content: { role: "model", parts: [{ text: "" }] }, ...end }];
  // Behind its end a candidate may come once more, and say nothing; one whose end has words of its own always does here.
  const comesAgain = roll(3) === 0 || end.finishMessage !== undefined;
  return comesAgain ? [...told, { index, content: { role: "model" } }] : told;
}

/** Parts in chunks: one by one, or some together where nothing is said about them alone. */
function togetherIn(
  chunks: readonly { part: JsonObject; more: JsonObject }[],
  roll: Roll,
): { parts: JsonObject[]; more: JsonObject }[] {
  const together: { parts: JsonObject[]; more: JsonObject }[] = [];
  const isBare = (more: JsonObject) => Object.keys(more).length === 0;
  for (const { part, more } of chunks) {
    const last = together.at(-1);
    if (last && isBare(last.more) && isBare(more) && roll(3) === 0) last.parts.push(part);
    else together.push({ parts: [part], more });
  }
  return together;
}

const event = (body: JsonObject): string => `data: ${JSON.stringify(body)}\r\n\r\n`;

/** A stream, step by step: usages on its chunks, the last one on the last. */
export function stream(said: Answer, habits: Habits): Step[] {
  const roll = dice(said.order);
  const queues = said.choices.map((choice, index) => candidatesOf(choice, index, habits, roll));
  const running = said.usages.slice(0, -1);
  const all = interleaved(queues, roll);
  let told: AnswerUsage | null = null;
  const over = endings();
  return all.map((candidate, i): Step => {
    const next = i === all.length - 1 ? lastUsage(said) : roll(2) === 0 ? running.shift() : undefined;
    told = next ?? told;
    const finished = over(candidate.index, candidate.finishReason !== undefined);
    const usage = next === undefined ? {} : { usageMetadata: usageOf(next, roll) };
    return {
      piece: event({ candidates: [candidate], ...usage, ...identity(said) }),
      told,
      finished,
    };
  });
}

/** An error in the place of candidates, with the counts until then. */
export function failure(said: Answer): Failure {
  const told = lastUsage(said);
  const error = { code: 503, message: JAMMED, status: "UNAVAILABLE" };
  return {
    piece: event({ error, usageMetadata: usageOf(told, dice(said.order ^ 0x1f3)), ...identity(said) }),
    told,
  };
}
