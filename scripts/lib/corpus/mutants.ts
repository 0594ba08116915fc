/**
 * Good requests with one fault in each: how much a contract sees is counted by them.
 * @module
 */
import fc from "fast-check";
import type { ContractApi } from "../../../conformance/contracts/index.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";

export const MUTATION_KINDS = ["rename", "unknown", "mistype", "drop", "range", "pairing"] as const;
export type MutationKind = (typeof MUTATION_KINDS)[number];

export interface Mutant {
  kind: MutationKind;
  body: JsonObject;
}

type Path = readonly (string | number)[];

/** What callers write freely: schemas, arguments, results, labels. No contract reads the names in there. */
const FREE = new Set([
  "parameters",
  "parametersJsonSchema",
  "input_schema",
  "json",
  "schema",
  "responseSchema",
  "responseJsonSchema",
  "response",
  "args",
  "input",
  "metadata",
  "labels",
  "requestMetadata",
  "logit_bias",
  "arguments",
  "additionalModelRequestFields",
  "example",
  "json_schema",
  "web_search_options",
]);

/** Protobuf's JSON form has two spellings. */
const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
const free = (name: string): boolean => FREE.has(name) || FREE.has(camel(name));

/** Objects that are bodies of the API, with their place; bounded by the body's own size. */
function* objectsOf(value: Json | undefined, path: Path = []): Generator<[Path, JsonObject]> {
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* objectsOf(item, [...path, at]);
  if (!isObject(value)) return;
  yield [path, value];
  for (const [name, member] of Object.entries(value))
    if (!free(name) || Array.isArray(member)) yield* objectsOf(member, [...path, name]);
}

/** A copy with the object at a place replaced. */
function withObject(value: Json, path: Path, change: (object: JsonObject) => JsonObject): Json {
  const [step, ...rest] = path;
  if (step === undefined) return isObject(value) ? change(value) : value;
  if (Array.isArray(value))
    return value.map((item, at) => (at === step ? withObject(item, rest, change) : item));
  if (!isObject(value)) return value;
  return { ...value, [step]: withObject(value[step] ?? null, rest, change) };
}

const mutated = (body: JsonObject, path: Path, change: (object: JsonObject) => JsonObject): JsonObject => {
  const changed = withObject(body, path, change);
  return isObject(changed) ? changed : body;
};

const without = (object: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

/** A value of another JSON type. */
const mistyped = (value: Json | undefined): Json => {
  if (typeof value === "number") return { wrong: value };
  if (typeof value === "string") return { wrong: true };
  if (typeof value === "boolean") return "perhaps";
  return Array.isArray(value) ? { wrong: true } : [17];
};

/** A number that no provider takes, by API. */
const RANGES: Readonly<Partial<Record<ContractApi, Path>>> = {
  "openai-chat": ["temperature"],
  "openai-responses": ["max_output_tokens"],
  "openai-completions": ["max_tokens"],
  "anthropic-messages": ["max_tokens"],
  gemini: ["generationConfig", "maxOutputTokens"],
  "bedrock-converse": ["inferenceConfig", "maxTokens"],
  "cohere-v2": ["temperature"],
};

function outOfRange(api: ContractApi, body: JsonObject): JsonObject | null {
  const path = RANGES[api];
  const [name, inner] = path ?? [];
  if (name === undefined) return null;
  if (inner === undefined) return { ...body, [name]: -7 };
  const holder = body[name];
  return { ...body, [name]: { ...(isObject(holder) ? holder : {}), [inner]: -7 } };
}

const IDS = ["tool_call_id", "tool_use_id"];

/** The answer to a call made one to another; null where the body holds no answer. */
function unpaired(body: JsonObject): JsonObject | null {
  for (const [path, object] of objectsOf(body)) {
    const id = IDS.find((name) => typeof object[name] === "string");
    if (id !== undefined) return mutated(body, path, (answer) => ({ ...answer, [id]: "aNother01" }));
    if (object.type === "function_call_output")
      return mutated(body, path, (answer) => ({ ...answer, call_id: "another" }));
    if (isObject(object.toolResult))
      return mutated(body, [...path, "toolResult"], (answer) => ({ ...answer, toolUseId: "another" }));
    if (Array.isArray(object.parts) && object.parts.some((part) => isObject(part) && part.functionResponse)) {
      const parts = object.parts;
      return mutated(body, path, (turn) => ({ ...turn, parts: [...parts, ...parts] }));
    }
  }
  return null;
}

/** Faults of a kind that one body gets. */
const EACH = 3;

/** Mutants of a body, the same for the same seed. */
export function* mutantsOf(api: ContractApi, body: JsonObject, seed: number): Generator<Mutant> {
  const places = [...objectsOf(body)];
  const fields = places.flatMap(([path, object]) => Object.keys(object).map((name) => [path, name] as const));
  const draws = fc.sample(fc.nat(), { seed, numRuns: 4 * EACH });
  const drawn = <T>(list: readonly T[], at: number): T | undefined =>
    list[(draws[at] ?? 0) % Math.max(1, list.length)];
  for (let at = 0; at < EACH; at++) {
    const renamed = drawn(fields, at);
    if (renamed) {
      const [path, name] = renamed;
      yield {
        kind: "rename",
        body: mutated(body, path, (object) => ({ ...without(object, name), [`${name}x`]: object[name] })),
      };
    }
    const place = drawn(places, EACH + at);
    if (place)
      yield { kind: "unknown", body: mutated(body, place[0], (object) => ({ ...object, unexpected: 1 })) };
    const wrong = drawn(fields, 2 * EACH + at);
    if (wrong) {
      const [path, name] = wrong;
      yield {
        kind: "mistype",
        body: mutated(body, path, (object) => ({ ...object, [name]: mistyped(object[name]) })),
      };
    }
    const dropped = drawn(fields, 3 * EACH + at);
    if (dropped) {
      const [path, name] = dropped;
      yield { kind: "drop", body: mutated(body, path, (object) => without(object, name)) };
    }
  }
  const out = outOfRange(api, body);
  if (out) yield { kind: "range", body: out };
  const pair = unpaired(body);
  if (pair) yield { kind: "pairing", body: pair };
}
