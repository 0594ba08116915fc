/**
 * What an author's entry derives from the models instead of stating it (REG-14).
 * @module
 */
import type { RegistrySource } from "../registry.ts";

export interface AuthorSummary {
  slug: string;
  displayName: string;
  /** Models of this author, served or not. */
  models: number;
  /** Those with at least one endpoint that is neither deprecated nor disabled. */
  servedModels: number;
  /** Is any of them served? */
  supported: boolean;
}

/** The summary of one author, or `undefined` for an unknown slug. */
export function authorSummary(source: RegistrySource, slug: string): AuthorSummary | undefined {
  const author = Object.hasOwn(source.authors, slug) ? source.authors[slug] : undefined;
  if (!author) return undefined;
  const own = Object.entries(source.models).filter(([, model]) => model.author === slug);
  const providers = Object.keys(source.providers);
  const isServed = (model: string): boolean =>
    providers.some((provider) => {
      const id = `${model}:${provider}`;
      const endpoint = Object.hasOwn(source.endpoints, id) ? source.endpoints[id] : undefined;
      return endpoint?.status === "active" || endpoint?.status === "beta";
    });
  const servedModels = own.filter(([model]) => isServed(model)).length;
  return {
    slug,
    displayName: author.displayName,
    models: own.length,
    servedModels,
    supported: servedModels > 0,
  };
}
