/**
 * Labels that are judged by a limit next to the right one (OBS-01, SEC-03).
 * @module
 */
import type { GatewayParts } from "../../reference-gateway/parts.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const withLimits = (change: (limits: GatewayParts["limits"]) => Partial<GatewayParts["limits"]>): Plant =>
  withParts(({ limits }) => ({ limits: { ...limits, ...change(limits) } }));

const about = { seenIn: "own" } as const;

export const labelDefects: readonly Defect[] = [
  {
    ...about,
    id: "observability.label-one-character-short",
    title: "A label of just as many characters as are allowed is refused",
    breaks: ["OBS-01"],
    plant: withLimits(({ maxLabelChars }) => ({ maxLabelChars: maxLabelChars - 1 })),
  },
  {
    ...about,
    id: "observability.label-one-character-long",
    title: "A label with one character too many is taken",
    breaks: ["SEC-03"],
    plant: withLimits(({ maxLabelChars }) => ({ maxLabelChars: maxLabelChars + 1 })),
  },
  {
    ...about,
    id: "observability.one-property-short",
    title: "Just as many properties as are allowed are refused",
    breaks: ["SEC-03"],
    plant: withLimits(({ maxProperties }) => ({ maxProperties: maxProperties - 1 })),
  },
];
