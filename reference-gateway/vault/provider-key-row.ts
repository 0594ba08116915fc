/**
 * A provider key as a row: encrypted, and as it may be shown.
 * @module
 */
import { z } from "zod";
import type { Credential } from "../parts.ts";
import type { Tables } from "../stores/database.ts";
import { type Encryption, hintOf } from "./encryption.ts";
import type { NewProviderKey, ShownProviderKey } from "./keys.ts";

type Row = Tables["provider_key"];
export type Place = Pick<Row, "tenant_id" | "id" | "provider">;

const CredentialText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.strictObject({ secret: z.string(), config: z.record(z.string(), z.string()) }));

/** What authenticates an encrypted credential: it opens in its own row only. */
export const placeOf = ({ tenant_id, id, provider }: Place): string[] => [tenant_id, id, provider];

/** The columns that hold a credential. */
export const encryptedColumns = (place: Place, credential: Credential, encryption: Encryption) => ({
  encrypted: encryption.encrypt(JSON.stringify(credential), placeOf(place)),
  hint: hintOf(credential.secret),
});

/** @throws CannotDecrypt */
export const openRow = (row: Place & Pick<Row, "encrypted">, encryption: Encryption): Credential =>
  CredentialText.parse(encryption.decrypt(row.encrypted, placeOf(row)));

/** A row of a new key. */
export function rowOf(
  id: string,
  key: NewProviderKey,
  { encryption, now, declared }: { encryption: Encryption; now: number; declared: boolean },
): Row {
  const place = { tenant_id: key.tenantId, id, provider: key.provider };
  return {
    ...place,
    ...encryptedColumns(place, key.credential, encryption),
    name: key.name ?? "",
    enabled: key.enabled === false ? 0n : 1n,
    byok_only: key.byokOnly ? 1n : 0n,
    declared: declared ? 1n : 0n,
    at: BigInt(now),
    updated_at: null,
  };
}

/** Everything of a row that may be shown. */
export const SHOWN_COLUMNS = [
  "id",
  "provider",
  "name",
  "enabled",
  "byok_only",
  "hint",
  "declared",
  "at",
  "updated_at",
] as const;

export const shownOf = (row: Pick<Row, (typeof SHOWN_COLUMNS)[number]>): ShownProviderKey => ({
  id: row.id,
  provider: row.provider,
  enabled: row.enabled === 1n,
  byokOnly: row.byok_only === 1n,
  name: row.name ?? "",
  hint: row.hint,
  declared: row.declared === 1n,
  createdAt: Number(row.at),
  updatedAt: row.updated_at === null ? null : Number(row.updated_at),
});
