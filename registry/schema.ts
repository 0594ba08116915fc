/**
 * The registry's vocabulary as zod schemas; every type of the data is inferred from them (REG-01).
 * Unknown fields are refused everywhere, so that a misspelt price cannot pass as absent.
 * @module
 */
import { z } from "zod";
import { API_IDS } from "./apis/codec.ts";
import { PROMPT_CLASSES, USAGE_CLASSES, UsageConventionSchema } from "./canonical/usage.ts";
import { ExcusedSchema } from "./lint/finding.ts";
import { PARAMETERS } from "./parameters.ts";
import { ModifierSchema } from "./pricing/modifiers/schema.ts";
import { RatesSchema } from "./pricing/rates.ts";
import { QUIRKS } from "./providers/_shared/quirks.ts";

export { MAX_USD_PER_MILLION, type Rates, RatesSchema } from "./pricing/rates.ts";

export const MODALITIES = ["text", "image", "audio", "video", "pdf"] as const;
const Modality = z.enum(MODALITIES);
const Tokens = z.int().positive();
const IsoDate = z.iso.date();

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join() === [...b].sort().join();

/** Where a fact comes from and when it must be looked at again (REG-12). */
export const EvidenceSchema = z.strictObject({
  source: z.string().min(1),
  date: IsoDate,
  reverifyAfter: IsoDate,
  note: z.string().optional(),
});
export type Evidence = z.infer<typeof EvidenceSchema>;

const PromptClass = z.enum(PROMPT_CLASSES);
const PriceClass = z.enum(USAGE_CLASSES);

/**
 * One price tier. `from` 0 is the base. A higher tier is reached when the tokens of its `basis` are `above` or `at`
 * (at least) `from` (REG-06). It reprices the classes it names and says which ones it `inherits` from the tiers below.
 * `shape`: a `whole` tier prices the whole request, a `marginal` one only the tokens of its basis beyond `from`, counted
 * in the order of `FILL_ORDER`.
 */
export const TierSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("base"), from: z.literal(0), usdPerMillion: RatesSchema }),
  z
    .strictObject({
      kind: z.literal("threshold"),
      from: Tokens,
      boundary: z.enum(["above", "at"]),
      basis: z.array(PromptClass).min(1),
      shape: z.enum(["whole", "marginal"]),
      reprices: z.array(PriceClass).min(1),
      inherits: z.array(PriceClass),
      usdPerMillion: RatesSchema,
      evidence: z.string().min(1),
    })
    .refine((tier) => sameNames(tier.reprices, Object.keys(tier.usdPerMillion)), {
      path: ["reprices"],
      error: "must name exactly the classes that usdPerMillion prices",
    })
    .refine(
      ({ shape, reprices, basis }) =>
        shape === "whole" || reprices.every((name) => (basis as readonly string[]).includes(name)),
      { path: ["reprices"], error: "a marginal tier can reprice only what counts toward it (its basis)" },
    ),
]);
export type Tier = z.infer<typeof TierSchema>;
export type ThresholdTier = Extract<Tier, { kind: "threshold" }>;

const pricedIn = (tiers: readonly Tier[]): string[] => [
  ...new Set(tiers.flatMap((tier) => Object.keys(tier.usdPerMillion))),
];

/** The tiers of one price list, in rising order. */
const PriceListSchema = z
  .array(TierSchema)
  .min(1)
  .refine((tiers) => tiers[0]?.kind === "base", { error: "the first tier must be the base (from 0)" })
  .refine((tiers) => tiers.every((tier, i) => i === 0 || tier.from > (tiers[i - 1]?.from ?? 0)), {
    error: "tiers must rise strictly",
  })
  .superRefine((tiers, context) => {
    for (const [i, tier] of tiers.entries()) {
      if (tier.kind !== "threshold") continue;
      const kept = pricedIn(tiers.slice(0, i)).filter((name) => !Object.hasOwn(tier.usdPerMillion, name));
      if (!sameNames(kept, tier.inherits))
        context.addIssue({
          code: "custom",
          path: [i, "inherits"],
          message: `must name exactly what it keeps from the tiers below: ${kept.join(", ") || "nothing"}`,
        });
    }
  })
  .refine(
    (tiers) => {
      const higher = tiers.filter((tier) => tier.kind === "threshold");
      const basis = higher[0]?.basis ?? [];
      return (
        !higher.some(({ shape }) => shape === "marginal") ||
        higher.every((tier) => sameNames(tier.basis, basis))
      );
    },
    { error: "tiers beside a marginal one must count the same classes (basis)" },
  );

