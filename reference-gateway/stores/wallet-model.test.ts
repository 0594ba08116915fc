import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NothingReserved } from "../accounting/amount.ts";
import { type Place, placeKinds } from "./testing/places.ts";
import { NO_POSTGRES } from "./testing/postgres-server.ts";
import { Model, type Real, walletCommands } from "./testing/wallet-model.ts";

const SEED = 20_261_121;

describe.each(placeKinds().map((kind) => [kind.name, kind] as const))("the %s wallet", (name, kind) => {
  let there = false;
  let place: Place | null = null;
  beforeAll(async () => {
    there = await kind.prepare();
    if (there) place = await kind.open();
  });
  afterAll(async () => {
    await place?.close();
    await kind.end();
  });

  test("is the model under any order of commands, and its books balance after each", async (context) => {
    if (!place) return context.skip(!there, NO_POSTGRES);
    const real: Real = { place, tenant: "", ids: [] };
    let run = 0;
    const property = fc.asyncProperty(walletCommands(place.crash !== null), async (commands) => {
      // A tenant for each run: opening a database for each would take most of the time.
      const setup = () => ({ model: new Model(), real: { ...real, tenant: `tenant-${++run}`, ids: [] } });
      await fc.asyncModelRun(setup, commands);
    });
    // A failure prints seed, path and the shrunk commands with their replayPath.
    await fc.assert(property, { seed: SEED, numRuns: name === "memory" ? 200 : 25 });
  });

  test("never spends more than it has, whatever two processes do at once in whatever order", async (context) => {
    if (!place) return context.skip(!there, NO_POSTGRES);
    const second = await kind.beside(place);
    const [one, two] = [place.wallet(), second.wallet()];
    const action = fc.record({
      other: fc.boolean(),
      amount: fc.bigInt({ min: 1n, max: 40n }),
      share: fc.bigInt({ min: 0n, max: 100n }),
      end: fc.constantFrom("settle", "release", "both", "twice"),
    });
    let run = 0;
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.bigInt({ min: 0n, max: 150n }),
      fc.array(action, { minLength: 2, maxLength: 12 }),
      async (scheduler, deposit, actions) => {
        const tenant = `scheduled-${++run}`;
        await one.deposit(tenant, "first", deposit);
        const work = actions.map(async ({ other, amount, share, end }, i) => {
          const [mine, theirs] = other ? [two, one] : [one, two];
          await scheduler.schedule(Promise.resolve(), `reserve ${i}`);
          const id = await mine.reserve(tenant, `request-${i}`, amount);
          if (id === null) return;
          const { available } = await theirs.view(tenant);
          expect(available).toBeGreaterThanOrEqual(0n);
          const bill = (amount * share) / 100n;
          await scheduler.schedule(Promise.resolve(), `${end} ${i}`);
          const settle = () => mine.settle(tenant, id, bill);
          if (end === "settle") await settle();
          else if (end === "release") await mine.release(tenant, id);
          else if (end === "both") {
            const [settled, released] = await Promise.allSettled([settle(), theirs.release(tenant, id)]);
            expect(released.status).toBe("fulfilled");
            // Where the release was first, the charge says that it was not booked.
            const isBooked = (await mine.ledger(tenant)).some((row) => row.reservationId === id);
            if (isBooked) expect(settled.status).toBe("fulfilled");
            else expect(settled).toMatchObject({ reason: expect.any(NothingReserved) });
          } else await Promise.all([settle(), theirs.settle(tenant, id, bill)]);
        });
        const all = Promise.all(work);
        await scheduler.waitFor(all);
        const view = await two.view(tenant);
        const ledger = await one.ledger(tenant);
        expect(view).toMatchObject({ deposited: deposit, reserved: 0n });
        expect(view.charged).toBe(ledger.reduce((sum, row) => sum + row.amount, 0n));
        expect(view.available).toBe(deposit - view.charged);
        expect(view.available).toBeGreaterThanOrEqual(0n);
        expect(new Set(ledger.map((row) => row.reservationId)).size).toBe(ledger.length);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: 30 });
    if (second !== place) await second.close();
  });
});
