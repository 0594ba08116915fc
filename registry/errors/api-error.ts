/**
 * The one error that callers see, as a value, and its envelope (ERR-01).
 * @module
 */

import type { JsonObject } from "../json.ts";
import { spellingsOf } from "../safety/spellings.ts";
import { MAX_MESSAGE } from "./body.ts";
import { CREDENTIAL_MEANINGS, MEANINGS, type Meaning } from "./meaning.ts";

export interface ApiError {
  meaning: Meaning;
  status: number;
  type: string;
  code: string | null;
  message: string;
  param: string | null;
  /** Whole seconds, where the provider said so. */
  retryAfter: number | null;
  /** The provider's own status; `null` when the error is the gateway's. */
  upstreamStatus: number | null;
  provider: string | null;
  upstreamRequestId: string | null;
}

const bounded = (text: string): string =>
  text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text;

/** An error that the gateway itself raises; what it quotes of the caller's is bounded (ERR-06). */
export function gatewayError(
  meaning: Meaning,
  message: string,
  more: Partial<Pick<ApiError, "status" | "type" | "code" | "param" | "provider" | "retryAfter">> = {},
): ApiError {
  const { status, type } = MEANINGS[meaning];
  return {
    meaning,
    status,
    type,
    code: null,
    param: null,
    retryAfter: null,
    upstreamStatus: null,
    provider: null,
    upstreamRequestId: null,
    message: bounded(message),
    ...more,
    ...(typeof more.param === "string" ? { param: bounded(more.param) } : {}),
  };
}

/** The code of an error that says that the gateway's own credential was refused. */
export const CREDENTIALS_REJECTED = "provider_credentials_rejected";

/**
 * An upstream error as the caller of this mode sees it (ERR-03): in PTB a refused credential is the gateway's own
 * trouble, and the provider's words about it are not the caller's business.
 */
export function errorForMode(error: ApiError, mode: string): ApiError {
  if (mode !== "ptb" || !CREDENTIAL_MEANINGS.includes(error.meaning)) return error;
  return {
    ...error,
    status: 502,
    type: MEANINGS.api.type,
    code: CREDENTIALS_REJECTED,
    message: `${error.provider ?? "the provider"} refused the gateway's own credentials`,
    param: null,
  };
}

/** What one attempt came to, for the `attempts` list (ERR-09). */
export interface AttemptSummary {
  provider: string;
  mode: string;
  status: number;
  type: string;
  message: string;
}

/** The envelope. `provider` and `attempts` stand only where there was an upstream attempt. */
export function envelope(
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[] = [],
): JsonObject {
  return {
    error: {
      message: error.message,
      type: error.type,
      param: error.param,
      code: error.code,
      ...(error.provider === null ? {} : { provider: error.provider }),
      request_id: requestId,
      ...(attempts.length === 0 ? {} : { attempts: attempts.map((attempt) => ({ ...attempt })) }),
    },
  };
}

/** What keys look like, whoever they belong to; case counts only where makers of keys let it count. */
const KEY_SHAPES = [
  /\b(?:sk|gsk|pk|rk|xai|key)-[\w*.-]{6,}|\bgsk_[\w*.-]{6,}|\bBearer\s{1,8}[\w.~+/=*-]{6,}/gi,
  // Google: API keys, access tokens, refresh tokens.
  /\bAIza[\w-]{20,}|\bya29\.[\w.-]{8,}|\b1\/\/0[\w-]{20,}/g,
  // AWS: ids of keys, lasting and temporary, and Bedrock's own API keys.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bABSK[\w+/=]{20,}/g,
  // Signed tokens, whole or cut short: each match takes what it has looked at, so that nothing is looked at twice.
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g,
  // Private keys: one whose end is missing goes on to the end of the text.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
];

/** How much of a provider's words is looked at: far more than is shown, and never all of a long answer. */
const MAX_SCANNED = 16 * 1024;

/** Cuts a text, and with it a secret that the cut would leave half of at the end. */
function cutBeforeHalf(text: string, secrets: readonly string[]): string {
  const cut = text.slice(0, MAX_SCANNED);
  const halves = secrets.map((secret) => {
    for (let length = Math.min(secret.length - 1, cut.length); length > 0; length--)
      if (cut.endsWith(secret.slice(0, length))) return length;
    return 0;
  });
  return cut.slice(0, cut.length - Math.max(0, ...halves));
}

/**
 * Masks every known secret and everything shaped like a key, and bounds the length (ERR-06). Cuts first and looks then:
 * the text is the provider's, as long as it likes, and made to be slow if it wants to be.
 */
export function scrub(text: string, secrets: readonly string[]): string {
  const known = [...spellingsOf(secrets), ...secrets.filter((secret) => secret.length >= 4)];
  const scanned = text.length > MAX_SCANNED ? cutBeforeHalf(text, known) : text;
  const masked = known.reduce((current, secret) => current.replaceAll(secret, "[redacted]"), scanned);
  return bounded(KEY_SHAPES.reduce((current, shape) => current.replace(shape, "[redacted]"), masked));
}
