/**
 * Telemetry that stays in the process, for whoever looks at what a collector would get.
 * @module
 */
import { SpanStatusCode } from "@opentelemetry/api";
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import type { GatewayParts } from "../../parts.ts";
import { tellTo } from "../otel.ts";
import type { Telemetry } from "../tracing.ts";

export interface Heard {
  spans: { name: string; schema: string | null; attributes: Record<string, unknown>; failed: boolean }[];
  histograms: {
    name: string;
    unit: string;
    count: number;
    sum: number;
    attributes: Record<string, unknown>;
  }[];
}

/** @returns the telemetry, and what it told until now */
export function heardTelemetry(about: Pick<GatewayParts, "clock" | "registry">): {
  telemetry: Telemetry;
  seen(): Promise<Heard>;
} {
  const spans = new InMemorySpanExporter();
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics });
  const telemetry = tellTo({ spanProcessors: [new SimpleSpanProcessor(spans)], readers: [reader] }, about);
  const histograms = async (): Promise<Heard["histograms"]> => {
    await reader.forceFlush();
    const scopes = metrics.getMetrics().at(-1)?.scopeMetrics ?? [];
    return scopes
      .flatMap((scope) => scope.metrics)
      .flatMap((metric) =>
        metric.dataPointType !== DataPointType.HISTOGRAM
          ? []
          : metric.dataPoints.map(({ attributes, value }) => ({
              name: metric.descriptor.name,
              unit: metric.descriptor.unit,
              count: value.count,
              sum: value.sum ?? 0,
              attributes,
            })),
      );
  };
  return {
    telemetry,
    seen: async () => ({
      spans: spans.getFinishedSpans().map(({ name, attributes, instrumentationScope, status }) => ({
        name,
        schema: instrumentationScope.schemaUrl ?? null,
        attributes,
        failed: status.code === SpanStatusCode.ERROR,
      })),
      histograms: await histograms(),
    }),
  };
}
