/**
 * What holds the data files of a family together: their types, and what most of their endpoints have in common.
 * @module
 */
import type { ApiOf, ChatApiId } from "../apis/codec.ts";
import type { ProviderSlug } from "../providers/index.ts";
import type { EndpointConfig, Model } from "../schema.ts";

/** The models of a family, by model id. */
export type ModelsOf = Record<string, Model>;

/** The endpoints of a family: a key that names an unknown model or an unknown provider does not compile (REG-02). */
export type EndpointsFor<M extends ModelsOf> = {
  [K in `${keyof M & string}:${ProviderSlug}`]?: EndpointConfig;
};

/** An endpoint as it is written down, without what it has in common with most. */
type Written<Api, Usual extends keyof EndpointConfig> = Omit<EndpointConfig, Usual | "apis"> &
  Partial<Pick<EndpointConfig, Usual>> & { apis?: Api[] };

/** Fields that say the same of most endpoints, whatever they are for. */
type InService = "ptbEnabled" | "status" | "deployments";

const inService = (): Pick<EndpointConfig, InService> => ({
  ptbEnabled: true,
  status: "active",
  deployments: { default: {} },
});

/**
 * An endpoint that writes text. Unless it says otherwise it is active, sold through the platform (PTB), and has one
 * deployment that differs in nothing. Its prices, limits, parameters and evidence are always its own.
 */
export const chat = (written: Written<ChatApiId, InService>): EndpointConfig => ({
  ...inService(),
  ...written,
});

/** An endpoint that makes vectors: as {@link chat}, and on OpenAI's API, where it takes no parameters. */
export const embeddings = (
  written: Written<ApiOf<"embeddings">, InService | "supportedParameters">,
): EndpointConfig => ({
  ...inService(),
  apis: ["openai-embeddings"],
  supportedParameters: [],
  ...written,
});
