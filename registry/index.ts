/**
 * The registry's public face.
 * @module
 */

export { openRegistry, RegistryError } from "./load/open.ts";
export type { ProviderSlug } from "./providers/index.ts";
export { providers } from "./providers/index.ts";
export type { Registry, RegistrySource } from "./registry.ts";
export { createRegistry, registrySource } from "./registry.ts";
