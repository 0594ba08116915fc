/**
 * Where telemetry goes, from OpenTelemetry's standard variables; those of batches, sampling, headers and the resource are
 * read by its SDK itself.
 * @module
 */
import { z } from "zod";

/** Where spans and metrics are sent; `null`: nowhere. */
export interface TelemetryConfig {
  traces: string | null;
  metrics: string | null;
}

const URL_RULE = "an http:// or https:// address of an OTLP receiver, for example http://localhost:4318";
const Endpoint = z
  .string()
  .refine((text) => /^https?:\/\/[^/]/.test(text) && URL.canParse(text), { error: URL_RULE })
  .nullable()
  .default(null);

const NO_PASSWORD =
  "no name or password in the address: OTEL_EXPORTER_OTLP_HEADERS is the place for credentials";
const withoutPassword = Endpoint.refine((text) => text === null || new URL(text).password === "", {
  error: NO_PASSWORD,
});

export const telemetryFields = {
  OTEL_EXPORTER_OTLP_ENDPOINT: withoutPassword,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: withoutPassword,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: withoutPassword,
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal("http/protobuf", { error: "http/protobuf, which is the protocol that is spoken" })
    .default("http/protobuf"),
  OTEL_SDK_DISABLED: z.enum(["true", "false"], { error: "true or false" }).default("false"),
  METRICS: z.enum(["on", "off"], { error: "on or off" }).default("off"),
};

type Given = { [Name in keyof typeof telemetryFields]: z.output<(typeof telemetryFields)[Name]> };

/** The common endpoint has the path of each signal put behind it, as the specification says. */
function signal(base: string | null, own: string | null, path: string): string | null {
  if (own !== null) return own;
  if (base === null) return null;
  return `${base.endsWith("/") ? base.slice(0, -1) : base}${path}`;
}

/** `null` where nothing is to be sent. */
export function telemetryConfig(given: Given): TelemetryConfig | null {
  const base = given.OTEL_EXPORTER_OTLP_ENDPOINT;
  const config = {
    traces: signal(base, given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, "/v1/traces"),
    metrics: signal(base, given.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, "/v1/metrics"),
  };
  const isOff = given.OTEL_SDK_DISABLED === "true" || (config.traces === null && config.metrics === null);
  return isOff ? null : config;
}
