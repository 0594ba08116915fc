/**
 * How answers of this API end: there is no finish reason, only a status and why it is not `completed` (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";
import { at, isObject, type JsonObject, textOrNull } from "../../json.ts";

/** Statuses of a response that is not there yet, or never will be. */
const UNFINISHED = ["queued", "in_progress", "cancelled", "failed"];

export interface Finish {
  finish_reason: FinishReason;
  /** The host's own word, where it is none of the documented ones. */
  native_finish_reason?: string;
}

/** How a response ended, or the sentence that says why it is no answer. */
export function finishOf(response: JsonObject, hasCalls: boolean): Finish | { problem: string } {
  const status = textOrNull(response.status) ?? "completed";
  if (UNFINISHED.includes(status)) return { problem: `the response is ${status}, not completed` };
  if (status === "incomplete") {
    const reason = textOrNull(at(response, ["incomplete_details", "reason"]));
    if (reason === "content_filter") return { finish_reason: "content_filter" };
    const known = reason === null || reason === "max_output_tokens";
    return { finish_reason: "length", ...(known ? {} : { native_finish_reason: reason }) };
  }
  const native = status === "completed" ? {} : { native_finish_reason: status };
  return { finish_reason: hasCalls ? "tool_calls" : "stop", ...native };
}

/** Is this response the report of a failure? */
export const isFailed = (response: unknown): boolean =>
  isObject(response) &&
  (response.status === "failed" || (response.object === "response" && isObject(response.error)));
