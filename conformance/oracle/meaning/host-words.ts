/**
 * Answers of OpenAI's form in the words of hosts that have others for the same thing, put back into OpenAI's own: only then
 * can both ends of an exchange be read alike. What callers get is never put through this.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { objectOf, objects, words } from "./heard.ts";

/** Thinking inside of content, as Mistral sends it: parts in the place of a text. */
function fromParts(parts: readonly JsonObject[]): JsonObject {
  const of = (type: string) => parts.filter((part) => part.type === type);
  const thought = of("thinking").flatMap(({ thinking }) => objects(thinking));
  return {
    content: of("text")
      .map(({ text }) => words(text))
      .join(""),
    reasoning_content: thought.map(({ text }) => words(text)).join(""),
  };
}

/** One message or delta. */
function said(message: JsonObject): JsonObject {
  const { content, reasoning } = message;
  const named = typeof reasoning === "string" ? { reasoning_content: reasoning } : {};
  return { ...named, ...message, ...(Array.isArray(content) ? fromParts(objects(content)) : {}) };
}

/** A body or chunk. */
export const inOpenAiWords = (body: JsonObject): JsonObject => ({
  ...body,
  choices: objects(body.choices).map((choice) => ({
    ...choice,
    ...(choice.message ? { message: said(objectOf(choice.message)) } : {}),
    ...(choice.delta ? { delta: said(objectOf(choice.delta)) } : {}),
  })),
});

/** Gives the calls of one choice numbers of their own. */
function numbering(): (piece: JsonObject) => JsonObject {
  const ids: string[] = [];
  const known = new Map<unknown, number>();
  return ({ index, id, ...piece }) => {
    const name = words(id);
    if (name !== "" && !ids.includes(name)) ids.push(name);
    const place = name === "" ? (known.get(index) ?? Math.max(0, ids.length - 1)) : ids.indexOf(name);
    known.set(index, place);
    return { ...piece, ...(id === undefined ? {} : { id }), index: place };
  };
}

/** Chunks of hosts that leave the number of a call out, or give each the same one: a new id is a new call. */
export function renumbered(chunks: readonly JsonObject[]): JsonObject[] {
  const byChoice = new Map<unknown, (piece: JsonObject) => JsonObject>();
  return chunks.map((chunk) => ({
    ...chunk,
    choices: objects(chunk.choices).map((choice) => {
      const number = byChoice.get(choice.index) ?? numbering();
      byChoice.set(choice.index, number);
      const delta = objectOf(choice.delta);
      const calls = objects(delta.tool_calls);
      return calls.length === 0 ? choice : { ...choice, delta: { ...delta, tool_calls: calls.map(number) } };
    }),
  }));
}
