/**
 * Tells a tenant of a request that is over, where the tenant has a webhook and the request asks for it
 * (`Helicone-Webhook-Enabled`). What is told is the record as `GET /v1/requests/{id}` gives it, without bodies.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import { requestView } from "../records/view.ts";
import { Refused } from "../routes/http.ts";
import { createWebhookSender } from "../webhooks/send.ts";
import type { Inbound, Stage } from "./stage.ts";

const HEADER = "Helicone-Webhook-Enabled";

const refused = (rule: string): Refused =>
  new Refused(
    gatewayError("invalid_request", `${HEADER}: ${rule}`, { code: "invalid_header", param: HEADER }),
  );

/** The stage of one gateway. */
export function webhooks(): Stage {
  const { send } = createWebhookSender();
  const wanted = new WeakSet<Inbound>();
  return {
    name: "webhooks",
    before: (inbound, parts) => {
      const value = inbound.headers.get(HEADER)?.trim().toLowerCase() ?? "false";
      if (value === "false") return null;
      if (value !== "true") throw refused("expected true or false");
      if (!parts.webhooks.has(inbound.tenant.id)) throw refused("the tenant has no webhook");
      wanted.add(inbound);
      return null;
    },
    after: (inbound, { stored }, parts) => {
      const webhook = parts.webhooks.get(inbound.tenant.id);
      if (!webhook || !wanted.has(inbound)) return;
      // Whoever is told may look for the record at once.
      const tell = async (): Promise<void> => {
        const record = await stored;
        const told = requestView({ record, feedback: null, scores: {} });
        send(webhook, record.id, Buffer.from(JSON.stringify(told)), parts);
      };
      parts.background.run(tell());
    },
  };
}
