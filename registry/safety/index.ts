/**
 * Where nobody outside may make the gateway, or a provider, connect to.
 * @module
 */
export { type UnsafePlace, unsafeAddress, unsafeAddresses } from "./address.ts";
export { canonicalHost, isUnsafeHost, unsafeHost } from "./host.ts";
export { type UnsafeMedia, unsafeMedia } from "./media.ts";
export { type UnsafeUrl, type UrlRules, unsafeUrl } from "./url.ts";
