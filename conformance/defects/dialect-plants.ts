/**
 * Wrappers for defects of one dialect: its native bodies, its usage, the JSON of its events.
 * @module
 */

import type { Usage, UsageConvention, UsageReading } from "../../registry/canonical/usage.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withCodec } from "./plants.ts";
import { mapText, withEvents } from "./stream-plants.ts";

/** Defects of the given providers, one dialect's. */
export const defectsOf =
  (dialect: string, providers: readonly string[]) =>
  (
    area: string,
    what: string,
    title: string,
    { seenIn, breaks, plant, at }: Pick<Defect, "seenIn" | "breaks" | "plant"> & { at?: readonly string[] },
  ): Defect => ({
    id: `${area}.${dialect}.${what}`,
    title,
    seenIn,
    breaks,
    providers: at ?? providers,
    plant,
  });

export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Every usage reading changed, of whole answers and of streams. */
export const withReading =
  (change: (reading: UsageReading) => UsageReading): Plant =>
  (parts) =>
    withEvents(async function* (events) {
      for await (const event of events)
        yield event.type === "usage" ? { ...event, usage: change(event.usage) } : event;
    })(
      withCodec((original) => ({
        decodeResponse: (body, context) => {
          const decoded = original.decodeResponse(body, context);
          return decoded.ok ? { ...decoded, usage: change(decoded.usage) } : decoded;
        },
      }))(parts),
    );

/** Known usage changed; `raw` is what the provider said. */
export const withUsage = (change: (usage: Usage, raw: JsonObject) => Usage): Plant =>
  withReading((reading) =>
    reading.kind === "known" ? { ...reading, usage: change(reading.usage, asObject(reading.raw)) } : reading,
  );

/** Another convention for every answer. */
export const withConvention = (change: Partial<UsageConvention>): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) =>
      original.decodeResponse(body, { ...context, convention: { ...context.convention, ...change } }),
    decodeStream: (bytes, context) =>
      original.decodeStream(bytes, { ...context, convention: { ...context.convention, ...change } }),
  }));

function changed(line: string, change: (json: JsonObject) => JsonObject): string {
  const [, data] = /^data: ?(\{.*\})\r?$/s.exec(line) ?? [];
  if (data === undefined) return line;
  try {
    const json: Json = JSON.parse(data);
    return isObject(json) ? `data: ${JSON.stringify(change(json))}` : line;
  } catch {
    return line; // Broken on purpose.
  }
}

/** The JSON of every server-sent event changed before it is read; `make` begins anew with each stream. */
export const mapJson = (make: () => (json: JsonObject) => JsonObject): Plant =>
  mapText((text) => {
    const change = make();
    return text
      .split("\n")
      .map((line) => changed(line, change))
      .join("\n");
  });
