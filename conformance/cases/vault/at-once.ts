/**
 * Keys that are changed by several at once, and by requests that were cut on their way (VLT-01).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { checkCuts } from "../_shared/cut-input.ts";
import { dataOf, manage, textAt } from "../_shared/manage.ts";

const PATH = "/v1/vault/keys";

/** A key of the provider under test, which no request uses before it is enabled. */
function keyOf({ provider }: CaseContext, more: JsonObject = {}): JsonObject {
  const { secret, config } = credentialOf(provider, canaries.vault("a", provider.slug));
  return { provider: provider.slug, secret, config: { ...config }, enabled: false, ...more };
}

const openEmpty = (context: CaseContext): Promise<Session> =>
  context.open({ keys: [], platform: [], adds: [context.provider.slug] });

const shown = ({ name, enabled, byokOnly }: JsonObject) => ({ name, enabled, byokOnly });

export const atOnceCases: readonly Case[] = [
  {
    id: "vault.provider-keys.at-once",
    area: "vault",
    title: "keeps every one of several changes, additions and removals of keys that come at once, once",
    why: "a rename that read the key before it was disabled, and writes it after, enables a key that leaked",
    requirements: ["VLT-01"],
    run: async (context) => {
      const { check } = context;
      const session = await openEmpty(context);
      const names = ["Ebb", "Flood", "Slack"];
      const made = await Promise.all(
        names.map((name) => manage(session, "POST", PATH, keyOf(context, { name }))),
      );
      const ids = new Set(made.map((reply) => textAt(reply, "id")));
      check.equal("VLT-01", "added.apart", ids.size, names.length);
      const listed = async () => dataOf(await manage(session, "GET", PATH));
      const told = (await listed()).map(({ name }) => String(name));
      check.equal("VLT-01", "added.all", told.sort(), names);
      const own = `${PATH}/${textAt(made[0] ?? (await manage(session, "GET", PATH)), "id")}`;
      const changes: JsonObject[] = [{ name: "Neap" }, { enabled: true }, { byokOnly: true }];
      const changed = await Promise.all(changes.map((change) => manage(session, "PATCH", own, change)));
      check.equal(
        "VLT-01",
        "changed.status",
        changed.map(({ status }) => status),
        [200, 200, 200],
      );
      const now = shown((await manage(session, "GET", own)).json ?? {});
      check.equal("VLT-01", "changed.all", now, { name: "Neap", enabled: true, byokOnly: true });
      const removed = await Promise.all(names.map(() => manage(session, "DELETE", own)));
      const statuses = removed.map(({ status }) => status).sort();
      check.equal("VLT-01", "removed.once", statuses, [204, 404, 404]);
      check.equal("VLT-01", "removed.alone", (await listed()).length, names.length - 1);
      context.count(names.length * 3);
    },
  },
  {
    id: "vault.provider-keys.cut-input",
    area: "vault",
    title: "refuses every beginning of a key or of a change, and keeps nothing of it",
    why: "a secret that was cut is no key, and half a change is another one",
    requirements: ["VLT-01"],
    run: async (context) => {
      const session = await openEmpty(context);
      const post = { method: "POST", path: PATH };
      await checkCuts(context, session, "VLT-01", { ...post, body: keyOf(context) });
      const nothing = dataOf(await manage(session, "GET", PATH));
      context.check.equal("VLT-01", "nothing-kept", nothing, []);
      const made = await manage(session, "POST", PATH, keyOf(context, { name: "Ebb" }));
      const own = `${PATH}/${textAt(made, "id")}`;
      const change = { name: "Flood", enabled: true, byokOnly: true };
      await checkCuts(context, session, "VLT-01", { method: "PATCH", path: own, body: change });
      const now = shown((await manage(session, "GET", own)).json ?? {});
      context.check.equal("VLT-01", "unchanged", now, shown(made.json ?? {}));
    },
  },
];
