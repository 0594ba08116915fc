/**
 * Requests that are no HTTP: the server's parser refuses them before any route is asked, and would answer without a
 * body. They get the envelope like everything else (ERR-08, SEC-02).
 * @module
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type ApiError, envelope, gatewayError } from "../../registry/errors/api-error.ts";
import { remembered } from "../../registry/remembered.ts";
import type { Ids } from "../parts.ts";
import { commonHeaders } from "./http.ts";

const REASONS: Record<number, string> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

/** How much of what a refused client still sends is thrown away before its connection is cut. */
const MAX_DISCARDED = 16 * 1024 * 1024;

export interface Problem {
  status: number;
  message: string;
  code: string;
}

function problemOf(error: Error): Problem {
  const code = "code" in error ? error.code : null;
  if (code === "HPE_HEADER_OVERFLOW")
    return {
      status: 431,
      message: "The headers are larger than the gateway reads",
      code: "headers_too_large",
    };
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return { status: 408, message: "The request did not arrive in time", code: "request_timeout" };
  return { status: 400, message: "The request is not valid HTTP", code: "malformed_request" };
}

/** Most headers of a request. Node drops those behind its own limit, a late `Host` or credential among them. */
export const MAX_HEADERS = 500;

/** Names under which this gateway is called. */
const MOST_HOSTS = 100;

const isHost = remembered(
  MOST_HOSTS,
  (host) => /^[\w.:[\]-]{1,260}$/.test(host) && URL.canParse(`http://${host}/`),
);

/** Nothing in it could be read otherwise than it stands there. */
const isPlain = (url: string): boolean => /^\/[\w/-]*$/.test(url);

/** A path, or a whole address that can be read: what `*`, `\` and ports beyond 65535 are not. */
const isTarget = (url: string): boolean =>
  isPlain(url) || (/^(?:\/|https?:\/\/[^/\\]{1,260}(?:\/|$))/.test(url) && canRead(url));

const canRead = (url: string): boolean => URL.canParse(url.startsWith("/") ? `http://gateway${url}` : url);

/** What is wrong with a request that Node's parser took and no route can read, or `null`. */
export function unreadable({
  rawHeaders,
  headers,
  url = "",
}: Pick<IncomingMessage, "rawHeaders" | "headers" | "url">): Problem | null {
  const count = rawHeaders.length / 2;
  if (count > MAX_HEADERS)
    return {
      status: 431,
      message: `The request has ${count} headers; the gateway reads ${MAX_HEADERS}`,
      code: "too_many_headers",
    };
  if (headers.host === undefined || !isHost(headers.host))
    return { status: 400, message: "The Host header names no host", code: "invalid_host" };
  if (!isTarget(url))
    return { status: 400, message: "The request's target is no path and no address", code: "invalid_target" };
  return null;
}

function answer(error: ApiError, requestId: string, outgoing: ServerResponse): void {
  const body = JSON.stringify(envelope(error, requestId));
  outgoing.writeHead(error.status, {
    ...commonHeaders(requestId),
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    // What is left of the body is not read.
    connection: "close",
  });
  outgoing.end(body);
}

/** Answers with the envelope, where Node or an adapter would answer without a body. */
export function refuse({ status, message, code }: Problem, outgoing: ServerResponse, ids: Ids): void {
  answer(gatewayError("invalid_request", message, { status, code }), ids.uuid(), outgoing);
}

/** Answers for a fault of ours before there is an id; what makes ids may be what failed. */
export function fail(outgoing: ServerResponse): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  answer(gatewayError("api", "The gateway failed", { status: 500, code: "gateway_fault" }), "", outgoing);
}

/** The whole answer as it goes over the wire. */
function answerText(error: Error, requestId: string): string {
  const { status, message, code } = problemOf(error);
  const body = JSON.stringify(
    envelope(gatewayError("invalid_request", message, { status, code }), requestId),
  );
  const headers = {
    ...commonHeaders(requestId),
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join("")}\r\n${body}`;
}

/** Reads on without keeping anything, so that the answer is not lost in a reset; but not for ever. */
function discardRest(socket: Socket): void {
  let discarded = 0;
  socket.on("data", (chunk) => {
    discarded += chunk.byteLength;
    if (discarded > MAX_DISCARDED) socket.destroy();
  });
  socket.resume();
}

/** Makes a server answer broken requests with the envelope. */
export function answerBrokenRequests(server: Pick<Server, "on" | "maxHeadersCount">, ids: Ids): void {
  // All of them are read, bounded by their bytes, and counted: `unreadable` refuses what Node would drop.
  server.maxHeadersCount = 0;
  server.on("checkExpectation", (_incoming: IncomingMessage, outgoing: ServerResponse) =>
    refuse(
      {
        status: 417,
        message: "The only expectation that is met is 100-continue",
        code: "unknown_expectation",
      },
      outgoing,
      ids,
    ),
  );
  server.on("clientError", (error: Error, socket: Socket) => {
    // The connection broke, or an answer is already under way: nothing more can be said.
    if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy();
    try {
      socket.end(answerText(error, ids.uuid()));
      discardRest(socket);
    } catch {
      // Nobody would catch it here, and one broken client must not end the process.
      socket.destroy();
    }
  });
}
