/**
 * The connection of a request: where it comes from, and how to end it. The web's `Request` has no place for
 * either, so it is noted beside it.
 * @module
 */

/** What a request came over. */
export interface Connection {
  /** The caller's address; `undefined` where the socket is gone already. */
  address: string | undefined;
  /** Ends the connection, whatever was sent on it. */
  hangUp(): void;
}

const connections = new WeakMap<Request, Connection>();

/** Notes what a request came over. */
export const noteConnection = (request: Request, connection: Connection): void =>
  void connections.set(request, connection);

/** Ends the connection; `null` where the request came over none. */
export const hangUpOf = (request: Request): (() => void) | null => connections.get(request)?.hangUp ?? null;

/** The address; `null` where the request came over no connection, as in process. */
export const addressOf = (request: Request): string | null => connections.get(request)?.address ?? null;
