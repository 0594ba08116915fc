/**
 * The books of one request: what is reserved for its attempts, what it is charged, what is recorded. It ends once, and
 * whatever fails on the way, the reservation is closed, the failure is logged and recorded, and the caller is told
 * (BIL-01, BIL-10).
 * @module
 */
import type { UsageReading } from "../../registry/canonical/usage.ts";
import { type ApiError, type AttemptSummary, gatewayError } from "../../registry/errors/api-error.ts";
import { boundedCharge, type Charge } from "../../registry/pricing/charge.ts";
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { GatewayParts } from "../parts.ts";
import type { Inbound } from "../stages/stage.ts";
import { faultField, storageFault } from "../stores/storage-fault.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord, ServedBy } from "../telemetry/record.ts";
import type { RequestTrace } from "../telemetry/tracing.ts";
import { alertIfLow } from "./alert.ts";
import { type Hold, openHold } from "./hold.ts";

/** How a request ended. What is left out is unknown, or there was none. */
export interface Ending {
  outcome: RequestRecord["outcome"];
  /** What the caller got. */
  status: number;
  /** Nothing was sent yet: where the books cannot be closed the caller gets that error with its own status. */
  isUnsent: boolean;
  error: Pick<ApiError, "type" | "code" | "message"> | null;
  served: ServedBy | null;
  dropped: string[];
  usage: UsageReading;
  /** What the answer is charged; called once, and allowed to throw. */
  price(): Charge | null;
  firstTokenMs: number | null;
  cached: boolean;
}

export interface Completion {
  /** What the attempts that failed came to, in order. */
  readonly attempts: AttemptSummary[];
  /** What attempts authenticated with: whatever of it stands in the answer is masked on its way out. */
  readonly secrets: Set<string>;
  /** Tells those who trace what becomes of the request. */
  readonly trace: RequestTrace;
  /** Sets the worst case of one attempt aside; `false` where the wallet does not cover it (BIL-05). */
  reserve(amount: PicoUsd): Promise<boolean>;
  /** Frees what the current attempt holds: it failed, and costs nothing (BIL-03). */
  release(): Promise<void>;
  /**
   * Ends the request: settles, with the record where both are kept together, and waits for nothing else. Only the first call
   * counts. Never rejects.
   * @returns the error that the caller must see in place of the answer's end, where the books could not be closed
   */
  end(ending: Pick<Ending, "outcome" | "status"> & Partial<Ending>): Promise<ApiError | null>;
  /** The record, once the request has ended. */
  readonly ended: Promise<RequestRecord>;
  /** The same, once it is kept, under the id that it is kept under; or lost, which was told then. */
  readonly stored: Promise<RequestRecord>;
}

/** What became of a charge. */
interface Settled {
  charge: Charge | null;
  /** The books could not be closed. */
  failed: boolean;
  /** The record, where it is kept with its charge. */
  kept: RequestRecord | null;
}

const UNKNOWN_USAGE: UsageReading = { kind: "unknown" };
const noPrice: Ending["price"] = () => null;

const unaccountable = (): ApiError =>
  gatewayError("api", "The gateway could not account for this answer", {
    status: 500,
    code: "gateway_fault",
  });

const toldError = ({ type, code, message }: Pick<ApiError, "type" | "code" | "message">) => ({
  type,
  code,
  message,
});

