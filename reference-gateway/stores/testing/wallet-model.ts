/**
 * A wallet as plain sums, and the commands that are run on it and on a real one side by side.
 * @module
 */
import fc from "fast-check";
import { expect } from "vitest";
import { NothingReserved } from "../../accounting/amount.ts";
import type { Place } from "./places.ts";

/** Reservations are known by the order in which they were made; their real ids are in {@link Real}. */
export class Model {
  deposited = 0n;
  readonly payments = new Map<string, bigint>();
  readonly open = new Map<number, bigint>();
  /** Freed by a crash, and charged if they are settled all the same. */
  readonly lost = new Set<number>();
  readonly bills: { slot: number; amount: bigint }[] = [];
  slots = 0;

  get reserved(): bigint {
    return [...this.open.values()].reduce((sum, held) => sum + held, 0n);
  }
  get charged(): bigint {
    return this.bills.reduce((sum, bill) => sum + bill.amount, 0n);
  }
  get available(): bigint {
    return this.deposited - this.charged - this.reserved;
  }
  reserve(amount: bigint): void {
    this.open.set(this.slots++, amount);
  }
  release(slot: number): void {
    this.open.delete(slot);
    this.lost.delete(slot);
  }
  /** @returns whether there was something to charge, or the charge is booked already */
  settle(slot: number, amount: bigint): boolean {
    const wasOpen = this.open.delete(slot);
    const wasLost = this.lost.delete(slot);
    if (wasOpen || wasLost) this.bills.push({ slot, amount });
    return this.bills.some((bill) => bill.slot === slot);
  }
}

export interface Real {
  place: Place;
  tenant: string;
  /** Real reservation ids by slot. */
  ids: string[];
}

type Step = (model: Model, real: Real) => Promise<void>;

/** After every command: what the wallet says is what the model says, and its rows add up to the same (BIL-01). */
async function agree(model: Model, { place, tenant, ids }: Real): Promise<void> {
  const { deposited, reserved, charged, available } = model;
  const expected = { deposited, reserved, charged, available };
  expect(await place.wallet().view(tenant)).toEqual(expected);
  expect(await place.audit(tenant)).toEqual(expected);
  const ledger = await place.wallet().ledger(tenant);
  const bills = model.bills.map(({ slot, amount }) => ({
    reservationId: ids[slot],
    requestId: `request-${slot}`,
    amount,
  }));
  expect(ledger).toEqual(bills);
}

class Command implements fc.AsyncCommand<Model, Real> {
  readonly name: string;
  readonly step: Step;
  readonly possible: (model: Model) => boolean;
  constructor(name: string, step: Step, possible: (model: Model) => boolean = () => true) {
    this.name = name;
    this.step = step;
    this.possible = possible;
  }
  check(model: Readonly<Model>): boolean {
    return this.possible(model);
  }
  async run(model: Model, real: Real): Promise<void> {
    await this.step(model, real);
    await agree(model, real);
  }
  toString(): string {
    return this.name;
  }
}

const amount = fc.bigInt({ min: 0n, max: 60n });
const pick = fc.nat({ max: 30 });

/** A slot that exists, open or closed long ago, or an id that never was. */
function chosen(model: Model, real: Real, choice: number): { slot: number; id: string } {
  const slot = model.slots === 0 ? -1 : choice % model.slots;
  return { slot, id: real.ids[slot] ?? "never-reserved" };
}

const reserve = (asked: bigint) =>
  new Command(`reserve ${asked}`, async (model, real) => {
    const enough = asked === 0n || model.available >= asked;
    const id = await real.place.wallet().reserve(real.tenant, `request-${model.slots}`, asked);
    expect(id !== null).toBe(enough);
    if (id === null) return;
    real.ids.push(id);
    model.reserve(asked);
  });

const reserveAll = (more: bigint) =>
  new Command(
    `reserve all there is and ${more}`,
    (model, real) => reserve(model.available + more).step(model, real),
    (model) => model.available > 0n,
  );

const reserveTogether = (count: number, each: bigint) =>
  new Command(`reserve ${each} × ${count} at once`, async (model, real) => {
    const wallet = real.place.wallet();
    const asked = Array.from({ length: count }, () => wallet.reserve(real.tenant, "at-once", each));
    const granted = (await Promise.all(asked)).filter((id) => id !== null);
    const affordable = model.available < 0n ? 0n : model.available / each;
    expect(granted).toHaveLength(affordable < count ? Number(affordable) : count);
    // Freed one by one, and one of them twice.
    for (const id of [...granted, ...granted.slice(0, 1)]) await wallet.release(real.tenant, id);
  });

/** A charge is booked, or it is refused aloud (BIL-11). */
async function settled(settling: Promise<void>, isBooked: boolean): Promise<void> {
  if (isBooked) await settling;
  else await expect(settling).rejects.toThrow(NothingReserved);
}

const settle = (choice: number, charged: bigint) =>
  new Command(`settle #${choice} for ${charged}`, async (model, real) => {
    const { slot, id } = chosen(model, real, choice);
    await settled(real.place.wallet().settle(real.tenant, id, charged), model.settle(slot, charged));
  });

