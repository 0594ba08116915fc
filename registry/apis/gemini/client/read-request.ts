/**
 * A caller's `generateContent` request in canonical form (ERR-08).
 * @module
 */
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../../json.ts";
import { refusalOf } from "../../_shared/issue.ts";
import { requested } from "../../_shared/refusals.ts";
import { type DecodedRequest, type RequestPlace, UnsupportedInput } from "../../codec.ts";
import { camelKeys, type NativeRequest, NativeRequestSchema } from "./native.ts";
import { parametersOf, toolChoiceOf, toolsOf } from "./read-config.ts";
import { MessageReader } from "./read-messages.ts";

/** Keys that have become something else; the others are left for MAP-09 to decide about. */
const READ = [
  "model",
  "contents",
  "systemInstruction",
  "tools",
  "toolConfig",
  "generationConfig",
  "cachedContent",
  "serviceTier",
  "labels",
];

function messagesOf({ systemInstruction, contents }: NativeRequest): JsonObject[] {
  const reader = new MessageReader();
  for (const { text } of systemInstruction?.parts ?? [])
    reader.messages.push({ role: "system", content: text });
  for (const [i, content] of contents.entries()) reader.read(content, `contents[${i}]`);
  return reader.messages;
}

/** @throws UnsupportedInput, Malformed */
function canonical(native: NativeRequest, model: string, stream: boolean | undefined): JsonObject {
  // The prompt that such a name stands for is at Google's.
  if (native.cachedContent)
    throw new UnsupportedInput("cachedContent", "a cached prompt exists only at the host that keeps it");
  const tools = toolsOf(native);
  const choice = toolChoiceOf(native);
  return {
    ...without(native as JsonObject, READ),
    model,
    messages: messagesOf(native),
    ...(stream === undefined ? {} : { stream }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(choice === undefined ? {} : { tool_choice: choice }),
    ...parametersOf(native.generationConfig ?? {}),
    ...(native.serviceTier ? { service_tier: native.serviceTier } : {}),
    ...(native.labels ? { metadata: native.labels } : {}),
  };
}

function refused(param: string | null, message: string, unsupported: boolean): DecodedRequest {
  return { ok: false, param, message: param === null ? message : `${param}: ${message}`, unsupported };
}

/** Reads a caller's body. The path names the model; a model in the body counts where there is none. */
export function decodeRequest(body: Json, place: RequestPlace): DecodedRequest {
  if (!isObject(body)) return refused(null, "the body must be a JSON object", false);
  const native = NativeRequestSchema.safeParse(camelKeys(body));
  if (!native.success) return refusalOf(native.error);
  const model = place.model ?? native.data.model;
  if (model === undefined) return refused("model", "the request names no model", false);
  return requested(() => {
    const parsed = ChatRequestSchema.safeParse(canonical(native.data, model, place.stream));
    return parsed.success ? { ok: true, request: parsed.data } : refusalOf(parsed.error);
  });
}
