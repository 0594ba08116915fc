/**
 * The form of a provider's key as a key that can be stored, or what is wrong with it in words.
 * @module
 */
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { configProblem, secretProblem } from "../../registry/providers/_shared/config.ts";
import { keyFields } from "../../registry/providers/_shared/key-fields.ts";
import type { NewProviderKey } from "../vault/keys.ts";

export type ReadKeyForm =
  | { ok: true; key: Pick<NewProviderKey, "name" | "byokOnly" | "credential"> }
  | { ok: false; problem: string };

const MAX_NAME = 64;

/** Reads the fields that the provider's keys have; others are ignored. */
export function readKeyForm(provider: BaseProvider, fields: Readonly<Record<string, string>>): ReadKeyForm {
  const given = (name: string): string => (fields[name] ?? "").trim();
  for (const { name, label, required } of keyFields(provider))
    if (required && given(name) === "") return { ok: false, problem: `${label} is missing.` };
  const config = Object.fromEntries(
    provider.config.map(({ name }) => [name, given(name)]).filter(([, value]) => value !== ""),
  );
  const credential = { secret: given("secret"), config };
  const problem =
    secretProblem(provider, credential.secret) ??
    configProblem(provider, credential, { region: undefined })?.message;
  if (problem != null) return { ok: false, problem };
  const name = given("name");
  if (name.length > MAX_NAME) return { ok: false, problem: `The name has at most ${MAX_NAME} characters.` };
  return { ok: true, key: { name, byokOnly: fields.byokOnly === "1", credential } };
}
