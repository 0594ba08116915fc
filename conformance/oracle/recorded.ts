/**
 * The day whose prices a recording is billed at.
 * @module
 */
import type { RecordingMeta } from "../recordings/schema.ts";

/** The day of its capture; of an authored one the day on which its newest evidence was looked at. ISO date. */
export function recordedOn({ provenance }: RecordingMeta): string | null {
  if (provenance.capturedAt !== null) return provenance.capturedAt;
  const looked = (provenance.evidence ?? []).map(({ retrievedAt }) => retrievedAt);
  return looked.sort().at(-1) ?? null;
}
