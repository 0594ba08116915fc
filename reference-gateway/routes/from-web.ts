/**
 * Requests and answers of the web, for whoever asks the gateway in process or stands before its routes.
 * @module
 */
import type { GatewayParts } from "../parts.ts";
import { pulled } from "../stages/pulled.ts";
import { addressOf, hangUpOf } from "./address.ts";
import { type Arrival, isSource, type Reply } from "./arrival.ts";

async function read(request: Request, most: number): Promise<Uint8Array | null> {
  // The server reads no more than is declared; in one piece it costs half as much as through a stream.
  if (/^\d+$/.test(request.headers.get("content-length") ?? "")) {
    const whole = Buffer.from(await request.arrayBuffer());
    return whole.byteLength > most ? null : whole;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A request as it arrived in process. */
export function arrivalOf(request: Request): Arrival {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: `${pathname}${search}`,
    headers: request.headers,
    signal: request.signal,
    address: addressOf(request),
    read: (most) => read(request, most),
  };
}

/** An answer for whoever sent the request. */
export function responseOf(
  { status, headers, body }: Reply,
  { request, id }: { request: Request; id: string },
  parts: GatewayParts,
): Response {
  const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) };
  return isSource(body)
    ? new Response(pulled(body, { id, hangUp: hangUpOf(request) }, parts), init)
    : new Response(body as string | Uint8Array<ArrayBuffer> | null, init);
}
