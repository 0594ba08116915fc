/**
 * Request records as text: JSON, with money as decimal strings of pico-USD.
 * @module
 */
import type { Cost } from "../../registry/pricing/cost.ts";
import { NO_LABELS, type RequestRecord } from "../telemetry/record.ts";

/** The same shape with every bigint as text; a money field that is not turned back below does not compile. */
type Stored<T> = T extends bigint
  ? string
  : T extends readonly (infer Item)[]
    ? Stored<Item>[]
    : T extends object
      ? { [Key in keyof T]: Stored<T[Key]> }
      : T;

export const recordToJson = (record: RequestRecord): string =>
  JSON.stringify(record, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));

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
