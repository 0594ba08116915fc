/**
 * Room for what is kept of calls that pass by, of all of them together and of each tenant: what does not fit is not kept,
 * and the call passes all the same.
 * @module
 */
import { Share } from "../stages/queue.ts";

export interface RoomLimits {
  /** Most bytes of all calls. */
  bytes: number;
  /** Most of them of one tenant. */
  bytesPerTenant: number;
}

/** What one call keeps. */
export interface Keeping {
  /** Takes room for bytes; `false`, and nothing changed, where there is none. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export class Room {
  private readonly limits: RoomLimits;
  private readonly kept = new Share();

  constructor(limits: RoomLimits) {
    this.limits = limits;
  }

  /** How many bytes are kept. */
  get bytes(): number {
    return this.kept.total;
  }

  of(tenantId: string): Keeping {
    const { kept, limits } = this;
    return {
      take: (bytes) => {
        const isFull = kept.total + bytes > limits.bytes || kept.of(tenantId) + bytes > limits.bytesPerTenant;
        if (!isFull) kept.add(tenantId, bytes);
        return !isFull;
      },
      give: (bytes) => kept.add(tenantId, -bytes),
    };
  }
}
