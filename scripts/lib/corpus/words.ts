/**
 * What an answer says, read off the wire by the plainest paths and without the dialects: nothing of it may be lost.
 * @module
 */

import { readFrames } from "../../../registry/apis/_shared/event-stream.ts";
import { at, isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { TextApiId } from "./hosts.ts";

export interface Words {
  text: string;
  /** Names of called tools, in order. */
  calls: string[];
}

const listAt = (value: unknown, ...path: string[]): JsonObject[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found.filter(isObject) : [];
};
const texts = (...values: unknown[]): string =>
  values.map((value) => (typeof value === "string" ? value : "")).join("");

/** Parts of a kind, or the content itself where it is text. */
function openAiText(content: unknown): string {
  if (!Array.isArray(content)) return texts(content);
  return texts(...content.filter(isObject).map(({ text }) => text));
}

type Reader = (body: JsonObject) => Words;

/** One reader for each wire; answers and events have the same paths or different ones, and absent ones say nothing. */
const READERS: Readonly<Record<TextApiId, Reader>> = {
  "openai-chat": (body) => {
    const said = listAt(body, "choices").map((choice) => choice.message ?? choice.delta);
    return {
      text: texts(...said.map((message) => openAiText(at(message, ["content"])))),
      calls: said.flatMap((message) =>
        listAt(message, "tool_calls").map((call) => texts(at(call, ["function", "name"]))),
      ),
    };
  },
  "openai-completions": (body) => ({
    text: texts(...listAt(body, "choices").map(({ text }) => text)),
    calls: [],
  }),
  "openai-responses": (body) => {
    const items = [
      ...listAt(body, "output"),
      ...(body.type === "response.output_item.added" && isObject(body.item) ? [body.item] : []),
    ];
    const parts = items.filter(({ type }) => type === "message").flatMap((item) => listAt(item, "content"));
    const said = body.type === "response.output_text.delta" ? body.delta : "";
    const called = items.filter(({ type }) => type === "function_call" || type === "custom_tool_call");
    return {
      text: texts(...parts.map(({ text }) => text), said),
      calls: called.map(({ name }) => texts(name)),
    };
  },
  "anthropic-messages": (body) => {
    const blocks = [
      ...listAt(body, "content"),
      ...(isObject(body.content_block) ? [body.content_block] : []),
    ];
    const said = blocks.filter(({ type }) => type === "text").map(({ text }) => text);
    return {
      text: texts(...said, at(body, ["delta", "text"])),
      calls: blocks.filter(({ type }) => type === "tool_use").map(({ name }) => texts(name)),
    };
  },
  gemini: (body) => {
    const parts = listAt(body, "candidates").flatMap((candidate) => listAt(candidate, "content", "parts"));
    return {
      text: texts(...parts.filter(({ thought }) => thought !== true).map(({ text }) => text)),
      calls: parts.map((part) => texts(at(part, ["functionCall", "name"]))),
    };
  },
  "bedrock-converse": (body) => {
    const blocks = listAt(body, "output", "message", "content");
    const said = blocks.flatMap((block) => [block, ...listAt(block, "citationsContent", "content")]);
    const used = [...blocks, at(body, ["start"])].map((block) => at(block, ["toolUse"]));
    return {
      text: texts(...said.map(({ text }) => text), at(body, ["delta", "text"])),
      // Tools that the provider runs itself are no calls for the caller.
      calls: used.map((use) => (at(use, ["type"]) === "server_tool_use" ? "" : texts(at(use, ["name"])))),
    };
  },
  "cohere-v2": (body) => {
    const content = at(body, ["delta", "message", "content"]);
    const parts = [...listAt(body, "message", "content"), ...(isObject(content) ? [content] : [])];
    const call = at(body, ["delta", "message", "tool_calls", "function", "name"]);
    return {
      text: texts(...parts.map(({ text }) => text)),
      calls: [
        ...listAt(body, "message", "tool_calls").map(({ function: fn }) => texts(at(fn, ["name"]))),
        texts(call),
      ],
    };
  },
};

/** The words of bodies or events, in order. */
export function wordsOf(dialect: TextApiId, bodies: readonly Json[]): Words {
  const read = bodies.filter(isObject).map(READERS[dialect]);
  return {
    text: read.map(({ text }) => text).join(""),
    calls: read.flatMap(({ calls }) => calls).filter((name) => name !== ""),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null; // `[DONE]` and the like say nothing.
  }
}

/** The events of a stream, without names and envelopes. */
export async function eventBodies(dialect: TextApiId, bytes: Uint8Array): Promise<Json[]> {
  if (dialect !== "bedrock-converse") {
    const text = Buffer.from(bytes).toString("utf8");
    return [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data = ""]) => parsed(data));
  }
  const source = (async function* () {
    yield bytes;
  })();
  const found: Json[] = [];
  for await (const item of readFrames(source)) if (item.kind === "frame") found.push(parsed(item.payload));
  return found;
}

/** What of the wire's words an answer does not hold; `null` when nothing is missing or made up. */
export function lostWords(wire: Words, answer: Words): string | null {
  if (answer.text !== wire.text) {
    const same = [...wire.text].findIndex((letter, i) => letter !== [...answer.text][i]);
    return `the text differs from the wire's, from character ${same < 0 ? wire.text.length : same}`;
  }
  // Some hosts repeat the name on every piece of a call.
  const names = ({ calls }: Words): string => [...new Set(calls)].sort().join(", ");
  return names(answer) === names(wire)
    ? null
    : `the wire calls ${names(wire) || "no tool"}, the answer ${names(answer) || "none"}`;
}