/** A day, 00:00 UTC, or a minute in UTC where a change of prices names one. */
const Moment = z.union([
  IsoDate,
  z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/, { error: "a day, or a minute like 2026-08-16T16:00Z" }),
]);
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: "a time like 01:00" });

/** Hours of the week, UTC, with prices of their own; `days` count from 0, Sunday. A window ends before midnight of its day. */
const WindowSchema = z
  .strictObject({
    days: z.array(z.int().min(0).max(6)).min(1),
    from: Clock,
    to: Clock,
    tiers: PriceListSchema,
    evidence: z.string().min(1),
  })
  .refine(({ from, to }) => from < to, { error: "must end after it begins; split it at midnight" });
export type PriceWindow = z.infer<typeof WindowSchema>;

/** A price list, the moment from which it holds, and the one from which it does not any more: a promotion's end. */
const PeriodSchema = z.strictObject({
  from: Moment,
  until: Moment.optional(),
  tiers: PriceListSchema,
  windows: z.array(WindowSchema).min(1).optional(),
});
export type Period = z.infer<typeof PeriodSchema>;

/** Prices that hold always, or periods of prices, oldest first. Before the first period nothing is priced. */
export type Pricing = Tier[] | Period[];

const PeriodsSchema = z
  .array(PeriodSchema)
  .min(1)
  .refine((periods) => periods.every(({ from }, i) => i === 0 || from > (periods[i - 1]?.from ?? "")), {
    error: "periods must follow each other, oldest first",
  });

const looksLikePeriods = (value: unknown): boolean =>
  Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null && "tiers" in item);

/** Not a union: its errors would name neither field nor rule. */
export const PricingSchema = z.custom<Pricing>().superRefine((value, context) => {
  const parsed = (looksLikePeriods(value) ? PeriodsSchema : PriceListSchema).safeParse(value);
  for (const issue of parsed.error?.issues ?? []) {
    const strays = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [key]) : [[]];
    for (const stray of strays)
      context.addIssue({ code: "custom", path: [...issue.path, ...stray], message: issue.message });
  }
});

export const AuthorSchema = z.strictObject({ displayName: z.string().min(1), homepage: z.url() });
export type Author = z.infer<typeof AuthorSchema>;

/** Families of tokenizers by the names that price lists use; `Unknown` where nobody published which one it is. */
export const TOKENIZERS = [
  "Claude",
  "GPT",
  "Llama",
  "Llama3",
  "Llama4",
  "Gemini",
  "Mistral",
  "Tekken",
  "Qwen",
  "DeepSeek",
  "Cohere",
  "Grok",
  "MoonshotAI",
  "Zai",
  "MiniMax",
  "Baidu",
  "Unknown",
] as const;

/** Longest description of a model or provider, in characters: one line of a list. */
const MAX_DESCRIPTION = 160;
const Description = z.string().min(1).max(MAX_DESCRIPTION);

/** The lengths of the vectors that a model makes: its own, and which others may be asked for. */
export const VectorSchema = z.strictObject({
  size: Tokens,
  /** Any up to `most`, or these; absent: its own only. */
  sizes: z.union([z.strictObject({ most: Tokens }), z.array(Tokens).min(1)]).optional(),
});

/** What is known of a model wherever it runs (REG-14). */
export const ModelSchema = z.strictObject({
  name: z.string().min(1),
  description: Description,
  author: z.string().min(1),
  created: IsoDate,
  contextLength: Tokens,
  /** As its maker serves it; where the maker does not serve it, the most that any host allows. */
  maxOutputTokens: Tokens,
  tokenizer: z.enum(TOKENIZERS),
  inputs: z.array(Modality).min(1),
  outputs: z.array(Modality).min(1),
  openWeights: z.boolean(),
  /** Of models that make vectors. */
  vector: VectorSchema.optional(),
});
export type Model = z.infer<typeof ModelSchema>;

const RateLimitsSchema = z.strictObject({
  rpm: Tokens.optional(),
  tpm: Tokens.optional(),
  tpd: Tokens.optional(),
});

