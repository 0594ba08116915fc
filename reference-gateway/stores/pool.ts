/**
 * A bounded number of things that are opened when they are needed and used by one at a time.
 * @module
 */

export class Pool<T> {
  private readonly most: number;
  private readonly open: () => Promise<T>;
  private readonly idle: T[] = [];
  private readonly waiting: (() => void)[] = [];
  private used = 0;
  private closed = false;

  /** @param most how many there are at most */
  constructor(most: number, open: () => Promise<T>) {
    this.most = most;
    this.open = open;
  }

  /** Does something with one of them, in the order in which it was asked for. */
  async use<R>(work: (item: T) => Promise<R>): Promise<R> {
    const place = this.take();
    if (place !== null) await place;
    try {
      if (this.closed) throw new Error("the pool is closed");
      const item = this.idle.pop() ?? (await this.open());
      try {
        return await work(item);
      } finally {
        this.idle.push(item);
      }
    } finally {
      this.give();
    }
  }

  /** All that were opened, once everybody who asked has been served; nobody is afterwards. */
  async finish(): Promise<T[]> {
    const places = Array.from({ length: this.most }, () => this.take());
    await Promise.all(places);
    this.closed = true;
    for (const _ of places) this.give();
    return this.idle.splice(0);
  }

  /** Takes a place, or waits for one; `null` where it is taken. */
  private take(): Promise<void> | null {
    if (this.used >= this.most) return new Promise((resolve) => void this.waiting.push(resolve));
    this.used += 1;
    return null;
  }

  private give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.used -= 1;
  }
}
