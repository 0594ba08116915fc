/**
 * What a provider's URL and auth need besides the secret: region, project, resource and the like. They are typed values,
 * checked before anything is built, since they end in hosts and paths (AUT-09, REG-10, SEC-02).
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { own } from "../../json.ts";

export interface ConfigField {
  /** Name in a credential's `config`: `region`. */
  name: string;
  /** The variable that sets it beside the gateway's own key: `BEDROCK_REGION`. */
  env: string;
  /** What it may look like: it becomes part of a host or a path. */
  pattern: RegExp;
  example: string;
  /** Never shown to a caller. */
  secret?: true;
  optional?: true;
  /** Taken where nothing is set. */
  fallback?: string;
  /** Where the secret itself says it, as a service account names its project. */
  fromSecret?(secret: string): string | undefined;
}

/** Anything that holds credentials' settings by name. */
interface Settings {
  config: Readonly<Record<string, string>>;
  secret?: string;
}

/** The name that an endpoint's own region goes by: a pinned deployment outranks the credential (REG-08). */
const REGION = "region";

export const requiredNames = (fields: readonly ConfigField[]): string[] =>
  fields
    .filter((field) => !field.optional && field.fallback === undefined && !field.fromSecret)
    .map(({ name }) => name);

/** A setting of one request: the deployment's region first, then the credential, then the fallback; `undefined` where unset. */
export function settingOf(
  provider: { config: readonly ConfigField[] },
  name: string,
  credential: Settings,
  endpoint: Pick<Endpoint, "region">,
): string | undefined {
  const field = provider.config.find((candidate) => candidate.name === name);
  const pinned = name === REGION ? endpoint.region : undefined;
  return (
    pinned ?? own(credential.config, name) ?? field?.fromSecret?.(credential.secret ?? "") ?? field?.fallback
  );
}

/** A setting that is missing or malformed, and what to do about it. The value itself is not repeated. */
export interface ConfigProblem {
  field: string;
  message: string;
}

/** The first thing that is wrong with the settings of a request, or `null`. */
export function configProblem(
  provider: { slug: string; config: readonly ConfigField[] },
  credential: Settings,
  endpoint: Pick<Endpoint, "region">,
): ConfigProblem | null {
  for (const field of provider.config) {
    const value = settingOf(provider, field.name, credential, endpoint);
    const where = `set config.${field.name} on the ${provider.slug} key, or ${field.env} for the gateway's own key`;
    if (value === undefined && !field.optional)
      return {
        field: field.name,
        message: `${provider.slug} needs a ${field.name}, like ${field.example}: ${where}`,
      };
    if (value !== undefined && !field.pattern.test(value))
      return {
        field: field.name,
        message: `the ${field.name} of the ${provider.slug} key is malformed, allowed is the like of ${field.example}: ${where}`,
      };
  }
  return null;
}

/**
 * What is wrong with a key that travels in a header as it is, or `null`: a line break copied along would fail every call,
 * or begin another header (SEC-02). Says nothing of the key itself.
 */
export function secretProblem({ auth }: { auth: string }, secret: string): string | null {
  // A service account's key file is JSON and is signed with, never sent.
  if (auth === "service-account" || /^[\x21-\x7e]+$/.test(secret)) return null;
  return "a key of printable ASCII characters without spaces or line breaks";
}

/** Fills `{name}` places. @throws Error for a place that nothing fills, which `configProblem` finds before */
export function fillTemplate(template: string, value: (name: string) => string | undefined): string {
  return template.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const found = value(name);
    if (found === undefined) throw new Error(`nothing fills {${name}}`);
    return found;
  });
}
