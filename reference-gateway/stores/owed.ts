/**
 * Paying back what the database owes: each kind of thing, done again without doing it twice.
 * @module
 */
import type { SqlWallet } from "../accounting/sql-wallet.ts";
import type { Ids, Log, RecordStore } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import type { Owed } from "./journal.ts";
import type { Outbox } from "./outbox.ts";
import { recordFromJson, recordToJson } from "./record-json.ts";
import { faultField } from "./storage-fault.ts";

export interface Creditors {
  wallet: SqlWallet["close"];
  records: RecordStore;
  ids: Ids;
}

/** A record never takes another's place; the same one that is there already came through before. */
async function putAgain(record: RequestRecord, { records, ids }: Creditors): Promise<void> {
  if (await records.put(record)) return;
  const there = await records.get(record.tenantId, record.id);
  if (there && recordToJson(there) === recordToJson(record)) return;
  await records.put({ ...record, id: ids.uuid() });
}

/** Does one thing that is owed. @throws what the store throws, RangeError where it can never be done */
export async function payBack(owed: Owed, to: Creditors): Promise<void> {
  switch (owed.kind) {
    case "settle":
      return void (await to.wallet.settle(
        owed.tenantId,
        owed.reservationId,
        BigInt(owed.amount),
        owed.record === undefined ? null : recordFromJson(owed.record),
      ));
    case "release":
      return to.wallet.release(owed.tenantId, owed.reservationId);
    case "record":
      return putAgain(recordFromJson(owed.body), to);
  }
}

/** Records of which none is lost while the database is away: they are written later. */
export function owedRecords(records: RecordStore, outbox: Outbox, log: Log): RecordStore {
  return {
    ...records,
    put: async (record) => {
      try {
        return await records.put(record);
      } catch (thrown) {
        const { id } = record;
        const owed: Owed = { kind: "record", id: `${record.tenantId} ${id}`, body: recordToJson(record) };
        if (!outbox.owe(owed)) throw thrown;
        log("warn", "record.delayed", { requestId: id, ...faultField(thrown), ...describeError(thrown) });
        return true;
      }
    },
  };
}
