/**
 * The answer on its way out: the gateway's own headers are added, what stages asked for is kept aside, and the stages
 * are told when it is over.
 * @module
 */
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { commonHeaders } from "../routes/http.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { CallerStalled } from "../upstream/failure.ts";
import { watchdog } from "../upstream/watchdog.ts";
import { maskWhole, SecretMask } from "./mask.ts";
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
  sent: Omit<Completed, "record">,
): Promise<void> {
  const completed: Completed = { record: await completion.ended, ...sent };
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

/** A whole answer up to this size is handed to the socket at once; a longer one as its caller reads. */
const AT_ONCE = 64 * 1024;

function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull: (controller) => {
        if (at >= bytes.byteLength) return controller.close();
        controller.enqueue(bytes.subarray(at, at + AT_ONCE));
        at += AT_ONCE;
      },
    },
    { highWaterMark: 0 },
  );
}

type Mask = Pick<SecretMask, "push" | "end" | "found">;

/** The same bytes, pulled one by one; the stages are told before the end, or when the caller leaves or reads no further. */
function watched(
  body: ReadableStream<Uint8Array>,
  delivery: Delivery,
  about: { status: number; headers: HeaderList },
  mask: Mask,
): ReadableStream<Uint8Array> {
  const { inbound, parts } = delivery;
  const { clock, limits, background, log } = parts;
  const reader = body.getReader();
  const capture = inbound.captureBytes > 0 ? new Capture(inbound.captureBytes) : null;
  const send = (bytes: Uint8Array, controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (bytes.byteLength === 0) return;
    capture?.add(bytes);
    controller.enqueue(bytes);
  };
  let isOver = false;
  const finish = (bytes: Uint8Array | null, whole: boolean): Promise<void> => {
    if (isOver) return Promise.resolve();
    isOver = true;
    stall.stop();
    noteMasked(delivery, mask.found);
    return runAfter(delivery, { ...about, body: bytes, whole, masked: mask.found });
  };
  const leave = async (reason: unknown) => {
    await reader.cancel(reason);
    background.run(finish(null, false));
  };
  let cut: (reason: Error) => void = () => {};
  const stall = watchdog(limits.writeStallMs, clock, () => {
    log("info", "caller.stalled", { requestId: inbound.id, afterMs: limits.writeStallMs });
    const reason = new CallerStalled("the caller does not read");
    cut(reason);
    background.run(leave(reason));
  });
  stall.wait();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        cut = (reason) => controller.error(reason);
      },
      pull: async (controller) => {
        stall.rest();
        try {
          for (;;) {
            const next = await reader.read();
            if (next.done) {
              send(mask.end(), controller);
              await finish(capture?.bytes() ?? null, true);
              controller.close();
              return;
            }
            const bytes = mask.push(next.value);
            if (bytes.byteLength === 0) continue;
            stall.wait();
            send(bytes, controller);
            return;
          }
        } catch (thrown) {
          background.run(finish(null, false));
          throw thrown;
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
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
  const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) };
  const about = { status, headers };
  if (body instanceof ReadableStream)
    return new Response(watched(body, delivery, about, new SecretMask(delivery.completion.secrets)), init);
  const whole = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
  const { body: bytes, found } = maskWhole(whole, delivery.completion.secrets);
  if (bytes.byteLength > AT_ONCE) {
    const masked: Mask = { found, push: (piece) => piece, end: () => new Uint8Array() };
    init.headers.push(["content-length", String(bytes.byteLength)]);
    return new Response(watched(inPieces(bytes), delivery, about, masked), init);
  }
  const kept = inbound.captureBytes > 0 && bytes.byteLength <= inbound.captureBytes ? bytes : null;
  noteMasked(delivery, found);
  await runAfter(delivery, { status, headers, body: kept, whole: true, masked: found });
  return new Response((found ? bytes : body) as string | Uint8Array<ArrayBuffer> | null, init);
}
