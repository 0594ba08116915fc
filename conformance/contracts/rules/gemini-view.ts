/**
 * Gemini's bodies as rules read them: protobuf's JSON form has two spellings of every name.
 * @module
 */
import { field, isObject, type Json, type JsonObject, step } from "../json.ts";

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A field by its camelCase name, in either spelling. */
export const either = (value: unknown, name: string): Json | undefined =>
  field(value, name) ?? field(value, snake(name));

/** The spelling of a field that a body uses. */
export const spelt = (value: unknown, name: string): string =>
  field(value, name) === undefined && field(value, snake(name)) !== undefined ? snake(name) : name;

/** A value along a path of camelCase names, with the pointer as the body spells it. */
export function reach(
  value: Json | undefined,
  ...path: readonly string[]
): { pointer: string; value: Json | undefined } {
  let current: Json | undefined = value;
  let pointer = "";
  for (const name of path) {
    pointer = step(pointer, spelt(current, name));
    current = either(current, name);
  }
  return { pointer, value: current };
}

export interface GeminiPart {
  pointer: string;
  part: JsonObject;
}

export interface GeminiTurn {
  role: "user" | "model";
  pointer: string;
  parts: GeminiPart[];
}

/** Turns of a conversation; neighbours of one role count as one. `function` is the user's side. */
export function geminiTurns(body: JsonObject): GeminiTurn[] {
  const turns: GeminiTurn[] = [];
  const contents = Array.isArray(body.contents) ? body.contents : [];
  for (const [at, content] of contents.entries()) {
    const role = field(content, "role") === "model" ? "model" : "user";
    const pointer = step("/contents", at);
    const list = field(content, "parts");
    const parts = (Array.isArray(list) ? list : []).flatMap((part, index): GeminiPart[] =>
      isObject(part) ? [{ pointer: step(step(pointer, "parts"), index), part }] : [],
    );
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else turns.push({ role, pointer, parts });
  }
  return turns;
}

/** Function declarations over all tools. */
export function declarations(body: JsonObject): { pointer: string; declaration: JsonObject }[] {
  const tools = Array.isArray(body.tools) ? body.tools : [];
  return tools.flatMap((tool, at) => {
    const list = either(tool, "functionDeclarations");
    const pointer = step(step("/tools", at), spelt(tool, "functionDeclarations"));
    return (Array.isArray(list) ? list : []).flatMap((declaration, index) =>
      isObject(declaration) ? [{ pointer: step(pointer, index), declaration }] : [],
    );
  });
}

const BUILT_IN = [
  "googleSearch",
  "googleSearchRetrieval",
  "codeExecution",
  "urlContext",
  "fileSearch",
  "googleMaps",
];

/** Built-in tools of a request. */
export function builtIns(body: JsonObject): string[] {
  const tools = Array.isArray(body.tools) ? body.tools : [];
  return tools.flatMap((tool, at) =>
    BUILT_IN.filter((name) => either(tool, name) !== undefined).map((name) =>
      step(step("/tools", at), spelt(tool, name)),
    ),
  );
}