/** What a deployment may say differently from its endpoint, field by field (REG-08). */
export const DeploymentSchema = z.strictObject({
  providerModelId: z.string().min(1).optional(),
  pricing: PricingSchema.optional(),
  modifiers: z.array(ModifierSchema).optional(),
  contextLength: Tokens.optional(),
  maxCompletionTokens: Tokens.optional(),
  rateLimits: RateLimitsSchema.optional(),
  ptbEnabled: z.boolean().optional(),
  status: z.enum(["active", "beta", "deprecated", "disabled"]).optional(),
  region: z.string().min(1).optional(),
});
export type Deployment = z.infer<typeof DeploymentSchema>;

/**
 * How an endpoint takes `reasoning_effort`: as the word, as a budget of tokens, as Anthropic's adaptive thinking with an
 * effort, or as Gemini's thinking level.
 */
export const REASONING_CONTROLS = ["effort", "budget", "adaptive", "level"] as const;
export type ReasoningControl = (typeof REASONING_CONTROLS)[number];

/** A model at a provider, as `chat` and `embeddings` complete what `authors/<author>/<family>/endpoints.ts` says (REG-07). */
export const EndpointConfigSchema = z.strictObject({
  providerModelId: z.string().min(1),
  /** The APIs that it is offered on, the default one first. The provider's first API where absent, and those that it offers everywhere. */
  apis: z.array(z.enum(API_IDS)).min(1).optional(),
  pricing: PricingSchema,
  /** What changes these prices: words of the answer, the place of the call. Nothing does where absent. */
  modifiers: z.array(ModifierSchema).optional(),
  /** Classes that no price is known for and no other may stand in for, with the reason: they are never billed as text. */
  unpriced: z.partialRecord(PriceClass, z.string().min(10)).optional(),
  free: z.literal(true).optional(),
  contextLength: Tokens,
  maxCompletionTokens: Tokens,
  supportedParameters: z.array(z.enum(PARAMETERS)),
  rateLimits: RateLimitsSchema.optional(),
  ptbEnabled: z.boolean(),
  status: z.enum(["active", "beta", "deprecated", "disabled"]),
  priority: z.int().positive().optional(),
  usage: UsageConventionSchema.partial().optional(),
  reasoning: z.enum(REASONING_CONTROLS).optional(),
  deployments: z.record(z.string().min(1), DeploymentSchema).refine((map) => Object.keys(map).length > 0, {
    error: "at least one deployment is needed",
  }),
  evidence: EvidenceSchema,
  /** What the lint finds here and is meant so, for a time. */
  excused: z.array(ExcusedSchema).min(1).optional(),
});
export type EndpointConfig = z.infer<typeof EndpointConfigSchema>;

/** The data half of a provider (REG-09); the behaviour half is `BaseProvider`. */
export const ProviderSchema = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "lower case letters, digits and single dashes" }),
  displayName: z.string().min(1),
  /** May hold `{name}` places that the provider's config fills. */
  baseUrl: z
    .string()
    .refine((text) => URL.canParse(text.replace(/\{\w+\}/g, "x")) && text.startsWith("https://"), {
      error: "an https URL, with {name} where the config fills a place",
    }),
  auth: z.enum(["api-key", "aws-signature", "service-account", "azure"]),
  requiredConfig: z.array(z.string().min(1)),
  platformKeyEnv: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  pricingPages: z.array(z.url()).min(1),
  modelPages: z.array(z.url()).min(1),
  priority: z.int().positive(),
  hosts: z.array(z.instanceof(RegExp)).min(1),
  costSupport: z.boolean(),
  aliases: z.array(z.string().min(1)),
  dashboard: z.strictObject({
    description: Description,
    docsUrl: z.url(),
    /** Name of its monogram in the dashboard. */
    logo: z.string().min(1),
    /** What the field for its key is called. */
    keyLabel: z.string().min(1),
    /** What its keys look like; never a key. */
    keyPlaceholder: z.string().min(1),
    /** 1 to 100; the dashboard lists the highest first. */
    relevance: z.int().min(1).max(100),
  }),
  apis: z
    .array(
      z.strictObject({
        id: z.enum(API_IDS),
        usage: UsageConventionSchema,
        maxTokensField: z.enum(["max_tokens", "max_completion_tokens"]).optional(),
        quirks: z.array(z.enum(QUIRKS)).optional(),
      }),
    )
    .min(1)
    .refine((apis) => new Set(apis.map(({ id }) => id)).size === apis.length, {
      error: "each API at most once",
    }),
});
export type ProviderData = z.infer<typeof ProviderSchema>;
