/**
 * What telemetry costs where it is off, and what turns it on.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { providers } from "../../registry/index.ts";
import { ConfigError, readConfig } from "../config.ts";

const GATEWAY = fileURLToPath(new URL("..", import.meta.url));
const sources = readdirSync(GATEWAY, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.ts$|testing/.test(file),
);
/** Files that load a module as soon as they are loaded themselves. */
const loading = (module: RegExp): string[] =>
  sources.filter((file) =>
    [
      ...readFileSync(join(GATEWAY, file), "utf8").matchAll(
        /^(?:import|\} from)\s(?!type\b)[^;]*?"([^"]+)"/gm,
      ),
    ].some(([, specifier = ""]) => module.test(specifier)),
  );

describe("packages of telemetry", () => {
  test("are loaded by the files that send it only", () => {
    expect(loading(/^@opentelemetry\//).sort()).toEqual(["telemetry/otel.ts"]);
    expect(loading(/^prom-client$/)).toEqual(["telemetry/prometheus.ts"]);
  });

  test("are reached by no file that runs without telemetry", () => {
    expect(loading(/\/(otel|prometheus)\.ts$/)).toEqual([]);
  });
});

const read = (env: Record<string, string>) => readConfig(env, Object.values(providers)).telemetry;

describe("the standard variables", () => {
  test("send nothing unless they say where", () => {
    expect(read({})).toBeNull();
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318", OTEL_SDK_DISABLED: "true" })).toBeNull();
  });

  test("put the path of a signal behind the common endpoint, and take that of a signal as it is", () => {
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318/base/" })).toEqual({
      traces: "http://otel:4318/base/v1/traces",
      metrics: "http://otel:4318/base/v1/metrics",
    });
    expect(read({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example/in" })).toEqual({
      traces: "https://traces.example/in",
      metrics: null,
    });
  });

  test.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "otel:4318"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://name:hidden-password@otel:4318"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_SDK_DISABLED", "yes"],
    ["METRICS", "true"],
  ])("refuses %s=%s by name, without showing a password", (name, value) => {
    const message = (() => {
      try {
        read({ [name]: value });
        return "";
      } catch (thrown) {
        return thrown instanceof ConfigError ? thrown.message : String(thrown);
      }
    })();
    expect(message).toContain(`${name}: given`);
    expect(message).not.toContain("hidden-password");
  });
});
