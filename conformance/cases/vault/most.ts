/**
 * How many keys a tenant may have (VLT-01): every request of the tenant reads them all.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { dataOf, manage, textAt } from "../_shared/manage.ts";

/** As documented, of each kind. */
const MOST = 200;

async function most(context: CaseContext): Promise<void> {
  const { check, provider } = context;
  const { secret, config } = credentialOf(provider, canaries.vault("a", provider.slug));
  const bodies: Readonly<Record<string, JsonObject>> = {
    "/v1/vault/keys": { provider: provider.slug, secret, config: { ...config } },
    "/v1/keys": { name: "Tide" },
  };
  for (const [path, body] of Object.entries(bodies)) {
    const session = await context.open({ keys: [], adds: [provider.slug] });
    const there = dataOf(await manage(session, "GET", path)).length;
    const statuses = new Set<number>();
    let last = "";
    for (let n = there; n < MOST; n++) {
      const made = await manage(session, "POST", path, body);
      statuses.add(made.status);
      last = textAt(made, "id");
    }
    check.equal("VLT-01", `${path}: as many as there may be`, [...statuses], [201]);
    const more = await manage(session, "POST", path, body);
    check.equal("VLT-01", `${path}: one more`, [more.status, errorOf(more)?.code], [409, "too_many_keys"]);
    const other = await manage(session, "POST", path, body, "b");
    check.equal("VLT-01", `${path}: another tenant's`, other.status, 201);
    await manage(session, "DELETE", `${path}/${last}`);
    const again = await manage(session, "POST", path, body);
    check.equal("VLT-01", `${path}: in place of one that is gone`, again.status, 201);
  }
}

export const mostKeysCases: readonly Case[] = [
  {
    id: "vault.keys.most",
    area: "vault",
    title: "Takes 200 keys of each kind from a tenant, and no more until one is removed",
    why: "a script that adds a key at each start makes every request of its tenant slower, until none is served",
    requirements: ["VLT-01"],
    modes: ["byok"],
    once: true,
    run: most,
  },
];
