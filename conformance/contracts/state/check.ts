/**
 * Whether what comes back is what was given: reasoning unchanged and to whom it belongs, outputs for calls that were made.
 * @module
 */
import type { ConversationState, Finding, RuleContext } from "../contract.ts";
import { isText, type JsonObject, step } from "../json.ts";
import { factOf, first, listed } from "../rules/define.ts";
import { originOf, REASONING_PLACES } from "./places.ts";
import { readSignature } from "./signatures.ts";

/** A finding with the id that its violation goes by. */
export interface StateFinding extends Finding {
  rule: string;
  repair: string;
}

function foreignReasoning(
  body: JsonObject,
  context: RuleContext,
  state: ConversationState,
): StateFinding | null {
  const places = REASONING_PLACES[context.api];
  if (!places) return null;
  const now = originOf(context.host, context.model);
  for (const { pointer, signature, text } of places.find(body)) {
    if (places.placeholders?.includes(signature) || state.known?.has(signature)) continue;
    const origin = readSignature(state.key, signature, text);
    const other = origin && places.same.find((name) => origin[name] !== now[name]);
    if (origin && other === undefined) continue;
    const { mark, evidence } = factOf(places.fact);
    const whose = origin
      ? `signed by ${origin.author} ${origin.family} at ${origin.host}`
      : "not ours, or changed";
    return {
      rule: `state.${places.fact}`,
      pointer,
      seen: whose,
      message: places.message(pointer),
      mark,
      evidence,
      ...(places.code === undefined ? {} : { code: places.code }),
      repair: "send reasoning back unchanged, and only to the provider and model family that gave it",
    };
  }
  return null;
}

/** Outputs that continue a stored conversation answer the calls that it left open, all of them. */
function storedCalls(
  body: JsonObject,
  { api }: RuleContext,
  { calls }: ConversationState,
): StateFinding | null {
  if (api !== "openai-responses" || !calls || !isText(body.previous_response_id)) return null;
  const items = listed(body.input, "/input");
  const here = items.filter(([, { type }]) => type === "function_call").map(([, { call_id: id }]) => id);
  const outputs = items.filter(([, { type }]) => type === "function_call_output");
  const { mark, evidence } = factOf("openai.pairing.responses");
  const about = (found: Finding): StateFinding => ({
    ...found,
    rule: "state.openai.pairing.responses",
    mark,
    evidence,
    repair: "answer the calls of the stored response, all of them and no other",
  });
  const orphan = first(outputs, ([pointer, { call_id: id }]) =>
    isText(id) && !calls.has(id) && !here.includes(id)
      ? {
          pointer: step(pointer, "call_id"),
          seen: id,
          message: `No tool call found for function call output with call_id ${id}.`,
        }
      : null,
  );
  if (orphan) return about(orphan);
  const answered = new Set(outputs.map(([, { call_id: id }]) => id));
  const open = [...calls].find((id) => !answered.has(id));
  return open === undefined
    ? null
    : about({ pointer: "/input", seen: open, message: `No tool output found for function call ${open}.` });
}

/** The first thing that does not fit what was said before. */
export const checkState = (
  body: JsonObject,
  context: RuleContext,
  state: ConversationState,
): StateFinding | null => foreignReasoning(body, context, state) ?? storedCalls(body, context, state);
