/**
 * The shape of an API at a host: schemas, patches and openness put together, once.
 * @module
 */
import type { ContractApi } from "../contract.ts";
import { type Json, withoutNulls } from "../json.ts";
import type { Misfit } from "./explain.ts";
import { PATCHES, type Patch } from "./patches.ts";
import { type ShapeProfile, shapeProfile } from "./profiles.ts";
import { changedSchema, generatedSchema, type SchemaFile } from "./schemas.ts";
import { whyNot } from "./validate.ts";

const built = new Map<string, SchemaFile>();

function patchedSchema(name: string, patches: readonly Patch[]): SchemaFile {
  const key = [name, ...patches.map(({ id }) => id)].join(" ");
  const known = built.get(key);
  if (known) return known;
  const file = changedSchema(
    generatedSchema(name),
    patches.map(({ change }) => change),
  );
  built.set(key, file);
  return file;
}

const applies = (patch: Patch, schema: string, host: string, { open }: ShapeProfile): boolean =>
  patch.schemas.includes(schema) &&
  (patch.hosts === undefined || patch.hosts.includes(host)) &&
  (patch.whenOpen === undefined || open === true);

/** Where a body does not fit; nothing where it does. */
export type ShapeCheck = (body: Json) => Misfit[];

/**
 * The schemas that a body may fit, patched for the host; read with the first call.
 * @param patches for tests that leave one out
 */
export function schemasOf(
  api: ContractApi,
  { host, betas }: { host: string; betas: readonly string[] },
  patches: readonly Patch[] = PATCHES,
): SchemaFile[] {
  const profile = shapeProfile(api, host, betas);
  return profile.schemas.map((name) =>
    patchedSchema(
      name,
      patches.filter((patch) => applies(patch, name, host, profile)),
    ),
  );
}

/** The check of a body's shape; schemas are read and compiled with the first body. */
export function shapeOf(
  api: ContractApi,
  { host, betas }: { host: string; betas: readonly string[] },
): ShapeCheck {
  const { nullIsAbsent } = shapeProfile(api, host, betas);
  return (body) => whyNot(schemasOf(api, { host, betas }), nullIsAbsent ? withoutNulls(body) : body);
}
