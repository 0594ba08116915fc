/**
 * Group commit: what several callers want written goes into one transaction, one after another, and is on the disk for all
 * of them when it ends. Nobody hears of an outcome before that, not even of a refusal: it may rest on what others of the
 * group wrote. Whoever comes while a group is being committed is in the next one, so a caller who is alone waits for nothing.
 * @module
 */
import { createPace } from "../pace.ts";
import type { Clock } from "../parts.ts";

/** Between two tries for a lock that another process holds, in milliseconds. */
export const TRY_MS = 20;
/** How long a lock is waited for, from the moment at which the database is asked, in milliseconds. */
export const LOCKED_MS = 5000;
/** Most callers of one group: the first of them waits for the last. */
export const MAX_GROUP = 64;
/** How many of them go on in one turn of the loop: what they do next takes time. */
const RESUMED_PER_TURN = 8;

/** The one connection that writes. */
export interface Writer {
  /** Takes the lock of the file; rejects soon, with SQLITE_BUSY, where somebody else keeps it. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Is a transaction open? Some failures, like a full disk, end it. */
  isOpen(): boolean;
}

/** What is written together. */
export interface Group {
  size: number;
  /** Why the whole transaction is gone; nothing of it was written then. */
  lost: { cause: unknown } | null;
  /** Resolves when everything is on the disk; rejects where nothing is. */
  readonly ended: Promise<void>;
  end(lost: Group["lost"]): void;
}

function newGroup(): Group {
  let resolve = () => {};
  let reject: (cause: unknown) => void = () => {};
  const ended = new Promise<void>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  // Each member hears of it by itself; the last one may have failed before it asks.
  ended.catch(() => {});
  return { size: 0, lost: null, ended, end: (lost) => (lost ? reject(lost.cause) : resolve()) };
}

export const isLocked = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code.startsWith("SQLITE_BUSY");

/** Tries until another process's lock is gone, in the event loop. @param until by the injected clock */
export async function patiently<T>(clock: Clock, until: number, work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error) || clock.now() >= until) throw error;
      await new Promise<void>((resolve) => void clock.after(TRY_MS, resolve));
    }
  }
}

export class GroupCommit {
  private readonly writer: Writer;
  private readonly clock: Clock;
  private group: Group | null = null;
  private busy = false;
  private closed = false;
  private readonly waiting: (() => void)[] = [];
  private readonly resume = createPace(RESUMED_PER_TURN);

  constructor(writer: Writer, clock: Clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Waits until the connection is the caller's own, inside a transaction; {@link leave} must follow.
   * @param until how long a foreign lock is waited for, by the injected clock
   */
  async enter(until: number): Promise<Group> {
    await this.turn();
    try {
      if (this.closed) throw new Error("the database is closed");
      if (this.group === null) {
        await patiently(this.clock, until, () => this.writer.begin());
        this.group = newGroup();
      }
    } catch (error) {
      this.pass();
      throw error;
    }
    this.group.size += 1;
    return this.group;
  }

  /** A statement of the group failed: is the whole transaction gone? */
  failed(group: Group, cause: unknown): void {
    if (!this.writer.isOpen()) group.lost ??= { cause };
  }

  /** Gives the connection on; resolves when what the group wrote is on the disk, rejects where it is not. */
  async leave(group: Group): Promise<void> {
    if (group.lost) {
      this.group = null;
      group.end(group.lost);
    } else if (this.waiting.length === 0 || group.size >= MAX_GROUP) await this.commit(group);
    // Nothing that many wait for keeps the loop: it has a turn between two of them.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.pass();
    try {
      await group.ended;
    } finally {
      await new Promise<void>((resolve) => this.resume(resolve));
    }
  }

  /** Resolves when everybody who waits has been served; nobody is afterwards. */
  async finish(): Promise<void> {
    await this.turn();
    this.closed = true;
    if (this.group) await this.commit(this.group);
    this.pass();
  }

  private async commit(group: Group): Promise<void> {
    this.group = null;
    try {
      await this.writer.commit();
      group.end(null);
    } catch (cause) {
      group.end({ cause });
      // Where even that fails the next group cannot begin, and says so.
      if (this.writer.isOpen()) await this.writer.rollback().catch(() => {});
    }
  }

  private async turn(): Promise<void> {
    if (this.busy) return new Promise((resolve) => void this.waiting.push(resolve));
    this.busy = true;
  }

  private pass(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.busy = false;
  }
}
