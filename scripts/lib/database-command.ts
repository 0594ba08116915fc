/**
 * Commands on the database of a gateway, while gateways run or not.
 * @module
 */
import { type Config, readConfig } from "../../reference-gateway/config.ts";
import { openStoresFor } from "../../reference-gateway/server.ts";
import type { Stores } from "../../reference-gateway/stores/stores.ts";
import { CannotDecrypt } from "../../reference-gateway/vault/encryption.ts";
import { providers } from "../../registry/index.ts";
import { withStores } from "./stores-command.ts";
import { WrongUse } from "./wrong-use.ts";

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Opens the stores that the environment names, does the work and closes them; sets the exit code. What gateways have
 * declared there stays: the environment of a command need not be theirs.
 * @param failures errors besides those of the storage that are told in their own words, with exit code 1
 */
export async function onDatabase(
  work: (stores: Stores, config: Config) => Promise<number>,
  ...failures: (abstract new (
    ...given: never[]
  ) => Error)[]
): Promise<void> {
  process.exitCode = await withStores(
    async () => {
      const config = readConfig(process.env, Object.values(providers));
      if (config.database.kind === "memory") throw new WrongUse("DATABASE_URL=memory: keeps nothing");
      const stores = await openStoresFor(config.database, config);
      try {
        return await work(stores, config);
      } finally {
        await stores.close();
      }
    },
    CannotDecrypt,
    ...failures,
  );
}
