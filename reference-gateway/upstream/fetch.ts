/**
 * The network: the platform's fetch, with redirects handed back instead of followed with credentials (AUT-03).
 * @module
 */
import type { Transport } from "../parts.ts";
import { abortSignalOf } from "../stop.ts";

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** @param send what sends; the platform's own fetch, looked up at each call, unless told */
export function fetchTransport(send: typeof fetch = (input, init) => fetch(input, init)): Transport {
  return {
    send: async (request, signal) => {
      const response = await send(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body as Uint8Array<ArrayBuffer>,
        redirect: "manual",
        signal: abortSignalOf(signal),
      });
      return { status: response.status, headers: response.headers, body: response.body ?? nothing() };
    },
  };
}
