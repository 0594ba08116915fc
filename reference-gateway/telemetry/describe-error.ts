/**
 * An error as the log may show it: class, code, the classes and codes of its causes, and the place in our own code.
 * Messages stay out: they may hold an address, a body or a secret (OBS-02).
 * @module
 */

export interface ErrorFields {
  error: string;
  code?: string;
  /** Innermost last: `TypeError < Error ECONNREFUSED`. */
  cause?: string;
  /** `reference-gateway/attempts/relay.ts:57`. */
  at?: string;
}

const MAX_CAUSES = 5;
const MAX_NAME = 60;
/** How much of a stack is searched for a place of our own. */
const MAX_STACK = 4096;

const PLACE = /\/((?:reference-gateway|registry)\/[\w./-]{1,120}\.ts:\d{1,6})/;

const plain = (text: string): string => text.replace(/[^\w.$-]/g, "").slice(0, MAX_NAME);

function codeOf(error: Error): string | null {
  if (!("code" in error)) return null;
  return typeof error.code === "string" || typeof error.code === "number" ? plain(String(error.code)) : null;
}

/** The place of a stack line (not of the message above it) in our own code. */
function placeOf({ stack = "", message }: Error): string | undefined {
  const start = stack.indexOf(message) + message.length;
  return PLACE.exec(stack.slice(start, start + MAX_STACK))?.[1];
}

/** The fields that tell an error in the log; nothing of its message. */
export function describeError(thrown: unknown): ErrorFields {
  if (!(thrown instanceof Error)) return { error: `a thrown ${typeof thrown}` };
  const code = codeOf(thrown);
  const causes: string[] = [];
  for (let cause = thrown.cause; cause instanceof Error && causes.length < MAX_CAUSES; cause = cause.cause) {
    causes.push([plain(cause.name), codeOf(cause)].filter((part) => part !== null).join(" "));
  }
  const at = placeOf(thrown);
  return {
    error: plain(thrown.name),
    ...(code === null ? {} : { code }),
    ...(causes.length === 0 ? {} : { cause: causes.join(" < ") }),
    ...(at === undefined ? {} : { at }),
  };
}
