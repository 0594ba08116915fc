/**
 * What is wrong with a recorded answer itself, seen without any decoder: only then may a failure be the provider's.
 * @module
 */
import { at, type Json, textOrNull } from "../../../registry/json.ts";

/** Words for the end of an answer, in any of the wires. */
const FINISH = /"(?:finish_reason|finishReason|stop_reason|stopReason)":\s*"[^"]/g;
/** Ends by which a provider says that its own answer, or the tool call in it, is not valid. */
const TAKEN_BACK =
  /"(?:finish_reason|finishReason|stopReason)":\s*"(UNEXPECTED_TOOL_CALL|MALFORMED_FUNCTION_CALL|TOO_MANY_TOOL_CALLS|malformed_\w+|error|ERROR\w*|TIMEOUT)"/;

/** What a whole body says of itself, where it is no answer of the API that it was filed under. */
function misfiled(text: string): string | null {
  if (!text.startsWith("{")) return null;
  const body: Json = JSON.parse(text);
  const [object, status] = [at(body, ["object"]), at(body, ["status"])];
  if (object === "response" && (status === "queued" || status === "in_progress"))
    return "the provider answers in the background and has not finished";
  const choices = at(body, ["choices"]);
  const isChat = Array.isArray(choices) && choices.some((choice) => at(choice, ["message"]) !== undefined);
  return isChat ? "it is a chat completion, filed under another API" : null;
}

function idsOf(data: string): { opened: string | null; repeated: string | null } {
  try {
    const event: Json = JSON.parse(data);
    return { opened: textOrNull(at(event, ["message", "id"])), repeated: textOrNull(at(event, ["id"])) };
  } catch {
    return { opened: null, repeated: null }; // `[DONE]` and the like.
  }
}

const distinct = (ids: readonly (string | null)[]): number => new Set(ids.filter((id) => id !== null)).size;

/** Do several answers stand in one stream? Opened under several ids, or finished more than once under several. */
function holdsSeveral(text: string): boolean {
  const ids = [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data = ""]) => idsOf(data));
  const finishes = [...text.matchAll(FINISH)].length;
  return (
    distinct(ids.map(({ opened }) => opened)) > 1 ||
    (finishes > 1 && distinct(ids.map(({ repeated }) => repeated)) > 1)
  );
}

/** Are there choices with a text and without a word for their end? */
export const endsWithoutWord = (body: Json): boolean => {
  const choices = at(body, ["choices"]);
  return (
    Array.isArray(choices) &&
    choices.length > 0 &&
    choices.every((choice) => typeof at(choice, ["text"]) === "string")
  );
};

/** Events that are nothing but a value: a stream in no form that others have. */
const BARE = /^(?:data: ?\{"value":\s*"(?:[^"\\]|\\.)*"\}\s*)+(?:data: ?\[DONE\]\s*)?$/;

/** Does a whole answer leave the word for its end empty? */
export const leavesFinishEmpty = (text: string): boolean =>
  /"(?:finish_reason|finishReason|stop_reason|stopReason)":\s*(?:null|"")/.test(text);

/**
 * The fault of an answer, given as text; `null` when none is seen.
 * @param begun whether it is an answer at all, so that only its end can be missing
 */
export function faultOf(text: string, begun: boolean): string | null {
  if (begun && text.search(FINISH) < 0) return "the provider gives no finish reason";
  const [, taken] = TAKEN_BACK.exec(text) ?? [];
  if (taken !== undefined) return `the provider takes it back: ${taken}`;
  if (BARE.test(text)) return "the provider streams bare texts, in a form of its own";
  const other = misfiled(text);
  if (other !== null) return other;
  return holdsSeveral(text) ? "the recording holds several answers in one stream" : null;
}
