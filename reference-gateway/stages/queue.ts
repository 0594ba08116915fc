/**
 * Places for work that runs at once, of which each tenant may have a part, and a bounded queue before them. Whoever waits
 * is served tenant by tenant, so that one that sends much does not keep the others out.
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
}

/** Whose limit keeps a request out: all places are taken, or all of its tenant's. */
export type FullBy = "process" | "tenant";

type Waiter = () => void;

/** A place in the queue. */
export interface Waiting {
  /** Resolves when there is a place, which is taken then. */
  readonly admitted: Promise<void>;
  /** Leaves the queue; changes nothing once admitted. @returns whether it left */
  leave(): boolean;
}

export class AdmissionQueue {
  private readonly limits: AdmissionLimits;
  private readonly running = new Map<string, number>();
  /** By tenant, the tenant whose turn is next first. */
  private readonly waiting = new Map<string, Set<Waiter>>();
  private runningInAll = 0;
  private waitingInAll = 0;

  constructor(limits: AdmissionLimits) {
    this.limits = limits;
  }

  /** How many run and how many wait. */
  counts(): { running: number; queued: number } {
    return { running: this.runningInAll, queued: this.waitingInAll };
  }

  /** What keeps a request of this tenant out, or `null`. */
  private fullFor(tenantId: string): FullBy | null {
    if ((this.running.get(tenantId) ?? 0) >= this.limits.perTenant) return "tenant";
    return this.runningInAll >= this.limits.concurrent ? "process" : null;
  }

  /** Takes a place. @returns whose limit is in the way; `null` where the place is taken */
  enter(tenantId: string): FullBy | null {
    const full = this.fullFor(tenantId);
    if (full !== null) return full;
    this.running.set(tenantId, (this.running.get(tenantId) ?? 0) + 1);
    this.runningInAll++;
    return null;
  }

  /** Waits for a place; `null` where the queue is full. */
  wait(tenantId: string): Waiting | null {
    const own = this.waiting.get(tenantId) ?? new Set();
    if (this.waitingInAll >= this.limits.queued || own.size >= this.limits.queuedPerTenant) return null;
    let admit: Waiter = () => {};
    const admitted = new Promise<void>((resolve) => {
      admit = resolve;
    });
    own.add(admit);
    this.waiting.set(tenantId, own);
    this.waitingInAll++;
    return { admitted, leave: () => this.remove(tenantId, admit) };
  }

  private remove(tenantId: string, waiter: Waiter): boolean {
    const own = this.waiting.get(tenantId);
    if (!own?.delete(waiter)) return false;
    if (own.size === 0) this.waiting.delete(tenantId);
    this.waitingInAll--;
    return true;
  }

  /** Gives a place back, and to whoever is next. */
  leave(tenantId: string): void {
    const own = (this.running.get(tenantId) ?? 1) - 1;
    if (own === 0) this.running.delete(tenantId);
    else this.running.set(tenantId, own);
    this.runningInAll--;
    for (const [next, waiters] of this.waiting) {
      const [waiter] = waiters;
      if (waiter === undefined || this.enter(next) !== null) continue;
      this.remove(next, waiter);
      // Its next one comes after those of the other tenants.
      if (this.waiting.delete(next)) this.waiting.set(next, waiters);
      waiter();
      return;
    }
  }
}
