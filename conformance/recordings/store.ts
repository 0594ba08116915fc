/**
 * The recordings of this repository, read once, and those that follow from them.
 * @module
 */
import { fileURLToPath } from "node:url";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { endpointOn } from "../../registry/endpoint.ts";
import { openRegistry } from "../../registry/index.ts";
import type { ChatApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { deriveRecording } from "./derive.ts";
import { loadRecordings, type Recording } from "./load.ts";
import { apiOfRecording } from "./surfaces.ts";

export const RECORDINGS = fileURLToPath(new URL("../../recordings", import.meta.url));

const byProvider = new Map<string, readonly Recording[]>();
const byApi = new Map<string, ReadonlyMap<string, Recording>>();

/** A provider's own recordings, checked, sorted by id. @throws RecordingError that names every fault */
export function recordingsOf(provider: string): readonly Recording[] {
  const known = byProvider.get(provider);
  if (known) return known;
  const loaded = loadRecordings(RECORDINGS, provider);
  byProvider.set(provider, loaded);
  return loaded;
}

/** Whose recordings are the API's own set of scenarios: its author's, whose form every other host takes over. */
export const AUTHOR_OF: Readonly<Record<UpstreamApiId, string>> = {
  "openai-chat": "openai",
  "openai-responses": "openai",
  "anthropic-messages": "anthropic",
  gemini: "google-ai-studio",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
};

function derivedAt(provider: BaseProvider, api: ChatApi): Recording[] {
  const author = AUTHOR_OF[api.id as UpstreamApiId];
  if (author === undefined || author === provider.slug) return [];
  const { indexes } = openRegistry();
  const endpoints = indexes
    .endpointsOfProvider(provider.slug)
    .flatMap((endpoint) => endpointOn(endpoint, api.id) ?? []);
  const parents = recordingsOf(author).filter((recording) => apiOfRecording(recording) === api.id);
  return parents.flatMap((recording) => {
    const [home] = indexes.endpointsByProviderModelId(author, recording.meta.model);
    return deriveRecording({ recording, model: home?.model }, provider, api, endpoints) ?? [];
  });
}

function scenariosAt(provider: BaseProvider, api: ChatApi): ReadonlyMap<string, Recording> {
  const key = `${provider.slug} ${api.id}`;
  const known = byApi.get(key);
  if (known) return known;
  const own = recordingsOf(provider.slug).filter((recording) => apiOfRecording(recording) === api.id);
  const all = [...derivedAt(provider, api), ...own];
  const found = new Map(all.map((recording) => [recording.meta.scenario, recording]));
  byApi.set(key, found);
  return found;
}

/** What an API is played with at a provider: its own recordings, and for common scenarios that it lacks, derived ones. */
export const recordingsAt = (provider: BaseProvider, api: ChatApi): readonly Recording[] => [
  ...scenariosAt(provider, api).values(),
];

/** The recording of one scenario, or `undefined` when there is none and none follows. */
export const recordingAt = (provider: BaseProvider, api: ChatApi, scenario: string): Recording | undefined =>
  scenariosAt(provider, api).get(scenario);
