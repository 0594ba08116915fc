/**
 * The cost and usage defects that real gateways shipped, by their row in the list that this suite was made against, and
 * the planted defects that stand for each.
 * @module
 */

export type SeenDefect =
  | { row: string; what: string; defects: readonly string[] }
  | { row: string; what: string; leftOut: string };

export const seenCostDefects: readonly SeenDefect[] = [
  { row: "C01", what: "cached tokens billed at both prices", defects: ["cost.cached-billed-twice"] },
  {
    row: "C02",
    what: "inside and outside conventions mixed up",
    defects: [
      "usage.cached-beside-prompt",
      "usage.provider-convention-only",
      "usage.caller-gets-parts-outside",
      "usage.anthropic.cached-inside",
      "usage.cohere.processed-billed",
    ],
  },
  { row: "C03", what: "more cached than prompt gives negative counts", defects: ["usage.clamped"] },
  {
    row: "C04",
    what: "one-hour cache writes at the five-minute price",
    defects: ["usage.anthropic.hour-as-five-minutes"],
  },
  { row: "C07", what: "tier chosen from uncached input", defects: ["cost.tier-from-uncached"] },
  {
    row: "C08",
    what: "higher tier ignored, or for input only",
    defects: ["cost.tier-ignored", "cost.tier-input-only"],
  },
  { row: "C09", what: "threshold off by one", defects: ["cost.tier-at-boundary"] },
  {
    row: "C11",
    what: "thoughts left out of the completion",
    defects: ["usage.reasoning-dropped", "usage.reasoning-taken-inside", "usage.gemini.thoughts-left-out"],
  },
  {
    row: "C12",
    what: "reasoning billed twice, or not at all where it stands outside",
    defects: ["cost.reasoning-billed-twice", "usage.reasoning-twice", "cost.reasoning-free"],
  },
  { row: "C14", what: "usage not asked for on streams", defects: ["mapping.stream-flag-lost"] },
  {
    row: "C15",
    what: "trailing usage chunk lost",
    defects: ["usage.chunk-without-choices-skipped", "usage.bedrock.only-behind-the-finish"],
  },
  {
    row: "C16",
    what: "running totals summed",
    defects: ["usage.summed-over-chunks", "usage.anthropic.summed"],
  },
  {
    row: "C17",
    what: "later events overwrite earlier counts with nothing",
    defects: [
      "usage.later-null-wipes",
      "usage.anthropic.wiped-by-the-end",
      "usage.anthropic.only-from-the-start",
    ],
  },
  {
    row: "C19",
    what: "usage unread in compressed bodies or data lines without a space",
    defects: ["response.encoding-not-decoded", "streaming.data-needs-space"],
  },
  {
    row: "C20",
    what: "unit errors",
    defects: ["cost.unit-error", "registry.per-token-price", "registry.thousandfold-price"],
  },
  {
    row: "C21",
    what: "an unknown model priced as a neighbour",
    defects: ["cost.neighbour-price", "cost.neighbour-sold"],
  },
  { row: "C23", what: "a region at the home price", defects: ["cost.region-ignored"] },
  { row: "C24", what: "audio and images at the text price", defects: ["cost.media-at-text-price"] },
  { row: "C26", what: "a missing cache price read as 0", defects: ["cost.missing-price-is-zero"] },
  {
    row: "C28",
    what: "a hit in the gateway's cache is billed",
    defects: ["cache.hit-billed"],
  },
  { row: "C29", what: "float noise in money", defects: ["cost.float-money", "cost.rounded-per-call"] },
  {
    row: "C30",
    what: "negative prices accepted",
    defects: ["cost.negative-price", "cost.reported-negative-accepted"],
  },
];
