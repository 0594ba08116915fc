/**
 * Where a request comes from. The web's `Request` has no place for the address, so it is noted beside it.
 * @module
 */

const addresses = new WeakMap<Request, string>();

/** Notes the address of the connection that a request came over. */
export function noteAddress(request: Request, address: string | undefined): void {
  if (address !== undefined) addresses.set(request, address);
}

/** The address; `null` where the request came over no connection, as in process. */
export const addressOf = (request: Request): string | null => addresses.get(request) ?? null;
