/**
 * Failures of the network, told apart from answers of the provider (ERR-07). Nothing of the failing address, host or
 * library reaches the caller (ERR-06).
 * @module
 */
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";

/** Thrown into a pending upstream call when a limit is reached. */
export class UpstreamTimeout extends Error {
  readonly phase: "headers" | "idle" | "opening" | "total";
  constructor(phase: UpstreamTimeout["phase"]) {
    super(`upstream timeout (${phase})`);
    this.name = "UpstreamTimeout";
    this.phase = phase;
  }
}

/** What a network or its library threw; anything else that is thrown is a fault of our own. */
export class UpstreamFailed extends Error {
  override readonly name = "UpstreamFailed";
  constructor(cause: unknown) {
    super("the call failed", { cause });
  }
}

/** Thrown into a pending upstream call when the caller has gone. */
export class CallerGone extends Error {
  override readonly name: string = "CallerGone";
}

/** Ends the connection of a caller who does not read; it counts as one who left. */
export class CallerStalled extends CallerGone {
  override readonly name = "CallerStalled";
}

const LATE: Record<UpstreamTimeout["phase"], string> = {
  headers: "start answering",
  idle: "continue its answer",
  opening: "begin its answer",
  total: "finish its answer",
};

const WORDS: Record<string, string> = {
  ECONNREFUSED: "refused the connection",
  ENOTFOUND: "could not be found",
  EAI_AGAIN: "could not be found",
  ECONNRESET: "reset the connection",
  EPIPE: "reset the connection",
  UND_ERR_SOCKET: "closed the connection early",
  UND_ERR_CONNECT_TIMEOUT: "did not accept the connection in time",
};

function codeOf(error: unknown): string | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") return current.code;
  }
  return null;
}

/** The caller's view of a failed exchange with a provider. */
export function networkError(error: unknown, provider: string, displayName: string): ApiError {
  if (error instanceof UpstreamTimeout) {
    const message = `${displayName} did not ${LATE[error.phase]} in time`;
    return gatewayError("timeout", message, { code: "timeout", provider });
  }
  const code = codeOf(error);
  const words =
    // Stryker disable next-line ConditionalExpression: null as a key is the word null, which the table has not
    (code !== null && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined) ?? "could not be reached";
  return gatewayError("api", `${displayName} ${words}`, { code: "upstream_unreachable", provider });
}
