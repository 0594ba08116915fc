/**
 * Commands on the database of a gateway, while gateways run or not.
 * @module
 */
import { readConfig } from "../../reference-gateway/config.ts";
import { openStoresFor } from "../../reference-gateway/server.ts";
import type { Stores } from "../../reference-gateway/stores/stores.ts";
import { SealBroken } from "../../reference-gateway/vault/seal.ts";
import { providers } from "../../registry/index.ts";
import { withStores } from "./stores-command.ts";
import { WrongUse } from "./wrong-use.ts";

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the stores that the environment names, does the work and closes them; sets the exit code. */
export async function onDatabase(work: (stores: Stores) => Promise<number>): Promise<void> {
  process.exitCode = await withStores(async () => {
    const config = readConfig(process.env, Object.values(providers));
    if (config.database.kind === "memory") throw new WrongUse("DATABASE_URL=memory: keeps nothing");
    const stores = await openStoresFor(config.database, config);
    try {
      return await work(stores);
    } finally {
      await stores.close();
    }
  }, SealBroken);
}
