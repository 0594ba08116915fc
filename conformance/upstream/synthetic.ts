/**
 * Made-up answers that fit the request: the caller's own tools are called with arguments that their schemas accept, the
 * caller's JSON schema is satisfied, reasoning comes where it was asked for, and the output limit cuts. The same request
 * and seed give the same answer.
 * @module
 */
import { createGeneratorSync } from "json-schema-faker";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { SentRequest, SimulatedAnswer, SimulatedCounts } from "./wires/wire.ts";

/** Rough, as everybody's estimates are: characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** Longest part of the caller's words that an answer repeats. */
const MAX_ECHO = 80;
/** How deep recursive schemas are followed, and how long lists get. */
const GENERATOR = { refDepthMin: 1, refDepthMax: 3, maxItems: 3, minLength: 1, maxLength: 24 };

const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));

/** A value that a JSON schema accepts. @throws Error for a schema that nothing satisfies */
export function valueFor(schema: Json, seed: number): Json {
  if (!isObject(schema) && typeof schema !== "boolean") return {};
  return createGeneratorSync({ ...GENERATOR, alwaysFakeOptionals: true, seed }).generate(schema) as Json;
}

/** The schema of a response format, whichever API wrote it; `null` for JSON of any shape, absent for text. */
function formatOf({ response_format: format }: JsonObject): Json | null | undefined {
  if (!isObject(format)) return undefined;
  if (format.type === "json_object") return null;
  if (format.type !== "json_schema") return undefined;
  const { json_schema: named, schema } = format;
  return (isObject(named) ? named.schema : schema) ?? null;
}

/** FNV-1a: a seed of the request's own, so that two prompts rarely get one answer. */
function seedOf(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash & 0x7fffffff;
}

/** Words of the caller's last turn, on one line. */
function lastWords({ turns }: SentRequest): string {
  const text = turns.findLast(({ role }) => role === "user")?.texts.join(" ") ?? "";
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_ECHO ? `${line.slice(0, MAX_ECHO)}…` : line;
}

/** The tool that is called: the one that was named, else the first whose result the conversation lacks. */
function toolFor(sent: SentRequest): SentRequest["tools"][number] | undefined {
  const { tools, toolChoice, turns } = sent;
  if (toolChoice === "none") return undefined;
  if (isObject(toolChoice)) return tools.find(({ name }) => name === toolChoice.name);
  const last = turns.at(-1);
  if (last?.role === "tool" && toolChoice !== "required") return undefined;
  const called = new Set(turns.flatMap(({ calls = [] }) => calls.map(({ name }) => name)));
  return tools.find(({ name }) => !called.has(name)) ?? (toolChoice === "required" ? tools[0] : undefined);
}

const reasons = ({ reasoning_effort: effort, thinking }: JsonObject): boolean =>
  (typeof effort === "string" && effort !== "none") || (isObject(thinking) && thinking.type !== "disabled");

/** The answer's text: JSON where a format asks for it, else words that repeat what was asked. */
function textFor(sent: SentRequest, seed: number): string {
  const schema = formatOf(sent.parameters);
  if (schema !== undefined)
    return JSON.stringify(schema === null ? { answer: "made up" } : valueFor(schema, seed));
  const results = sent.turns.filter(({ role }) => role === "tool").length;
  const asked = `This is a made-up answer to "${lastWords(sent)}".`;
  return results === 0
    ? asked
    : `${asked} It follows ${results} tool ${results === 1 ? "result" : "results"}.`;
}

/** What a provider might say to this request. */
export function syntheticAnswer(sent: SentRequest, seed: number): SimulatedAnswer {
  const own = seedOf(JSON.stringify([sent.model, sent.turns]), seed);
  const reasoning = reasons(sent.parameters) ? { reasoning: "The request is read, then answered." } : {};
  const tool = toolFor(sent);
  if (tool) {
    const value = valueFor(tool.schema ?? {}, own);
    const id = `call_${own.toString(36)}`;
    return { ...reasoning, calls: [{ id, name: tool.name, arguments: isObject(value) ? value : {} }] };
  }
  const text = textFor(sent, own);
  const limit = typeof sent.maxTokens === "number" ? sent.maxTokens * CHARACTERS_PER_TOKEN : text.length;
  return limit < text.length
    ? { ...reasoning, text: text.slice(0, limit), finish: "length" }
    : { ...reasoning, text };
}

/** Counts that fit a request and its answer; estimates, as nothing here has a tokenizer. */
export function syntheticCounts(sent: SentRequest, answer: SimulatedAnswer): SimulatedCounts {
  const said = `${answer.text ?? ""}${JSON.stringify(answer.calls ?? "")}`;
  const reasoning = answer.reasoning === undefined ? {} : { reasoning: tokensOf(answer.reasoning) };
  return {
    prompt: tokensOf(JSON.stringify([sent.system, sent.turns, sent.tools])),
    completion: tokensOf(said) + (reasoning.reasoning ?? 0),
    ...reasoning,
  };
}
