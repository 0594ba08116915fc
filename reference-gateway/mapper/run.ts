/**
 * The mapper: takes the calls that nothing priced, and prices those that it can, each once (PRX-07).
 * @module
 */
import type { Registry } from "../../registry/index.ts";
import type { Catalogue } from "../../registry/mapper/catalogue.ts";
import { mapCall } from "../../registry/mapper/map.ts";
import type { Log, RecordStore } from "../parts.ts";
import type { PendingCursor, PendingStore } from "../passthrough/pending.ts";

export interface MapperParts {
  registry: Registry;
  records: Pick<RecordStore, "price">;
  pending: PendingStore;
  log: Log;
}

export interface MapperReport {
  priced: number;
  /** Calls whose record had a price, or was gone. */
  settled: number;
  /** Calls that wait on, by reason. */
  waiting: Map<string, number>;
}

const PAGE = 500;
/** Most calls of one run; the next one begins anew. */
const MOST = 1_000_000;
/** Most different reasons that a report holds. */
const MAX_REASONS = 1_000;

/**
 * Runs over everything that waits. A run that is broken off, or that another process runs at the same time, prices
 * nothing twice: a record takes a price only where it has none.
 * @param catalogue `null` where there is none: then only what the registry has learnt since is priced
 */
export async function runMapper(parts: MapperParts, catalogue: Catalogue | null): Promise<MapperReport> {
  const { registry, records, pending, log } = parts;
  const report: MapperReport = { priced: 0, settled: 0, waiting: new Map() };
  let after: PendingCursor | null = null;
  for (let seen = 0; seen < MOST; seen += PAGE) {
    const page = await pending.page(after, PAGE);
    for (const call of page) {
      const { tenantId, id } = call;
      const mapped = mapCall(registry, catalogue, call);
      if (mapped.kind === "priced") {
        const taken = await records.price(tenantId, id, { charge: mapped.charge, usage: mapped.usage });
        await pending.remove(tenantId, id);
        if (taken) report.priced++;
        else report.settled++;
      } else {
        if (mapped.reason !== call.reason) await pending.explain(tenantId, id, mapped.reason);
        if (report.waiting.has(mapped.reason) || report.waiting.size < MAX_REASONS)
          report.waiting.set(mapped.reason, (report.waiting.get(mapped.reason) ?? 0) + 1);
      }
      after = { at: call.at, tenantId, id };
    }
    if (page.length < PAGE) break;
  }
  const waiting = [...report.waiting.values()].reduce((sum, count) => sum + count, 0);
  log("info", "mapper.run", { priced: report.priced, settled: report.settled, waiting });
  return report;
}
