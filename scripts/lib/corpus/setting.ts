/**
 * What an exchange is decoded with: the host that speaks, the endpoint that it may be, the request that it answers.
 * @module
 */

import type { Codec, DecodeContext } from "../../../registry/apis/codec.ts";
import type { ChatRequest } from "../../../registry/canonical/chat.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import type { CorpusExchange } from "./exchange.ts";
import { type Host, hostOf, type TextApiId } from "./hosts.ts";
import { endpointOf } from "./place.ts";

/** Stands in for a request that was not kept, or has no canonical form. */
export const plainRequest: ChatRequest = {
  model: "unknown",
  messages: [{ role: "user", content: "unknown" }],
};

export interface Setting extends Host {
  codec: Codec & { id: TextApiId };
  endpoint: Endpoint | undefined;
  context: DecodeContext;
  registry: Registry;
}

export function settingOf(
  exchange: CorpusExchange,
  codec: Setting["codec"],
  registry: Registry,
  request: ChatRequest,
): Setting {
  const host = hostOf(exchange.provider, codec.id, registry);
  const endpoint = endpointOf(exchange, codec.id, registry);
  const stand = endpoint ?? registry.indexes.endpoints[0];
  if (!stand) throw new Error("the registry holds no endpoint");
  const convention = endpoint?.usage ?? host.api.usage;
  const { traits } = host.api;
  return {
    ...host,
    codec,
    endpoint,
    registry,
    context: {
      endpoint: { ...stand, usage: convention },
      traits,
      request,
      convention,
      nowSeconds: 1,
      fallbackId: "corpus",
    },
  };
}
