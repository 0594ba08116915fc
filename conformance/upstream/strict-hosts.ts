/**
 * Where stand-ins refuse what the provider refuses. A host is added once the whole suite is green at it; the others
 * still answer whatever the case says.
 * @module
 */
import type { ContractSubject } from "../contracts/index.ts";

export const STRICT_HOSTS: readonly string[] = ["deepinfra"];

/** APIs at which every host refuses what it would refuse. */
const STRICT_APIS: readonly ContractSubject["api"][] = ["openai-embeddings", "gemini-embed", "cohere-embed"];

export const isStrict = ({ api, host }: Pick<ContractSubject, "api" | "host">): boolean =>
  STRICT_HOSTS.includes(host) || STRICT_APIS.includes(api);
