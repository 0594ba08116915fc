/**
 * The response object around an answer: what was asked, as the caller asked it, with this API's own defaults where nothing
 * was said. Every key is there, since strict clients demand each.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";

const orElse = (value: Json | undefined, otherwise: Json): Json =>
  value === undefined || value === null ? otherwise : value;

/** A tool in the caller's flat form, with every field of a function. */
function echoTool(tool: Json): Json {
  if (!isObject(tool) || tool.type !== "function") return tool;
  return {
    ...tool,
    description: orElse(tool.description, null),
    parameters: orElse(tool.parameters, null),
    strict: orElse(tool.strict, true),
  };
}

function echoText(text: Json | undefined): JsonObject {
  const { format, ...rest } = isObject(text) ? text : {};
  const { verbosity } = rest;
  return { ...rest, format: orElse(format, { type: "text" }), verbosity: orElse(verbosity, "medium") };
}

function echoReasoning(reasoning: Json | undefined): JsonObject {
  const { effort, summary } = isObject(reasoning) ? reasoning : {};
  return { effort: orElse(effort, null), summary: orElse(summary, null) };
}

/** What an answer adds to the request. */
export interface Answered {
  id: string;
  model: string;
  /** Seconds since 1970. */
  created_at: number;
  status: "in_progress" | "completed" | "incomplete" | "failed";
  completed_at?: number;
  incomplete_details?: JsonObject;
  error?: JsonObject;
  output: readonly JsonObject[];
  usage: JsonObject | null;
  service_tier?: Json | undefined;
}

/** A whole response object. Nothing is stored and nothing runs in the background, whatever was asked. */
export function responseObject(answer: Answered, { body }: RenderContext): JsonObject {
  const tools = Array.isArray(body.tools) ? body.tools.map(echoTool) : [];
  return {
    id: answer.id,
    object: "response",
    created_at: answer.created_at,
    status: answer.status,
    background: false,
    completed_at: answer.completed_at ?? null,
    error: answer.error ?? null,
    frequency_penalty: 0,
    incomplete_details: answer.incomplete_details ?? null,
    instructions: orElse(body.instructions, null),
    max_output_tokens: orElse(body.max_output_tokens, orElse(body.max_tokens, null)),
    max_tool_calls: orElse(body.max_tool_calls, null),
    metadata: orElse(body.metadata, {}),
    model: answer.model,
    output: [...answer.output],
    parallel_tool_calls: orElse(body.parallel_tool_calls, true),
    presence_penalty: 0,
    previous_response_id: null,
    prompt_cache_key: orElse(body.prompt_cache_key, null),
    reasoning: echoReasoning(body.reasoning),
    safety_identifier: orElse(body.safety_identifier, null),
    service_tier: orElse(answer.service_tier, "default"),
    store: false,
    temperature: orElse(body.temperature, 1),
    text: echoText(body.text),
    tool_choice: orElse(body.tool_choice, "auto"),
    tools,
    top_logprobs: orElse(body.top_logprobs, 0),
    top_p: orElse(body.top_p, 1),
    truncation: "disabled",
    usage: answer.usage,
    user: orElse(body.user, null),
  };
}

/** How an answer ended, from its finish reason (RES-02). */
export function statusOf(
  reason: string | null,
): Pick<Answered, "status"> & Partial<Pick<Answered, "incomplete_details">> {
  if (reason === "length")
    return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
  if (reason === "content_filter")
    return { status: "incomplete", incomplete_details: { reason: "content_filter" } };
  return { status: "completed" };
}

/** The id of this answer, and those of its items by their place. */
export function idsOf({ requestId }: RenderContext): {
  response: string;
  item(kind: string, index: number): string;
} {
  const stem = requestId.replaceAll("-", "");
  return { response: `resp_${stem}`, item: (kind, index) => `${kind}_${stem}_${index}` };
}
