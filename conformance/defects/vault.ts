/**
 * Broken management of keys (VLT).
 * @module
 */
import type { Caller, KeyParts, Vault } from "../../reference-gateway/parts.ts";
import {
  type GatewayKeyStore,
  type ProviderKeyStore,
  TooManyKeys,
} from "../../reference-gateway/vault/keys.ts";
import { SCOPES } from "../../reference-gateway/vault/scopes.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { mending, unchanged, withParts } from "./plants.ts";

const withProviderKeys = (wrap: (store: ProviderKeyStore) => Partial<ProviderKeyStore>): Plant =>
  withParts(({ keys }) => ({ keys: { ...keys, provider: { ...keys.provider, ...wrap(keys.provider) } } }));

const withGatewayKeys = (wrap: (store: GatewayKeyStore) => Partial<GatewayKeyStore>): Plant =>
  withParts(({ keys }): { keys: KeyParts } => ({
    keys: { ...keys, gateway: { ...keys.gateway, ...wrap(keys.gateway) } },
  }));

/** What else is under way comes first. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A vault that reads each tenant's keys once and remembers what it opened. */
const withCachedVault: Plant = withParts(({ vault }) => {
  const lists = new Map<string, Awaited<ReturnType<Vault["list"]>>>();
  const opened = new Map<string, Awaited<ReturnType<Vault["open"]>>>();
  const cached: Vault = {
    list: async (tenant) => {
      const known = lists.get(tenant);
      const list = known && known.length > 0 ? known : await vault.list(tenant);
      lists.set(tenant, list);
      return list;
    },
    open: async (tenant, id) => {
      const credential = opened.get(id) ?? (await vault.open(tenant, id));
      opened.set(id, credential);
      return credential;
    },
  };
  return { vault: cached };
});

