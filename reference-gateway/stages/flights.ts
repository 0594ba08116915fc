/**
 * Single flight: of requests that are the same and that no answer is stored for, one goes on and the others wait for what
 * it brings (CAC-01). Within one process; keys hold the tenant, so nobody waits for another tenant.
 * @module
 */
export interface Flights {
  /** Begins a flight; `null` where one is under way. The function ends it and lets the others look again. */
  begin(key: string): (() => void) | null;
  /** Resolves at the end of the flight that is under way, at once where none is. */
  end(key: string): Promise<void>;
}

export function createFlights(): Flights {
  const underWay = new Map<string, { ended: Promise<void>; land: () => void }>();
  return {
    begin: (key) => {
      if (underWay.has(key)) return null;
      let land = () => {};
      const ended = new Promise<void>((resolve) => {
        land = resolve;
      });
      underWay.set(key, { ended, land });
      return () => {
        underWay.delete(key);
        land();
      };
    },
    end: async (key) => underWay.get(key)?.ended,
  };
}
