/**
 * The answer on its way out: the gateway's own headers are added, what stages asked for is kept aside, and the stages
 * are told when it is over.
 * @module
 */
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import type { Reply } from "../routes/arrival.ts";
import { commonFields } from "../routes/http.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { maskWhole, SecretMask } from "./mask.ts";
import { AT_ONCE, inPieces, isPieces, type Pieces, type Source } from "./pulled.ts";
import type { Answer, Completed, HeaderList, Inbound } from "./stage.ts";

export interface Delivery {
  inbound: Inbound;
  completion: Completion;
  parts: GatewayParts;
}

/** Keeps a body aside, up to a number of bytes. */
class Capture {
  private readonly chunks: Uint8Array[] = [];
  private left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }

  add(chunk: Uint8Array): void {
    this.left -= chunk.byteLength;
    if (this.left >= 0) this.chunks.push(chunk);
    else this.chunks.length = 0;
  }

  /** `null` where it was more than fits. */
  bytes(): Uint8Array | null {
    return this.left < 0 ? null : Buffer.concat(this.chunks);
  }
}

/** A provider that echoes keys is worth knowing about. */
function noteMasked({ inbound, parts }: Delivery, found: boolean): void {
  if (found) parts.log("warn", "answer.key-masked", { requestId: inbound.id });
}

/** Runs `after` of every stage, each whatever became of the one before. */
export async function runAfter(
  { inbound, completion, parts }: Delivery,
  sent: Omit<Completed, "record" | "stored">,
): Promise<void> {
  const { status, headers, body, whole, masked } = sent;
  const record = await completion.ended;
  const completed: Completed = { record, stored: completion.stored, status, headers, body, whole, masked };
  for (const stage of parts.stages) {
    try {
      const telling = stage.after?.(inbound, completed, parts);
      if (telling instanceof Promise) await telling;
    } catch (thrown) {
      parts.log("error", "stage.failed", {
        requestId: inbound.id,
        stage: stage.name,
        ...describeError(thrown),
      });
    }
  }
}

type Mask = Pick<SecretMask, "push" | "end" | "found">;

/** The same bytes as they are pulled; the stages are told before the end, or when the caller leaves or reads no further. */
function watched(
  body: Pieces,
  delivery: Delivery,
  about: { status: number; headers: HeaderList },
  mask: Mask,
): Source {
  const { inbound, parts } = delivery;
  const capture = inbound.captureBytes > 0 ? new Capture(inbound.captureBytes) : null;
  let isOver = false;
  const finish = async (bytes: Uint8Array | null, whole: boolean): Promise<void> => {
    if (isOver) return;
    isOver = true;
    noteMasked(delivery, mask.found);
    await runAfter(delivery, { ...about, body: bytes, whole, masked: mask.found });
  };
  const next = async (): Promise<Uint8Array | null> => {
    for (let piece = await body.next(); piece !== null; piece = await body.next()) {
      const bytes = mask.push(piece);
      capture?.add(bytes);
      if (bytes.byteLength > 0) return bytes;
    }
    if (isOver) return null;
    const last = mask.end();
    capture?.add(last);
    await finish(capture?.bytes() ?? null, true);
    return last.byteLength > 0 ? last : null;
  };
  const leave = async () => {
    // First: cancelled, the body ends, and that is no natural end.
    parts.background.run(finish(null, false));
    body.cancel();
  };
  return { next, leave, broke: () => finish(null, false) };
}

/** What the caller gets. */
export async function deliver(answer: Answer, delivery: Delivery): Promise<Reply> {
  const { inbound } = delivery;
  const headers: HeaderList = [...commonFields(inbound.id), ...answer.headers, ...inbound.answerHeaders];
  const { status, body } = answer;
  const about = { status, headers };
  if (body !== null && isPieces(body)) {
    const mask = new SecretMask(delivery.completion.secrets);
    return { ...about, body: watched(body, delivery, about, mask) };
  }
  const whole = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
  const { body: bytes, found } = maskWhole(whole, delivery.completion.secrets);
  if (bytes.byteLength > AT_ONCE) {
    const masked: Mask = { found, push: (piece) => piece, end: () => new Uint8Array() };
    const sized: HeaderList = [...headers, ["content-length", String(bytes.byteLength)]];
    const source = watched({ next: inPieces(bytes), cancel: () => {} }, delivery, about, masked);
    return { status, headers: sized, body: source };
  }
  const kept = inbound.captureBytes > 0 && bytes.byteLength <= inbound.captureBytes ? bytes : null;
  noteMasked(delivery, found);
  await runAfter(delivery, { status, headers, body: kept, whole: true, masked: found });
  return { status, headers, body: found ? bytes : body };
}
