/**
 * Recordings as nock interceptors: the same bytes for callers that use `http.request` instead of fetch.
 * @module
 */
import { Readable } from "node:stream";
import nock from "nock";
import { canonicalJson } from "../recordings/canonical.ts";
import { parseJson } from "../recordings/json.ts";
import { chunkBytes, type Recording } from "../recordings/load.ts";

/** Serves one recording once, matched by method, URL, credential scheme and canonical body. */
export function serveWithNock(recording: Recording): nock.Scope {
  const { request, response } = recording.meta;
  const { origin, pathname, search } = new URL(request.url);
  const expected = canonicalJson(recording.requestBody, request.match.ignore);
  return nock(origin)
    .matchHeader(request.credential.name, (value) =>
      String(value).startsWith(`${request.credential.scheme} `),
    )
    .intercept(
      pathname + search,
      request.method,
      (body) => canonicalJson(parseJson(JSON.stringify(body)), request.match.ignore) === expected,
    )
    .reply(response.status, () => Readable.from(chunkBytes(recording)), Object.fromEntries(response.headers));
}
