/**
 * Recordings that nobody had to write: a common scenario of an API, played with the ids, the address and the declared
 * traits of another host of the same API. What a host does differently beyond its traits is a quirk, and owes a recording
 * of its own.
 * @module
 */
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { PARAMETERS } from "../../registry/parameters.ts";
import { type ChatApi, finishBody } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { exampleContext } from "../secrets/credentials.ts";
import { addressOf } from "./authored.ts";
import { chunkPerEvent } from "./chunks.ts";
import { meansAt } from "./host-meanings.ts";
import { matchKeyOf, sha256 } from "./identity.ts";
import type { Recording } from "./load.ts";
import { isScenarioId, type ScenarioId, scenarios } from "./scenarios.ts";
import type { Calls, Chunks, RecordingMeta } from "./schema.ts";

/** What is derived from: a recording of the API's own set, and the model that it was made with. */
export interface Parent {
  recording: Recording;
  /** The registry's name of its model. */
  model: string | undefined;
}

type Credential = RecordingMeta["request"]["credential"];

/** What is called, and how the host says that it is. */
interface Called {
  api: ChatApi;
  calls: Calls;
  stream: boolean;
}

/**
 * Where the host wants its key: as its `calls.json` says, else as the API's author does. The class is not asked, which
 * would judge it by itself: a host with a header of its own shows it by a recording.
 */
const credentialAt = ({ meta }: Recording, api: ChatApi, calls: Calls): Credential =>
  (calls[api.id as UpstreamApiId] ?? Object.values(calls)[0])?.credential ?? meta.request.credential;

/** The host's address as its `calls.json` says; where that is silent, what its class builds. */
function urlAt(provider: BaseProvider, endpoint: Endpoint, { api, calls, stream }: Called): string {
  const called = calls[api.id as UpstreamApiId];
  const call = (stream ? called?.stream : undefined) ?? called?.whole;
  return call === undefined || called?.region !== (endpoint.region ?? null)
    ? provider.buildUrl(exampleContext(provider, endpoint, { stream }))
    : addressOf(call.url, endpoint.providerModelId);
}

const isParameter = (key: string): boolean => (PARAMETERS as readonly string[]).includes(key);

/** The endpoints that can show what a scenario needs. */
const ableTo = (needs: readonly string[], endpoints: readonly Endpoint[]): Endpoint[] =>
  endpoints.filter(
    (endpoint) =>
      endpoint.ptbEnabled && needs.every((need) => [...endpoint.capabilities].some((c) => c === need)),
  );

/** Which of its chat endpoints a host answers a scenario with: the parent's own model where it has it. */
function endpointFor(
  { recording, model }: Parent,
  endpoints: readonly Endpoint[],
  needs: readonly string[],
): Endpoint | undefined {
  const wanted = Object.keys(recording.requestBody).filter(isParameter);
  const lacking = ({ supportedParameters }: Endpoint) =>
    wanted.filter((key) => !(supportedParameters as readonly string[]).includes(key)).length;
  const able = ableTo(needs, endpoints);
  const [best] = [...able].sort((a, b) => lacking(a) - lacking(b));
  return able.find((endpoint) => endpoint.model === model) ?? best;
}

function renamedFields(body: JsonObject, { maxTokensField, renamed = {} }: ChatApi["traits"]): JsonObject {
  const names: Readonly<Record<string, string>> = {
    ...renamed,
    max_tokens: maxTokensField,
    max_completion_tokens: maxTokensField,
  };
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      Object.hasOwn(names, key) ? (names[key] ?? key) : key,
      value,
    ]),
  );
}

function message(value: Json, { developerRole, messageNames, thoughtsWithCalls }: ChatApi["traits"]): Json {
  if (!isObject(value)) return value;
  const { name, ...rest } = value;
  const role = value.role === "developer" ? developerRole : value.role;
  const named = messageNames && name !== undefined ? { name } : {};
  const thoughts = thoughtsWithCalls && value.tool_calls !== undefined ? { reasoning_content: "" } : {};
  return { ...thoughts, ...rest, role: role ?? null, ...named };
}

