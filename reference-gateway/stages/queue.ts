/**
 * Places for work that runs at once and room for the bodies that it holds, of which each tenant may have a part, and a
 * bounded queue before them. Whoever waits is served tenant by tenant, so that one that sends much does not keep the others
 * out; a large body that waits for room is not overtaken for ever by small ones.
 * @module
 */

/** How many requests run at once, and how many wait for that. */
export interface AdmissionLimits {
  /** Most requests under way in this process; a stream counts until its end. */
  concurrent: number;
  /** Most of them of one tenant. */
  perTenant: number;
  /** Most requests that wait for a place. */
  queued: number;
  /** Most of them of one tenant. */
  queuedPerTenant: number;
  /** How long a request waits at most. */
  queueMs: number;
  /** Most bytes of bodies that are held at once in this process. One body alone may be larger. */
  bodyBytes: number;
  /** Most of them of one tenant. */
  bodyBytesPerTenant: number;
}

/** Which limit keeps a request out: all places or all room for bodies are taken, or all of its tenant's. */
export type FullBy = "process" | "tenant" | "bytes" | "tenant-bytes";

interface Waiter {
  bytes: number;
  admit(): void;
}

/** What is taken of something, in all and by tenant. */
export class Share {
  private readonly byTenant = new Map<string, number>();
  total = 0;

  of(tenantId: string): number {
    return this.byTenant.get(tenantId) ?? 0;
  }

  add(tenantId: string, amount: number): void {
    const own = this.of(tenantId) + amount;
    if (own === 0) this.byTenant.delete(tenantId);
    else this.byTenant.set(tenantId, own);
    this.total += amount;
  }
}

/** Does this go beyond a limit? What is alone never does, and what holds nothing neither. */
const exceeds = (held: number, bytes: number, limit: number): boolean =>
  bytes > 0 && held > 0 && held + bytes > limit;

/** A place in the queue. */
export interface Waiting {
  /** Resolves when there is a place, which is taken then. */
  readonly admitted: Promise<void>;
  /** Leaves the queue; changes nothing once admitted. @returns whether it left */
  leave(): boolean;
}

export class AdmissionQueue {
  readonly limits: AdmissionLimits;
  private readonly running = new Share();
  private readonly held = new Share();
  /** By tenant, the tenant whose turn is next first. */
  private readonly waiting = new Map<string, Set<Waiter>>();
  private waitingInAll = 0;
  /** Somebody who waits is next and needs more room than there is: nobody with a body overtakes. */
  private isRoomAwaited = false;

  constructor(limits: AdmissionLimits) {
    this.limits = limits;
  }

  /** How many run and how many wait. */
  counts(): { running: number; queued: number } {
    return { running: this.running.total, queued: this.waitingInAll };
  }

  /** How many bytes of bodies are held. */
  bytes(): number {
    return this.held.total;
  }

  /** What keeps a request of this tenant out, or `null`. */
  private fullFor(tenantId: string, bytes: number): FullBy | null {
    const { concurrent, perTenant, bodyBytes, bodyBytesPerTenant } = this.limits;
    if (this.running.of(tenantId) >= perTenant) return "tenant";
    if (exceeds(this.held.of(tenantId), bytes, bodyBytesPerTenant)) return "tenant-bytes";
    if (this.running.total >= concurrent) return "process";
    return exceeds(this.held.total, bytes, bodyBytes) ? "bytes" : null;
  }

  private take(tenantId: string, bytes: number): void {
    this.running.add(tenantId, 1);
    this.held.add(tenantId, bytes);
  }

  /**
   * Takes a place, and room for a body.
   * @param bytes of the body as far as they are held in memory
   * @returns which limit is in the way; `null` where the place is taken
   */
  enter(tenantId: string, bytes = 0): FullBy | null {
    const full = this.fullFor(tenantId, bytes) ?? (this.isRoomAwaited && bytes > 0 ? "bytes" : null);
    if (full === null) this.take(tenantId, bytes);
    return full;
  }

  /** Waits for a place; `null` where the queue is full. */
  wait(tenantId: string, bytes = 0): Waiting | null {
    const own = this.waiting.get(tenantId) ?? new Set();
    if (this.waitingInAll >= this.limits.queued || own.size >= this.limits.queuedPerTenant) return null;
    let admit = () => {};
    const admitted = new Promise<void>((resolve) => {
      admit = resolve;
    });
    const waiter = { bytes, admit };
    own.add(waiter);
    this.waiting.set(tenantId, own);
    this.waitingInAll++;
    this.serve();
    return {
      admitted,
      leave: () => {
        const left = this.remove(tenantId, waiter);
        if (left) this.serve();
        return left;
      },
    };
  }

  private remove(tenantId: string, waiter: Waiter): boolean {
    const own = this.waiting.get(tenantId);
    if (!own?.delete(waiter)) return false;
    if (own.size === 0) this.waiting.delete(tenantId);
    this.waitingInAll--;
    return true;
  }

  /** Gives a place back, and its room, and to whoever is next. */
  leave(tenantId: string, bytes = 0): void {
    this.running.add(tenantId, -1);
    this.free(tenantId, bytes);
  }

  /** Gives room back that a body turned out not to need. */
  free(tenantId: string, bytes: number): void {
    this.held.add(tenantId, -bytes);
    this.serve();
  }

  /** Admits who waits for as long as there is a place for whoever is next. */
  private serve(): void {
    this.isRoomAwaited = false;
    while (this.serveOne());
  }

  private serveOne(): boolean {
    for (const [tenantId, waiters] of this.waiting) {
      const [waiter] = waiters;
      if (waiter === undefined) continue;
      const full = this.fullFor(tenantId, waiter.bytes);
      if (full === "bytes") {
        this.isRoomAwaited = true;
        return false;
      }
      if (full !== null) continue;
      this.take(tenantId, waiter.bytes);
      this.remove(tenantId, waiter);
      // Its next one comes after those of the other tenants.
      if (this.waiting.delete(tenantId)) this.waiting.set(tenantId, waiters);
      waiter.admit();
      return true;
    }
    return false;
  }
}
