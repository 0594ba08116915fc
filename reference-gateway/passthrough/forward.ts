/**
 * One passed call on the wire: the request goes out as it came in, the answer comes back as it is. Bodies are streamed in
 * both directions and never held (PRX-01); redirects are answers like any other.
 * @module
 */
import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { type HeaderFields, valuesOf } from "../../registry/domains/headers.ts";
import type { Target } from "../../registry/domains/index.ts";
import type { Clock } from "../parts.ts";
import type { Stopper, StopSignal } from "../stop.ts";
import { Deadlines } from "../upstream/deadlines.ts";
import { CallerStalled, UpstreamTimeout } from "../upstream/failure.ts";
import { readBody } from "../upstream/limited-body.ts";
import { piecesOf } from "../upstream/pieces.ts";
import { untilAborted, within } from "../upstream/timeout.ts";
import { giveBody } from "./giving.ts";
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
  /** Sees every chunk of the body, before it is sent. */
  each(chunk: Uint8Array): void;
  /** Fields after the body, once it has been read. */
  trailers(): HeaderFields;
}

export interface CallLimits {
  clock: Clock;
  /** From the last byte of the request to the headers of the answer. */
  headersTimeoutMs: number;
  /** Between two chunks of the answer, and for the target to take one of the request. */
  idleTimeoutMs: number;
}

export interface RelayLimits extends CallLimits {
  /** From the headers of the answer to its last byte, however it drips. */
  totalMs: number;
  /** How long the caller may leave the answer unread. */
  writeStallMs: number;
}

/** Fields from the flat list that Node keeps. */
export function fieldsOf(raw: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (let at = 1; at < raw.length; at += 2) fields.push([raw[at - 1] ?? "", raw[at] ?? ""]);
  return fields;
}

const isChunked = (fields: HeaderFields): boolean => valuesOf(fields, "transfer-encoding").length > 0;

/** A connection that ended before an answer to the request came. */
class ClosedUnanswered extends Error {
  readonly code = "UND_ERR_SOCKET";
}

/** Ends a request, and the answer that is read of it, once the call is ended. */
function followStop(outgoing: ClientRequest, signal: StopSignal): void {
  const end = (): void => {
    outgoing.destroy(signal.reason instanceof Error ? signal.reason : new Error("the call was ended"));
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
}

/** Sends a call. @returns its answer, of which nothing is read yet. @throws the network's error, UpstreamTimeout */
export async function sendCall(
  call: OutgoingCall,
  network: Network,
  limits: CallLimits,
  controller: Stopper,
): Promise<IncomingMessage> {
  const { target, method, path, fields, body, each, trailers } = call;
  const { request, agent } = network.sender(target.secure);
  const outgoing = request({
    agent,
    host: target.host,
    port: target.port,
    ...(target.secure ? { servername: target.isAddress ? "" : target.host } : {}),
    ...(target.isAddress ? {} : { lookup: pinnedTo(call.addresses) }),
    method,
    path,
    setHost: false,
    headers: fields.flat(),
  });
  followStop(outgoing, controller.signal);
  let isAnswered = false;
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", (answer) => {
      isAnswered = true;
      resolve(answer);
    });
    // Listened to for as long as the request lives: what breaks after the answer began, the answer itself tells.
    outgoing.on("error", reject);
    // Node ends a request silently that is answered with another protocol.
    outgoing.once("close", () => {
      if (!isAnswered) reject(new ClosedUnanswered());
    });
  });
  const upload = async () => {
    if (body === null) return void outgoing.end();
    const atEnd = () => {
      const after = trailers();
      if (after.length > 0 && isChunked(fields))
        outgoing.addTrailers(after.map(([name, value]): [string, string] => [name, value]));
    };
    const onStall = () => void timedOut(controller);
    const stallMs = limits.idleTimeoutMs;
    await giveBody(body, { to: outgoing, each, stallMs, onStall, atEnd }, limits.clock, controller.signal);
  };
  // A target may answer before it has read everything, and then close the connection: the answer counts.
  const uploaded = upload().catch((thrown: unknown) => {
    if (!outgoing.destroyed) outgoing.destroy(thrown instanceof Error ? thrown : undefined);
  });
  const arrived = untilAborted(answered, controller.signal);
  await Promise.race([arrived, uploaded]);
  return within(arrived, limits.headersTimeoutMs, limits.clock, () => timedOut(controller));
}

function timedOut(controller: Stopper): UpstreamTimeout {
  const timeout = new UpstreamTimeout("headers");
  controller.abort(timeout);
  return timeout;
}

const hasTrailers = (fields: HeaderFields): boolean => valuesOf(fields, "content-length").length === 0;

/**
 * The beginning of an answer as it goes to the caller: with the first bytes behind it, or by itself where they are not there in
 * the next turn of the loop. A field that announces trailers needs a body in chunks. */
export function writeHead(
  to: ServerResponse,
  { statusCode = 502, statusMessage = "" }: IncomingMessage,
  fields: HeaderFields,
): void {
  const kept = hasTrailers(fields) ? fields : fields.filter(([name]) => name.toLowerCase() !== "trailer");
  // The target's date or none: the answer is its own.
  to.sendDate = false;
  to.writeHead(statusCode, statusMessage, kept.flat());
}

/** Pieces of different calls are not spread here: each is passed on as it is. */
const atOnce = (work: () => void): void => work();

/** The body of a caller's request, from the socket. */
export const bodyOnSocket = (incoming: IncomingMessage): AsyncIterator<Uint8Array, undefined> =>
  piecesOf(incoming, atOnce);

/**
 * Gives an answer's body to the caller as it comes. An answer that breaks off breaks off for the caller too.
 * @param each sees every chunk, before the caller does
 * @throws the network's error; what ended the call before its end is the reason of the controller's signal
 */
export async function relayBody(
  from: IncomingMessage,
  to: ServerResponse,
  limits: RelayLimits,
  controller: Stopper,
  each: (chunk: Uint8Array) => void,
): Promise<void> {
  const { clock, totalMs, idleTimeoutMs } = limits;
  const deadlines = new Deadlines(clock, totalMs, (step) => controller.abort(new UpstreamTimeout(step)));
  const chunks = readBody(piecesOf(from, atOnce), controller, { deadlines, idleTimeoutMs });
  const atEnd = () => {
    const after = fieldsOf(from.rawTrailers);
    if (after.length > 0) to.addTrailers(after);
  };
  const onStall = () => controller.abort(new CallerStalled("the caller does not read"));
  const alone = setImmediate(() => to.flushHeaders());
  const seen = (chunk: Uint8Array): void => {
    clearImmediate(alone);
    each(chunk);
  };
  try {
    const taker = { to, each: seen, stallMs: limits.writeStallMs, onStall, atEnd };
    await giveBody(chunks, taker, clock, controller.signal);
  } finally {
    clearImmediate(alone);
    deadlines.stop();
  }
}
