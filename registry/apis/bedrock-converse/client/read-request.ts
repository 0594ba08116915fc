/**
 * Requests of callers who speak Converse, in canonical form (ERR-08).
 * @module
 */

import { z } from "zod";
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import { messageOf } from "../../../canonical/message.ts";
import { at, isObject, type Json, type JsonObject, parseJson, without } from "../../../json.ts";
import { list } from "../../../limits/lists.ts";
import { refusalOf } from "../../_shared/issue.ts";
import { Malformed, requested } from "../../_shared/refusals.ts";
import { type DecodedRequest, type RequestPlace, UnsupportedInput } from "../../codec.ts";
import { Block, contentIn, markOf, type Placed, placed, toolMessage, turnIn } from "./read-messages.ts";

const Message = z.looseObject({
  role: z.enum(["user", "assistant"]),
  content: list("parts", Block, { min: 1 }),
});
type Message = z.infer<typeof Message>;

const ToolSpec = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  inputSchema: z.looseObject({ json: z.looseObject({}) }),
  strict: z.boolean().nullish(),
});

const Body = z.looseObject({
  messages: list("messages", Message, { min: 1 }),
  system: list("parts", Block).nullish(),
  inferenceConfig: z
    .looseObject({
      maxTokens: z.int().positive().nullish(),
      temperature: z.number().min(0).max(1).nullish(),
      topP: z.number().min(0).max(1).nullish(),
      stopSequences: list("stop", z.string().min(1)).nullish(),
    })
    .nullish(),
  toolConfig: z
    .looseObject({
      tools: list(
        "tools",
        z.looseObject({ toolSpec: ToolSpec.optional(), cachePoint: z.looseObject({}).optional() }),
      ),
      toolChoice: z
        .union([
          z.strictObject({ auto: z.looseObject({}) }),
          z.strictObject({ any: z.looseObject({}) }),
          z.strictObject({ tool: z.looseObject({ name: z.string().min(1) }) }),
        ])
        .nullish(),
    })
    .nullish(),
  outputConfig: z
    .looseObject({
      textFormat: z
        .looseObject({
          type: z.literal("json_schema"),
          structure: z.looseObject({
            jsonSchema: z.looseObject({ name: z.string().optional(), schema: z.string() }),
          }),
        })
        .nullish(),
    })
    .nullish(),
  additionalModelRequestFields: z.looseObject({}).nullish(),
  serviceTier: z.looseObject({ type: z.string() }).nullish(),
  requestMetadata: z.record(z.string(), z.string()).nullish(),
});
type Body = z.infer<typeof Body>;

/** What they ask for would silently not happen: a guardrail that is not asked is none. */
const REFUSED = ["guardrailConfig", "promptVariables"];

/** Keys that are read below. What is left over is dropped and reported by its name (MAP-09). */
const READ = [
  "messages",
  "system",
  "inferenceConfig",
  "toolConfig",
  "outputConfig",
  "additionalModelRequestFields",
  "serviceTier",
  "requestMetadata",
  "model",
  "modelId",
  "stream",
];

/** A turn of the caller's: first the results of tools, each a message, then what the user says. */
function userMessages({ content }: Message, param: string): JsonObject[] {
  const results: JsonObject[] = [];
  const spoken: Placed[] = [];
  for (const [i, each] of placed(content, `${param}.content`).entries()) {
    const { toolResult, cachePoint } = each.block;
    const last = results.at(-1);
    if (toolResult) results.push(toolMessage(toolResult, each.place));
    // Right after a result a cache point marks that, not what is said (MAP-12).
    // Stryker disable next-line OptionalChaining: where a result was read already, a block stands before this one
    else if (cachePoint && last && content[i - 1]?.toolResult) Object.assign(last, markOf(cachePoint));
    else spoken.push(each);
  }
  const items = contentIn(spoken);
  return items.length === 0 ? results : [...results, messageOf("user", items)];
}

function assistantMessage({ content }: Message, param: string): JsonObject {
  // Right after a call a cache point marks the message, whose last blocks its calls become (MAP-12).
  const mark = content.findLast(({ cachePoint }, i) => cachePoint && content[i - 1]?.toolUse)?.cachePoint;
  return {
    ...messageOf("assistant", turnIn(placed(content, `${param}.content`)), { signedApart: true }),
    ...(mark === undefined ? {} : markOf(mark)),
  };
}

function readMessages({ system, messages }: Body): JsonObject[] {
  const instructions = contentIn(placed(system ?? [], "system"));
  const turns = messages.flatMap((message, i) =>
    message.role === "user"
      ? userMessages(message, `messages[${i}]`)
      : [assistantMessage(message, `messages[${i}]`)],
  );
  return [...instructions.map((item) => messageOf("system", [item])), ...turns];
}