/** Opens the books of one request. */
export function createCompletion(inbound: Inbound, parts: GatewayParts): Completion {
  const { ids, log, clock, records, recordQueue } = parts;
  const attempts: AttemptSummary[] = [];
  const trace = parts.telemetry.request(inbound);
  const about = () => ({ requestId: inbound.id });
  let open: { hold: Hold; amount: PicoUsd } | null = null;
  let over = false;
  let tellEnded: (record: RequestRecord) => void = () => {};
  const ended = new Promise<RequestRecord>((resolve) => {
    tellEnded = resolve;
  });
  let tellStored: (record: RequestRecord | Promise<RequestRecord>) => void = () => {};
  const stored = new Promise<RequestRecord>((resolve) => {
    tellStored = resolve;
  });

  const release = async (): Promise<void> => {
    const current = open;
    open = null;
    try {
      await current?.hold.release();
    } catch (thrown) {
      // The wallet tries again by itself; the caller's answer does not depend on it.
      log("error", "wallet.not-released", { ...about(), ...faultField(thrown), ...describeError(thrown) });
    }
  };

  const settle = async (
    price: Ending["price"],
    recordWith: (charge: Charge | null) => RequestRecord,
  ): Promise<Settled> => {
    let charge: Charge | null = null;
    let record: RequestRecord | null = null;
    try {
      charge = price();
      const current = open;
      if (!current) return { charge, failed: false, kept: null };
      const whole = charge;
      charge = whole && boundedCharge(whole, current.amount);
      const amount = charge?.amount ?? 0n;
      if (whole?.counted === "nothing" && whole.computed?.kind === "unpriced") {
        // Served from our own account and charged to nobody: somebody has to know.
        log("error", "wallet.answer-unpriced", {
          ...about(),
          reserved: String(current.amount),
          problem: whole.problem,
        });
      }
      if (whole && whole.amount > amount) {
        log("error", "wallet.reported-cost-bounded", {
          ...about(),
          reserved: String(current.amount),
          reported: String(whole.amount),
          charged: String(amount),
        });
      } else if (amount > current.amount) {
        log("warn", "wallet.charge-above-reservation", {
          ...about(),
          reserved: String(current.amount),
          charged: String(amount),
        });
      }
      record = recordWith(charge);
      const kept = await current.hold.settle(amount, record);
      open = null;
      parts.background.run(alertIfLow(parts, inbound.tenant.id));
      return { charge, failed: false, kept };
    } catch (thrown) {
      log("error", "wallet.not-settled", { ...about(), ...faultField(thrown), ...describeError(thrown) });
      // A store that is away or busy takes the charge later, once: its caller has paid for the answer and gets it.
      if (charge !== null && storageFault(thrown) !== null)
        return { charge, failed: false, kept: parts.books && record };
      // An amount that cannot be booked never will be. What failed otherwise is tried again by the wallet itself.
      if (charge === null || thrown instanceof RangeError) await release();
      return { charge, failed: true, kept: null };
    }
  };

  /** A record never takes another's place: where the id is taken, it gets one of its own. */
  const store = async (record: RequestRecord): Promise<RequestRecord> => {
    if (await records.put(record)) return record;
    const renamed = { ...record, id: ids.uuid() };
    log("warn", "record.id-taken", { ...about(), recordId: renamed.id });
    await records.put(renamed);
    return renamed;
  };

  return {
    attempts,
    secrets: new Set(),
    trace,
    ended,
    stored,
    reserve: async (amount) => {
      const hold = await openHold(parts, inbound.tenant.id, inbound.id, amount, ids.uuid());
      open = hold && { hold, amount };
      return hold !== null;
    },
    release,
    end: async (given) => {
      if (over) return null;
      over = true;
      const { price = noPrice, error = null } = given;
      const latencyMs = clock.now() - inbound.startedAt;
      // Field by field: putting it together of other objects stood out in profiles.
      const recordWith = (charge: Charge | null, fault: ApiError | null = null): RequestRecord => {
        const told = fault ?? error;
        return {
          id: inbound.id,
          tenantId: inbound.tenant.id,
          startedAt: inbound.startedAt,
          route: inbound.route,
          api: inbound.api,
          targetHost: inbound.targetHost,
          model: inbound.model,
          stream: inbound.stream,
          labels: inbound.labels,
          outcome: fault ? "failed" : given.outcome,
          status: fault && given.isUnsent ? fault.status : given.status,
          error: told && toldError(told),
          served: given.served ?? null,
          attempts,
          dropped: given.dropped ?? [],
          usage: given.usage ?? UNKNOWN_USAGE,
          cost: charge,
          latencyMs,
          firstTokenMs: given.firstTokenMs ?? null,
          cached: given.cached ?? false,
        };
      };
      const { charge, failed, kept } = await settle(price, recordWith);
      const fault = failed ? unaccountable() : null;
      const record = kept ?? recordWith(charge, fault);
      tellStored(kept ?? recordQueue.add(record, () => store(record)));
      trace.end(record);
      tellEnded(record);
      // Served, and charged to nobody: what is left of it must outlive this process.
      if (failed) await stored;
      return fault;
    },
  };
}
