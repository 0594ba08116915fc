/**
 * The types that hold the data files of a family together.
 * @module
 */
import type { ProviderSlug } from "../providers/index.ts";
import type { EndpointConfig, Model } from "../schema.ts";

/** The models of a family, by model id. */
export type ModelsOf = Record<string, Model>;

/** The endpoints of a family: a key that names an unknown model or an unknown provider does not compile (REG-02). */
export type EndpointsFor<M extends ModelsOf> = {
  [K in `${keyof M & string}:${ProviderSlug}`]?: EndpointConfig;
};
