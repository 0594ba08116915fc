/**
 * Output items as they stand in an answer (RES-03).
 * @module
 */
import type { ReasoningDetail } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { customInput } from "../../_shared/custom-text.ts";
import { conceal } from "../encrypted.ts";

export type ItemStatus = "in_progress" | "completed" | "incomplete";

export const messageItem = (id: string, status: ItemStatus, content: readonly JsonObject[]): JsonObject => ({
  id,
  type: "message",
  status,
  role: "assistant",
  content: [...content],
});

export const textPart = (
  text: string,
  annotations: readonly Json[],
  logprobs: readonly Json[],
): JsonObject => ({
  type: "output_text",
  text,
  annotations: [...annotations],
  logprobs: [...logprobs],
});

export const refusalPart = (refusal: string): JsonObject => ({ type: "refusal", refusal });

/** Thinking; `summary` is always there, empty where nothing is shown. */
export function reasoningItem(id: string, text: string, encrypted: string | null): JsonObject {
  return {
    id,
    type: "reasoning",
    summary: text === "" ? [] : [{ type: "summary_text", text }],
    ...(encrypted === null ? {} : { encrypted_content: encrypted }),
  };
}

/** What stands behind a piece of thinking that must come back; `null` where nobody signed it. */
export function encryptedOf(detail: ReasoningDetail | JsonObject): string | null {
  if (detail.type === "reasoning.text" && detail.signature === undefined) return null;
  return conceal({ kind: "detail", detail: { ...detail } });
}

/** What a call must carry in the next turn. */
export const encryptedFor = (call_id: string, extra_content: JsonObject): string =>
  conceal({ kind: "call", call_id, extra_content });

export interface Call {
  call_id: string;
  name: string;
  args: string;
}

/** A call of one of the caller's tools. */
export function callItem(
  id: string,
  status: ItemStatus,
  { call_id, name, args }: Call,
  isCustom: boolean,
): JsonObject {
  return isCustom
    ? { id, type: "custom_tool_call", status, call_id, name, input: args === "" ? "" : customInput(args) }
    : { id, type: "function_call", status, call_id, name, arguments: args };
}

/** OpenAI's chat form nests a citation's fields, this API does not. */
export function annotationOf(annotation: Json): Json {
  if (!isObject(annotation)) return annotation;
  const { type, ...rest } = annotation;
  const nested = typeof type === "string" ? rest[type] : undefined;
  return isObject(nested) ? { type, ...nested } : annotation;
}
