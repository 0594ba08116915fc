/** What every request asks of the vault, on the embedded database and on PostgreSQL: one row for all keys of a tenant. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Durable, openStores, type Stores } from "../stores/stores.ts";
import { type SteppedClock, steppedClock } from "../stores/testing/clock.ts";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "../stores/testing/postgres-server.ts";
import type { NewProviderKey } from "./keys.ts";

interface Opened {
  stores: Stores;
  clock: SteppedClock;
  close(): Promise<void>;
}

const SECRETS = { vaultSecrets: [Buffer.alloc(32, 1)] };

async function embedded(): Promise<Opened> {
  const file: TestFile = testFile();
  return { stores: await file.open(SECRETS), clock: file.clock, close: () => file.end() };
}

async function postgres(): Promise<Opened | null> {
  const server: PostgresServer | null = await startPostgres();
  if (server === null) return null;
  const clock = steppedClock();
  const where: Durable = { kind: "postgres", url: await server.database() };
  const stores = await openStores(where, {
    clock,
    ids: { uuid: () => randomUUID() },
    log: () => {},
    ...SECRETS,
  });
  const close = async (): Promise<void> => {
    await stores.close();
    await server.stop();
  };
  return { stores, clock, close };
}

const key = (tenantId: string, text: string): NewProviderKey => ({
  tenantId,
  provider: "groq",
  byokOnly: false,
  credential: { secret: text, config: { region: "eu" } },
});

describe.each([
  ["the embedded database", embedded],
  ["PostgreSQL", postgres],
])("the keys of a tenant in %s", (_name, open) => {
  let opened: Opened | null = null;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => opened?.close());

  test("are listed in one row as they are shown, oldest first, whatever they may do", async (context) => {
    if (!opened) return context.skip(true, NO_POSTGRES);
    const { stores, clock } = opened;
    const { vault } = stores;
    // The same moment twice: then the id decides, in both places alike.
    for (const [i, provider] of ["groq", "deepinfra", "groq", "openai"].entries()) {
      clock.step(i === 3 ? 0 : 1);
      await vault.add({
        ...key("acme", `gsk_0123456789ab${i}`),
        provider,
        byokOnly: i === 1,
        enabled: i !== 2,
      });
    }
    await vault.add(key("other", "gsk_0123456789abcd"));
    const shown = await vault.show("acme");
    const views = shown.map(({ id, provider, enabled, byokOnly }) => ({ id, provider, enabled, byokOnly }));
    expect(await vault.list("acme")).toEqual(views);
    expect(new Map(views.map(({ provider, ...may }) => [provider, [may.enabled, may.byokOnly]]))).toEqual(
      new Map([
        ["groq", [false, false]],
        ["deepinfra", [true, true]],
        ["openai", [true, false]],
      ]),
    );
    expect(views).toHaveLength(4);
    expect(await vault.list("nobody")).toEqual([]);
  });

  test("open to their tenant alone, while they are there and enabled", async (context) => {
    if (!opened) return context.skip(true, NO_POSTGRES);
    const { vault } = opened.stores;
    const { id } = await vault.add(key("owner", "gsk_0123456789abcd"));
    expect(await vault.open("owner", id)).toEqual(key("owner", "gsk_0123456789abcd").credential);
    expect(await vault.open("thief", id)).toBeNull();
    await vault.change("owner", id, { enabled: false }, () => {});
    expect(await vault.list("owner")).toMatchObject([{ id, enabled: false }]);
    expect(await vault.open("owner", id)).toBeNull();
    await vault.remove("owner", id);
    expect(await vault.list("owner")).toEqual([]);
  });
});
