/**
 * Opens what a configuration asks to be told: nothing by default, and then no package of it is loaded either.
 * @module
 */
import type { Config } from "../config.ts";
import type { GatewayParts } from "../parts.ts";
import { alsoMeasured, NO_TELEMETRY } from "./tracing.ts";

type Told = Pick<GatewayParts, "telemetry" | "metrics">;

/** Opens spans, metrics and `GET /metrics` as they are configured. */
export async function openTold(
  config: Pick<Config, "telemetry" | "metrics">,
  about: Pick<GatewayParts, "clock" | "registry" | "background" | "recordQueue">,
): Promise<Told> {
  const traced = config.telemetry
    ? (await import("./otel.ts")).openTelemetry(config.telemetry, about)
    : NO_TELEMETRY;
  if (!config.metrics) return { telemetry: traced, metrics: null };
  const metrics = (await import("./prometheus.ts")).prometheus(about);
  return { telemetry: alsoMeasured(traced, metrics.observe), metrics };
}
