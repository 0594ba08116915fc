/**
 * Service tiers as OpenAI's answers name them, at first hand and at Groq and xAI, which use the word their own way.
 * `scale` is prepaid and `ultrafast` has no public price for these models: both stay unpriced.
 * @module
 */
import type { Rates } from "../rates.ts";
import { instead, times } from "./write.ts";

const FLEX_EVIDENCE =
  "developers.openai.com, flex processing: priced at Batch API rates, half of every class and tier; Portkey-AI/models@f654307e per model";
const PRIORITY_EVIDENCE =
  "openai.com/api-fast-mode and Portkey-AI/models@f654307e per model; the page excludes long context";

export const FLEX = times("service_tier", ["flex"], "0.5", FLEX_EVIDENCE);

/** Data residency, by the region that the host names; the answer does not say it. */
export const OPENAI_REGIONS = times(
  "region",
  ["us", "eu", "au", "ca", "jp", "in", "sg", "kr", "gb", "ae"],
  "1.1",
  "Portkey-AI/models@f654307e per model; BerriAI/litellm#28622 quoting OpenAI's page for eu.api.openai.com and us.api.openai.com: a tenth more from GPT-5.4 on",
);

/** Azure's answers name it too; its priority tier has no public factor. */
export const AZURE_FLEX = times(
  "service_tier",
  ["flex"],
  "0.5",
  "learn.microsoft.com, flex processing (preview, global standard deployments): half",
);

/** Priority processing, which requests also call fast; above a model's threshold it does not exist. */
const priority = (factor: string) =>
  times("service_tier", ["priority", "fast"], factor, PRIORITY_EVIDENCE, { baseTierOnly: true });

/** The same where no single factor fits. */
const priorityAt = (rates: Rates) =>
  instead("service_tier", ["priority", "fast"], rates, PRIORITY_EVIDENCE, { baseTierOnly: true });

export const PRIORITY_17 = priority("1.7");
export const PRIORITY_175 = priority("1.75");
export const PRIORITY_18 = priority("1.8");
export const PRIORITY_2 = priority("2");
export const PRIORITY_25 = priority("2.5");
export const PRIORITY_GPT_4_1_NANO = priorityAt({ input: "0.2", cacheRead: "0.05", output: "0.8" });
export const PRIORITY_GPT_4O_MINI = priorityAt({ input: "0.25", cacheRead: "0.125", output: "1" });
export const PRIORITY_O4_MINI = priorityAt({ input: "2", cacheRead: "0.5", output: "8" });

/** Groq's flex costs what on_demand costs; its performance tier is a contract and stays unpriced. */
export const GROQ_FLEX = times(
  "service_tier",
  ["flex"],
  "1",
  "console.groq.com, flex processing: the same price as on_demand",
);

export const XAI_PRIORITY = times(
  "service_tier",
  ["priority"],
  "2",
  "docs.x.ai, priority processing: twice the token prices, charged only when the answer says so",
  { from: "2026-08-01" },
);

/** Fireworks has the word for one of its models. */
export const FIREWORKS_PRIORITY_GPT_OSS_120B = instead(
  "service_tier",
  ["priority"],
  { input: "0.18", cacheRead: "0.018", output: "0.72" },
  "Portkey-AI/models@f654307e, fireworks-ai",
);
