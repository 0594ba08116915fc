/**
 * Telemetry through OpenTelemetry's own SDK: spans of requests, attempts and calls, and the GenAI metrics, sent by OTLP.
 * Loaded only where an endpoint is configured.
 * @module
 */
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { MeterProvider, type MetricReader, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace-node";
import {
  askedAttributes,
  errorAttributes,
  inferenceName,
  telemetryName,
  usageAttributes,
} from "../../registry/telemetry/gen-ai.ts";
import { CONVENTIONS, GATEWAY, GEN_AI, HTTP, SCOPE } from "../../registry/telemetry/names.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts } from "../parts.ts";
import type { TelemetryConfig } from "./config.ts";
import { createGenAiMetrics } from "./otel-metrics.ts";
import { attemptCount, type RequestRecord } from "./record.ts";
import type { AttemptTrace, CallAbout, CallTrace, RequestTrace, Telemetry } from "./tracing.ts";

const propagator = new W3CTraceContextPropagator();

/** The caller's context, where its headers hold a valid one. */
const contextOf = (headers: HeaderLookup): Context =>
  propagator.extract(ROOT_CONTEXT, headers, {
    get: (carrier, name) => carrier.get(name) ?? undefined,
    keys: (carrier) => [...carrier].map(([name]) => name),
  });

/** The headers by which a trace goes on. */
function headersOf(context: Context): [string, string][] {
  const headers: [string, string][] = [];
  propagator.inject(context, headers, { set: (carrier, name, value) => void carrier.push([name, value]) });
  return headers;
}

/** Spans of one gateway, with its own clock. */
class Spans {
  private readonly tracer: Tracer;
  private readonly clock: GatewayParts["clock"];

  constructor(tracer: Tracer, clock: GatewayParts["clock"]) {
    this.tracer = tracer;
    this.clock = clock;
  }

  start(
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    parent: Context,
  ): { span: Span; context: Context } {
    const startTime = new Date(this.clock.now());
    const span = this.tracer.startSpan(name, { kind, attributes, startTime }, parent);
    return { span, context: trace.setSpan(parent, span) };
  }

  /** The first end of a span counts. */
  end(span: Span, failure: string | null): void {
    if (!span.isRecording()) return;
    if (failure !== null) {
      span.setAttribute(HTTP.errorType, failure);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(new Date(this.clock.now()));
  }

  call({ method, host, path }: CallAbout, parent: Context): CallTrace {
    const attributes = { [HTTP.method]: method, [HTTP.serverAddress]: host, [HTTP.path]: path };
    const { span, context } = this.start(method, SpanKind.CLIENT, attributes, parent);
    return {
      headers: headersOf(context),
      answered: (status) => {
        span.setAttribute(HTTP.status, status);
        if (status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
      },
      end: (failure) => this.end(span, failure),
    };
  }
}

/** What the record says at the end of a request. */
const endAttributes = (record: RequestRecord): Attributes => ({
  [GATEWAY.requestId]: record.id,
  [GATEWAY.outcome]: record.outcome,
  [GATEWAY.attempts]: attemptCount(record),
  [GATEWAY.cached]: record.cached,
  [HTTP.status]: record.status,
  [GEN_AI.requestStream]: record.stream,
  ...(record.labels.session === null ? {} : { [GEN_AI.conversation]: record.labels.session.id }),
  ...errorAttributes(record.error),
});

/** What takes spans and metrics. */
export interface Takers {
  spanProcessors: SpanProcessor[];
  readers: MetricReader[];
}

/** @param config where to send; headers, sampling, limits and names come from OpenTelemetry's standard variables */
export const openTelemetry = (
  { traces, metrics }: TelemetryConfig,
  about: Pick<GatewayParts, "clock" | "registry">,
): Telemetry =>
  tellTo(
    {
      spanProcessors: traces === null ? [] : [new BatchSpanProcessor(new OTLPTraceExporter({ url: traces }))],
      readers:
        metrics === null
          ? []
          : [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: metrics }) })],
    },
    about,
  );

/** Spans and metrics, wherever they go. */
export function tellTo(
  { spanProcessors, readers }: Takers,
  { clock, registry }: Pick<GatewayParts, "clock" | "registry">,
): Telemetry {
  const named = defaultResource().merge(resourceFromAttributes({ "service.name": SCOPE }));
  const resource = named.merge(detectResources({ detectors: [envDetector] }));
  const tracers = new NodeTracerProvider({ resource, spanProcessors });
  const meters = new MeterProvider({ resource, readers });
  const about = { schemaUrl: CONVENTIONS.schemaUrl };
  const spans = new Spans(tracers.getTracer(SCOPE, undefined, about), clock);
  const measure = createGenAiMetrics(meters.getMeter(SCOPE, undefined, about), (slug) =>
    telemetryName(registry, slug),
  );
  return {
    request: ({ tenant, route, method, headers }): RequestTrace => {
      const attributes = { [HTTP.method]: method, [HTTP.route]: route, [GATEWAY.tenant]: tenant.id };
      const name = `${method} ${route}`;
      const { span, context } = spans.start(name, SpanKind.SERVER, attributes, contextOf(headers));
      return {
        call: (call) => spans.call(call, context),
        attempt: (asked, number): AttemptTrace => {
          const told = { ...askedAttributes(asked), [GATEWAY.attempt]: number };
          const inner = spans.start(inferenceName(asked), SpanKind.CLIENT, told, context);
          return {
            call: (call) => spans.call(call, inner.context),
            end: ({ error, usage }) => {
              inner.span.setAttributes(usageAttributes(usage ?? { kind: "unknown" }));
              spans.end(inner.span, error?.type ?? null);
            },
          };
        },
        end: (record) => {
          span.setAttributes(endAttributes(record));
          spans.end(span, record.error?.type ?? null);
          measure(record);
        },
      };
    },
    close: async () => {
      await Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
    },
  };
}
