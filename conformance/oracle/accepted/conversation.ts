/**
 * Requests as callers mean them, generated for one endpoint: turns, media in their places, tools, formats, parameters, and
 * the odd values that real clients send. What an endpoint says that it cannot do is not asked of it.
 * @module
 */
import fc from "fast-check";
import type { Json, JsonObject } from "../../../registry/json.ts";
import { SCHEMAS, type SchemaName, TOOL_NAMES } from "./schemas.ts";

export type PartKind = "text" | "image" | "image-address" | "pdf" | "text-file";

export interface Part {
  kind: PartKind;
  text: string;
}

/** Who signed the thinking of an earlier turn; `nobody`: it is text only. */
export type Signer = "claude" | "gemini" | "openai" | "nobody";

export interface Call {
  id: string;
  tool: number;
  arguments: string;
  result: readonly Part[];
  failed: boolean;
}

export interface Turn {
  user: readonly Part[];
  /** `null` for the last one, which waits for its answer. */
  thought: { text: string; signer: Signer } | null;
  said: string | null;
  calls: readonly Call[];
}

export interface Tool {
  name: string;
  description: string | null;
  schema: SchemaName;
  strict: boolean;
  /** A tool that takes free text. */
  custom: boolean;
  /** Switches that clients of Anthropic's API set beside the function. */
  switches: JsonObject;
}

export type Choice = "auto" | "none" | "required" | "named" | "allowed" | null;
export type Format = { kind: "object" } | { kind: "schema"; schema: SchemaName; strict: boolean } | null;

export interface Conversation {
  system: readonly string[];
  turns: readonly Turn[];
  tools: readonly Tool[];
  choice: Choice;
  format: Format;
  effort: string | null;
  thinking: JsonObject | null;
  /** By OpenAI's names. */
  parameters: JsonObject;
  /** Cache marks by the parts that they stand on, counted over the whole request, with their lifetimes. */
  marks: readonly ("5m" | "1h" | null)[];
  stream: boolean;
}

/** What an endpoint says that it takes. */
export interface Abilities {
  tools: boolean;
  images: boolean;
  files: boolean;
  formats: boolean;
  objects: boolean;
}

const option = <T>(value: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq });

const text = fc
  .constantFrom("tide", "JSON, please", "é\u2028", "a\nb", "👩‍🚀", '"quoted"', "Ring. ")
  .map((words) => `x${words}`);
/** What some clients send as a text: nothing, or blanks. */
const oddText = fc.oneof(
  { weight: 9, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "\n") },
);

function partOf({ images, files }: Pick<Abilities, "images" | "files">): fc.Arbitrary<Part> {
  const kinds: PartKind[] = ["text", "text"];
  if (images) kinds.push("image", "image-address");
  if (files) kinds.push("pdf", "text-file");
  return fc.record({ kind: fc.constantFrom(...kinds), text });
}

const IDS = [
  "call_1",
  "toolu_01A",
  "call_a.b:c/d",
  `call_${"0123456789".repeat(5)}`,
  "chatcmpl-tool-5f3c",
  "abc123XYZ",
];
const ARGUMENTS = [
  "{}",
  '{"port":"Brest"}',
  '{ "a" : [1.0, 1E2], "n": null }',
  '{"deep":{"er":{"x":"\\u00e9"}}}',
  "",
];

function turnOf(abilities: Abilities, mayCall: boolean): fc.Arbitrary<Turn> {
  const part = partOf(abilities);
  const resultPart = fc.oneof(
    { weight: 3, arbitrary: text.map((words): Part => ({ kind: "text", text: words })) },
    { weight: 1, arbitrary: partOf({ images: abilities.images, files: false }) },
  );
  const call = fc.record({
    id: fc.constantFrom(...IDS),
    tool: fc.nat(2),
    arguments: fc.constantFrom(...ARGUMENTS),
    result: fc.array(resultPart, { maxLength: 2 }),
    failed: fc.boolean(),
  });
  return fc.record({
    user: fc.array(part, { minLength: 1, maxLength: 3 }),
    thought: option(
      fc.record({ text, signer: fc.constantFrom<Signer>("claude", "gemini", "openai", "nobody") }),
      3,
    ),
    said: option(oddText, 4),
    calls: mayCall
      ? fc.uniqueArray(call, { maxLength: 3, selector: ({ id }) => id })
      : fc.constant<Call[]>([]),
  });
}

