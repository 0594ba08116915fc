/**
 * The recordings of this repository, read once, and those that follow from them.
 * @module
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { type Endpoint, endpointOn } from "../../registry/endpoint.ts";
import { openRegistry } from "../../registry/index.ts";
import type { ChatApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { callsOf } from "./authored.ts";
import { deriveRecording, isDerivable } from "./derive.ts";
import { apiAt, loadRecordings, type Recording, recordingDirectories } from "./load.ts";
import { isScenarioId, scenarios } from "./scenarios.ts";
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

/** Whose recordings are taken over by a host: nobody's by the author itself. */
function authorFor({ slug }: BaseProvider, api: ChatApi): string | undefined {
  const author = AUTHOR_OF[api.id as UpstreamApiId];
  return author === slug ? undefined : author;
}

const offeredOn = ({ slug }: BaseProvider, api: ChatApi): Endpoint[] =>
  openRegistry()
    .indexes.endpointsOfProvider(slug)
    .flatMap((endpoint) => endpointOn(endpoint, api.id) ?? []);

function derivedAt(provider: BaseProvider, api: ChatApi): Recording[] {
  const author = authorFor(provider, api);
  if (author === undefined) return [];
  const { indexes } = openRegistry();
  const endpoints = offeredOn(provider, api);
  const parents = recordingsOf(author).filter((recording) => apiOfRecording(recording) === api.id);
  const calls = callsOf(RECORDINGS, provider.slug);
  return parents.flatMap((recording) => {
    const [home] = indexes.endpointsByProviderModelId(author, recording.meta.model);
    return deriveRecording({ recording, model: home?.model }, provider, api, endpoints, calls) ?? [];
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

/** Reads what an API of a provider is played from. @throws RecordingError that names every fault */
export function readRecordings(provider: string, api: string): void {
  recordingsOf(provider);
  const author = AUTHOR_OF[api as UpstreamApiId];
  if (author !== undefined) recordingsOf(author);
}

/** The recording of one scenario, or `undefined` when there is none and none follows. */
export const recordingAt = (provider: BaseProvider, api: ChatApi, scenario: string): Recording | undefined =>
  scenariosAt(provider, api).get(scenario);

const namesByProvider = new Map<string, ReadonlySet<string>>();
const recordedByApi = new Map<string, ReadonlySet<string>>();

const nameOf = (api: string | undefined, scenario: string): string => `${api} ${scenario}`;

/** What a provider has recordings of, by the names of their folders and what each says of its API. */
function recordedNames(provider: string): ReadonlySet<string> {
  const known = namesByProvider.get(provider);
  if (known) return known;
  const names = recordingDirectories(RECORDINGS, provider).map((dir) => nameOf(apiAt(dir), basename(dir)));
  const found = new Set(names);
  namesByProvider.set(provider, found);
  return found;
}

function scenarioNamesAt(provider: BaseProvider, api: ChatApi): ReadonlySet<string> {
  const key = `${provider.slug} ${api.id}`;
  const known = recordedByApi.get(key);
  if (known) return known;
  const own = recordedNames(provider.slug);
  const author = authorFor(provider, api);
  const parents = author === undefined ? new Set<string>() : recordedNames(author);
  const endpoints = offeredOn(provider, api);
  const names = Object.keys(scenarios)
    .filter(isScenarioId)
    .filter((id) => {
      const name = nameOf(api.id, id);
      return own.has(name) || (parents.has(name) && isDerivable(id, api, endpoints));
    });
  const found = new Set<string>(names);
  recordedByApi.set(key, found);
  return found;
}

/**
 * Whether {@link recordingAt} gives one. No recording is checked or derived for it, so that a plan of everything takes no
 * longer than it must. @throws RecordingError where a `recording.json` is missing or is no JSON
 */
export const isRecorded = (provider: BaseProvider, api: ChatApi, scenario: string): boolean =>
  scenarioNamesAt(provider, api).has(scenario);
