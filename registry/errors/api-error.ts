/**
 * The one error that callers see, as a value, and its envelope (ERR-01).
 * @module
 */
import type { JsonObject } from "../json.ts";
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
    code: "provider_credentials_rejected",
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
  /\b(?:sk|gsk|pk|rk|xai|key)-[\w*.-]{6,}|\bgsk_[\w*.-]{6,}|\bBearer\s+[\w.~+/=*-]{6,}/gi,
  // Google: API keys, access tokens, refresh tokens.
  /\bAIza[\w-]{20,}|\bya29\.[\w.-]{8,}|\b1\/\/0[\w-]{20,}/g,
  // AWS: ids of keys, lasting and temporary, and Bedrock's own API keys.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bABSK[\w+/=]{20,}/g,
  // Signed tokens, and private keys whole or cut short.
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*)/g,
];

/** Masks every known secret and everything shaped like a key, and bounds the length (ERR-06). */
export function scrub(text: string, secrets: readonly string[]): string {
  const masked = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((current, secret) => current.replaceAll(secret, "[redacted]"), text);
  return bounded(KEY_SHAPES.reduce((current, shape) => current.replace(shape, "[redacted]"), masked));
}
