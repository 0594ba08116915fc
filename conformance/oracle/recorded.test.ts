import { describe, expect, test } from "vitest";
import { createRegistry, openRegistry, providers } from "../../registry/index.ts";
import { newestTiers } from "../../registry/pricing/periods.ts";
import { since } from "../../registry/pricing/tiers.ts";
import { recordingsOf } from "../recordings/store.ts";
import { expectedCost, listOn } from "./price.ts";
import { recordedOn } from "./recorded.ts";

const registry = openRegistry();
const TODAY = "2026-12-01";

const billed = Object.keys(providers)
  .flatMap(recordingsOf)
  .flatMap(({ meta }) => {
    const usage = meta.expect?.usage;
    const [endpoint] = registry.indexes.endpointsByProviderModelId(meta.provider, meta.model);
    return usage && endpoint ? [[meta.id, { meta, usage, endpoint }] as const] : [];
  });

test("there are recordings to bill, and each has a day", () => {
  expect(billed.length).toBeGreaterThan(50);
  expect(billed.filter(([, { meta }]) => recordedOn(meta) === null).map(([id]) => id)).toEqual([]);
});

describe("every recorded answer costs what the oracle says", () => {
  test.each(billed)("%s, as of its day and as of today", (_id, { meta, usage, endpoint }) => {
    const config = registry.source.endpoints[`${endpoint.model}:${endpoint.provider}`];
    for (const day of [recordedOn(meta) ?? TODAY, TODAY]) {
      const cost = registry.price(endpoint, usage, day);
      const expected = expectedCost(listOn(config?.pricing ?? [], day), usage);
      expect(cost, day).toMatchObject({ kind: "priced", total: expected });
    }
  });
});

test("a price that changed since is another bill for the same recording", () => {
  const [, found] = billed[0] ?? [];
  if (!found) throw new Error("no recording");
  const { meta, usage, endpoint } = found;
  const id = `${endpoint.model}:${endpoint.provider}`;
  const config = registry.source.endpoints[id];
  if (!config) throw new Error(`no ${id}`);
  const [old] = newestTiers(config.pricing);
  if (!old) throw new Error("no prices");
  const dearer = Object.fromEntries(Object.keys(old.usdPerMillion).map((name) => [name, "100"]));
  const pricing = [since("2026-01-01", old), since(TODAY, { ...old, usdPerMillion: dearer } as typeof old)];
  const changed = createRegistry({
    ...registry.source,
    endpoints: { ...registry.source.endpoints, [id]: { ...config, pricing } },
  });
  const dated = changed.indexes.endpoint(id);
  if (!dated) throw new Error(`no ${id}`);
  for (const day of [recordedOn(meta) ?? "", TODAY])
    expect(changed.price(dated, usage, day), day).toMatchObject({
      total: expectedCost(listOn(pricing, day), usage),
    });
  expect(changed.price(dated, usage, TODAY)).not.toMatchObject({
    total: expectedCost(listOn(pricing, recordedOn(meta) ?? ""), usage),
  });
});
