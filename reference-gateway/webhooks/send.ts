/**
 * Telling a tenant of a request that is over: a signed POST to an address that was checked, a few times at most. Nobody
 * waits for it, and what could not be told is logged.
 * @module
 */
import { createHmac } from "node:crypto";
import type { GatewayParts } from "../parts.ts";
import { checkedAddresses } from "../passthrough/admission.ts";
import { sendCall } from "../passthrough/forward.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { UpstreamTimeout } from "../upstream/failure.ts";
import type { Webhook } from "./config.ts";

/** Waits before the second, third and fourth try, in milliseconds; then it is given up. */
export const WAITS_MS = [1_000, 10_000, 60_000] as const;
/** A receiver that takes longer has not taken it. */
const ANSWER_MS = 10_000;
/** Most messages that wait for a next try; further ones are given up at their first failure. */
const MOST_WAITING = 1_000;
/** Most messages that are being sent; further ones are given up at once: a receiver that never answers holds each for ten seconds. */
export const MOST_UNDER_WAY = 1_000;

/** The HMAC-SHA256 of the exact body, in hex. */
export const signatureOf = (secret: string, body: Uint8Array): string =>
  createHmac("sha256", secret).update(body).digest("hex");

type Parts = Pick<GatewayParts, "clock" | "log" | "passthrough" | "background">;

/** Sends once. @returns the status. @throws Refused for an unsafe address, the network's errors, UpstreamTimeout */
async function post({ target, path, secret }: Webhook, body: Uint8Array, parts: Parts): Promise<number> {
  const { clock, passthrough } = parts;
  // Looked up at each try, and the connection goes to what was checked (PRX-05).
  const addresses = await checkedAddresses(target, { resolver: passthrough.network.resolver, clock });
  const controller = new AbortController();
  const cancel = clock.after(ANSWER_MS, () => controller.abort(new UpstreamTimeout("total")));
  try {
    const answer = await sendCall(
      {
        target,
        addresses,
        method: "POST",
        path,
        fields: [
          ["Host", target.origin.slice(target.origin.indexOf("//") + 2)],
          ["Content-Type", "application/json"],
          ["Content-Length", String(body.byteLength)],
          ["Helicone-Signature", signatureOf(secret, body)],
          ["User-Agent", "llm-gateway-webhooks"],
        ],
        body: (async function* () {
          yield body;
        })(),
        each: () => {},
        trailers: () => [],
      },
      passthrough.network,
      { clock, headersTimeoutMs: ANSWER_MS, idleTimeoutMs: ANSWER_MS },
      controller,
    );
    answer.on("error", () => {}); // The status is all that is wanted of it.
    answer.destroy();
    return answer.statusCode ?? 0;
  } finally {
    cancel();
  }
}

/** A receiver that says that it will never take it is not asked again; redirects lead nowhere. */
const isWorthATry = (status: number): boolean => status === 429 || status >= 500;

/** What sends the messages of one gateway. */
export function createWebhookSender() {
  let waiting = 0;
  let underWay = 0;

  const attempt = async (webhook: Webhook, id: string, body: Uint8Array, tries: number, parts: Parts) => {
    const about = { requestId: id, host: webhook.target.host, tries };
    const { log, clock, background } = parts;
    let failure: object;
    let again = true;
    if (underWay >= MOST_UNDER_WAY) {
      log("error", "webhook.given-up", { ...about, reason: "too many are being sent" });
      return;
    }
    underWay += 1;
    try {
      const status = await post(webhook, body, parts);
      if (status >= 200 && status <= 299) return;
      failure = { status };
      again = isWorthATry(status);
    } catch (thrown) {
      failure = describeError(thrown);
    } finally {
      underWay -= 1;
    }
    const wait = WAITS_MS[tries - 1];
    if (!again || wait === undefined || waiting >= MOST_WAITING) {
      log("error", "webhook.given-up", { ...about, ...failure });
      return;
    }
    log("info", "webhook.failed", { ...about, ...failure });
    waiting += 1;
    clock.after(wait, () => {
      waiting -= 1;
      background.run(attempt(webhook, id, body, tries + 1, parts));
    });
  };

  return {
    /** @param id of the request; @param body the exact bytes that are signed and sent */
    send: (webhook: Webhook, id: string, body: Uint8Array, parts: Parts): void =>
      parts.background.run(attempt(webhook, id, body, 1, parts)),
  };
}
