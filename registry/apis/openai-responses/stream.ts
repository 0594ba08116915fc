/**
 * Streams of the Responses API, from providers and for callers.
 * @module
 */
export { encodeStream } from "./client/write-stream.ts";
export { decodeStream } from "./upstream/read-stream.ts";
