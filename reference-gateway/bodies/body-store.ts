/**
 * Bodies of requests and answers: kept only for tenants who ask for it, bounded in size, and for a stated time (OBS-02).
 * @module
 */

export const BODY_PARTS = ["request", "response"] as const;
export type BodyPart = (typeof BODY_PARTS)[number];

/** Whose bodies are kept, how large they may be and for how long. */
export interface BodyPolicy {
  /** Tenants who ask for it; `*`: all. */
  tenants: ReadonlySet<string>;
  /** Largest body that is kept, in bytes. */
  maxBytes: number;
  keptMs: number;
}

export const DAY_MS = 86_400_000;
export const DEFAULT_BODY_POLICY: BodyPolicy = {
  tenants: new Set(),
  maxBytes: 1024 * 1024,
  keptMs: 30 * DAY_MS,
};

export type Bodies = Readonly<Record<BodyPart, Uint8Array | null>>;

/** Where a body belongs. */
export interface BodyPlace {
  tenantId: string;
  recordId: string;
  part: BodyPart;
}

/** Every method rejects when the store cannot be reached. */
export interface BodyStore {
  /** Keeps a body until a time, in milliseconds since 1970; one that is there stays as it is. */
  put(place: BodyPlace, body: Uint8Array, until: number): Promise<void>;
  /** What is kept of a request of this tenant, as far as its time is not over. */
  get(tenantId: string, recordId: string, now: number): Promise<Bodies>;
  /** Removes what is over. @returns how many bodies */
  purge(now: number): Promise<number>;
}

export const asksForBodies = ({ tenants }: BodyPolicy, tenantId: string): boolean =>
  tenants.has(tenantId) || tenants.has("*");

/** Bodies in memory. */
export function memoryBodies(): BodyStore {
  const kept = new Map<string, { body: Uint8Array; until: number }>();
  const keyOf = ({ tenantId, recordId, part }: BodyPlace) => JSON.stringify([tenantId, recordId, part]);
  return {
    put: async (place, body, until) => {
      const key = keyOf(place);
      if (!kept.has(key)) kept.set(key, { body: Uint8Array.from(body), until });
    },
    get: async (tenantId, recordId, now) => {
      const find = (part: BodyPart) => {
        const found = kept.get(keyOf({ tenantId, recordId, part }));
        return found && found.until > now ? found.body : null;
      };
      return { request: find("request"), response: find("response") };
    },
    purge: async (now) => {
      const over = [...kept].filter(([, { until }]) => until <= now);
      for (const [key] of over) kept.delete(key);
      return over.length;
    },
  };
}
