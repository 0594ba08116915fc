/**
 * What a schema takes as it is, found out without making anything: zod builds a copy of each object and a result for each
 * value, which for tens of thousands of messages costs more than all the rest of reading them.
 * @module
 */
import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../json.ts";

/** What is known of a schema. */
export interface Taking {
  /** Would the schema take this value, and give one that is equal to it? `false` also where this is not known. */
  accepts(value: unknown): boolean;
  /** Is all of the schema known, so that whatever it takes it gives as it is? */
  isWhole: boolean;
}

const UNKNOWN: Taking = { accepts: () => false, isWhole: false };

const exactly = (accepts: Taking["accepts"]): Taking => ({ accepts, isWhole: true });

/** Known of schemas that are not what they look like, such as the lists of `lists.ts`, which end in a function. */
const KNOWN = new WeakMap<object, Taking>();

/** Says of a schema what it takes as it is. */
export function taking<S extends z.ZodType>(schema: S, known: Taking): S {
  KNOWN.set(schema, known);
  return schema;
}

type Check = z.core.$ZodCheck<unknown>;

/** A rule about one value, asked as zod asks it; one that changes the value, or takes its time, is not known. */
function ruleOf(check: Check): Taking["accepts"] {
  // One for all values that it takes, since there are hundreds of thousands: what it found wrong is kept by nobody else.
  let idle: z.core.ParsePayload | null = { value: null, issues: [] };
  return (value) => {
    const payload: z.core.ParsePayload = idle ?? { value, issues: [] };
    idle = null;
    payload.value = value;
    const later = check._zod.check(payload);
    const isTaken = later === undefined && payload.issues.length === 0 && payload.value === value;
    idle = isTaken ? payload : { value: null, issues: [] };
    // What a caller sent is not to outlive its request.
    idle.value = null;
    return isTaken;
  };
}

function withRules(base: Taking, checks: readonly Check[]): Taking {
  // Some rules change what they are asked about, such as those that trim.
  if (checks.some((check) => check._zod.def.check === "overwrite")) return UNKNOWN;
  // One around the other: a list of them would be gone through with a function made for each value.
  return checks
    .map(ruleOf)
    .reduce<Taking>(
      ({ accepts, isWhole }, rule) => ({ accepts: (value) => accepts(value) && rule(value), isWhole }),
      base,
    );
}

/** An object of known fields, and whatever else: nothing that stands there is left out. */
function looseTaking({ shape, catchall }: z.core.$ZodObjectDef): Taking {
  if (catchall?._zod.def.type !== "unknown") return UNKNOWN;
  const fields = Object.entries(shape).map(([key, field]) => {
    const { optin, optout } = field._zod;
    return { key, ...takingOf(field), isOptional: optin === "optional" && optout === "optional" };
  });
  return {
    accepts: (value) => {
      if (!isObject(value)) return false;
      for (const { key, accepts, isOptional } of fields)
        if (Object.hasOwn(value, key) ? !accepts(value[key]) : !isOptional) return false;
      return true;
    },
    isWhole: fields.every(({ isWhole }) => isWhole),
  };
}

/** One of several, told apart by a field: only the one that it names is asked. */
function namedTaking({ options, discriminator }: z.core.$ZodDiscriminatedUnionDef): Taking {
  const known = options.map((option) => ({ option, taking: takingOf(option) }));
  const byWord = new Map<unknown, Taking>();
  for (const { option, taking } of known)
    for (const word of option._zod.propValues?.[discriminator] ?? []) byWord.set(word, taking);
  return {
    accepts: (value) => isObject(value) && (byWord.get(value[discriminator])?.accepts(value) ?? false),
    isWhole: known.every(({ taking }) => taking.isWhole),
  };
}

/** One of several: the first that takes a value decides what becomes of it, so that all before it have to be known. */
function unionTaking(def: z.core.$ZodUnionDef): Taking {
  if ("discriminator" in def) return namedTaking(def as z.core.$ZodDiscriminatedUnionDef);
  const all = def.options.map(takingOf);
  const unknown = all.findIndex(({ isWhole }) => !isWhole);
  const asked = unknown === -1 ? all : all.slice(0, unknown + 1);
  return { accepts: (value) => asked.some(({ accepts }) => accepts(value)), isWhole: unknown === -1 };
}

function arrayTaking({ element }: z.core.$ZodArrayDef): Taking {
  const { accepts, isWhole } = takingOf(element);
  return { accepts: (value) => Array.isArray(value) && value.every((item) => accepts(item)), isWhole };
}

/** What may also be this one value. */
function besides(value: null | undefined, inner: z.core.$ZodType): Taking {
  const { accepts, isWhole } = takingOf(inner);
  return { accepts: (given) => given === value || accepts(given), isWhole };
}

const oneOf = (words: Iterable<unknown>): Taking => {
  const known = new Set(words);
  return exactly((value) => known.has(value));
};

type Def = z.core.$ZodTypes["_zod"]["def"];

function baseOf(def: Def): Taking {
  switch (def.type) {
    case "string":
      return "format" in def || def.coerce ? UNKNOWN : exactly((value) => typeof value === "string");
    case "boolean":
      return def.coerce ? UNKNOWN : exactly((value) => typeof value === "boolean");
    case "unknown":
      return exactly(() => true);
    case "literal":
      return oneOf(def.values);
    case "enum":
      return oneOf(Object.values(def.entries));
    case "object":
      return looseTaking(def);
    case "array":
      return arrayTaking(def);
    case "union":
      return unionTaking(def);
    case "optional":
      return besides(undefined, def.innerType);
    case "nullable":
      return besides(null, def.innerType);
    default:
      return UNKNOWN;
  }
}

/**
 * What a schema takes as it is, by its own rules; where they are not all known, zod has to be asked.
 * @example takingOf(z.looseObject({ text: z.string() })).accepts({ text: "x", more: 1 }) // true
 */
export function takingOf(schema: z.core.$ZodType): Taking {
  const known = KNOWN.get(schema);
  if (known) return known;
  const def = schema._zod.def as Def;
  return withRules(baseOf(def), (def.checks ?? []) as Check[]);
}

/** Any value of a body: what was parsed as JSON holds nothing else, and is not walked to learn that. */
export const AnyJson = taking(
  z.custom<Json>(),
  exactly(() => true),
);

/** A JSON object, kept as it is. */
export const AnyObject = taking(
  z.custom<JsonObject>(isObject, { error: "a JSON object" }),
  exactly(isObject),
);
