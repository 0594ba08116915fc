/**
 * The registry with one API left to the endpoints of a provider. A gateway chooses among the APIs of an endpoint by the
 * caller's own; what a case is to see is the API under test.
 * @module
 */
import { type ApiId, type ChatApiId, operationOf } from "../../registry/apis/codec.ts";
import { createRegistry, openRegistry, type Registry } from "../../registry/index.ts";
import type { EndpointConfig } from "../../registry/schema.ts";

const narrowed = new Map<string, Registry>();

const isChat = (id: ApiId): boolean => operationOf(id) === "chat";

function narrow(provider: string, api: ChatApiId): Registry {
  const whole = openRegistry();
  const { source, indexes } = whole;
  const several = indexes
    .endpointsOfProvider(provider)
    .filter(
      ({ apis }) => apis.filter(({ id }) => isChat(id)).length > 1 && apis.some(({ id }) => id === api),
    );
  if (several.length === 0) return whole;
  const named = several.flatMap(({ model, apis }): [string, EndpointConfig][] => {
    const key = `${model}:${provider}`;
    const config = source.endpoints[key];
    const others = apis.map(({ id }) => id).filter((id) => !isChat(id));
    return config === undefined ? [] : [[key, { ...config, apis: [api, ...others] }]];
  });
  return createRegistry({ ...source, endpoints: { ...source.endpoints, ...Object.fromEntries(named) } });
}

/** The checked-in registry with this API left to each endpoint of the provider that has it; itself where none has several. */
export function onOneApi(provider: string, api: ChatApiId): Registry {
  const key = `${provider} ${api}`;
  const known = narrowed.get(key) ?? narrow(provider, api);
  narrowed.set(key, known);
  return known;
}
