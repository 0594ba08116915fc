/**
 * The GenAI metrics of one request, from its record.
 * @module
 */
import type { Histogram, Meter } from "@opentelemetry/api";
import type { Operation } from "../../registry/apis/codec.ts";
import { own } from "../../registry/json.ts";
import { errorAttributes, operationName, tokenCounts } from "../../registry/telemetry/gen-ai.ts";
import { GEN_AI, GEN_AI_METRICS, type HistogramName } from "../../registry/telemetry/names.ts";
import type { RequestRecord } from "./record.ts";

/** Routes that ask for something else than a chat. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  "/v1/embeddings": "embeddings",
  "/v1/completions": "completions",
};

const histogram = (meter: Meter, { name, unit, description, buckets }: HistogramName): Histogram =>
  meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: [...buckets] } });

/**
 * @param providerName a provider's name in the conventions, by its slug
 * @returns what measures one request that is over; answers of the cache are none of a model, and are not measured
 */
export function createGenAiMetrics(
  meter: Meter,
  providerName: (slug: string) => string,
): (record: RequestRecord) => void {
  const tokens = histogram(meter, GEN_AI_METRICS.tokens);
  const duration = histogram(meter, GEN_AI_METRICS.duration);
  const firstChunk = histogram(meter, GEN_AI_METRICS.firstChunk);
  return (record) => {
    const { served, usage, latencyMs, firstTokenMs, error, cached } = record;
    if (cached) return;
    // Of a request that nobody served the model is what the caller wrote, which may be anything.
    const of = {
      [GEN_AI.operation]: operationName(own(OPERATIONS, record.route) ?? "chat"),
      ...(served
        ? { [GEN_AI.provider]: providerName(served.provider), [GEN_AI.requestModel]: served.model }
        : {}),
    };
    duration.record(latencyMs / 1000, { ...of, ...errorAttributes(error) });
    if (firstTokenMs !== null && record.stream) firstChunk.record(firstTokenMs / 1000, of);
    const counts = tokenCounts(usage);
    if (counts === null) return;
    tokens.record(counts.input, { ...of, [GEN_AI.tokenType]: "input" });
    tokens.record(counts.output, { ...of, [GEN_AI.tokenType]: "output" });
  };
}
