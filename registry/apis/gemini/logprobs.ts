/**
 * Log probabilities in both forms.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../json.ts";

const encoder = new TextEncoder();

function fromToken(source: JsonObject): JsonObject {
  const token = typeof source.token === "string" ? source.token : "";
  return { token, logprob: source.logProbability ?? 0, bytes: [...encoder.encode(token)] };
}

/** OpenAI's `logprobs` of a candidate, or `null` where it has none. */
export function readLogprobs(candidate: JsonObject): JsonObject | null {
  const result = isObject(candidate.logprobsResult) ? candidate.logprobsResult : null;
  if (result === null || !Array.isArray(result.chosenCandidates)) return null;
  // Stryker disable next-line ArrayDeclaration: a step or a rival that is no object is passed over
  const top = Array.isArray(result.topCandidates) ? result.topCandidates : [];
  const rivals = (position: number): JsonObject[] => {
    const step = top[position];
    // Stryker disable next-line ArrayDeclaration: a step or a rival that is no object is passed over
    const listed = isObject(step) && Array.isArray(step.candidates) ? step.candidates : [];
    return listed.filter(isObject).map(fromToken);
  };
  const content = result.chosenCandidates
    .filter(isObject)
    .map((chosen, position) => ({ ...fromToken(chosen), top_logprobs: rivals(position) }));
  return { content, refusal: null };
}

const toToken = ({ token, logprob }: JsonObject): JsonObject => ({ token, logProbability: logprob });

/** Gemini's `logprobsResult`, or `null` where a choice has no log probabilities. */
export function writeLogprobs(logprobs: unknown): JsonObject | null {
  const content: Json = isObject(logprobs) && Array.isArray(logprobs.content) ? logprobs.content : [];
  if (content.length === 0) return null;
  const steps = content.filter(isObject);
  const rivals = ({ top_logprobs: top }: JsonObject) => (Array.isArray(top) ? top.filter(isObject) : []);
  return {
    chosenCandidates: steps.map(toToken),
    topCandidates: steps.map((step) => ({ candidates: rivals(step).map(toToken) })),
  };
}
