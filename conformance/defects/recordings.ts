/**
 * Requests that no recording answers (REC).
 * @module
 */
import type { Defect } from "./defect.ts";
import { withBody, withOutbound } from "./plants.ts";

export const recordingsDefects: readonly Defect[] = [
  {
    id: "recordings.extra-field",
    title: "Each request carries one field more than was recorded",
    seenIn: "own",
    breaks: ["REC-03"],
    plant: withBody((body) => ({ ...body, service_tier: "auto" })),
  },
  {
    id: "recordings.other-path",
    title: "Requests go to a sibling of the recorded path",
    seenIn: "own",
    breaks: ["REC-03"],
    plant: withOutbound((request) => ({
      ...request,
      url: request.url.replace(/completions$/, "completion"),
    })),
  },
];
