/**
 * How error answers are judged: the table of ERR-02 written out by hand, and the envelope of ERR-01 field by field.
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import type { RequirementId } from "../../requirements/index.ts";

/** The type of every status that callers may see. */
export const TYPE_OF: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "insufficient_quota",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  409: "invalid_request_error",
  413: "request_too_large",
  422: "invalid_request_error",
  429: "rate_limit_error",
  502: "api_error",
  503: "overloaded_error",
  504: "timeout_error",
};

/** Statuses that refuse the key, not the request: in PTB the gateway's own trouble (ERR-03). */
export const isCredentialStatus = (status: number): boolean => [401, 402, 403].includes(status);

/** The status that a caller of this mode sees for a meaning. */
export const statusFor = ({ mode }: Pick<CaseContext, "mode">, status: number): number =>
  mode === "ptb" && isCredentialStatus(status) ? 502 : status;

const FIELDS = ["message", "type", "param", "code", "provider", "request_id", "attempts"];
const LONGEST_MESSAGE = 2000;
const MARKUP = /<(?:!doctype|html|head|body|h1|p|center)\b/i;

const textOrNull = (value: unknown): boolean => value === null || typeof value === "string";

/** Everything that is wrong with an envelope; empty when it is whole. */
export function faultsOf(body: JsonObject | null, requestId: string | null): string[] {
  if (body === null || !isObject(body.error)) return ["no JSON object with an error in it"];
  const { error } = body;
  const { message, type } = error;
  const rules: [boolean, string][] = [
    [Object.keys(body).length === 1, "something stands beside error"],
    [
      Object.keys(error).every((key) => FIELDS.includes(key)),
      `fields other than ${FIELDS.join(", ")}: ${Object.keys(error)}`,
    ],
    [typeof message === "string" && message.trim() !== "", "message is no non-empty string"],
    [typeof message !== "string" || message.length <= LONGEST_MESSAGE, "message is not bounded"],
    [typeof message !== "string" || !MARKUP.test(message), "message holds markup"],
    [typeof message !== "string" || !message.startsWith('{"'), "message holds another envelope"],
    [typeof type === "string" && type !== "", "type is no non-empty string"],
    [textOrNull(error.param), "param is neither a string nor null"],
    [textOrNull(error.code), "code is neither a string nor null"],
    [typeof error.request_id === "string" && error.request_id === requestId, "request_id is not helicone-id"],
    [error.provider === undefined || typeof error.provider === "string", "provider is no string"],
    [error.attempts === undefined || Array.isArray(error.attempts), "attempts is no list"],
  ];
  return rules.filter(([holds]) => !holds).map(([, fault]) => fault);
}

/** The envelope of an answer that failed as a whole. */
export function checkEnvelope(
  context: CaseContext,
  name: string,
  reply: Reply,
  requirement: RequirementId = "ERR-01",
): void {
  const type = reply.headers.get("content-type") ?? "";
  const faults = faultsOf(reply.json, reply.headers.get("helicone-id"));
  const all = type.startsWith("application/json") ? faults : [`content-type ${type}`, ...faults];
  context.check.equal(requirement, `${name}.envelope`, all, []);
}

/** Status and type of an upstream failure that means `status`, as this mode must show it. */
export function checkMeaning(context: CaseContext, name: string, reply: Reply, status: number): void {
  const error = errorOf(reply);
  const shown = statusFor(context, status);
  const requirement = shown === status ? "ERR-02" : "ERR-03";
  context.check.equal(requirement, `${name}.status`, reply.status, shown);
  context.check.equal(requirement, `${name}.type`, error?.type, TYPE_OF[shown]);
  if (shown !== status) {
    context.check.equal("ERR-03", `${name}.code`, error?.code, "provider_credentials_rejected");
  } else if (isCredentialStatus(status)) {
    context.check.that("ERR-03", `${name}.code`, error?.code !== "provider_credentials_rejected", {
      expected: "the caller's own key, so not the gateway's credentials",
      seen: error?.code,
    });
  }
}

/** Whether the provider's own words reach the caller: always, but for the gateway's own key. */
export function checkWords(
  context: CaseContext,
  name: string,
  reply: Reply,
  status: number,
  words: string,
): void {
  const message = String(errorOf(reply)?.message ?? "");
  const hidden = statusFor(context, status) !== status;
  context.check.that(hidden ? "ERR-03" : "ERR-01", `${name}.words`, message.includes(words) !== hidden, {
    expected: hidden
      ? `nothing of the provider's words about our key (${words})`
      : `a message with: ${words}`,
    seen: message,
    repair: "see the dialect's decodeError",
  });
}