const settleTwice = (choice: number, first: bigint, second: bigint) =>
  new Command(`settle #${choice} for ${first}, again for ${second}`, async (model, real) => {
    const { slot, id } = chosen(model, real, choice);
    const isBooked = model.settle(slot, first);
    await settled(real.place.wallet().settle(real.tenant, id, first), isBooked);
    await settled(real.place.wallet().settle(real.tenant, id, second), isBooked);
  });

const race = (choice: number, charged: bigint) =>
  new Command(`settle #${choice} for ${charged} twice and release it, at once`, async (model, real) => {
    const { slot, id } = chosen(model, real, choice);
    const wallet = real.place.wallet();
    const before = (await wallet.ledger(real.tenant)).length;
    const [first, released, second] = await Promise.allSettled([
      wallet.settle(real.tenant, id, charged),
      wallet.release(real.tenant, id),
      wallet.settle(real.tenant, id, charged),
    ]);
    // Either may win; the reservation is closed once all the same, and a charge that lost says so.
    if ((await wallet.ledger(real.tenant)).length > before) model.settle(slot, charged);
    else model.release(slot);
    const isBooked = model.bills.some((bill) => bill.slot === slot);
    expect(released.status).toBe("fulfilled");
    for (const end of [first, second])
      if (isBooked) expect(end.status).toBe("fulfilled");
      else expect(end).toMatchObject({ reason: expect.any(NothingReserved) });
  });

const release = (choice: number) =>
  new Command(`release #${choice}`, async (model, real) => {
    const { slot, id } = chosen(model, real, choice);
    await real.place.wallet().release(real.tenant, id);
    model.release(slot);
  });

const stranger = (choice: number) =>
  new Command(`another tenant settles and releases #${choice}`, async (model, real) => {
    const { id } = chosen(model, real, choice);
    await settled(real.place.wallet().settle(`not-${real.tenant}`, id, 5n), false);
    await real.place.wallet().release(`not-${real.tenant}`, id);
  });

const topUp = (payment: number, paid: bigint) =>
  new Command(`payment ${payment} of ${paid}`, async (model, real) => {
    const id = `payment-${payment}`;
    const booked = model.payments.get(id);
    const credited = real.place.wallet().deposit(real.tenant, id, paid);
    if (booked !== undefined && booked !== paid) return expect(credited).rejects.toThrow(RangeError);
    expect(await credited).toBe(booked === undefined);
    if (booked !== undefined) return;
    model.payments.set(id, paid);
    model.deposited += paid;
  });

const paidTogether = (payment: number, paid: bigint) =>
  new Command(
    `payment ${payment} of ${paid} told three times at once`,
    async (model, real) => {
      const id = `payment-${payment}`;
      const told = [1, 2, 3].map(() => real.place.wallet().deposit(real.tenant, id, paid));
      expect((await Promise.all(told)).filter((credited) => credited)).toHaveLength(1);
      model.payments.set(id, paid);
      model.deposited += paid;
    },
    (model) => !model.payments.has(`payment-${payment}`),
  );

const refused = (wrong: bigint) =>
  new Command(`amounts of ${wrong}`, async (model, real) => {
    const { id } = chosen(model, real, 0);
    const wallet = real.place.wallet();
    await expect(wallet.reserve(real.tenant, "wrong", wrong)).rejects.toThrow(RangeError);
    await expect(wallet.settle(real.tenant, id, wrong)).rejects.toThrow(RangeError);
    await expect(wallet.deposit(real.tenant, "wrong", wrong)).rejects.toThrow(RangeError);
  });

const crash = () =>
  new Command("kill -9 and a new start", async (model, real) => {
    await real.place.crash?.();
    if (real.place.settlesLost) for (const slot of model.open.keys()) model.lost.add(slot);
    model.open.clear();
  });

/** @param crashes whether the place survives a crash */
export function walletCommands(crashes: boolean): fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real>>> {
  const paid = fc.bigInt({ min: 1n, max: 200n });
  const payment = fc.nat({ max: 5 });
  return fc.commands(
    [
      amount.map(reserve),
      amount.map(reserve),
      fc
        .tuple(fc.integer({ min: 2, max: 8 }), fc.bigInt({ min: 1n, max: 40n }))
        .map((a) => reserveTogether(...a)),
      fc.constantFrom(0n, 1n).map(reserveAll),
      fc.tuple(pick, amount).map((a) => settle(...a)),
      fc.tuple(pick, amount, amount).map((a) => settleTwice(...a)),
      fc.tuple(pick, amount).map((a) => race(...a)),
      pick.map(release),
      pick.map(stranger),
      fc.tuple(payment, paid).map((a) => topUp(...a)),
      fc.tuple(payment, paid).map((a) => topUp(...a)),
      fc.tuple(payment, paid).map((a) => paidTogether(...a)),
      fc.constantFrom(-1n, 2n ** 53n * 1000n, 2n ** 63n, -(2n ** 63n)).map(refused),
      ...(crashes ? [fc.constant(0).map(crash)] : []),
    ],
    { maxCommands: 40, size: "+1" },
  );
}
