/**
 * Wrappers around one part, from which planted defects are made.
 * @module
 */
import type { GatewayParts, UpstreamResponse } from "../../reference-gateway/parts.ts";
import type { UpstreamCodec } from "../../registry/apis/codec.ts";
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import { createRegistry, type Registry, type RegistrySource } from "../../registry/index.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { type ChatApi, isChat, type ProviderApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider, OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Around, Plant } from "../targets/reference.ts";

/** The same provider with some methods or fields of its own; `this` still is the whole provider. */
export function patched(
  provider: BaseProvider,
  patch: (original: BaseProvider) => Partial<BaseProvider>,
): BaseProvider {
  return Object.assign(Object.create(provider) as BaseProvider, patch(provider));
}

export const withRegistry =
  (wrap: (registry: Registry) => Partial<Registry>): Plant =>
  (parts) => ({ ...parts, registry: { ...parts.registry, ...wrap(parts.registry) } });

/** A registry built anew from changed data. */
export const withSource =
  (change: (source: RegistrySource) => RegistrySource): Plant =>
  (parts) => ({ ...parts, registry: createRegistry(change(parts.registry.source)) });

/** Every provider with the same fault. */
export const withProvider = (patch: (original: BaseProvider) => Partial<BaseProvider>): Plant =>
  withRegistry((registry) => ({
    provider: (slug) => {
      const original = registry.provider(slug);
      return original && patched(original, patch);
    },
  }));

/** The same provider with every chat API changed. */
export const withApis = (original: BaseProvider, change: (api: ChatApi) => Partial<ChatApi>) => ({
  apis: original.apis.map((api): ProviderApi => (isChat(api) ? { ...api, ...change(api) } : api)),
});

/** Every chat API of every provider with the same fault. */
export const withApi = (change: (api: ChatApi) => Partial<ChatApi>): Plant =>
  withProvider((original) => withApis(original, change));

/** Readers of answers: with a fault in one of them, answers are what it read, and no bytes pass beside it. */
const READERS = ["decodeResponse", "decodeStream"];

/** Every codec towards providers with the same fault. */
export const withCodec = (wrap: (original: UpstreamCodec) => Partial<UpstreamCodec>): Plant =>
  withApi(({ codec: { answers, ...codec } }) => {
    const fault = wrap(codec);
    const reads = Object.keys(fault).some((name) => READERS.includes(name));
    return { codec: { ...codec, ...(reads || answers === undefined ? {} : { answers }), ...fault } };
  });

/** The caller's request, changed before it becomes the provider's. */
export const withRequest = (change: (request: ChatRequest) => ChatRequest): Plant =>
  withProvider((original) => ({
    buildBody: (request, endpoint) => original.buildBody(change(request), endpoint),
  }));

/** Every outbound body changed after it was built. */
export const withBody = (change: (body: JsonObject, endpoint: Endpoint) => JsonObject): Plant =>
  withProvider((original) => ({
    buildBody: (request, endpoint) => {
      const built = original.buildBody(request, endpoint);
      return { ...built, body: change(built.body, endpoint) };
    },
  }));

/** Every outbound request changed just before it is sent. */
export const withOutbound =
  (change: (request: OutboundRequest, parts: GatewayParts) => OutboundRequest): Plant =>
  (parts) => ({
    ...parts,
    transport: { send: (request, signal) => parts.transport.send(change(request, parts), signal) },
  });

/** Every upstream answer changed before the gateway reads it. */
export const withAnswer =
  (change: (answer: UpstreamResponse) => UpstreamResponse): Plant =>
  (parts) => ({
    ...parts,
    transport: { send: async (request, signal) => change(await parts.transport.send(request, signal)) },
  });

/** The gateway as it is, where only its answers are changed (`around`). */
export const unchanged: Plant = (parts) => parts;

/** Some parts replaced by ones that know the originals. */
export const withParts =
  (wrap: (parts: GatewayParts) => Partial<GatewayParts>): Plant =>
  (parts) => ({ ...parts, ...wrap(parts) });

/** Every value of a JSON tree changed, innermost first; what becomes `undefined` is left out. */
export function everywhere(
  value: Json,
  change: (value: Json, key: string) => Json | undefined,
  key = "",
): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => everywhere(item, change));
    return change(items, key) ?? null;
  }
  if (!isObject(value)) return change(value, key) ?? null;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] =>
    inner === undefined || change(inner, name) === undefined ? [] : [[name, everywhere(inner, change, name)]],
  );
  return change(Object.fromEntries(entries), key) ?? null;
}

/** What closes JSON that was cut behind a value or within a text. */
const CLOSINGS = ["}", '"}', "}}", '"}}'];

function mended(text: string): string {
  for (const closing of ["", ...CLOSINGS]) {
    try {
      JSON.parse(text + closing);
      return text + closing;
    } catch {
      // Not with this one.
    }
  }
  return text;
}

/** A gateway that reads as much of a body at these paths as there is. */
export const mending =
  (under: string): Around =>
  (send) =>
  (path, init) =>
    path.startsWith(under) && typeof init.body === "string"
      ? send(path, { ...init, body: mended(init.body) })
      : send(path, init);
