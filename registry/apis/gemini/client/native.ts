/**
 * A caller's `generateContent` body as a zod schema. Google reads camel case and snake case alike, so do we.
 * @module
 */

import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { AnyObject } from "../../../limits/accepts.ts";
import { list } from "../../../limits/lists.ts";

/** Places whose keys are the caller's own words. */
const OPAQUE: ReadonlySet<string> = new Set([
  "args",
  "response",
  "parameters",
  "parametersJsonSchema",
  "responseSchema",
  "responseJsonSchema",
  "labels",
]);

const camel = (key: string): string =>
  key.includes("_") ? key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : key;

/** The body with its own keys in camel case. What has no others is taken as it stands: mostly that is all of it. */
export function camelKeys(value: Json): Json {
  if (Array.isArray(value)) return camelItems(value);
  return isObject(value) ? camelObject(value) : value;
}

function camelItems(items: Json[]): Json[] {
  let changed: Json[] | null = null;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as Json;
    const own = camelKeys(item);
    if (own !== item) changed ??= items.slice();
    if (changed !== null) changed[at] = own;
  }
  return changed ?? items;
}

function camelObject(object: JsonObject): JsonObject {
  const keys = Object.keys(object);
  let changed: JsonObject | null = null;
  for (let at = 0; at < keys.length; at++) {
    const key = String(keys[at]);
    const name = camel(key);
    const inner = object[key] ?? null;
    const value = OPAQUE.has(name) ? inner : camelKeys(inner);
    if (changed === null && (name !== key || value !== object[key])) {
      changed = {};
      for (const before of keys.slice(0, at)) changed[before] = object[before];
    }
    if (changed !== null) changed[name] = value;
  }
  return changed ?? object;
}

const Blob = z.looseObject({ mimeType: z.string().min(1), data: z.string() });
const FileData = z.looseObject({ mimeType: z.string().min(1).optional(), fileUri: z.string().min(1) });

const Part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  inlineData: Blob.optional(),
  fileData: FileData.optional(),
  functionCall: z
    .looseObject({ id: z.string().optional(), name: z.string().min(1), args: AnyObject.nullish() })
    .optional(),
  functionResponse: z
    .looseObject({
      id: z.string().optional(),
      name: z.string().min(1),
      response: AnyObject.nullish(),
      parts: z
        .array(z.looseObject({ inlineData: Blob.optional(), fileData: FileData.optional() }))
        .optional(),
    })
    .optional(),
});
export type NativePart = z.infer<typeof Part>;

const Content = z.looseObject({
  role: z.enum(["user", "model", "function", "tool", "system"]).optional(),
  parts: list("parts", Part, { min: 1 }),
});
export type NativeContent = z.infer<typeof Content>;

const Declaration = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: AnyObject.nullish(),
  parametersJsonSchema: AnyObject.nullish(),
});

const Tool = z.looseObject({ functionDeclarations: list("tools", Declaration).optional() });

const CallingConfig = z.looseObject({
  mode: z.enum(["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"]).optional(),
  allowedFunctionNames: list("names", z.string().min(1)).optional(),
});

const GenerationConfig = z.looseObject({
  temperature: z.number().min(0).max(2).nullish(),
  topP: z.number().min(0).max(1).nullish(),
  topK: z.number().nullish(),
  candidateCount: z.int().min(1).max(128).nullish(),
  maxOutputTokens: z.int().positive().nullish(),
  stopSequences: list("stop", z.string()).nullish(),
  seed: z.int().nullish(),
  presencePenalty: z.number().nullish(),
  frequencyPenalty: z.number().nullish(),
  responseLogprobs: z.boolean().nullish(),
  logprobs: z.int().min(0).nullish(),
  responseMimeType: z.string().nullish(),
  responseSchema: AnyObject.nullish(),
  responseJsonSchema: AnyObject.nullish(),
  responseModalities: list("names", z.string()).nullish(),
  thinkingConfig: z
    .looseObject({
      thinkingBudget: z.int().min(-1).nullish(),
      thinkingLevel: z.string().nullish(),
      includeThoughts: z.boolean().nullish(),
    })
    .nullish(),
});
export type NativeConfig = z.infer<typeof GenerationConfig>;

export const NativeRequestSchema = z.looseObject({
  model: z.string().min(1).max(4096).optional(),
  contents: z.union([list("messages", Content, { min: 1 }), Content.transform((content) => [content])]),
  systemInstruction: z
    .union([
      z.looseObject({ parts: list("parts", z.looseObject({ text: z.string() })) }),
      z.string().transform((text) => ({ parts: [{ text }] })),
    ])
    .nullish(),
  tools: list("tools", Tool).nullish(),
  toolConfig: z.looseObject({ functionCallingConfig: CallingConfig.nullish() }).nullish(),
  generationConfig: GenerationConfig.nullish(),
  cachedContent: z.string().nullish(),
  serviceTier: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
});
export type NativeRequest = z.infer<typeof NativeRequestSchema>;
