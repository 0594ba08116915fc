/**
 * Whether a call that failed is tried again: only where its caller asks for it (FLB-06), and a wrong wish is refused
 * whatever becomes of the request.
 * @module
 */

import { FALLBACKS_HEADER } from "../../registry/domains/index.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { readRetries } from "../../registry/routing/retry.ts";
import { Refused } from "../routes/http.ts";
import type { Stage } from "./stage.ts";

export const retries: Stage = {
  name: "retries",
  before: (inbound) => {
    if (inbound.targetHost === null && inbound.headers.has(FALLBACKS_HEADER)) {
      const message = `${FALLBACKS_HEADER} is for calls that name a target; here, list models in the field model: "a/x,b/y"`;
      const about = { code: "invalid_header", param: FALLBACKS_HEADER };
      throw new Refused(gatewayError("invalid_request", message, about));
    }
    const read = readRetries((name) => inbound.headers.get(name));
    if (!read.ok) {
      const about = { code: "invalid_header", param: read.header };
      throw new Refused(gatewayError("invalid_request", `${read.header}: ${read.problem}`, about));
    }
    inbound.retries = read.policy;
    return null;
  },
};
