/**
 * `GET /metrics` in Prometheus' format, through prom-client; loaded only where it is turned on. Labels have few values
 * each: what callers write is in none of them, and tenants are not told apart.
 * @module
 */
import { Counter, Gauge, Histogram, Registry as Series } from "prom-client";
import type { Registry } from "../../registry/index.ts";
import { tokenCounts } from "../../registry/telemetry/gen-ai.ts";
import { GEN_AI_METRICS, PROMETHEUS } from "../../registry/telemetry/names.ts";
import type { Background } from "../parts.ts";
import type { RecordQueue } from "../records/queue.ts";
import type { RequestRecord } from "./record.ts";

export interface Metrics {
  /** Counts one request that is over. */
  observe(record: RequestRecord): void;
  contentType: string;
  text(): Promise<string>;
}

/** @param about the registry bounds the names of providers and models, the others are measured when asked for */
export function prometheus(about: {
  registry: Registry;
  background: Background;
  recordQueue: RecordQueue;
}): Metrics {
  const series = new Series();
  const registers = [series];
  const seconds = [...GEN_AI_METRICS.duration.buckets];
  const requests = new Counter({
    name: PROMETHEUS.requests,
    help: "Requests that are over",
    registers,
    labelNames: ["route", "provider", "mode", "outcome", "status", "cached"],
  });
  const duration = new Histogram({
    name: PROMETHEUS.duration,
    help: GEN_AI_METRICS.duration.description,
    registers,
    labelNames: ["route", "provider"],
    buckets: seconds,
  });
  const firstToken = new Histogram({
    name: PROMETHEUS.firstToken,
    help: GEN_AI_METRICS.firstChunk.description,
    registers,
    labelNames: ["provider"],
    buckets: seconds,
  });
  const tokens = new Counter({
    name: PROMETHEUS.tokens,
    help: "Tokens; cached ones are input too",
    registers,
    labelNames: ["provider", "model", "type"],
  });
  const attempts = new Counter({
    name: PROMETHEUS.attempts,
    help: "Attempts that failed, by provider and status",
    registers,
    labelNames: ["provider", "mode", "status"],
  });
  new Gauge({
    name: PROMETHEUS.background,
    help: "Work that outlives its answer",
    registers,
    collect() {
      this.set(about.background.count());
    },
  });
  new Gauge({
    name: PROMETHEUS.recordsWaiting,
    help: "Records on their way to the log",
    registers,
    collect() {
      this.set(about.recordQueue.counts().waiting);
    },
  });
  new Counter({
    name: PROMETHEUS.recordsLost,
    help: "Records that found no room or that the log refused, since the process began",
    registers,
    collect() {
      this.reset();
      this.inc(about.recordQueue.counts().lost);
    },
  });
  const providerOf = (slug: string | undefined): string =>
    slug === undefined ? "none" : about.registry.provider(slug) ? slug : "other";
  const modelOf = (model: string | undefined): string =>
    model !== undefined && about.registry.indexes.isModel(model) ? model : "other";
  return {
    observe: (record) => {
      const { route, served, outcome, status, cached, latencyMs, firstTokenMs } = record;
      const provider = providerOf(served?.provider);
      const mode = served?.mode ?? "none";
      requests.inc({ route, provider, mode, outcome, status, cached: String(cached) });
      duration.observe({ route, provider }, latencyMs / 1000);
      if (firstTokenMs !== null) firstToken.observe({ provider }, firstTokenMs / 1000);
      for (const failed of record.attempts)
        attempts.inc({ provider: providerOf(failed.provider), mode: failed.mode, status: failed.status });
      const counts = cached ? null : tokenCounts(record.usage);
      if (counts === null) return;
      const model = modelOf(served?.model);
      tokens.inc({ provider, model, type: "input" }, counts.input);
      tokens.inc({ provider, model, type: "output" }, counts.output);
    },
    contentType: series.contentType,
    text: () => series.metrics(),
  };
}
