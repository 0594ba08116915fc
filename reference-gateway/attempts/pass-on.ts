/**
 * A provider's stream that is passed on to a caller of the same API: what one packet comes to leaves in one piece, and nothing
 * is read before the caller asks for more (STR-08, MAP-16).
 * @module
 */
import type { TappedEvent } from "../../registry/apis/codec.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { Pieces } from "../stages/pulled.ts";
import { CallerGone } from "../upstream/failure.ts";
import { unusable } from "./answer.ts";
import { upstreamError } from "./exchange.ts";
import { Keeper } from "./keep.ts";
import type { PassedStream } from "./opening.ts";
import { drain, type Relay, readOut, streamError, Tally } from "./tally.ts";

type Passing = Relay & { stream: PassedStream };

const inOne = (pieces: readonly Uint8Array[]): Uint8Array => {
  const [first, ...more] = pieces;
  return first !== undefined && more.length === 0 ? first : Buffer.concat(pieces);
};

export class PassedOn implements Pieces {
  private readonly relay: Passing;
  private readonly tally: Tally;
  private readonly keeper: Keeper | null;
  /** What was read and not passed on yet. */
  private ready: readonly TappedEvent[];
  private isOver = false;
  private step: Promise<Uint8Array | null> = Promise.resolve(null);

  constructor(relay: Passing) {
    this.relay = relay;
    this.tally = new Tally(relay);
    const { keep } = relay.ready.job;
    this.keeper = keep && new Keeper(keep);
    this.ready = relay.stream.held;
  }

  next(): Promise<Uint8Array | null> {
    this.step = this.read();
    return this.step;
  }

  cancel(): void {
    const { relay } = this;
    const next = async () => {
      await this.step;
      return this.next();
    };
    relay.ready.job.parts.background.run(drain(next, relay));
  }

  private async read(): Promise<Uint8Array | null> {
    if (this.isOver) return null;
    try {
      for (;;) {
        const events = this.ready.length > 0 ? this.ready : await this.relay.stream.packets.packet();
        this.ready = [];
        const out: Uint8Array[] = [];
        for (const event of events) {
          if (event.type === "bytes") this.pass(event, out);
          else if (event.type === "usage") this.tally.count(event);
          else if (out.length === 0) return await this.finish(event);
          // What came before it leaves before the settlement, which may take its time.
          else this.ready = [event];
        }
        if (out.length > 0) return inOne(out);
      }
    } catch (thrown) {
      return this.breakOff(thrown);
    }
  }

  private pass(event: TappedEvent & { type: "bytes" }, out: Uint8Array[]): void {
    if (event.tells) this.tally.begin();
    if (this.keeper) for (const chunk of event.chunks) this.keeper.add(chunk);
    out.push(...event.bytes);
  }

  /** The last word of a stream. */
  private async finish(event: Exclude<TappedEvent, { type: "bytes" | "usage" }>): Promise<Uint8Array> {
    const { ready, stream } = this.relay;
    if (event.type === "error") {
      const { status, headers } = stream.sent;
      // Stryker disable next-line StringLiteral: where an event was read already nobody reads the text
      return this.fail(upstreamError(ready, { status, headers, text: "", body: event.body }));
    }
    if (event.type === "broken") return this.fail(unusable(ready, event.problem, stream.sent).error);
    this.isOver = true;
    const fault = await this.tally.end("success", null);
    if (!fault) this.keeper?.finish();
    ready.job.parts.background.run(readOut(stream, ready.job.parts));
    return inOne(fault ? stream.tap.error(fault) : stream.tap.end(this.tally.usage));
  }

  private async fail(error: ApiError): Promise<Uint8Array> {
    this.isOver = true;
    await this.tally.end("failed", error);
    this.relay.stream.sent.abort(new CallerGone());
    return inOne(this.relay.stream.tap.error(error));
  }

  /** The network, or the caller, who is told nothing any more. */
  private async breakOff(thrown: unknown): Promise<Uint8Array | null> {
    const error = streamError(thrown, this.relay.ready);
    if (error) return this.fail(error);
    this.isOver = true;
    await this.tally.end("cancelled", null);
    this.relay.stream.sent.abort(new CallerGone());
    return null;
  }
}