function readTools({ toolConfig }: Body): JsonObject {
  if (!toolConfig) return {};
  const tools: JsonObject[] = [];
  for (const [i, { toolSpec, cachePoint }] of toolConfig.tools.entries()) {
    if (cachePoint) {
      const last = tools.pop();
      const ttl = typeof cachePoint.ttl === "string" ? { ttl: cachePoint.ttl } : {};
      if (last) tools.push({ ...last, cache_control: { type: "ephemeral", ...ttl } });
      continue;
    }
    if (!toolSpec)
      throw new UnsupportedInput(`toolConfig.tools[${i}]`, "only tools with a toolSpec are taken");
    const { name, description, inputSchema, strict } = toolSpec;
    const parameters = inputSchema.json as JsonObject;
    const said = description ? { description } : {};
    tools.push({ type: "function", function: { name, ...said, parameters, ...(strict ? { strict } : {}) } });
  }
  const choice = toolConfig.toolChoice;
  if (!choice) return { tools };
  if ("tool" in choice)
    return { tools, tool_choice: { type: "function", function: { name: choice.tool.name } } };
  return { tools, tool_choice: "any" in choice ? "required" : "auto" };
}

function readFormat({ outputConfig }: Body): JsonObject {
  const schema = outputConfig?.textFormat?.structure.jsonSchema;
  if (!schema) return {};
  const parsed = parsedSchema(schema.schema);
  const { name = "answer", description } = schema;
  const said = typeof description === "string" ? { description } : {};
  return {
    response_format: { type: "json_schema", json_schema: { name, ...said, schema: parsed, strict: true } },
  };
}

function parsedSchema(text: string): JsonObject {
  const param = "outputConfig.textFormat.structure.jsonSchema.schema";
  try {
    const schema: Json = parseJson(text);
    if (isObject(schema)) return schema;
  } catch {
    // Told below, like JSON that is no object.
  }
  throw new Malformed(param, "must be the text of a JSON schema");
}

/** The model's own fields under the names that the canonical form has for them; the rest is reported as dropped. */
function readFields(fields: JsonObject): JsonObject {
  const isOff = at(fields, ["reasoningConfig", "type"]) === "disabled";
  const effort =
    fields.reasoning_effort ??
    at(fields, ["output_config", "effort"]) ??
    (isOff ? "none" : at(fields, ["reasoningConfig", "maxReasoningEffort"]));
  const word = effort === "max" ? "xhigh" : effort;
  const rest = without(fields, ["thinking", "top_k", "reasoning_effort", "output_config", "reasoningConfig"]);
  // Adaptive thinking with an effort is what the effort alone means.
  const isImplied = typeof word === "string" && at(fields, ["thinking", "type"]) === "adaptive";
  return {
    ...(isObject(fields.thinking) && !isImplied ? { thinking: fields.thinking } : {}),
    ...(typeof word === "string" ? { reasoning_effort: word } : {}),
    ...(fields.top_k === undefined ? {} : { top_k: fields.top_k }),
    ...(Object.keys(rest).length === 0 ? {} : { additionalModelRequestFields: rest }),
  };
}

const present = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));

/** Keys of no meaning here; one that has a meaning in the canonical form must not gain it. */
function leftOver(body: Body): JsonObject {
  const entries = Object.entries(body as JsonObject);
  return Object.fromEntries(
    entries.filter(([key]) => !READ.includes(key) && !Object.hasOwn(ChatRequestSchema.shape, key)),
  );
}

function canonical(body: Body, place: RequestPlace): JsonObject {
  const { maxTokens, temperature, topP, stopSequences } = body.inferenceConfig ?? {};
  const tier = body.serviceTier?.type;
  return {
    ...leftOver(body),
    model: place.model ?? "",
    messages: readMessages(body),
    ...(place.stream === undefined ? {} : { stream: place.stream }),
    ...present({ max_tokens: maxTokens, temperature, top_p: topP, stop: stopSequences }),
    ...readTools(body),
    ...readFormat(body),
    ...readFields((body.additionalModelRequestFields ?? {}) as JsonObject),
    ...present({ service_tier: tier, metadata: body.requestMetadata as JsonObject | undefined }),
  };
}

/** Reads a caller's request; model and streaming stand in its path. What is wrong is named by its place in this dialect. */
export function decodeRequest(body: Json, place: RequestPlace): DecodedRequest {
  const refused = isObject(body) ? REFUSED.find((key) => isObject(body[key])) : undefined;
  if (refused !== undefined)
    return { ok: false, param: refused, message: `${refused}: is not taken here`, unsupported: true };
  const parsed = Body.safeParse(body);
  if (!parsed.success) return refusalOf(parsed.error);
  return requested(() => {
    const checked = ChatRequestSchema.safeParse(canonical(parsed.data, place));
    return checked.success ? { ok: true, request: checked.data } : refusalOf(checked.error);
  });
}
