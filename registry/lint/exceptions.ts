/**
 * Findings of the lint that are known and meant. Each one says why, and runs out. One that is about a single endpoint stands
 * beside it (`excused`); here are those that several endpoints share.
 * @module
 */
import type { RegistrySource } from "../registry.ts";
import type { LintException, LintRule } from "./finding.ts";

/** One exception for each of several endpoints that share the reason. */
const forEach = (rule: LintRule, reason: string, ids: readonly string[]): LintException[] =>
  ids.map((id) => ({ rule, id, reason, expires: "2027-01-01" }));

const SHARED: readonly LintException[] = [
  ...forEach(
    "unit-slip",
    "the weights may be looked at but not sold by others: the maker's own price, and no commodity's, is above 5 USD per million for output",
    [
      "command-a-03-2025:azure",
      "command-a-03-2025:cohere",
      "command-a-plus-05-2026:cohere",
      "command-a-reasoning-08-2025:cohere",
      "command-a-translate-08-2025:cohere",
      "command-a-vision-07-2025:cohere",
      "command-r-plus-08-2024:azure",
      "command-r-plus-08-2024:cohere",
      "mistral-large-2411:azure",
      "mistral-large-2411:mistral",
      "mistral-medium-2604:mistral",
      "pixtral-large-latest:mistral",
    ],
  ),
  ...forEach(
    "unit-slip",
    "a large model at the list price of a cloud, above 5 USD per million for output; input and output are in proportion, so no slip of units",
    [
      "deepseek-r1-0528:azure",
      "deepseek-r1:azure",
      "deepseek-r1:bedrock",
      "llama-3.1-405b-instruct:azure",
      "open-mixtral-8x22b:mistral",
    ],
  ),
  ...forEach(
    "unit-slip",
    "the maker's own list price for its open weights, several times that of the hosts that run them; input and output are in proportion, so no slip of units",
    [
      "qwen2.5-72b-instruct:alibaba",
      "qwen2.5-vl-72b-instruct:alibaba",
      "qwen3-coder-480b-a35b:alibaba",
      "qwen3-next-80b-a3b-thinking:alibaba",
    ],
  ),
  ...(["tier-changes-nothing", "unit-slip"] as const).flatMap((rule) =>
    forEach(
      rule,
      "base and tier both at 2 / 6, twice DeepInfra's base: as published but not sold (PTB is off) until looked up",
      rule === "unit-slip" ? ["mimo-v2.5-pro:novita"] : ["mimo-v2-pro:novita", "mimo-v2.5-pro:novita"],
    ),
  ),
  ...forEach(
    "price-far-apart",
    "a host that bills by its own unit of work, or a cloud, beside the cheapest hosts of small open weights: both lists are published so",
    [
      "bge-base-en-v1.5:cloudflare",
      "bge-large-en-v1.5:cloudflare",
      "deepseek-r1-distill-qwen-32b:cloudflare",
      "gpt-oss-120b:cloudflare",
      "llama-3-8b-instruct:azure",
      "llama-3-8b-instruct:cloudflare",
      "llama-3.1-8b-instruct:azure",
      "llama-3.1-8b-instruct:bedrock",
      "llama-3.1-8b-instruct:cloudflare",
    ],
  ),
  ...forEach(
    "price-far-apart",
    "the maker's own list price, above ten times what a host of the same open weights asks",
    ["qwen2.5-72b-instruct:alibaba", "qwen2.5-vl-72b-instruct:alibaba"],
  ),
  ...forEach(
    "price-far-apart",
    "OpenRouter passes on the maker's price for cached input, under a hundredth of the fresh one; other hosts have no such discount",
    [
      "deepseek-v4-pro:deepinfra",
      "deepseek-v4-pro:fireworks",
      "deepseek-v4-pro:nebius",
      "deepseek-v4-pro:novita",
      "deepseek-v4-pro:together",
    ],
  ),
  ...forEach(
    "price-far-apart",
    "Avian asks a twentieth of its fresh price for cached input, as it publishes; other hosts ask half",
    ["deepseek-v3.2:deepinfra", "deepseek-v3.2:novita"],
  ),
  ...(["cache-write-odd", "float-noise"] as const).flatMap((rule) =>
    forEach(
      rule,
      "five minutes of storage at 1.00 or 4.50 an hour, on top of the input: another meaning of the word; the host's own cost is what is billed",
      [
        "gemini-2.5-flash",
        "gemini-2.5-flash-image",
        "gemini-2.5-flash-lite",
        "gemini-3-flash-preview",
        "gemini-3.1-flash-lite",
        "gemini-3.5-flash",
        ...(rule === "cache-write-odd" ? ["gemini-2.5-pro", "gemini-3.1-pro-preview"] : []),
      ].map((model) => `${model}:openrouter`),
    ),
  ),
  ...forEach("float-noise", "exactly 1.25 times the input price, as caches of this maker's models cost", [
    "qwen3.6-flash:alibaba",
    "qwen3.6-plus:openrouter",
    "qwen3.7-max:novita",
    "qwen3.7-max:openrouter",
  ]),
  ...forEach(
    "resale-far-apart",
    "the maker's own list price: OpenRouter passes on discounts of a third and more, which the maker's row does not have",
    ["qwen3-max:alibaba", "qwen3.6-plus:alibaba", "qwen3.7-plus:alibaba"],
  ),
  ...forEach(
    "resale-far-apart",
    "maker and resellers differ by a factor of two or of ten, and nothing tells which is right: as published but not sold (PTB is off) until looked up",
    ["qwen-mt-plus:alibaba", "qwen3.7-max:alibaba"],
  ),
  ...forEach(
    "resale-far-apart",
    "the source has 2 / 6, the maker asks 1.25 / 2.5; as published but not sold (PTB is off) until looked up",
    ["grok-4.20-non-reasoning:azure", "grok-4.20-reasoning:azure"],
  ),
  ...forEach(
    "tier-elsewhere-flat",
    "the maker has the tier, and a reseller's flat row is the doubtful one: what OpenRouter bills is the cost that it reports, and Cloudflare's gpt-5.4 is not sold (PTB is off)",
    [
      "gemini-2.5-pro:google-ai-studio",
      "gemini-2.5-pro:vertex",
      "gpt-5.4:azure",
      "gpt-5.4:openai",
      "gpt-5.5:azure",
      "gpt-5.5:cloudflare",
      "gpt-5.5:openai",
      "grok-4.20-non-reasoning:xai",
      "grok-4.20-reasoning:xai",
      "grok-4.3:openrouter",
      "grok-4.3:xai",
      "grok-build-0.1:xai",
      "qwen3.6-plus:alibaba",
      "qwen3.7-plus:alibaba",
    ],
  ),
  ...forEach(
    "tier-elsewhere-flat",
    "the source lists the tier at these resellers still, months after it was dropped at the vendor; kept until their pages are read, since charging less could not be taken back",
    [
      "claude-opus-4-6:cloudflare",
      "claude-opus-4-6:openrouter",
      "claude-opus-4-7:openrouter",
      "claude-sonnet-4-6:cloudflare",
      "claude-sonnet-4-6:openrouter",
    ],
  ),
  ...forEach(
    "tier-elsewhere-flat",
    "the source lists the tier at Vertex still, months after it was dropped at the vendor; kept until Google's page is read, since charging less could not be taken back",
    [
      "claude-opus-4-6:vertex",
      "claude-opus-4-7:vertex",
      "claude-opus-4-8:vertex",
      "claude-sonnet-4-6:vertex",
    ],
  ),
];

/** Files of endpoints; which of them it is, the key tells. */
const BESIDE = "registry/authors/*/*/endpoints.ts";

/** All exceptions: those that stand beside their endpoint, then the shared ones. */
export const exceptionsIn = ({ endpoints }: RegistrySource): LintException[] => [
  ...Object.entries(endpoints).flatMap(([id, { excused = [] }]) =>
    excused.map((one): LintException => ({ ...one, id, file: BESIDE })),
  ),
  ...SHARED,
];
