/**
 * What a request in Bedrock's Converse says, read by hand.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { SentRequest, SentTurn } from "./wire.ts";

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const textsOf = (blocks: readonly JsonObject[]): string[] =>
  blocks.flatMap(({ text }) => (typeof text === "string" ? [text] : []));

function imagesOf(blocks: readonly JsonObject[]): NonNullable<SentTurn["images"]> {
  return blocks.flatMap(({ image }) => {
    if (!isObject(image)) return [];
    const { bytes } = asObject(image.source);
    return [{ type: `image/${String(image.format)}`, data: String(bytes) }];
  });
}

const withImages = (turn: SentTurn, blocks: readonly JsonObject[]): SentTurn => {
  const images = imagesOf(blocks);
  return images.length > 0 ? { ...turn, images } : turn;
};

function resultTurn(result: JsonObject): SentTurn {
  const blocks = objects(result.content);
  return withImages({ role: "tool", texts: textsOf(blocks), callId: String(result.toolUseId) }, blocks);
}

/** The turns of one message: results of tools are turns of their own. */
function turnsOf(message: JsonObject): SentTurn[] {
  const blocks = objects(message.content);
  if (message.role === "assistant") {
    const calls = blocks.flatMap(({ toolUse }) =>
      isObject(toolUse)
        ? [{ id: String(toolUse.toolUseId), name: String(toolUse.name), arguments: toolUse.input ?? null }]
        : [],
    );
    const turn: SentTurn = { role: "assistant", texts: textsOf(blocks) };
    return [calls.length > 0 ? { ...turn, calls } : turn];
  }
  const turns: SentTurn[] = [];
  let spoken: JsonObject[] = [];
  const flush = () => {
    if (spoken.length > 0) turns.push(withImages({ role: "user", texts: textsOf(spoken) }, spoken));
    spoken = [];
  };
  for (const block of blocks) {
    if (isObject(block.toolResult)) {
      flush();
      turns.push(resultTurn(block.toolResult));
    } else if (block.cachePoint === undefined) spoken.push(block);
  }
  flush();
  return turns;
}

function choiceOf(choice: Json | undefined): SentRequest["toolChoice"] {
  if (!isObject(choice)) return undefined;
  if (isObject(choice.auto)) return "auto";
  if (isObject(choice.any)) return "required";
  return isObject(choice.tool) ? { name: String(choice.tool.name) } : undefined;
}

/** The reasoning that is asked for, in whatever form. */
function effortOf({ reasoning_effort, thinking, reasoningConfig }: JsonObject): Json | undefined {
  return reasoning_effort ?? thinking ?? reasoningConfig;
}

function formatOf(config: JsonObject): JsonObject | undefined {
  const { type, structure } = asObject(config.textFormat);
  if (type !== "json_schema") return undefined;
  const { name, schema } = asObject(asObject(structure).jsonSchema);
  return { type, json_schema: { name, schema: JSON.parse(String(schema)) as Json } };
}

const THINKING = ["thinking", "output_config", "reasoningConfig", "reasoning_effort"];

function parametersOf(body: JsonObject): JsonObject {
  const { temperature, topP, stopSequences } = asObject(body.inferenceConfig);
  const fields = asObject(body.additionalModelRequestFields);
  const others = Object.entries(fields).filter(([name]) => !THINKING.includes(name));
  const named: JsonObject = {
    temperature,
    top_p: topP,
    stop: stopSequences,
    reasoning_effort: effortOf(fields),
    response_format: formatOf(asObject(body.outputConfig)),
    service_tier: asObject(body.serviceTier).type,
    metadata: body.requestMetadata,
    ...Object.fromEntries(others),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** Reads a request: the model and streaming are in its path, in one segment each. */
export function readConverse(url: string, body: JsonObject, text: string): SentRequest {
  const [, model = "", verb] = /\/model\/([^/]+)\/(converse(?:-stream)?)$/.exec(new URL(url).pathname) ?? [];
  const { tools, toolChoice } = asObject(body.toolConfig);
  return {
    model: decodeURIComponent(model),
    stream: verb === "converse-stream",
    maxTokens: asObject(body.inferenceConfig).maxTokens,
    parameters: parametersOf(body),
    system: textsOf(objects(body.system)),
    turns: objects(body.messages).flatMap(turnsOf),
    tools: objects(tools).flatMap(({ toolSpec }) => {
      if (!isObject(toolSpec)) return [];
      const { name, description, inputSchema } = toolSpec;
      return [{ name: String(name), description, schema: asObject(inputSchema).json }];
    }),
    toolChoice: choiceOf(toolChoice),
    cacheMarks: text.split('"cachePoint"').length - 1,
  };
}
