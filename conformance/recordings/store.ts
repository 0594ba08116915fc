/**
 * The recordings of this repository, read once.
 * @module
 */
import { fileURLToPath } from "node:url";
import { loadRecordings, type Recording } from "./load.ts";

export const RECORDINGS = fileURLToPath(new URL("../../recordings", import.meta.url));

const byProvider = new Map<string, readonly Recording[]>();

/** A provider's recordings, checked, sorted by id. @throws RecordingError that names every fault */
export function recordingsOf(provider: string): readonly Recording[] {
  const known = byProvider.get(provider);
  if (known) return known;
  const loaded = loadRecordings(RECORDINGS, provider);
  byProvider.set(provider, loaded);
  return loaded;
}

/** One recording, or `undefined` when nobody recorded that scenario. */
export const recordingOf = (provider: string, scenario: string): Recording | undefined =>
  recordingsOf(provider).find((recording) => recording.meta.scenario === scenario);
