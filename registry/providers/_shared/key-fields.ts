/**
 * The fields that a form for a provider's key has (REG-15): the secret, then what its configuration needs.
 * @module
 */
import type { BaseProvider } from "./base.ts";
import type { ConfigField } from "./config.ts";

export interface KeyField {
  /** `secret`, or the name in a credential's `config`. */
  name: string;
  label: string;
  placeholder: string;
  required: boolean;
  /** Typed blind and never shown again. */
  secret: boolean;
  /** What the value must look like; absent for the secret itself, which only its provider can judge. */
  pattern?: RegExp;
}

/** `resource_name` and `accessKeyId` → `Resource name`, `Access key id`. */
function labelOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const configField = (field: ConfigField): KeyField => ({
  name: field.name,
  label: labelOf(field.name),
  placeholder: field.example,
  required: !field.optional && field.fallback === undefined && !field.fromSecret,
  secret: field.secret === true,
  pattern: field.pattern,
});

/** Everything that a key of this provider consists of, in the order of the form. */
export function keyFields(provider: Pick<BaseProvider, "config" | "dashboard">): KeyField[] {
  const { keyLabel, keyPlaceholder } = provider.dashboard;
  const secret = {
    name: "secret",
    label: keyLabel,
    placeholder: keyPlaceholder,
    required: true,
    secret: true,
  };
  return [secret, ...provider.config.map(configField)];
}
