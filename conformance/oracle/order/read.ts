/**
 * The order of a turn, read where callers and providers read it.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { joined, objectOf, objects, type Pieces, type Word, words } from "../meaning/heard.ts";
import { type OrderedApi, returnedWords } from "./turn.ts";

const by = (text: string, signature: unknown): string =>
  typeof signature === "string" && signature !== "" ? `${text} by ${signature}` : text;

const numberIn = (args: unknown): string => {
  const { number } = typeof args === "string" ? objectOf(JSON.parse(args)) : objectOf(args);
  return String(number);
};

function claudePieces(blocks: readonly JsonObject[], isSigned: boolean): Pieces {
  return blocks.map(({ type, thinking, text, input, signature, data }) => {
    if (type === "redacted_thinking") return ["sealed", words(data)];
    if (type === "thinking") return ["thought", isSigned ? by(words(thinking), signature) : words(thinking)];
    return type === "tool_use" ? ["call", numberIn(input)] : ["text", words(text)];
  });
}

/** Seals alone have no words: nobody reads them. */
const isWorded = ({ type }: JsonObject): boolean => type !== "redacted_thinking";

/** What a caller of messages reads. */
export const shownByMessages = (content: readonly JsonObject[]): Word[] =>
  joined(claudePieces(content.filter(isWorded), false));

function responsesPieces(items: readonly JsonObject[]): Pieces {
  return items.map(({ type, summary, content, arguments: args }) => {
    if (type === "function_call") return ["call", numberIn(args)];
    const parts = objects(type === "reasoning" ? summary : content);
    const text = typeof content === "string" ? content : parts.map((part) => words(part.text)).join("");
    return [type === "reasoning" ? "thought" : "text", text];
  });
}

/** What a caller of the Responses API reads. */
export const shownByResponses = (output: readonly JsonObject[]): Word[] => joined(responsesPieces(output));

/** The bytes of a picture in a data URL. */
const pictured = (url: unknown): string => words(url).replace("data:image/png;base64,", "");

const picturesIn = (images: unknown): [string, string][] =>
  objects(images).map(({ image_url: image }) => ["image", pictured(objectOf(image).url)]);

/** What a caller of chat completions reads while it comes. */
export function shownByChunks(events: readonly JsonObject[]): Word[] {
  const args = new Map<unknown, string>();
  const deltas = events.flatMap(({ choices }) => objects(choices).map(({ delta }) => objectOf(delta)));
  for (const { index, function: fn } of deltas.flatMap((delta) => objects(delta.tool_calls)))
    args.set(index, (args.get(index) ?? "") + words(objectOf(fn).arguments));
  return joined(
    deltas.flatMap((delta): Pieces => {
      const opened = objects(delta.tool_calls).filter(({ id }) => id !== undefined);
      return [
        ["thought", words(delta.reasoning_content)],
        ["text", words(delta.content)],
        ...picturesIn(delta.images),
        ...opened.map(({ index }): [string, string] => ["call", numberIn(args.get(index))]),
      ];
    }),
  );
}

const READERS: Readonly<Record<OrderedApi, (body: JsonObject) => Pieces>> = {
  "anthropic-messages": ({ messages }) => {
    const said = objects(messages).filter(({ role }) => role === "assistant");
    // One text may stand as such.
    return said.flatMap(
      ({ content }): Pieces =>
        typeof content === "string" ? [["text", content]] : claudePieces(objects(content), true),
    );
  },
  "bedrock-converse": ({ messages }) =>
    objects(messages)
      .filter(({ role }) => role === "assistant")
      .flatMap(({ content }) => objects(content))
      .map(({ reasoningContent, toolUse, text, image }) => {
        if (toolUse !== undefined) return ["call", numberIn(objectOf(toolUse).input)];
        if (image !== undefined) return ["image", words(objectOf(objectOf(image).source).bytes)];
        if (reasoningContent === undefined) return ["text", words(text)];
        const { reasoningText, redactedContent } = objectOf(reasoningContent);
        if (redactedContent !== undefined) return ["sealed", words(redactedContent)];
        const { text: thought, signature } = objectOf(reasoningText);
        return ["thought", by(words(thought), signature)];
      }),
  "cohere-v2": ({ messages }) =>
    objects(messages)
      .filter(({ role }) => role === "assistant")
      .flatMap(
        ({ content, tool_plan, tool_calls }): Pieces => [
          // One text may stand as such.
          ...(typeof content === "string" ? [{ text: content }] : objects(content)).map(
            (block): [string, string] =>
              "thinking" in block ? ["thought", words(block.thinking)] : ["text", words(block.text)],
          ),
          ["text", words(tool_plan)],
          ...objects(tool_calls).map((call): [string, string] => [
            "call",
            numberIn(objectOf(call.function).arguments),
          ]),
        ],
      ),
  gemini: ({ contents }) =>
    objects(contents)
      .filter(({ role }) => role === "model")
      .flatMap(({ parts }) => objects(parts))
      .filter(({ thought }) => thought !== true)
      .map(({ functionCall, inlineData, text, thoughtSignature }) => {
        if (inlineData !== undefined)
          return ["image", by(words(objectOf(inlineData).data), thoughtSignature)];
        return functionCall === undefined
          ? ["text", by(words(text), thoughtSignature)]
          : ["call", by(numberIn(objectOf(functionCall).args), thoughtSignature)];
      }),
  "openai-responses": ({ input }) =>
    responsesPieces(
      objects(input).filter(({ type, role }) => type === "function_call" || role === "assistant"),
    ),
};

/** What a provider gets back of the turn in a request: where thinking is signed, what nobody signed aside. */
export const returnedTo = (api: OrderedApi, body: JsonObject): Word[] => returnedWords(READERS[api](body));
