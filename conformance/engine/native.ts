/**
 * Requests whose bodies are written in the provider's own API.
 * @module
 */

/** Do these headers ask for the body to pass as it is? */
export const isNative = ({ headers }: { headers?: Record<string, string> }): boolean =>
  new Headers(headers).get("helicone-gateway-body-mapping")?.trim().toUpperCase() === "NO_MAPPING";
