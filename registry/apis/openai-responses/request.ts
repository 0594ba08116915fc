/**
 * Requests of the Responses API, towards providers and from callers.
 * @module
 */
export { decodeRequest } from "./client/read-request.ts";
export { addressNative, encodeRequest, path } from "./upstream/write-request.ts";
