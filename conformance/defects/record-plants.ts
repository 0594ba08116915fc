/**
 * Wrappers around what keeps records and what reads them.
 * @module
 */
import type { RecordStore } from "../../reference-gateway/parts.ts";
import type { RequestLog } from "../../reference-gateway/records/log.ts";
import type { Labels, RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { Plant } from "../targets/reference.ts";
import { withParts } from "./plants.ts";

export const withRecords = (wrap: (records: RecordStore) => Partial<RecordStore>): Plant =>
  withParts(({ records }) => ({ records: { ...records, ...wrap(records) } }));

export const withLog = (wrap: (log: RequestLog) => Partial<RequestLog>): Plant =>
  withParts(({ requestLog }) => ({ requestLog: { ...requestLog, ...wrap(requestLog) } }));

/** Every record changed before it is kept. */
export const withRecord = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withRecords((records) => ({ put: (record) => records.put(change(record)) }));

export const withLabels = (change: (labels: Labels) => Partial<Labels>): Plant =>
  withRecord((record) => ({ ...record, labels: { ...record.labels, ...change(record.labels) } }));
