/**
 * The answer on its way out: the gateway's own headers are added, what stages asked for is kept aside, and the stages
 * are told when it is over.
 * @module
 */
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { commonHeaders } from "../routes/http.ts";
import { describeError } from "../telemetry/describe-error.ts";
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

/** The same bytes, pulled one by one; the stages are told before the end, or when the caller leaves. */
function watched(
  body: ReadableStream<Uint8Array>,
  delivery: Delivery,
  about: { status: number; headers: HeaderList },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const { captureBytes } = delivery.inbound;
  const capture = captureBytes > 0 ? new Capture(captureBytes) : null;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await reader.read();
        if (next.done) {
          await runAfter(delivery, { ...about, body: capture?.bytes() ?? null, whole: true });
          controller.close();
          return;
        }
        capture?.add(next.value);
        controller.enqueue(next.value);
      },
      cancel: async (reason) => {
        await reader.cancel(reason);
        delivery.parts.background.run(runAfter(delivery, { ...about, body: null, whole: false }));
      },
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
  if (body instanceof ReadableStream) return new Response(watched(body, delivery, { status, headers }), init);
  const bytes = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
  const kept = inbound.captureBytes > 0 && bytes.byteLength <= inbound.captureBytes ? bytes : null;
  await runAfter(delivery, { status, headers, body: kept, whole: true });
  return new Response(body as string | Uint8Array<ArrayBuffer> | null, init);
}