export const vaultDefects: readonly Defect[] = [
  {
    id: "vault.open-though-disabled",
    title: "A key that was planned with is opened, whatever became of it since",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withParts(({ vault }) => {
      const opened = new Map<string, Awaited<ReturnType<Vault["open"]>>>();
      return {
        vault: {
          ...vault,
          open: async (tenant, id) => {
            const credential = (await vault.open(tenant, id)) ?? opened.get(id) ?? null;
            opened.set(id, credential);
            return credential;
          },
        },
      };
    }),
  },
  {
    id: "vault.settings-alone-not-validated",
    title: "Settings that come without a secret are not judged",
    seenIn: "own",
    breaks: ["AUT-09"],
    plant: withProviderKeys((store) => ({
      change: (tenant, id, change, check) =>
        store.change(tenant, id, change, change.secret === undefined ? () => {} : check),
    })),
  },
  {
    id: "vault.short-secrets-shown",
    title: "Of a secret of eleven characters four are shown",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      add: async (key) => {
        const { secret } = key.credential;
        const shown = await store.add(key);
        return secret.length < 12 ? { ...shown, hint: `…${secret.slice(-4)}` } : shown;
      },
    })),
  },
  {
    id: "vault.secret-in-answer",
    title: "The answer to a new key repeats its secret",
    seenIn: "Helicone/helicone valhalla vaultController.ts",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      add: async (key) => ({ ...(await store.add(key)), hint: key.credential.secret }),
    })),
  },
  {
    id: "vault.list-decrypts",
    title: "The list of keys shows their secrets to whoever manages them",
    seenIn: "Helicone/helicone valhalla vaultController.ts",
    breaks: ["VLT-01"],
    plant: withParts(({ keys, vault }) => ({
      keys: {
        ...keys,
        provider: {
          ...keys.provider,
          show: async (tenant) => {
            const shown = await keys.provider.show(tenant);
            return Promise.all(
              shown.map(async (key) => ({
                ...key,
                hint: (await vault.open(tenant, key.id))?.secret ?? key.hint,
              })),
            );
          },
        },
      },
    })),
  },
  {
    id: "vault.other-tenants-listed",
    title: "The list of keys holds those of every tenant",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withProviderKeys((store) => ({
      show: async (tenant) => [
        ...(await store.show(tenant)),
        ...(tenant === "a" ? [] : await store.show("a")),
      ],
    })),
  },
  {
    id: "vault.removed-by-anybody",
    title: "A key is removed by its id, whoever owns it",
    seenIn: "own",
    breaks: ["SEC-04", "VLT-01"],
    plant: withProviderKeys((store) => ({ remove: (_tenant, id) => store.remove("a", id) })),
  },
  {
    id: "vault.revoked-key-cached",
    title: "A key that was removed or disabled goes on being used from a cache",
    seenIn: "Helicone/helicone worker ProviderKeysManager (refreshed every five minutes)",
    breaks: ["VLT-01"],
    plant: withCachedVault,
  },
  {
    id: "vault.rename-forgets-the-rest",
    title: "Whoever renames a key enables it again",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      change: (tenant, id, change, check) =>
        store.change(tenant, id, change.name === undefined ? change : { enabled: true, ...change }, check),
    })),
  },
  {
    id: "vault.always-added-enabled",
    title: "A key that is added disabled is used at once",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({ add: (key) => store.add({ ...key, enabled: true }) })),
  },
  {
    id: "vault.one-key-too-many",
    title: "A tenant who has as many keys as there may be gets one more",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      add: async (key) => {
        const [first] = await store.show(key.tenantId);
        try {
          return await store.add(key);
        } catch (thrown) {
          if (!(thrown instanceof TooManyKeys) || !first) throw thrown;
          return first;
        }
      },
    })),
  },
  {
    id: "vault.settings-lost-by-a-rename",
    title: "A key whose name changes loses its settings",
    seenIn: "own",
    breaks: ["VLT-01"],
    providers: ["azure", "vertex"],
    plant: withProviderKeys((store) => ({
      change: (tenant, id, change, check) =>
        change.name === undefined
          ? store.change(tenant, id, change, check)
          : store.change(tenant, id, { ...change, config: {} }, () => {}),
    })),
  },
  {
    id: "vault.settings-stay",
    title: "The settings of a key are those that it was added with, whatever they were changed to",
    seenIn: "own",
    breaks: ["VLT-01"],
    providers: ["azure", "cloudflare"],
    plant: withProviderKeys((store) => ({
      change: (tenant, id, { config: _new, ...change }, check) => store.change(tenant, id, change, check),
    })),
  },
  {
    id: "vault.settings-added-to-the-old",
    title: "A setting that is left out of new ones stays what it was",
    seenIn: "own",
    breaks: ["VLT-01"],
    providers: ["azure", "bedrock"],
    plant: withParts(({ keys, vault }) => ({
      keys: {
        ...keys,
        provider: {
          ...keys.provider,
          change: async (tenant, id, change, check) => {
            const old = change.config && (await vault.open(tenant, id));
            const merged = old ? { ...change, config: { ...old.config, ...change.config } } : change;
            return keys.provider.change(tenant, id, merged, check);
          },
        },
      },
    })),
  },
  {
    id: "vault.changes-not-validated",
    title: "Settings are judged when a key is added, and not when it is changed",
    seenIn: "own",
    breaks: ["AUT-09"],
    plant: withProviderKeys((store) => ({
      change: (tenant, id, change) => store.change(tenant, id, change, () => {}),
    })),
  },
  {
    id: "vault.change-without-its-time",
    title: "When a key was changed last is not told",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      change: async (...asked) => {
        const shown = await store.change(...asked);
        return typeof shown === "string" ? shown : { ...shown, updatedAt: null };
      },
    })),
  },
  {
    id: "vault.first-scope-alone",
    title: "Of several scopes a gateway key gets the first one",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withGatewayKeys((store) => ({
      create: (key) => store.create({ ...key, scopes: key.scopes.slice(0, 1) }),
    })),
  },
  {
    id: "vault.all-scopes-by-default",
    title: "A gateway key that asks for no scope can do everything",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: (parts) => parts,
    around: (send) => (path, init) =>
      path === "/v1/keys" && init.body === "{}"
        ? send(path, { ...init, body: JSON.stringify({ scopes: SCOPES }) })
        : send(path, init),
  },
  {
    id: "vault.not-validated",
    title: "Keys are stored whatever their settings are",
    seenIn: "own",
    breaks: ["AUT-09"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      if (path !== "/v1/vault/keys" || init.method !== "POST" || response.status !== 400) return response;
      return Response.json({ id: "key-1" }, { status: 201 });
    },
  },
  {
    id: "vault.scopes-ignored",
    title: "Every gateway key can do everything",
    seenIn: "BerriAI/litellm#11837",
    breaks: ["VLT-01"],
    plant: withParts(({ tenants }) => ({
      tenants: {
        findByKey: async (key): Promise<Caller | null> => {
          const caller = await tenants.findByKey(key);
          return caller && { ...caller, scopes: SCOPES };
        },
      },
    })),
  },
  {
    id: "vault.gateway-key-cached",
    title: "A gateway key that was right once stays so",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withParts(({ tenants }) => {
      const known = new Map<string, Caller>();
      return {
        tenants: {
          findByKey: async (key) => {
            const caller = known.get(key) ?? (await tenants.findByKey(key));
            if (caller) known.set(key, caller);
            return caller;
          },
        },
      };
    }),
  },
  {
    id: "vault.gateway-keys-do-not-expire",
    title: "The end of a gateway key is shown and not kept",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withGatewayKeys((store) => ({ create: (key) => store.create({ ...key, expiresAt: null }) })),
  },
  {
    id: "vault.gateway-keys-of-everybody",
    title: "The list of gateway keys holds those of every tenant",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withGatewayKeys((store) => ({
      show: async (tenant) => [...(await store.show(tenant)), ...(await store.show("a"))],
    })),
  },
  {
    id: "vault.change-lost-at-once",
    title: "A change of a key writes back what it read of the other fields before",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      change: async (tenant, id, change, check) => {
        const { name, enabled, byokOnly } = (await store.show(tenant)).find((key) => key.id === id) ?? {};
        await turn();
        return store.change(tenant, id, { name, enabled, byokOnly, ...change }, check);
      },
    })),
  },
  {
    id: "vault.added-at-once-merged",
    title: "Keys of one provider that are added at once become one key",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => {
      const adding = new Map<string, ReturnType<ProviderKeyStore["add"]>>();
      return {
        add: async (key) => {
          const who = `${key.tenantId} ${key.provider}`;
          const added = adding.get(who) ?? turn().then(() => store.add(key));
          adding.set(who, added);
          return added.finally(() => adding.delete(who));
        },
      };
    }),
  },
  {
    id: "vault.removed-by-all",
    title: "Everybody who removes a key at once is told that it was there",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: withProviderKeys((store) => ({
      remove: async (tenant, id) => {
        const isThere = (await store.show(tenant)).some((key) => key.id === id);
        await turn();
        const done = await store.remove(tenant, id);
        return isThere ? "removed" : done;
      },
    })),
  },
  {
    id: "vault.cut-input-taken",
    title: "A key or a change that was cut on its way is taken as far as it came",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: unchanged,
    around: mending("/v1/vault/keys"),
  },
];
