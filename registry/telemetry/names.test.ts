/**
 * The table of names against the constants that OpenTelemetry publishes (OBS-04).
 */
import * as published from "@opentelemetry/semantic-conventions/incubating";
import { expect, test } from "vitest";
import { CONVENTIONS, GATEWAY, GEN_AI, GEN_AI_METRICS, HTTP } from "./names.ts";

const constants = new Set<unknown>(Object.values(published));

test.each([...Object.values(GEN_AI), ...Object.values(HTTP)])(
  "holds %s, an attribute of the conventions",
  (name) => {
    expect(constants.has(name)).toBe(true);
  },
);

test.each(Object.values(GEN_AI_METRICS).map(({ name }) => name))(
  "holds %s, a metric of the conventions",
  (name) => {
    expect(constants.has(name)).toBe(true);
  },
);

test("gives names of our own no place of theirs", () => {
  expect(
    Object.values(GATEWAY).filter((name) => constants.has(name) || !name.startsWith("gateway.")),
  ).toEqual([]);
});

test("names the version of the conventions in the address of its schema", () => {
  expect(CONVENTIONS.schemaUrl).toBe(`https://opentelemetry.io/schemas/${CONVENTIONS.version}`);
});
