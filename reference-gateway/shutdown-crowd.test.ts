/**
 * A shutdown while requests stand at places drawn at random: each is over in time, has one record, holds no place and no money,
 * and is charged what its record says (LIM-02, BIL-01, OBS-01).
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GatewayParts } from "./parts.ts";
import {
  type Break,
  type Crowd,
  endUnder,
  freePlaces,
  PLACES,
  PLACES_AT_ONCE,
} from "./testing/shutdown-crowd.ts";

const crowd: fc.Arbitrary<Crowd> = fc.record({
  requests: fc.array(
    fc.record({ place: fc.constantFrom(...PLACES), hasLeft: fc.boolean(), goesOn: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  ),
  queueMs: fc.constantFrom(10_000, 60_000),
  settles: fc.constantFrom("always", "late"),
});

/** Everything that is wrong with how a gateway ended. */
async function wrongWith(given: Crowd, broken?: Break): Promise<string[]> {
  const { ms, parts, events, records } = await endUnder(given, broken);
  if (ms === null) return ["it does not end"];
  const logged = (await records).map(({ record }) => record);
  const { reserved, charged } = await parts.wallet.view("a");
  const ledger = await parts.wallet.ledger("a");
  const costs = logged.reduce((sum, { cost }) => sum + (cost?.amount ?? 0n), 0n);
  const rules: [boolean, string][] = [
    [ms <= parts.limits.shutdownMs, `it took ${ms} ms`],
    [!events.includes("gateway.shutdown-gives-up"), "it gave something up"],
    [ms === 0 || events.includes("gateway.shutdown-cuts"), "it cut what stood, and told nobody"],
    [
      logged.length === given.requests.length,
      `${logged.length} records of ${given.requests.length} requests`,
    ],
    [reserved === 0n, `${reserved} are reserved`],
    [charged === costs, `${charged} were charged, and the records say ${costs}`],
    [new Set(ledger.map(({ requestId }) => requestId)).size === ledger.length, "somebody was charged twice"],
    [
      logged.every(({ error }) => error?.code !== "gateway_fault" && error?.code !== "storage_unavailable"),
      "it blames itself or its storage",
    ],
  ];
  const free = await freePlaces(parts);
  return [
    ...rules.filter(([holds]) => !holds).map(([, fault]) => fault),
    ...(free === PLACES_AT_ONCE ? [] : [`${free} of ${PLACES_AT_ONCE} places are free`]),
  ];
}

test("gives back every place and hold in time, wherever requests stand when it ends", async () => {
  await fc.assert(
    fc.asyncProperty(crowd, async (given) => {
      expect(await wrongWith(given)).toEqual([]);
    }),
    { numRuns: 60, seed: 20_261_130 },
  );
});

test("tells what is open where a settlement never ends, and is over after its time", async () => {
  const requests = [{ place: "answered", hasLeft: false, goesOn: true } as const];
  const { ms, parts, events } = await endUnder({ requests, queueMs: 10_000, settles: "never" });
  expect([ms, events.includes("gateway.shutdown-gives-up")]).toEqual([parts.limits.shutdownMs, true]);
});

const withStage =
  (name: string, changed: Partial<GatewayParts["stages"][number]>): Break =>
  (parts) => ({
    ...parts,
    stages: parts.stages.map((stage) => (stage.name === name ? { ...stage, ...changed } : stage)),
  });

describe("the property sees a gateway that", () => {
  test.each<[string, Break]>([
    ["keeps the places of requests that it cuts", withStage("admission", { after: () => undefined })],
    [
      "lets calls go on that nobody waits for",
      (parts) => ({ ...parts, background: { ...parts.background, cut: () => {} } }),
    ],
    [
      "holds the money of requests that it cuts",
      (parts) => ({ ...parts, wallet: { ...parts.wallet, release: async () => {} } }),
    ],
    [
      "writes no record of requests that it cuts",
      (parts) => ({
        ...parts,
        records: {
          ...parts.records,
          put: async (record) => record.outcome === "cancelled" || parts.records.put(record),
        },
      }),
    ],
    [
      "charges twice what it settles while it ends",
      (parts) => ({
        ...parts,
        wallet: {
          ...parts.wallet,
          settle: async (tenant, id, amount) => {
            await parts.wallet.settle(tenant, id, amount);
            const again = await parts.wallet.reserve(tenant, "again", amount);
            if (again !== null) await parts.wallet.settle(tenant, again, amount);
          },
        },
      }),
    ],
    ["tells nobody that it cuts", (parts) => ({ ...parts, log: () => {} })],
  ])("%s", async (_what, broken) => {
    const seen = await fc.check(
      fc.asyncProperty(crowd, async (given) => (await wrongWith(given, broken)).length === 0),
      { numRuns: 40, seed: 20_261_130, endOnFailure: true },
    );
    expect(seen.failed).toBe(true);
  });
});
