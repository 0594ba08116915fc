/**
 * Request records as text: JSON, with money as decimal strings of pico-USD.
 * @module
 */
import type { Cost } from "../../registry/pricing/cost.ts";
import { NO_LABELS, type RequestRecord } from "../telemetry/record.ts";

/** The same shape with every bigint as text; a money field that is not turned back below does not compile. */
type Stored<T> = T extends bigint ? string : T extends object ? { [Key in keyof T]: Stored<T[Key]> } : T;

function storedCost(cost: Cost): Stored<Cost> {
  if (cost.kind === "unpriced") return cost;
  const lines = cost.lines.map((line) => ({ ...line, rate: String(line.rate), amount: String(line.amount) }));
  return { ...cost, total: String(cost.total), lines };
}

/** Only where money stands is a text made of it: a function that is asked about every value takes as long as the insertion. */
function withTexts(record: RequestRecord): Stored<RequestRecord> {
  const { cost } = record;
  if (cost === null) return { ...record, cost };
  const reported = cost.reported === null ? null : String(cost.reported);
  const computed = cost.computed && storedCost(cost.computed);
  return { ...record, cost: { ...cost, amount: String(cost.amount), reported, computed } };
}

export const recordToJson = (record: RequestRecord): string => JSON.stringify(withTexts(record));

function costOf(cost: Stored<Cost>): Cost {
  if (cost.kind === "unpriced") return cost;
  const lines = cost.lines.map((line) => ({ ...line, rate: BigInt(line.rate), amount: BigInt(line.amount) }));
  return { ...cost, total: BigInt(cost.total), lines };
}

/** What records of the first version do not say. */
const OLD = { route: "", api: null, targetHost: null, labels: NO_LABELS, cached: false };
const OLD_SERVED = { model: "", api: "" };

/** Reads what {@link recordToJson} wrote, now or in the first version. */
export function recordFromJson(text: string): RequestRecord {
  const stored: Stored<RequestRecord> = JSON.parse(text);
  const { cost, served } = stored;
  return {
    ...OLD,
    ...stored,
    served: served && { ...OLD_SERVED, ...served },
    cost: cost && {
      ...cost,
      amount: BigInt(cost.amount),
      reported: cost.reported === null ? null : BigInt(cost.reported),
      computed: cost.computed && costOf(cost.computed),
    },
  };
}
