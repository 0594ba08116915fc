/**
 * Frames that are ready together leave together: those of one packet of the provider in one piece, since each piece costs
 * the whole way to the caller. Nothing waits for a later packet, and nothing is read before the caller asks for more (STR-08).
 * @module
 */

/** A piece is handed over at this size, in bytes, whatever else is ready. */
const MAX_PIECE = 256 * 1024;

interface Waiting {
  resolve(piece: Uint8Array | null): void;
  reject(thrown: unknown): void;
}

export class Together {
  private readonly frames: AsyncIterator<Uint8Array>;
  private ready: Uint8Array[] = [];
  private bytes = 0;
  private waiting: Waiting | null = null;
  private goOn: (() => void) | null = null;
  private state: "new" | "reading" | "over" | "left" = "new";
  private failure: { thrown: unknown } | null = null;

  constructor(frames: AsyncIterator<Uint8Array>) {
    this.frames = frames;
  }

  /** What is ready next; `null` after the end. To be asked again only once it has answered. */
  take(): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (this.state === "over") return this.finish();
      if (this.state === "new") return void this.read();
      // Whoever waits for the caller's wish still has what was read before.
      if (this.goOn && this.ready.length > 0) return this.flush();
      this.goOn?.();
    });
  }

  /** Hands over what is ready to whoever waits for it. */
  flush(): void {
    const { waiting, ready } = this;
    if (!waiting || ready.length === 0) return;
    this.waiting = null;
    this.ready = [];
    this.bytes = 0;
    const [first] = ready;
    waiting.resolve(first && ready.length === 1 ? first : Buffer.concat(ready));
  }

  /** Before more is read from the provider: what is ready leaves, and the caller must ask for more first. */
  dry(): Promise<void> | undefined {
    if (this.state !== "reading" || this.ready.length === 0) return undefined;
    return new Promise((resolve) => {
      this.goOn = () => {
        this.goOn = null;
        resolve();
      };
      this.flush();
    });
  }

  /** The caller has left: what is ready is of no use, and the frames are somebody else's to read. */
  leave(): void {
    this.state = "left";
    this.ready = [];
    this.waiting?.resolve(null);
    this.waiting = null;
    this.goOn?.();
  }

  private async read(): Promise<void> {
    this.state = "reading";
    try {
      while (this.state === "reading") {
        const next = await this.frames.next();
        if (this.state !== "reading") return;
        if (next.done) break;
        this.ready.push(next.value);
        this.bytes += next.value.byteLength;
        if (this.bytes >= MAX_PIECE) await this.dry();
      }
    } catch (thrown) {
      this.failure = { thrown };
    }
    if (this.state !== "reading") return;
    this.state = "over";
    this.finish();
  }

  private finish(): void {
    this.flush();
    if (!this.waiting) return;
    const { resolve, reject } = this.waiting;
    this.waiting = null;
    if (this.failure) reject(this.failure.thrown);
    else resolve(null);
  }
}
