/**
 * The connection of a request: where it comes from, how to end it, and where its answer may be written. The web's `Request` has
 * no place for any of it, so it is noted beside it.
 * @module
 */
import type { ServerResponse } from "node:http";

/** What a request came over. */
export interface Connection {
  /** The caller's address; `undefined` where the socket is gone already. */
  address: string | undefined;
  /** Ends the connection, whatever was sent on it. */
  hangUp(): void;
  /** Where a long answer is written without a stream of the web; `null` where answers are the server's to write. */
  outgoing: ServerResponse | null;
}

const connections = new WeakMap<Request, Connection>();

/** Notes what a request came over. */
export const noteConnection = (request: Request, connection: Connection): void =>
  void connections.set(request, connection);

/** Ends the connection; `null` where the request came over none. */
export const hangUpOf = (request: Request): (() => void) | null => connections.get(request)?.hangUp ?? null;

/** Where a long answer is written; `null` where it is given back as a response. */
export const outgoingOf = (request: Request): ServerResponse | null =>
  connections.get(request)?.outgoing ?? null;

/** The address; `null` where the request came over no connection, as in process. */
export const addressOf = (request: Request): string | null => connections.get(request)?.address ?? null;
