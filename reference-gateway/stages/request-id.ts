/**
 * An id that the caller chose names one request only: a record is never overwritten (OBS-01).
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import type { Inbound, Stage } from "./stage.ts";

const refused = (): Refused =>
  new Refused(
    gatewayError(
      "conflict",
      "Helicone-Request-Id: this id names another request; each request needs its own",
      {
        code: "request_id_in_use",
        param: "Helicone-Request-Id",
      },
    ),
  );

/** Refuses ids of requests that are recorded or still under way in this process, with 409 and under an id of its own. */
export function requestIds(): Stage {
  const underWay = new Map<string, Inbound>();
  const keys = new WeakMap<Inbound, string>();
  const refuseTaken = async (inbound: Inbound, { records, ids }: GatewayParts): Promise<null> => {
    const key = JSON.stringify([inbound.tenant.id, inbound.id]);
    const isFirst = !underWay.has(key);
    if (isFirst) {
      underWay.set(key, inbound);
      keys.set(inbound, key);
    }
    if (isFirst && (await records.get(inbound.tenant.id, inbound.id)) === null) return null;
    inbound.id = ids.uuid();
    throw refused();
  };
  return {
    name: "request-id",
    before: (inbound, parts) => (inbound.idGiven ? refuseTaken(inbound, parts) : null),
    after: (inbound, { stored }) => {
      const key = keys.get(inbound);
      // Until its record is there the id is known from here.
      if (key !== undefined) void stored.then(() => underWay.delete(key));
    },
  };
}
