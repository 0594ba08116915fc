/**
 * Whole answers of the Responses API, from providers and for callers.
 * @module
 */
export { encodeResponse } from "./client/write-response.ts";
export { decodeResponse } from "./upstream/read-response.ts";
