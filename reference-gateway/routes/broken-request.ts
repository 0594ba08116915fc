/**
 * Requests that are no HTTP: the server's parser refuses them before any route is asked, and would answer without a
 * body. They get the envelope like everything else (ERR-08, SEC-02).
 * @module
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { envelope, gatewayError } from "../../registry/errors/api-error.ts";
import type { Ids } from "../parts.ts";
import { commonHeaders } from "./http.ts";

const REASONS: Record<number, string> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

/** How much of what a refused client still sends is thrown away before its connection is cut. */
const MAX_DISCARDED = 16 * 1024 * 1024;

function problemOf(error: Error): { status: number; message: string; code: string } {
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
export function answerBrokenRequests(server: Pick<Server, "on">, ids: Ids): void {
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
