/**
 * The answer on its way out: the gateway's own headers are added, what stages asked for is kept aside, and the stages
 * are told when it is over.
 * @module
 */
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { commonHeaders } from "../routes/http.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { maskWhole, SecretMask } from "./mask.ts";
import { AT_ONCE, inPieces, isPieces, type Pieces, pulled, type Source } from "./pulled.ts";
import type { Answer, Completed, HeaderList, Inbound } from "./stage.ts";
import { writeAnswer } from "./written.ts";

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
  const completed: Completed = { record: await completion.ended, stored: completion.stored, ...sent };
  for (const stage of parts.stages) {
    try {
      await stage.after?.(inbound, completed, parts);
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

/** A long answer for its caller: written to the connection where that is possible, else a body to be pulled. */
function given(source: Source, { inbound, parts }: Delivery, status: number, headers: HeaderList): Response {
  const { outgoing, id } = inbound;
  if (outgoing === null)
    return new Response(pulled(source, inbound, parts), { status, headers: writtenHeaders(headers) });
  writeAnswer(source, { outgoing, id }, { status, headers }, parts);
  return RESPONSE_ALREADY_SENT;
}

/**
 * Headers as an object, which the server writes as it is; a list, of which it makes `Headers` first, where a name stands
 * twice or the type of the body is left to it.
 */
function writtenHeaders(headers: HeaderList): Record<string, string> | [string, string][] {
  const fields: Record<string, string> = {};
  for (const [name, value] of headers) fields[name.toLowerCase()] = value;
  const isPlain = fields["content-type"] !== undefined && Object.keys(fields).length === headers.length;
  return isPlain ? fields : headers.map(([name, value]): [string, string] => [name, value]);
}

/** The response for the caller. */
export async function deliver(answer: Answer, delivery: Delivery): Promise<Response> {
  const { inbound } = delivery;
  const headers: HeaderList = [
    ...Object.entries(commonHeaders(inbound.id)),
    ...answer.headers,
    ...inbound.answerHeaders,
  ];
  const { status, body } = answer;
  const about = { status, headers };
  if (body !== null && isPieces(body)) {
    const mask = new SecretMask(delivery.completion.secrets);
    return given(watched(body, delivery, about, mask), delivery, status, headers);
  }
  const whole = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
  const { body: bytes, found } = maskWhole(whole, delivery.completion.secrets);
  if (bytes.byteLength > AT_ONCE) {
    const masked: Mask = { found, push: (piece) => piece, end: () => new Uint8Array() };
    const sized: HeaderList = [...headers, ["content-length", String(bytes.byteLength)]];
    const source = watched({ next: inPieces(bytes), cancel: () => {} }, delivery, about, masked);
    return given(source, delivery, status, sized);
  }
  const kept = inbound.captureBytes > 0 && bytes.byteLength <= inbound.captureBytes ? bytes : null;
  noteMasked(delivery, found);
  await runAfter(delivery, { status, headers, body: kept, whole: true, masked: found });
  const init = { status, headers: writtenHeaders(headers) };
  return new Response((found ? bytes : body) as string | Uint8Array<ArrayBuffer> | null, init);
}
