/**
 * The management of keys: callers' keys at providers, and keys of the gateway itself. Secrets go in and never come out.
 * @module
 */
import type { KeyView } from "../../registry/routing/plan.ts";
import type { Credential } from "../parts.ts";
import type { Scope } from "./scopes.ts";

/** Most keys of each kind that one tenant may have: every request of the tenant reads them. */
export const MAX_KEYS = 200;

/** The tenant has {@link MAX_KEYS} of this kind already. */
export class TooManyKeys extends Error {
  override readonly name = "TooManyKeys";
}

export interface NewProviderKey {
  tenantId: string;
  provider: string;
  name?: string;
  byokOnly: boolean;
  enabled?: boolean;
  credential: Credential;
}

/** A provider key as it may be shown, to administrators too. */
export interface ShownProviderKey extends KeyView {
  name: string;
  /** The last four characters of the secret. */
  hint: string;
  /** It stands in the configuration, and changes there. */
  declared: boolean;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number | null;
}

/** What is left out stays; a config that is given replaces the whole config. */
export interface ProviderKeyChange {
  name?: string | undefined;
  secret?: string | undefined;
  config?: Readonly<Record<string, string>> | undefined;
  byokOnly?: boolean | undefined;
  enabled?: boolean | undefined;
}

/** Judges a credential that is about to be stored, by throwing. */
export type CheckCredential = (provider: string, credential: Credential) => void;

/** Why nothing was changed: there is no such key of this tenant, or it stands in the configuration. */
export type NotChanged = "unknown" | "declared";

/** Every method sees one tenant's keys only; what it changes holds from the next request on, in every process. */
export interface ProviderKeyStore {
  /** In the order in which they are tried. */
  show(tenantId: string): Promise<ShownProviderKey[]>;
  /** @throws TooManyKeys, CannotDecrypt where it cannot be encrypted */
  add(key: NewProviderKey): Promise<ShownProviderKey>;
  /** Of a declared key only `enabled` and `name` change. @throws CannotDecrypt, and whatever `check` throws */
  change(
    tenantId: string,
    id: string,
    change: ProviderKeyChange,
    check: CheckCredential,
  ): Promise<ShownProviderKey | NotChanged>;
  remove(tenantId: string, id: string): Promise<"removed" | NotChanged>;
}

export interface NewGatewayKey {
  tenantId: string;
  name: string;
  scopes: readonly Scope[];
  /** Milliseconds since 1970; `null` is never. */
  expiresAt: number | null;
}

export interface ShownGatewayKey {
  id: string;
  name: string;
  hint: string;
  scopes: readonly Scope[];
  expiresAt: number | null;
  declared: boolean;
  createdAt: number;
}

export interface GatewayKeyStore {
  show(tenantId: string): Promise<ShownGatewayKey[]>;
  /** Makes a key; the one time that it is told. @throws TooManyKeys */
  create(key: NewGatewayKey): Promise<{ key: string; shown: ShownGatewayKey }>;
  remove(tenantId: string, id: string): Promise<"removed" | NotChanged>;
}

/** Changes that a declared key takes: the others would be undone by the next start. */
export const isForDeclared = ({ secret, config, byokOnly }: ProviderKeyChange): boolean =>
  secret === undefined && config === undefined && byokOnly === undefined;

/** A credential after a change. */
export const changedCredential = ({ secret, config }: Credential, change: ProviderKeyChange): Credential => ({
  secret: change.secret ?? secret,
  config: change.config ?? config,
});
