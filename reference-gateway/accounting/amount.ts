/**
 * Which amounts a wallet takes. Wrong ones are refused before anything is stored: a negative charge would be a credit, and
 * a sum beyond 64 bits would silently become a float in one database and an error in the other.
 * @module
 */
import { type PicoUsd, picoToUsd } from "../../registry/pricing/money.ts";

/** The most that one reservation, charge or payment may be: 1,000,000 USD in pico-USD. */
export const MAX_AMOUNT: PicoUsd = 10n ** 18n;

/** The most that one wallet may ever have got, or been charged: 4,000,000 USD, so that sums of two stay within 64 bits. */
export const MAX_TOTAL: PicoUsd = 4n * MAX_AMOUNT;

/** @throws RangeError unless the amount is a whole number of pico-USD from 0 to {@link MAX_AMOUNT} */
export function checkAmount(amount: unknown): asserts amount is PicoUsd {
  if (typeof amount !== "bigint") {
    throw new RangeError(
      `an amount must be a bigint of pico-USD, not the ${typeof amount} ${String(amount)}`,
    );
  }
  if (amount < 0n || amount > MAX_AMOUNT) {
    throw new RangeError(`an amount must be 0 to ${picoToUsd(MAX_AMOUNT)} USD, not ${picoToUsd(amount)}`);
  }
}

/** @throws RangeError when the sum would be more than {@link MAX_TOTAL} */
export function checkTotal(total: PicoUsd): void {
  if (total > MAX_TOTAL) throw new RangeError(`a wallet holds at most ${picoToUsd(MAX_TOTAL)} USD`);
}

/** A payment id that was credited with another amount. */
export class PaymentConflict extends RangeError {
  override readonly name = "PaymentConflict";
}

/** @throws PaymentConflict: the payment was credited with another amount, so one of the two is wrong */
export function samePayment(paymentId: string, booked: PicoUsd, amount: PicoUsd): void {
  if (booked === amount) return;
  throw new PaymentConflict(
    `payment ${paymentId} was credited with ${picoToUsd(booked)} USD, not ${picoToUsd(amount)}`,
  );
}

/** @throws RangeError: the reservation is of another amount, so one of the two is wrong */
export function sameReservation(reservationId: string, booked: PicoUsd, amount: PicoUsd): void {
  if (booked === amount) return;
  throw new RangeError(
    `reservation ${reservationId} is of ${picoToUsd(booked)} USD, not ${picoToUsd(amount)}`,
  );
}

/** The payment id of what a tenant gets when its wallet is opened. */
export const FIRST_DEPOSIT = "first-deposit";

/**
 * A charge for a reservation that is neither open nor charged nor lost to a burial: it was released, or never made. It cannot be
 * booked later either, and it is never swallowed (BIL-11).
 */
export class NothingReserved extends RangeError {
  override readonly name = "NothingReserved";
  constructor(reservationId: string) {
    super(`reservation ${reservationId} is not there: nothing was charged`);
  }
}
