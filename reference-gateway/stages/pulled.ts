/**
 * Bytes on their way to a caller: pulled one by one, and given up where the caller takes a piece no further for too long.
 * @module
 */
import type { GatewayParts } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { CallerStalled } from "../upstream/failure.ts";
import { watchdog } from "../upstream/watchdog.ts";

/** Where the bytes come from, and who is told what becomes of them. */
export interface Source {
  /** The next bytes, none of them empty; `null` at the end. What it throws breaks the answer. */
  next(): Promise<Uint8Array | null>;
  /** Nobody reads any further: the caller left, or was given up. */
  leave(reason: unknown): Promise<void>;
  /** What `next` threw ends it. */
  broke(): Promise<void>;
}

/** A body that is made while it is read. */
export interface Pieces {
  /** What comes next, which may be nothing; `null` at the end. To be asked again only once it has answered. */
  next(): Promise<Uint8Array | null>;
  /** Nobody reads any further. */
  cancel(): void;
}

/** Is it made while it is read? */
export const isPieces = (body: string | Uint8Array | Pieces): body is Pieces =>
  typeof body === "object" && "next" in body;

/** A whole answer up to this size is handed to the socket at once; a longer one as its caller reads. */
export const AT_ONCE = 64 * 1024;

/** Bytes that are there, piece by piece. */
export function inPieces(bytes: Uint8Array): Source["next"] {
  let at = 0;
  return async () => {
    if (at >= bytes.byteLength) return null;
    at += AT_ONCE;
    return bytes.subarray(at - AT_ONCE, at);
  };
}

/** The pieces of a stream. */
export function piecesOf(reader: ReadableStreamDefaultReader<Uint8Array>): Source["next"] {
  return async () => {
    for (;;) {
      const next = await reader.read();
      if (next.done) return null;
      if (next.value.byteLength > 0) return next.value;
    }
  };
}

/** Whose answer it is. */
export interface Pulling {
  /** The request's id, for the log. */
  id: string;
  /** Ends the connection; `null` where there is none, and whoever reads gets the error. */
  hangUp: (() => void) | null;
}

/**
 * A body for a response. One that breaks ends its connection, which is all that a caller can be told by then: what broke it is
 * for the log alone.
 */
export function pulled(
  { next, leave, broke }: Source,
  { id: requestId, hangUp }: Pulling,
  {
    clock,
    limits: { writeStallMs },
    background,
    log,
  }: Pick<GatewayParts, "clock" | "limits" | "background" | "log">,
): ReadableStream<Uint8Array> {
  let cut: (reason: Error) => void = () => {};
  let isOver = false;
  const stall = watchdog(writeStallMs, clock, () => {
    isOver = true;
    log("info", "caller.stalled", { requestId, afterMs: writeStallMs });
    const reason = new CallerStalled("the caller does not read");
    cut(reason);
    background.run(leave(reason));
  });
  stall.wait();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        cut = hangUp ?? ((reason) => controller.error(reason));
      },
      pull: async (controller) => {
        stall.rest();
        try {
          const piece = await next();
          // Who left meanwhile is told nothing, neither of a piece nor of an end.
          if (isOver) return;
          if (piece === null) {
            stall.stop();
            return controller.close();
          }
          stall.wait();
          controller.enqueue(piece);
        } catch (thrown) {
          if (isOver) return;
          isOver = true;
          stall.stop();
          log("error", "answer.broken", { requestId, ...describeError(thrown) });
          background.run(broke());
          if (hangUp === null) throw thrown;
          hangUp();
        }
      },
      cancel: async (reason) => {
        if (isOver) return;
        isOver = true;
        stall.stop();
        await leave(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
