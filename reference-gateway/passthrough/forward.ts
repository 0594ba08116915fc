/**
 * One passed call on the wire: the request goes out as it came in, the answer comes back as it is. Bodies are streamed in
 * both directions and never held (PRX-01); redirects are answers like any other.
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { type HeaderFields, valuesOf } from "../../registry/domains/headers.ts";
import type { Target } from "../../registry/domains/index.ts";
import type { Clock } from "../parts.ts";
import { readBody } from "../upstream/call.ts";
import { UpstreamTimeout } from "../upstream/failure.ts";
import { untilAborted, within } from "../upstream/timeout.ts";
import { type Network, pinnedTo } from "./network.ts";

export type Bytes = AsyncIterable<Uint8Array>;

/** Where a call goes and what it says. */
export interface OutgoingCall {
  target: Target;
  /** The checked addresses of the target's name; not read where it is an address itself. */
  addresses: readonly string[];
  method: string;
  /** The request target, byte for byte. */
  path: string;
  fields: HeaderFields;
  body: Bytes | null;
  /** Fields after the body, once it has been read. */
  trailers(): HeaderFields;
}

export interface CallLimits {
  clock: Clock;
  headersTimeoutMs: number;
  idleTimeoutMs: number;
}

/** Fields from the flat list that Node keeps. */
export function fieldsOf(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? "", raw[2 * i + 1] ?? ""]);
}

const isChunked = (fields: HeaderFields): boolean => valuesOf(fields, "transfer-encoding").length > 0;

/** Sends a call. @returns its answer, of which nothing is read yet. @throws the network's error, UpstreamTimeout */
export async function sendCall(
  call: OutgoingCall,
  network: Network,
  limits: CallLimits,
  controller: AbortController,
): Promise<IncomingMessage> {
  const { target, method, path, fields, body, trailers } = call;
  const { request, agent } = network.sender(target.secure);
  const outgoing = request({
    agent,
    host: target.host,
    port: target.port,
    ...(target.secure ? { servername: target.isAddress ? "" : target.host } : {}),
    ...(target.isAddress ? {} : { lookup: pinnedTo(call.addresses) }),
    ...{ method, path, signal: controller.signal, setHost: false },
    headers: fields.flat(),
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    // Listened to for as long as the request lives: what breaks after the answer began, the answer itself tells.
    outgoing.on("error", reject);
  });
  const upload = async () => {
    if (body === null) return void outgoing.end();
    await pipeline(async function* () {
      yield* body;
      const after = trailers();
      if (after.length > 0 && isChunked(fields))
        outgoing.addTrailers(after.map(([name, value]): [string, string] => [name, value]));
    }, outgoing);
  };
  // A target may answer before it has read everything, and then close the connection: the answer counts.
  const uploaded = upload().catch((thrown: unknown) => {
    if (!outgoing.destroyed) outgoing.destroy(thrown instanceof Error ? thrown : undefined);
  });
  const arrived = untilAborted(answered, controller.signal);
  await Promise.race([arrived, uploaded]);
  return within(arrived, limits.headersTimeoutMs, limits.clock, () => timedOut(controller));
}

function timedOut(controller: AbortController): UpstreamTimeout {
  const timeout = new UpstreamTimeout("headers");
  controller.abort(timeout);
  return timeout;
}

const hasTrailers = (fields: HeaderFields): boolean => valuesOf(fields, "content-length").length === 0;

/** The beginning of an answer as it goes to the caller; a field that announces trailers needs a body in chunks. */
export function writeHead(
  to: ServerResponse,
  { statusCode = 502, statusMessage = "" }: IncomingMessage,
  fields: HeaderFields,
): void {
  const kept = hasTrailers(fields) ? fields : fields.filter(([name]) => name.toLowerCase() !== "trailer");
  // The target's date or none: the answer is its own.
  to.sendDate = false;
  to.writeHead(statusCode, statusMessage, kept.flat());
  to.flushHeaders();
}

/**
 * Gives an answer's body to the caller as it comes. An answer that breaks off breaks off for the caller too.
 * @param each sees every chunk, before the caller does
 * @throws the network's error, UpstreamTimeout, what aborted the controller
 */
export async function relayBody(
  from: IncomingMessage,
  to: ServerResponse,
  limits: CallLimits,
  controller: AbortController,
  each: (chunk: Uint8Array) => void,
): Promise<void> {
  const chunks = readBody(from, controller, limits);
  await pipeline(async function* () {
    for await (const chunk of chunks) {
      each(chunk);
      yield chunk;
    }
    const after = fieldsOf(from.rawTrailers);
    if (after.length > 0) to.addTrailers(after);
  }, to);
}