/** OpenAI's form as this host takes it, by its traits. */
function openaiBody(body: JsonObject, { traits }: ChatApi, endpoint: Endpoint): JsonObject {
  const taken = Object.entries(body).filter(
    ([key]) =>
      (!isParameter(key) ||
        key.startsWith("max_") ||
        endpoint.supportedParameters.some((name) => name === key)) &&
      (key !== "stream_options" || traits.streamOptions !== false),
  );
  const { messages, tool_choice: choice, ...rest } = renamedFields(Object.fromEntries(taken), traits);
  const spelled = typeof choice === "string" ? (traits.toolChoices?.[choice] ?? choice) : choice;
  return {
    ...rest,
    model: endpoint.providerModelId,
    messages: Array.isArray(messages) ? messages.map((each) => message(each, traits)) : [],
    ...(spelled === undefined ? {} : { tool_choice: spelled }),
  };
}

/** The Messages API demands a limit; where the caller gives none it is the model's own. */
const anthropicBody = (body: JsonObject, { meta }: Recording, endpoint: Endpoint): JsonObject => {
  const asked = isScenarioId(meta.scenario) ? (scenarios[meta.scenario].body as JsonObject) : {};
  const isGiven = asked.max_tokens !== undefined || asked.max_completion_tokens !== undefined;
  return {
    ...body,
    model: endpoint.providerModelId,
    max_tokens: isGiven ? (body.max_tokens ?? null) : endpoint.maxCompletionTokens,
  };
};

/** The limit that the scenario asks for, or the least that this host takes. */
function limitOf({ meta }: Recording, { leastOutput = 0 }: ChatApi["traits"]): JsonObject {
  const asked = isScenarioId(meta.scenario) ? (scenarios[meta.scenario].body as JsonObject) : {};
  const limit = asked.max_completion_tokens ?? asked.max_tokens;
  return typeof limit === "number" ? { max_output_tokens: Math.max(limit, leastOutput) } : {};
}

/** The format of the answer where this host looks for it; written out by hand, and by no code of the registry. */
function placedFormat({ text, ...rest }: JsonObject, { chatFormats }: ChatApi["traits"]): JsonObject {
  if (!chatFormats || !isObject(text) || !isObject(text.format))
    return text === undefined ? rest : { ...rest, text };
  const { type, ...json_schema } = text.format;
  return { ...rest, response_format: type === "json_schema" ? { type, json_schema } : { type } };
}

/** The Responses API as this host takes it: its parameters, and sealed reasoning from models that reason. */
function responsesBody(parent: Recording, { traits }: ChatApi, endpoint: Endpoint): JsonObject {
  const lacks = (name: string) => !endpoint.supportedParameters.some((known) => known === name);
  const { include: _others, ...rest } = parent.requestBody;
  const taken = Object.entries(rest).filter(([key]) => !isParameter(key) || key === "store" || !lacks(key));
  const seals = endpoint.capabilities.has("reasoning") && traits.thoughtField !== "none";
  return {
    ...placedFormat(Object.fromEntries(taken), traits),
    model: endpoint.providerModelId,
    ...limitOf(parent, traits),
    ...(seals ? { include: ["reasoning.encrypted_content"] } : {}),
  };
}

const BODIES: Partial<
  Record<UpstreamApiId, (parent: Recording, api: ChatApi, endpoint: Endpoint) => JsonObject>
> = {
  "openai-chat": ({ requestBody }, api, endpoint) => openaiBody(requestBody, api, endpoint),
  "openai-responses": responsesBody,
  "anthropic-messages": (parent, _api, endpoint) => anthropicBody(parent.requestBody, parent, endpoint),
};

