/**
 * Bodies are kept only where their tenant asks for it, and not where a request says so: `Helicone-Omit-Request`,
 * `Helicone-Omit-Response` (OBS-02). Nobody waits for it, and what is not kept is told in the log.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import { asksForBodies, type BodyPart } from "../bodies/body-store.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import type { Inbound, Stage } from "./stage.ts";

const OMIT: Readonly<Record<BodyPart, string>> = {
  request: "Helicone-Omit-Request",
  response: "Helicone-Omit-Response",
};

/** Most bodies on their way to the store; further ones are dropped, and that is logged. */
const MOST_WAITING = 500;

/** @throws Refused with 400 for what is neither true nor false */
function isOmitted(headers: HeaderLookup, part: BodyPart): boolean {
  const value = headers.get(OMIT[part])?.trim().toLowerCase() ?? "false";
  if (value === "true" || value === "false") return value === "true";
  const about = { code: "invalid_header", param: OMIT[part] };
  throw new Refused(gatewayError("invalid_request", `${OMIT[part]}: expected true or false`, about));
}

/** The stage of one gateway. */
export function bodies(): Stage {
  const wanted = new WeakMap<Inbound, readonly BodyPart[]>();
  let waiting = 0;

  async function keep(
    { id: requestId, part, stored }: { id: string; part: BodyPart; stored: Promise<RequestRecord> },
    body: Uint8Array,
    { bodies: { store, policy }, clock, log }: GatewayParts,
  ): Promise<void> {
    try {
      const { tenantId, id: recordId } = await stored;
      await store.put({ tenantId, recordId, part }, body, clock.now() + policy.keptMs);
    } catch (thrown) {
      log("error", "body.not-kept", {
        requestId,
        part,
        ...describeError(thrown),
      });
    } finally {
      waiting -= 1;
    }
  }

  return {
    name: "bodies",
    before: (inbound, { bodies: { policy } }) => {
      const omitted = {
        request: isOmitted(inbound.headers, "request"),
        response: isOmitted(inbound.headers, "response"),
      };
      if (!asksForBodies(policy, inbound.tenant.id)) return null;
      const parts = (["request", "response"] as const).filter((part) => !omitted[part]);
      wanted.set(inbound, parts);
      if (!omitted.response) inbound.captureBytes = Math.max(inbound.captureBytes, policy.maxBytes);
      return null;
    },
    after: (inbound, { record, stored, body, whole }, parts) => {
      const { policy } = parts.bodies;
      const { id } = record;
      for (const part of wanted.get(inbound) ?? []) {
        const bytes = part === "request" ? inbound.body : body;
        const about = { requestId: id, part };
        if (bytes === null || bytes.byteLength > policy.maxBytes) {
          parts.log("info", whole ? "body.too-large" : "body.cut-off", about);
        } else if (waiting >= MOST_WAITING) {
          parts.log("warn", "body.dropped", { ...about, waiting });
        } else if (bytes.byteLength > 0) {
          waiting += 1;
          parts.background.run(keep({ id, part, stored }, bytes, parts));
        }
      }
    },
  };
}
