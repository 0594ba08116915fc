/**
 * Answers of Google's `generateContent` as they stand on the wire: whole ones, and the chunks of a stream put together.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { type Heard, type HeardChoice, joined, objectOf, objects, words } from "./heard.ts";
import { HOLDS } from "./holds.ts";

type Growing = Omit<{ -readonly [Key in keyof HeardChoice]: HeardChoice[Key] }, "order"> & {
  pieces: (readonly [kind: string, text: string])[];
};

const silent = (): Growing => ({
  text: "",
  reasoning: "",
  signatures: [],
  refusal: "",
  calls: [],
  finish: [],
  stopSequence: null,
  tokens: [],
  sources: [],
  pieces: [],
});

function hearPart(choice: Growing, part: JsonObject): void {
  const kind = part.thought === true ? "reasoning" : "text";
  choice[kind] += words(part.text);
  choice.pieces.push([kind, words(part.text)]);
  if (part.functionCall === undefined) return;
  const { id, name, args } = objectOf(part.functionCall);
  choice.pieces.push(["call", String(choice.calls.length)]);
  choice.calls = [...choice.calls, { id: words(id), name: words(name), arguments: args ?? {} }];
}

/** With these words a candidate withdraws the call that it made. */
const WITHDRAWN = ["UNEXPECTED_TOOL_CALL", "MALFORMED_FUNCTION_CALL"];

/** What is said about the end is a refusal only where something was filtered. */
function ended({ pieces, ...choice }: Growing): HeardChoice {
  const [word = ""] = choice.finish;
  const isWithdrawn = WITHDRAWN.includes(word);
  const isFiltered = HOLDS.gemini.words.content_filter.includes(word);
  return {
    ...choice,
    refusal: isFiltered ? choice.refusal : "",
    calls: isWithdrawn ? [] : choice.calls,
    order: joined(isWithdrawn ? pieces.filter(([kind]) => kind !== "call") : pieces),
  };
}

/** Are arguments told piece by piece? Those are put together by paths, which cases of their own check. */
export const hasPieces = (bodies: readonly JsonObject[]): boolean =>
  bodies
    .flatMap(({ candidates }) => objects(candidates))
    .flatMap(({ content }) => objects(objectOf(content).parts))
    .some(({ functionCall }) => objects(objectOf(functionCall).partialArgs).length > 0);

const datesOf = ({ createTime }: JsonObject): number[] =>
  typeof createTime === "string" ? [Date.parse(createTime) / 1000] : [];

/** What one body said, or several as the chunks of a stream. */
export function hearGemini(bodies: readonly JsonObject[]): Heard {
  const choices = new Map<number, Growing>();
  for (const body of bodies)
    for (const { index = 0, content, finishReason, finishMessage } of objects(body.candidates)) {
      const choice = choices.get(Number(index)) ?? silent();
      choices.set(Number(index), choice);
      for (const part of objects(objectOf(content).parts)) hearPart(choice, part);
      if (typeof finishReason === "string") choice.finish = [...choice.finish, finishReason];
      choice.refusal += words(finishMessage);
    }
  const [first] = bodies;
  return {
    id: words(first?.responseId),
    model: words(first?.modelVersion),
    fingerprint: "",
    created: [...new Set(bodies.flatMap(datesOf))],
    usage: null,
    choices: [...choices].toSorted(([a], [b]) => a - b).map(([, choice]) => ended(choice)),
  };
}
