/**
 * The form of the answer, and the schemas of formats and tools, as an endpoint takes them (MAP-19).
 * @module
 */
import { type ApiTraits, UnsupportedInput } from "../apis/codec.ts";
import type { Endpoint } from "../endpoint.ts";
import { isObject, type Json, type JsonObject, without } from "../json.ts";
import type { Accepts } from "./accepts.ts";
import { type AdaptedSchema, adaptSchema, type SchemaSubset } from "./schemas.ts";

/** What a host takes of schemas, by where they stand; what is absent is taken as it is. */
export interface SchemaTraits {
  /** Authors of the models that it holds for; all unless told. */
  authors?: readonly string[];
  /** Every schema of a format. */
  format?: SchemaSubset;
  /** Formats and functions with `strict: true`. */
  strict?: SchemaSubset;
  /** Every function. */
  tool?: SchemaSubset;
}

interface Place {
  endpoint: Endpoint;
  traits: ApiTraits;
  accepts: Accepts | undefined;
}

interface Change {
  set: { readonly [name: string]: Json | undefined };
  dropped?: readonly string[];
}

const schemasFor = ({ endpoint: { author }, traits: { schemas } }: Place): SchemaTraits =>
  schemas === undefined || (schemas.authors && !schemas.authors.includes(author)) ? {} : schemas;

const typeOf = (format: Json | undefined): Json | undefined => (isObject(format) ? format.type : undefined);

const isAsked = (format: Json | undefined): boolean =>
  !["text", undefined].includes(typeOf(format) as string);

/** Asks for JSON in words, where that is the only means, or where the host wants the word said. */
const IN_WORDS =
  "Answer with exactly one JSON object and nothing else: no explanation before or behind it, no Markdown fence.";

const SAYS_JSON = /json/i;

/** The messages with one more instruction, behind those that they begin with: what is cached before it stays the same. */
function instructed(messages: Json | undefined, text: string): Json {
  const listed = Array.isArray(messages) ? messages : [];
  const first = listed.findIndex(
    (one) => !isObject(one) || (one.role !== "system" && one.role !== "developer"),
  );
  const at = first < 0 ? listed.length : first;
  return [...listed.slice(0, at), { role: "system", content: text }, ...listed.slice(at)];
}

/** JSON without a schema, by the means that the endpoint has: a mode, or words. */
export function jsonObject(request: JsonObject, { endpoint, traits }: Place): Change | null {
  const { response_format: format, messages } = request;
  if (typeOf(format) !== "json_object") return null;
  if (!endpoint.supportedParameters.includes("response_format"))
    return { set: { response_format: undefined, messages: instructed(messages, IN_WORDS) } };
  if (traits.jsonInWords !== true || SAYS_JSON.test(JSON.stringify(messages ?? []))) return null;
  return { set: { messages: instructed(messages, IN_WORDS) } };
}

/** @throws UnsupportedInput for a format beside tools, where host or model take only one of them */
export function refuseFormatBesideTools(request: JsonObject, { endpoint, traits, accepts }: Place): void {
  const { response_format: format, tools } = request;
  const alone =
    traits.formatAlone === true ||
    (traits.formatAlone !== undefined && traits.formatAlone === typeOf(format)) ||
    accepts?.formatAlone === endpoint.api;
  if (!alone || !Array.isArray(tools) || tools.length === 0 || !isAsked(format)) return;
  throw new UnsupportedInput(
    "response_format",
    "no format is taken beside tools here: ask for one of them, or for the format in words",
  );
}

const named = (place: string, { said }: AdaptedSchema): string[] =>
  said.map((keyword) => `${place}.${keyword}`);

/** The schema of the format, within what the host takes. @throws UnsupportedInput */
export function formatSchema(request: JsonObject, place: Place): Change | null {
  const { response_format: format } = request;
  const inner = isObject(format) ? format.json_schema : undefined;
  if (!isObject(format) || !isObject(inner) || !isObject(inner.schema)) return null;
  const { format: always, strict } = schemasFor(place);
  const subset = always ?? (inner.strict === true ? strict : undefined);
  if (subset === undefined) return null;
  const adapted = adaptSchema(inner.schema, subset, "response_format.json_schema.schema");
  return {
    set: { response_format: { ...format, json_schema: { ...inner, schema: adapted.schema } } },
    dropped: named("response_format", adapted),
  };
}

function adaptTool(fn: JsonObject, subset: SchemaSubset, at: number): { fn: JsonObject; dropped: string[] } {
  if (!isObject(fn.parameters)) return { fn, dropped: [] };
  const adapted = adaptSchema(fn.parameters, subset, `tools[${at}].function.parameters`);
  return { fn: { ...fn, parameters: adapted.schema }, dropped: named("tools", adapted) };
}

/** A function that cannot be held to its schema is taken without that promise. */
function strictTool(fn: JsonObject, subset: SchemaSubset, at: number): { fn: JsonObject; dropped: string[] } {
  try {
    return adaptTool(fn, subset, at);
  } catch (thrown) {
    if (!(thrown instanceof UnsupportedInput)) throw thrown;
    return { fn: without(fn, ["strict"]), dropped: ["tools.strict"] };
  }
}

/** The schemas of functions, within what the host takes. @throws UnsupportedInput */
export function toolSchemas(request: JsonObject, place: Place): Change | null {
  const { strict, tool: usual } = schemasFor(place);
  const { tools } = request;
  if ((strict ?? usual) === undefined || !Array.isArray(tools)) return null;
  const dropped = new Set<string>();
  const adapted = tools.map((tool, at): Json => {
    if (!isObject(tool) || !isObject(tool.function)) return tool;
    let { function: fn } = tool;
    if (fn.strict === true && strict) {
      const held = strictTool(fn, strict, at);
      for (const name of held.dropped) dropped.add(name);
      fn = held.fn;
    }
    if (usual) {
      const held = adaptTool(fn, usual, at);
      for (const name of held.dropped) dropped.add(name);
      fn = held.fn;
    }
    return { ...tool, function: fn };
  });
  return { set: { tools: adapted }, dropped: [...dropped] };
}