const tool: fc.Arbitrary<Tool> = fc.record({
  name: fc.constantFrom(...TOOL_NAMES),
  description: option(fc.constantFrom("", "Height of the tide"), 3),
  schema: fc.constantFrom(...(Object.keys(SCHEMAS) as SchemaName[])),
  strict: fc.boolean(),
  custom: fc.constantFrom(false, false, false, false, true),
  switches: fc.constantFrom<JsonObject>(
    {},
    {},
    { eager_input_streaming: true },
    { allowed_callers: ["direct"], defer_loading: false, input_examples: [{ port: "Brest" }] },
  ),
});

const format: fc.Arbitrary<Format> = fc.oneof(
  fc.constant<Format>({ kind: "object" }),
  fc.record({
    kind: fc.constant("schema" as const),
    schema: fc.constantFrom(...(Object.keys(SCHEMAS) as SchemaName[])),
    strict: fc.boolean(),
  }),
);

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const THINKING: JsonObject[] = [
  { type: "disabled" },
  { type: "adaptive" },
  { type: "enabled", budget_tokens: 1024 },
  { type: "enabled", budget_tokens: 31_999 },
];

/** Parameters with the values that clients give them: defaults, edges, and what only some models know. */
const VALUES: Readonly<Record<string, readonly [Json, ...Json[]]>> = {
  temperature: [0, 0.7, 1, 2],
  top_p: [0, 0.5, 0.99, 1],
  top_k: [1, 40],
  stop: [["END"], ["a", "b", "c", "d", "e", "f"], ["\n", "END"], "END"],
  seed: [0, 7, 2 ** 31],
  n: [1],
  frequency_penalty: [-2, 0, 2],
  presence_penalty: [0, 1.5],
  logprobs: [true, false],
  top_logprobs: [0, 3],
  max_tokens: [1, 16, 2000, 64_000, 1_000_000],
  max_completion_tokens: [1, 4000],
  user: ["u1", `user_${"0123456789".repeat(15)}`],
  metadata: [{ quay: "7" }],
  service_tier: ["auto", "default", "flex", "priority"],
  parallel_tool_calls: [true, false],
  verbosity: ["low", "high"],
  prompt_cache_key: ["quay"],
  store: [false, true],
  logit_bias: [{ "50256": -100 }],
};

const parameters: fc.Arbitrary<JsonObject> = fc
  .subarray(Object.keys(VALUES), { maxLength: 5 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.constantFrom(...(VALUES[name] ?? [null])).map((value) => [name, value] as const),
      ),
    ),
  )
  .map((pairs) => Object.fromEntries(pairs));

/** Conversations for an endpoint with these abilities. */
export function conversations(abilities: Abilities): fc.Arbitrary<Conversation> {
  return fc.constantFrom(true, abilities.tools, abilities.tools).chain((wantsTools) => {
    const hasTools = wantsTools && abilities.tools;
    return fc.record({
      system: fc.array(oddText, { maxLength: 2 }),
      turns: fc.array(turnOf(abilities, hasTools), { minLength: 1, maxLength: 3 }),
      tools: hasTools
        ? fc.uniqueArray(tool, { minLength: 3, maxLength: 4, selector: ({ name }) => name })
        : fc.constant<Tool[]>([]),
      choice: hasTools
        ? option(fc.constantFrom<NonNullable<Choice>>("auto", "none", "required", "named", "allowed"), 2)
        : fc.constantFrom<Choice>(null, null, "none"),
      format: option(format, 1).map((asked) => {
        if (asked === null) return null;
        return (asked.kind === "object" ? abilities.objects : abilities.formats) ? asked : null;
      }),
      effort: option(fc.constantFrom(...EFFORTS)),
      thinking: option(fc.constantFrom(...THINKING), 1),
      parameters,
      marks: fc.oneof(
        { weight: 3, arbitrary: fc.constant<("5m" | "1h" | null)[]>([]) },
        {
          weight: 1,
          arbitrary: fc.array(fc.constantFrom("5m" as const, "1h" as const, null), { maxLength: 9 }),
        },
      ),
      stream: fc.boolean(),
    });
  });
}
