/**
 * A request in the words of the GenAI conventions. Pure: facts in, attributes out.
 * @module
 */
import type { Operation } from "../apis/codec.ts";
import {
  COMPLETION_CLASSES,
  PROMPT_CLASSES,
  type UsageClass,
  type UsageReading,
} from "../canonical/usage.ts";
import type { Registry } from "../registry.ts";
import type { Mode } from "../routing/plan.ts";
import { GATEWAY, GEN_AI, HTTP } from "./names.ts";

export type Attributes = Record<string, string | number | boolean>;

/** Who was asked, or is about to be. */
export interface Asked {
  operation: Operation;
  /** As the conventions name the provider. */
  provider: string;
  /** The model of the registry, or as the caller wrote it where the registry has none. */
  model: string;
  endpoint: string;
  deployment: string;
  mode: Mode;
}

/** A provider's name in the conventions; of one that the registry does not have, what it is called here. */
export const telemetryName = (registry: Pick<Registry, "provider">, slug: string): string =>
  registry.provider(slug)?.telemetryName ?? slug;

/** What the conventions call an operation where they have another word. */
export const operationName = (operation: Operation): string =>
  operation === "completions" ? "text_completion" : operation;

/** The name of a span of one inference. */
export const inferenceName = ({ operation, model }: Pick<Asked, "operation" | "model">): string =>
  `${operationName(operation)} ${model}`.trim();

/** What is known of an inference before it starts. */
export function askedAttributes({
  operation,
  provider,
  model,
  endpoint,
  deployment,
  mode,
}: Asked): Attributes {
  return {
    [GEN_AI.operation]: operationName(operation),
    [GEN_AI.provider]: provider,
    ...(model === "" ? {} : { [GEN_AI.requestModel]: model }),
    ...(endpoint === "" ? {} : { [GATEWAY.endpoint]: endpoint }),
    ...(deployment === "" ? {} : { [GATEWAY.deployment]: deployment }),
    [GATEWAY.mode]: mode,
  };
}

/** Tokens as the conventions count them: cached ones belong to the input, reasoning to the output. */
export interface TokenCounts {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/** `null` where nothing is known. */
export function tokenCounts(reading: UsageReading): TokenCounts | null {
  if (reading.kind !== "known") return null;
  const { usage } = reading;
  const sum = (classes: readonly UsageClass[]) =>
    classes.reduce((total, one) => total + (usage[one] ?? 0), 0);
  return {
    input: sum(PROMPT_CLASSES),
    output: sum(COMPLETION_CLASSES),
    cacheRead: sum(["cacheRead", "cacheReadAudio"]),
    cacheWrite: sum(["cacheWrite5m", "cacheWrite1h"]),
  };
}

/** The usage of an answer; nothing where it is not known. */
export function usageAttributes(reading: UsageReading): Attributes {
  const counts = tokenCounts(reading);
  if (counts === null) return {};
  return {
    [GEN_AI.inputTokens]: counts.input,
    [GEN_AI.outputTokens]: counts.output,
    ...(counts.cacheRead > 0 ? { [GEN_AI.cacheReadTokens]: counts.cacheRead } : {}),
    ...(counts.cacheWrite > 0 ? { [GEN_AI.cacheWriteTokens]: counts.cacheWrite } : {}),
  };
}

/** An error by its class only: messages may hold what a caller or a provider wrote (OBS-02). */
export const errorAttributes = (error: { type: string } | null): Attributes =>
  error === null ? {} : { [HTTP.errorType]: error.type };