/** The answer with the host's own name of the model. */
function renamedAnswer({ responseBody, meta }: Recording, model: string): Uint8Array {
  if (meta.response.body.encoding !== "raw") return responseBody;
  const text = new TextDecoder().decode(responseBody);
  return new TextEncoder().encode(text.replace(/"model":\s*"[^"]*"/g, `"model":${JSON.stringify(model)}`));
}

const isStream = ({ meta }: Recording): boolean => meta.response.body.file === "response.sse";

const chunksOf = (parent: Recording, body: Uint8Array): Chunks =>
  isStream(parent) ? chunkPerEvent(body) : body.length === 0 ? [] : [[body.length, 0]];

/** What the caller must get of a failure, where the host declares that it uses the status in its own way. */
function expectedAt(api: ChatApi, { expect, response }: RecordingMeta): RecordingMeta["expect"] {
  if (expect?.errorStatus === undefined) return expect;
  return { ...expect, errorStatus: meansAt(api, response.status, expect.errorStatus) };
}

/**
 * Whether {@link deriveRecording} gives a recording of a scenario, told without reading the one that it follows from.
 * @param endpoints those of the host that are offered on the API
 */
export function isDerivable(id: ScenarioId, api: ChatApi, endpoints: readonly Endpoint[]): boolean {
  const { quirk, needs } = scenarios[id];
  if (quirk !== undefined || BODIES[api.id as UpstreamApiId] === undefined) return false;
  return ableTo(needs, endpoints).length > 0;
}

/**
 * The recording that follows for a host from one of its API's own set.
 * @param endpoints those of the host that are offered on the API
 * @param calls what the host's `calls.json` says; empty where it has none
 * @returns `undefined` where the scenario shows a quirk, or where no endpoint can play it
 */
export function deriveRecording(
  parent: Parent,
  provider: BaseProvider,
  api: ChatApi,
  endpoints: readonly Endpoint[],
  calls: Calls,
): Recording | undefined {
  const { meta } = parent.recording;
  const scenario = isScenarioId(meta.scenario) ? scenarios[meta.scenario] : undefined;
  const write = BODIES[api.id as UpstreamApiId];
  if (!scenario || scenario.quirk !== undefined || !write) return undefined;
  const endpoint = endpointFor(parent, endpoints, scenario.needs);
  if (!endpoint) return undefined;
  const stream = scenario.body.stream === true;
  const written = write(parent.recording, { ...api, traits: provider.traitsOf(endpoint) }, endpoint);
  const requestBody = finishBody(written, api);
  const responseBody = renamedAnswer(parent.recording, endpoint.providerModelId);
  const derived: RecordingMeta = {
    ...meta,
    id: `${provider.slug}/${api.id}/${meta.scenario}`,
    provider: provider.slug,
    model: endpoint.providerModelId,
    region: endpoint.region ?? null,
    expect: expectedAt(api, meta),
    provenance: {
      kind: "derived",
      capturedAt: null,
      parent: { id: meta.id, transform: "the host's address, key, model ids and declared traits" },
      chunkFidelity: isStream(parent.recording) ? "event" : "none",
      reverifyAfter: meta.provenance.reverifyAfter,
    },
    request: {
      ...meta.request,
      url: urlAt(provider, endpoint, { api, calls, stream }),
      headers: [
        ["content-type", "application/json"],
        ["accept", stream ? api.codec.streamType : "application/json"],
        ...api.headers.map(([name, value]): [string, string] => [name, value]),
      ],
      credential: credentialAt(parent.recording, api, calls),
    },
    response: {
      ...meta.response,
      body: { ...meta.response.body, bytes: responseBody.length, sha256: sha256(responseBody) },
    },
  };
  derived.request.match = { ignore: [], key: matchKeyOf(derived, requestBody) };
  return {
    meta: derived,
    requestBody,
    responseBody,
    chunks: chunksOf(parent.recording, responseBody),
    dir: parent.recording.dir,
  };
}
