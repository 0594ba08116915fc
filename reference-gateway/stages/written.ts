/**
 * A long answer written to its connection: piece by piece, as the caller takes them, and given up where it does not for too
 * long. The same as `pulled.ts`, without a stream of the web between the two.
 * @module
 */
import type { ServerResponse } from "node:http";
import type { GatewayParts } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { CallerGone, CallerStalled } from "../upstream/failure.ts";
import { type Watchdog, watchdog } from "../upstream/watchdog.ts";
import type { Source } from "./pulled.ts";
import type { HeaderList } from "./stage.ts";

type WritingParts = Pick<GatewayParts, "clock" | "limits" | "background" | "log">;

/** Made only where somebody left: an error costs its stack. */
const callerGone = (): Error => new CallerGone();

class Writing {
  private readonly source: Source;
  private readonly outgoing: ServerResponse;
  private readonly requestId: string;
  private readonly parts: WritingParts;
  private readonly stall: Watchdog;
  private isOver = false;
  private taken: (() => void) | null = null;

  constructor(source: Source, outgoing: ServerResponse, requestId: string, parts: WritingParts) {
    this.source = source;
    this.outgoing = outgoing;
    this.requestId = requestId;
    this.parts = parts;
    const { writeStallMs } = parts.limits;
    this.stall = watchdog(writeStallMs, parts.clock, () => {
      parts.log("info", "caller.stalled", { requestId, afterMs: writeStallMs });
      this.giveUp(() => new CallerStalled("the caller does not read"));
      outgoing.destroy();
    });
    outgoing.on("drain", () => this.goOn());
    outgoing.once("close", () => this.giveUp(callerGone));
    // A connection that ended before this tells nobody any more.
    if (outgoing.destroyed) this.giveUp(callerGone);
  }

  async write(): Promise<void> {
    const { source, outgoing, stall } = this;
    try {
      while (!this.isOver) {
        stall.rest();
        const piece = await source.next();
        // Who left meanwhile is told nothing, neither of a piece nor of an end.
        if (this.isOver) return;
        if (piece === null) return this.end();
        stall.wait();
        if (!outgoing.write(piece)) await this.untilTaken();
      }
    } catch (thrown) {
      if (!this.isOver) this.breakOff(thrown);
    }
  }

  private untilTaken(): Promise<void> {
    return new Promise((resolve) => {
      this.taken = resolve;
    });
  }

  private goOn(): void {
    const { taken } = this;
    this.taken = null;
    taken?.();
  }

  private end(): void {
    this.isOver = true;
    this.stall.stop();
    this.outgoing.end();
  }

  /** The caller left, or does not read. */
  private giveUp(why: () => Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stall.stop();
    this.parts.background.run(this.source.leave(why()));
    this.goOn();
  }

  /** A broken connection is all that a caller can be told by then: what broke it is for the log alone. */
  private breakOff(thrown: unknown): void {
    const { parts, requestId, outgoing } = this;
    this.isOver = true;
    this.stall.stop();
    parts.log("error", "answer.broken", { requestId, ...describeError(thrown) });
    parts.background.run(this.source.broke());
    outgoing.destroy();
  }
}

/** Writes the head of an answer and then its body; who gives the body is told what becomes of it. */
export function writeAnswer(
  source: Source,
  { outgoing, id }: { outgoing: ServerResponse; id: string },
  { status, headers }: { status: number; headers: HeaderList },
  parts: WritingParts,
): void {
  outgoing.writeHead(status, headers.flat());
  void new Writing(source, outgoing, id, parts).write();
}
