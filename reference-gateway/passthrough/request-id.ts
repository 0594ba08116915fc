/**
 * The id of a request: the caller's, where it is a UUID.
 * @module
 */
import type { Ids } from "../parts.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function givenRequestId(given: string, ids: Ids): { id: string; given: boolean } {
  return UUID.test(given) ? { id: given.toLowerCase(), given: true } : { id: ids.uuid(), given: false };
}
