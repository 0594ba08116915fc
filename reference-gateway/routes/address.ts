/**
 * The connection of a request: where it comes from, and how to end it. The web's `Request` has no place for either, so they are
 * noted beside it.
 * @module
 */

const addresses = new WeakMap<Request, string>();

/** Notes the address of the connection that a request came over. */
export function noteAddress(request: Request, address: string | undefined): void {
  if (address !== undefined) addresses.set(request, address);
}

const endings = new WeakMap<Request, () => void>();

/** Notes how the connection of a request is ended, whatever was sent on it. */
export function noteHangUp(request: Request, hangUp: () => void): void {
  endings.set(request, hangUp);
}

/** Ends the connection; `null` where the request came over none. */
export const hangUpOf = (request: Request): (() => void) | null => endings.get(request) ?? null;

/** The address; `null` where the request came over no connection, as in process. */
export const addressOf = (request: Request): string | null => addresses.get(request) ?? null;
