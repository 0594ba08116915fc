/**
 * Bedrock Converse: what a family of models takes. Claude's own fields travel in `additionalModelRequestFields`, and are
 * held to the same facts as Anthropic's API.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, step } from "../json.ts";
import { claudeFacts } from "../models/anthropic.ts";
import { bareModel } from "../models/model.ts";
import { type Block, converseMessages, resultBlocks } from "./bedrock-view.ts";
import { first, listed, rule } from "./define.ts";

const AT = { apis: ["bedrock-converse"] as readonly ContractApi[] };
const CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const NOVA_2 = "us.amazon.nova-2-lite-v1:0";
const TEXT: JsonObject = { text: "Where is the tide?" };
const CONFIG: JsonObject = {
  tools: [{ toolSpec: { name: "tide", inputSchema: { json: { type: "object" } } } }],
};
const extra = (fields: JsonObject): JsonObject => ({ additionalModelRequestFields: fields });
const given = (...content: JsonObject[]): JsonObject => ({ messages: [{ role: "user", content }] });
const VIDEO: JsonObject = { video: { format: "mp4", source: { bytes: "AAAA" } } };
const IMAGE: JsonObject = { image: { format: "png", source: { bytes: "iVBORw0KGgo=" } } };
const PDF: JsonObject = { document: { name: "tides", format: "pdf", source: { bytes: "JVBERi0=" } } };
const answered = (...content: JsonObject[]): JsonObject => ({
  toolConfig: CONFIG,
  messages: [
    { role: "user", content: [TEXT] },
    { role: "assistant", content: [{ toolUse: { toolUseId: "a", name: "tide", input: {} } }] },
    { role: "user", content: [{ toolResult: { toolUseId: "a", content } }] },
  ],
});

const fields = (body: JsonObject, ...path: string[]) => dig(body, "additionalModelRequestFields", ...path);
const FIELDS = "/additionalModelRequestFields";
const blocks = (body: JsonObject): Block[] => converseMessages(body).flatMap((turn) => turn.blocks);
const inResults = (body: JsonObject): Block[] => blocks(body).flatMap(resultBlocks);
const everywhere = (body: JsonObject): Block[] => [...blocks(body), ...inResults(body)];
const choice = (body: JsonObject): string =>
  Object.keys((dig(body, "toolConfig", "toolChoice") as object) ?? {})[0] ?? "";

/** What the model itself says comes behind the service's fixed words. */
const fromModel = (text: string): string => `The model returned the following errors: ${text}`;

const noMedia = (kind: string) =>
  `This model doesn't support the ${kind} content block that you provided. Update the content block and try again.`;

const NO_VISION = /^(?:nova-micro|claude-3-5-haiku|llama3-(?:0|1|3)|deepseek|r1|gpt-oss|command)/;

