/**
 * What went over the wire last, for the report of a failure: bounded, and without a secret.
 * @module
 */
import { masked } from "../secrets/masked.ts";
import { foundIn } from "../secrets/sweep.ts";
import type { UpstreamAnswer } from "../upstream/server.ts";

/** Who speaks to whom. */
export const LEGS = [
  "caller to gateway",
  "gateway to provider",
  "provider to gateway",
  "gateway to caller",
] as const;

/** A message as it is shown; `head` is the request line or the status. */
export interface WireMessage {
  leg: (typeof LEGS)[number];
  head: string;
  headers: [name: string, value: string][];
  body: string;
}

/** A message as it was noted: headers and body are looked at only if something fails. */
export interface NotedMessage {
  leg: WireMessage["leg"];
  head: string;
  headers: Iterable<[string, string] | string[]>;
  body: string | Uint8Array | null;
}

/** Two requests with their answers, on both sides of the gateway. */
const KEPT = 8;
const MAX_BODY = 3000;
const MAX_VALUE = 300;
const MAX_HEADERS = 30;
/** Longer than any planted secret, so that none is cut in two before it is found. */
const MARGIN = 100;

/** Headers that hold nothing but a credential: what is left of it after masking is not shown either. */
const CREDENTIAL =
  /^(?:authorization|proxy-authorization|helicone-auth|cookie|set-cookie|.*(?:api-?key|token|signature|secret).*)$/i;

/** A text without secrets, cut; nothing of it where a secret is only coded. */
export function redacted(text: string, limit: number): string {
  const clear = masked(text.slice(0, limit + MARGIN));
  if (foundIn(clear).length > 0) return "(withheld: it holds a coded secret)";
  return clear.length > limit ? `${clear.slice(0, limit)}… (cut)` : clear;
}

/** A credential's scheme and whose it is. @example "Bearer <platform groq>", "AWS4-HMAC-SHA256 (redacted)" */
function credential(value: string): string {
  const [whole = "", scheme = ""] = /^(?:([\w-]+) )?<[\w ]+>$/.exec(masked(value)) ?? [];
  if (whole !== "") return whole;
  const named = /^([A-Z][\w-]*) /.exec(value)?.[1] ?? scheme;
  return named === "" ? "(redacted)" : `${named} (redacted)`;
}

function shown({ leg, head, headers, body }: NotedMessage): WireMessage {
  const text =
    typeof body === "string"
      ? body
      : body === null
        ? ""
        : Buffer.from(body.subarray(0, MAX_BODY + MARGIN)).toString();
  return {
    leg,
    head: redacted(head, MAX_VALUE),
    headers: [...headers]
      .slice(0, MAX_HEADERS)
      .map(([name = "", value = ""]) => [
        redacted(name, MAX_VALUE),
        CREDENTIAL.test(name) ? credential(value) : redacted(value, MAX_VALUE),
      ]),
    body: redacted(text, MAX_BODY),
  };
}

/** The body of an answer, where it is there at once: a stream that a case feeds as it goes is left alone. */
export function answerText(answer: UpstreamAnswer): string {
  if (answer.kind !== "answer") return "";
  if (!Array.isArray(answer.chunks)) return "(a stream that the case feeds)";
  const chunks: readonly Uint8Array[] = answer.chunks;
  let size = 0;
  const first = chunks.filter((chunk) => {
    size += chunk.length;
    return size - chunk.length < MAX_BODY;
  });
  return Buffer.concat(first).toString();
}

/** The last messages of a case. */
export class ExchangeLog {
  private last: NotedMessage[] = [];
  private kept: NotedMessage[] | null = null;

  note(message: NotedMessage): void {
    this.last.push(message);
    if (this.last.length > KEPT) this.last.shift();
  }

  /** Keeps what there is now: the first failure is the one to explain. */
  keep(): void {
    this.kept ??= [...this.last];
  }

  /** What was kept, or else what came last. */
  messages(): WireMessage[] {
    return (this.kept ?? this.last).map(shown);
  }
}
