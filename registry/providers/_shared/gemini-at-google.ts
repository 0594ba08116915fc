/**
 * What AI Studio and Vertex have in common when they speak Gemini.
 * @module
 */
import { type ApiTraits, PLAIN_TRAITS } from "../../apis/codec.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { MeaningRule } from "../../errors/meaning.ts";

export const GEMINI_TRAITS: ApiTraits = {
  ...PLAIN_TRAITS,
  cacheControl: false,
  extraFields: {
    completion: [],
    message: ["annotations", "images", "extra_content"],
    usage: ["trafficType", "serviceTier"],
  },
};

export const GEMINI_USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "outside-completion",
  total: "binding",
  // Every chunk repeats the counts so far, and those of the prompt may still grow.
  stream: "replace",
  paths: [["usageMetadata"]],
  evidence:
    "recorded exchanges of both Google hosts: total = prompt + candidates + thoughts + tool use prompt; 3520 (3512 cached) + 2 + 42 = 3564",
};

export const GEMINI_MEANINGS: readonly MeaningRule[] = [
  {
    code: "API_KEY_INVALID",
    meaning: "authentication",
    evidence: "public issue reports: a wrong key is a 400 with this reason in its ErrorInfo",
  },
  {
    status: 400,
    message: /token count .{0,40}exceeds the maximum|exceeds the maximum number of tokens/i,
    meaning: "context_length",
    evidence:
      "public issue reports: INVALID_ARGUMENT, 'input token count exceeds the maximum number of tokens'",
  },
  {
    status: 400,
    type: "FAILED_PRECONDITION",
    message: /billing/i,
    meaning: "quota",
    evidence: "Gemini API troubleshooting: the free tier is not available, enable billing",
  },
  {
    status: 400,
    type: "FAILED_PRECONDITION",
    meaning: "permission",
    evidence: "Gemini API troubleshooting: location not supported; Vertex: model not offered in the region",
  },
];
