/**
 * Findings of the lint that are known and meant. Each one says why, and runs out.
 * @module
 */
import type { LintException, LintRule } from "./lint-finding.ts";

/** One exception for each of several endpoints that share the reason. */
const forEach = (rule: LintRule, reason: string, ids: readonly string[]): LintException[] =>
  ids.map((id) => ({ rule, id, reason, expires: "2027-01-01" }));

export const lintExceptions: readonly LintException[] = [
  {
    rule: "unit-slip",
    id: "mimo-v2.5-pro:deepinfra",
    reason:
      "the source gives 6 USD per million for output beyond 256,000 prompt tokens, double the base price of 3: a long-context price, not a slip",
    expires: "2027-01-01",
  },
  {
    rule: "cache-write-odd",
    id: "minimax-m2.5:deepinfra",
    reason:
      "the source gives 0.375 USD per million for cache writes, 2.5 times the input; no other host of the model publishes one to compare, and charging less could not be taken back",
    expires: "2027-01-01",
  },
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
    "tier-elsewhere-flat",
    "the source lists the tier at Vertex still, months after it was dropped at the vendor; kept until Google's page is read, since charging less could not be taken back",
    [
      "claude-opus-4-6:vertex",
      "claude-opus-4-7:vertex",
      "claude-opus-4-8:vertex",
      "claude-sonnet-4-6:vertex",
    ],
  ),
  {
    rule: "resale-far-apart",
    id: "gpt-4:azure",
    reason:
      "the source has 60 / 120, the price of gpt-4-32k; as published but not sold (PTB is off) until looked up",
    expires: "2027-01-01",
  },
  ...(["region-far-apart", "float-noise"] as const).flatMap((rule) =>
    forEach(
      rule,
      "the au. profile at 16.5 / 82.5 is the old Opus price plus 10 %; as published but not sold (PTB is off there) until looked up",
      ["claude-opus-4-6:bedrock"],
    ),
  ),
];
