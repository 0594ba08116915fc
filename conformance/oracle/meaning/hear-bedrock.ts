/**
 * Answers of Bedrock's Converse as they stand on the wire: whole ones, and the events of a stream put together.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import {
  callNumbers,
  type Heard,
  joined,
  objectOf,
  objects,
  type Pieces,
  type Word,
  words,
} from "./heard.ts";

/** One event of a stream: its type is a header of its frame. */
export interface BedrockEvent {
  type: string;
  body: JsonObject;
}

const textOf = ({ text, citationsContent }: JsonObject): string =>
  words(text) +
  objects(objectOf(citationsContent).content)
    .map((part) => words(part.text))
    .join("");

const reasonedIn = ({ reasoningContent }: JsonObject): JsonObject =>
  objectOf(objectOf(reasoningContent).reasoningText);

function orderOf(blocks: readonly JsonObject[]): Word[] {
  const next = callNumbers();
  return joined(
    blocks.flatMap(
      (block): Pieces => [
        ["reasoning", words(reasonedIn(block).text)],
        ["text", textOf(block)],
        ...objects([block.toolUse]).map(next),
      ],
    ),
  );
}

function understood(blocks: readonly JsonObject[], stopReason: unknown): Heard {
  const reasoned = blocks.map(reasonedIn);
  const calls = blocks.flatMap(({ toolUse }) => objects([toolUse]));
  return {
    id: "",
    model: "",
    fingerprint: "",
    created: [],
    usage: null,
    choices: [
      {
        text: blocks.map(textOf).join(""),
        reasoning: reasoned.map(({ text }) => words(text)).join(""),
        signatures: reasoned.flatMap(({ signature }) => (signature ? [words(signature)] : [])),
        refusal: "",
        order: orderOf(blocks),
        calls: calls.map(({ toolUseId, name, input }) => ({
          id: words(toolUseId),
          name: words(name),
          arguments: input ?? {},
        })),
        finish: typeof stopReason === "string" ? [stopReason] : [],
        stopSequence: null,
        tokens: [],
        sources: [],
      },
    ],
  };
}

/** What a whole answer said. */
export const hearBedrock = ({ output, stopReason }: JsonObject): Heard =>
  understood(objects(objectOf(objectOf(output).message).content), stopReason);

/** A block with a delta put to it, as the whole answer would have it. */
function grown(block: JsonObject, delta: JsonObject): JsonObject {
  const { text, toolUse, reasoningContent } = delta;
  if (typeof text === "string") return { ...block, text: words(block.text) + text };
  if (toolUse !== undefined) {
    const known = objectOf(block.toolUse);
    const input = words(known.input) + words(objectOf(toolUse).input);
    return { ...block, toolUse: { ...known, input } };
  }
  if (reasoningContent === undefined) return block;
  const more = objectOf(reasoningContent);
  const known = objectOf(objectOf(block.reasoningContent).reasoningText);
  const reasoningText = {
    text: words(known.text) + words(more.text),
    signature: words(known.signature) + words(more.signature),
  };
  return { ...block, reasoningContent: { reasoningText } };
}

/** What the events of a stream said. */
export function hearBedrockStream(events: readonly BedrockEvent[]): Heard {
  const blocks = new Map<unknown, JsonObject>();
  let stopReason: unknown;
  for (const { type, body } of events) {
    const at = body.contentBlockIndex;
    if (type === "contentBlockStart") blocks.set(at, { ...objectOf(body.start) });
    else if (type === "contentBlockDelta") blocks.set(at, grown(blocks.get(at) ?? {}, objectOf(body.delta)));
    else if (type === "messageStop") stopReason = body.stopReason;
  }
  return understood([...blocks.values()], stopReason);
}
