/**
 * A call as it arrives on the wire, before anything of it is normalised (PRX-08).
 * @module
 */
import type { IncomingMessage } from "node:http";
import { type HeaderFields, valuesOf } from "../../registry/domains/headers.ts";
import type { ArrivedCall } from "../../registry/domains/plan-pass.ts";
import { type ApiError, envelope, gatewayError } from "../../registry/errors/api-error.ts";
import { type HeaderLookup, lookupOf } from "../header-lookup.ts";
import type { Limits, Tenant } from "../parts.ts";
import { bytesToHold } from "../routes/body.ts";
import { Refused } from "../routes/http.ts";
import { NOTHING_READ } from "../stages/pipeline.ts";
import type { Inbound } from "../stages/stage.ts";
import type { StopSignal } from "../stop.ts";
import { NO_LABELS } from "../telemetry/record.ts";
import { fieldsOf } from "./forward.ts";

export function arrivedCall(incoming: IncomingMessage): ArrivedCall {
  return {
    fields: fieldsOf(incoming.rawHeaders),
    path: incoming.url ?? "",
    port: incoming.socket.localPort ?? 0,
  };
}

/** The fields as the stages read them: names in lower case, several of one name joined. */
export const headersOf = (fields: HeaderFields): HeaderLookup => lookupOf(fields);

/** Does the call have a body? */
export const hasBody = (fields: HeaderFields): boolean =>
  valuesOf(fields, "transfer-encoding").length > 0 ||
  valuesOf(fields, "content-length").some((value) => Number(value) > 0);

/** Errors in OpenAI's shape: what the caller of a target speaks is not known before the target answers. */
export const encodeError = (error: ApiError, requestId: string) => envelope(error, requestId);

/** The request as the stages see it. */
export function inboundOf(
  call: ArrivedCall,
  about: {
    requestId: { id: string; given: boolean };
    tenant: Tenant;
    method: string;
    startedAt: number;
    signal: StopSignal;
    targetHost: string | null;
    /** Is the body read whole before anything is sent? */
    isHeld: boolean;
    limits: Limits;
  },
): Inbound {
  const { requestId, limits, isHeld, tenant, method, startedAt, signal, targetHost } = about;
  const headers = headersOf(call.fields);
  return {
    id: requestId.id,
    idGiven: requestId.given,
    tenant,
    startedAt,
    route: "passthrough",
    api: null,
    encodeError,
    method,
    target: call.path,
    headers,
    signal,
    targetHost,
    heldBytes: isHeld ? bytesToHold(headers, limits.maxBodyBytes) : 0,
    body: NOTHING_READ,
    model: "",
    stream: false,
    labels: NO_LABELS,
    retries: null,
    limitsOf: null,
    answerHeaders: new Map(),
    translated: null,
    worstCost: null,
    keepCompletion: null,
    captureBytes: 0,
  };
}

/** Headers that ask for what needs the whole body: the key of the cache, and calls that may be sent again. */
const WHOLE = /^helicone-(cache|retry|fallbacks)/;

/** Is the body held before anything is sent? Only then. */
export const needsWholeBody = (fields: HeaderFields): boolean =>
  fields.some(([name]) => WHOLE.test(name.toLowerCase()));

/** Reads a body that a stage needs whole. @throws Refused with 413 */
export async function readWhole(
  body: AsyncIterable<Uint8Array>,
  { maxBodyBytes }: Limits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) {
      const message = `A body that is held for the cache, retries or fallbacks may have ${maxBodyBytes} bytes at most`;
      throw new Refused(gatewayError("too_large", message, { code: "request_too_large" }));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