export const BEDROCK_MODEL_RULES: readonly Rule[] = [
  rule("bedrock.thinking.claude-enabled", {
    ...AT,
    models: /anthropic\.claude/,
    facts: ["anthropic.thinking.enabled-refused", "anthropic.thinking.adaptive-refused"],
    repair: "send the kind of thinking that the model has",
    find: (body, { model }) => {
      const kind = fields(body, "thinking", "type");
      const facts = claudeFacts(model);
      return facts && isText(kind) && !(facts.thinking.is as readonly string[]).includes(kind)
        ? {
            pointer: `${FIELDS}/thinking/type`,
            seen: kind,
            mark: "documented",
            message: fromModel(`"thinking.type.${kind}" is not supported for this model.`),
            repair: `send one of ${facts.thinking.is.join(", ")}, or leave thinking out`,
          }
        : null;
    },
    example: {
      model: "us.anthropic.claude-opus-4-8",
      refused: extra({ thinking: { type: "enabled", budget_tokens: 2048 } }),
      accepted: extra({ thinking: { type: "adaptive" } }),
    },
  }),
  rule("anthropic.effort.xhigh-refused", {
    ...AT,
    variant: "bedrock",
    models: /anthropic\.claude/,
    facts: ["anthropic.effort.refused-models"],
    repair: "send a word of effort that the model has",
    find: (body, { model }) => {
      const effort = fields(body, "output_config", "effort");
      const words = claudeFacts(model)?.efforts?.is;
      return words && isText(effort) && !words.includes(effort)
        ? {
            pointer: `${FIELDS}/output_config/effort`,
            seen: effort,
            message: fromModel(`This model does not support effort level '${effort}'.`),
            repair: words.length === 0 ? "leave the effort out" : `send one of ${words.join(", ")}`,
          }
        : null;
    },
    example: {
      model: "us.anthropic.claude-opus-4-6-v1",
      refused: extra({ output_config: { effort: "xhigh" } }),
      accepted: extra({ output_config: { effort: "max" } }),
    },
  }),
  rule("anthropic.thinking.budget-below-max", {
    ...AT,
    variant: "bedrock",
    models: /anthropic\.claude/,
    facts: ["anthropic.thinking.budget-min"],
    repair: "send a budget of at least 1024 and below maxTokens",
    find: (body) => {
      const budget = fields(body, "thinking", "budget_tokens");
      const most = dig(body, "inferenceConfig", "maxTokens");
      if (typeof budget !== "number") return null;
      return budget < 1024 || (typeof most === "number" && budget >= most)
        ? {
            pointer: `${FIELDS}/thinking/budget_tokens`,
            seen: budget,
            message: fromModel("`max_tokens` must be greater than `thinking.budget_tokens`."),
          }
        : null;
    },
    example: {
      model: CLAUDE,
      refused: {
        ...extra({ thinking: { type: "enabled", budget_tokens: 2048 } }),
        inferenceConfig: { maxTokens: 2048 },
      },
      accepted: {
        ...extra({ thinking: { type: "enabled", budget_tokens: 2048 } }),
        inferenceConfig: { maxTokens: 4096 },
      },
    },
  }),
  rule("anthropic.output-cap.table", {
    ...AT,
    variant: "bedrock",
    models: /anthropic\.claude/,
    repair: "lower maxTokens to the model's own limit",
    find: (body, { model }) => {
      const most = dig(body, "inferenceConfig", "maxTokens");
      const cap = claudeFacts(model)?.outputCap?.is;
      return cap !== undefined &&
        typeof most === "number" &&
        most > cap &&
        fields(body, "anthropic_beta") === undefined
        ? {
            pointer: "/inferenceConfig/maxTokens",
            seen: most,
            repair: `send at most ${cap}`,
            message: `The maximum tokens you requested exceeds the model limit of ${cap}. Try again with a maximum tokens value that is lower than ${cap}.`,
          }
        : null;
    },
    example: {
      model: CLAUDE,
      refused: { inferenceConfig: { maxTokens: 64_001 } },
      accepted: { inferenceConfig: { maxTokens: 64_000 } },
    },
  }),
  rule("anthropic.sampling.removed-newest", {
    ...AT,
    variant: "bedrock",
    models: /anthropic\.claude/,
    repair: "leave temperature and topP out",
    find: (body, { model }) => {
      if (claudeFacts(model)?.sampling !== "defaults") return null;
      const temperature = dig(body, "inferenceConfig", "temperature");
      return typeof temperature === "number" && temperature !== 1
        ? {
            pointer: "/inferenceConfig/temperature",
            seen: temperature,
            message: fromModel("`temperature` is deprecated for this model."),
          }
        : null;
    },
    example: {
      model: "us.anthropic.claude-opus-4-8",
      refused: { inferenceConfig: { temperature: 0.2 } },
      accepted: { inferenceConfig: { temperature: 1 } },
    },
  }),
  rule("bedrock.inference.claude-pair", {
    ...AT,
    models: /anthropic\.claude/,
    repair: "send temperature or topP, not both",
    find: (body, { model }) => {
      const config = dig(body, "inferenceConfig");
      return claudeFacts(model)?.sampling === "either" &&
        isObject(config) &&
        config.temperature !== undefined &&
        config.topP !== undefined
        ? {
            pointer: "/inferenceConfig/topP",
            seen: config.topP,
            message: fromModel(
              "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
            ),
          }
        : null;
    },
    example: {
      model: CLAUDE,
      refused: { inferenceConfig: { temperature: 0.5, topP: 0.5 } },
      accepted: { inferenceConfig: { temperature: 0.5 } },
    },
  }),
  rule("bedrock.tool_choice.with-thinking", {
    ...AT,
    models: /anthropic\.claude/,
    repair: "send toolChoice auto while thinking is on",
    find: (body) => {
      const kind = fields(body, "thinking", "type");
      return (kind === "enabled" || kind === "adaptive") && ["any", "tool"].includes(choice(body))
        ? {
            pointer: "/toolConfig/toolChoice",
            seen: choice(body),
            message: fromModel("Thinking may not be enabled when tool_choice forces tool use."),
          }
        : null;
    },
    example: {
      model: CLAUDE,
      refused: {
        ...extra({ thinking: { type: "enabled", budget_tokens: 2048 } }),
        toolConfig: { ...CONFIG, toolChoice: { any: {} } },
      },
      accepted: {
        ...extra({ thinking: { type: "enabled", budget_tokens: 2048 } }),
        toolConfig: { ...CONFIG, toolChoice: { auto: {} } },
      },
    },
  }),
  rule("bedrock.tool_choice.any", {
    ...AT,
    models: /(?:^|\.)(?:meta|amazon\.titan|cohere|deepseek|openai|ai21|writer)\./,
    facts: ["bedrock.tool_choice.tool"],
    repair: "leave toolChoice out, or send auto",
    find: (body) =>
      ["any", "tool"].includes(choice(body))
        ? {
            pointer: "/toolConfig/toolChoice",
            seen: choice(body),
            message: `This model doesn't support the toolConfig.toolChoice.${choice(body)} field. Remove toolConfig.toolChoice.${choice(body)} and try again.`,
          }
        : null,
    example: {
      model: "us.meta.llama3-3-70b-instruct-v1:0",
      refused: { toolConfig: { ...CONFIG, toolChoice: { any: {} } } },
      accepted: { toolConfig: CONFIG },
    },
  }),
  rule("bedrock.pair.beside-claude", {
    ...AT,
    models: /anthropic\.claude/,
    facts: ["bedrock.result.claude-media"],
    repair: "send frames as images, or a text instead: Claude sees no video",
    find: (body) =>
      first(everywhere(body), ({ kind, pointer }) =>
        kind === "video" || kind === "audio" ? { pointer, seen: kind, message: noMedia(kind) } : null,
      ),
    example: { model: CLAUDE, refused: given(TEXT, VIDEO), accepted: given(TEXT, IMAGE) },
  }),
  rule("bedrock.result.nova-media", {
    ...AT,
    models: /amazon\.nova-2/,
    repair: "put documents and video beside the tool result, not into it",
    find: (body) =>
      first(inResults(body), ({ kind, pointer, value }) =>
        kind === "video" || (kind === "document" && value.format === "pdf")
          ? {
              pointer,
              seen: kind,
              message: fromModel(
                "Malformed input request: #/messages/2/content/0: extraneous key [toolResult] is not permitted, please reformat your input and try again.",
              ),
            }
          : null,
      ),
    example: { model: NOVA_2, refused: answered(PDF), accepted: answered(TEXT) },
  }),
  rule("bedrock.s3.claude", {
    ...AT,
    models: /anthropic\.claude/,
    repair: "send the document's bytes",
    find: (body) =>
      first(blocks(body), ({ kind, value, pointer }) =>
        kind === "document" && dig(value, "source", "s3Location") !== undefined
          ? {
              pointer: step(pointer, "source"),
              seen: "s3Location",
              message: fromModel("messages.0.content.0.document.source.type: Field required"),
            }
          : null,
      ),
    example: {
      model: CLAUDE,
      refused: given(TEXT, {
        document: { name: "tides", format: "pdf", source: { s3Location: { uri: "s3://bucket/a.pdf" } } },
      }),
      accepted: given(TEXT, PDF),
    },
  }),
  rule("bedrock.table.no-vision", {
    ...AT,
    repair: "send images to a model that sees",
    find: (body, { model }) =>
      NO_VISION.test(bareModel(model))
        ? first(everywhere(body), ({ kind, pointer }) =>
            kind === "image" ? { pointer, seen: kind, message: noMedia("image") } : null,
          )
        : null,
    example: { model: "us.amazon.nova-micro-v1:0", refused: given(TEXT, IMAGE), accepted: given(TEXT) },
  }),
  rule("bedrock.table.cachepoint", {
    ...AT,
    models: /(?:^|\.)(?:meta|mistral|cohere|deepseek|openai|qwen|ai21|writer)\./,
    repair: "leave cachePoint out: this model has no prompt cache",
    find: (body) =>
      first(
        [
          ...listed(body.messages, "/messages").flatMap(([at, { content }]) =>
            listed(content, step(at, "content")),
          ),
          ...listed(body.system, "/system"),
          ...listed(dig(body, "toolConfig", "tools"), "/toolConfig/tools"),
        ],
        ([pointer, block]): Finding | null =>
          block.cachePoint === undefined
            ? null
            : {
                pointer: step(pointer, "cachePoint"),
                seen: block.cachePoint,
                message: fromModel("extraneous key [cachePoint] is not permitted"),
              },
      ),
    example: {
      model: "us.meta.llama3-3-70b-instruct-v1:0",
      refused: { system: [{ text: "a" }, { cachePoint: { type: "default" } }] },
      accepted: { system: [{ text: "a" }] },
    },
  }),
  rule("bedrock.order.first-user", {
    ...AT,
    models: /(?:^|\.)(?:amazon\.nova|meta|mistral|cohere|ai21|writer|deepseek|openai)/,
    repair: "begin with a user message",
    find: (body) =>
      dig(body, "messages", 0, "role") === "assistant"
        ? {
            pointer: "/messages/0/role",
            seen: "assistant",
            message:
              "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
          }
        : null,
    example: {
      model: NOVA_2,
      refused: {
        messages: [
          { role: "assistant", content: [TEXT] },
          { role: "user", content: [TEXT] },
        ],
      },
      accepted: given(TEXT),
    },
  }),
  rule("bedrock.thinking.gpt-oss", {
    ...AT,
    models: /openai\.gpt-oss/,
    repair: "send low, medium or high",
    find: (body) => {
      const effort = fields(body, "reasoning_effort");
      return isText(effort) && !["low", "medium", "high"].includes(effort)
        ? {
            pointer: `${FIELDS}/reasoning_effort`,
            seen: effort,
            message: fromModel(`reasoning_effort '${effort}' is not supported`),
          }
        : null;
    },
    example: {
      model: "openai.gpt-oss-120b-1:0",
      refused: extra({ reasoning_effort: "none" }),
      accepted: extra({ reasoning_effort: "low" }),
    },
  }),
];
