/**
 * What the registry cases share: the registry of the gateway under test, and the provider's own part of it.
 * @module
 */
import type { Registry } from "../../../registry/index.ts";
import type { EndpointConfig } from "../../../registry/schema.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { RequirementId } from "../../requirements/index.ts";

/** The registry that the gateway under test runs; one without the provider satisfies nothing by being empty. */
export async function registryOf(context: CaseContext, requirement: RequirementId): Promise<Registry> {
  const session = await context.open();
  const { registry } = session.gateway;
  if (!registry) throw new Error("this target does not show its registry");
  const { slug } = context.provider;
  const endpoints = registry.indexes.endpointsOfProvider(slug).length;
  context.check.that(
    requirement,
    "provider-is-there",
    registry.provider(slug) !== undefined && endpoints > 0,
    {
      expected: `${slug} with its endpoints`,
      seen: `${endpoints} endpoints`,
    },
  );
  return registry;
}

export interface Written {
  id: string;
  model: string;
  config: EndpointConfig;
}

/** The provider's endpoints as written; a key is looked up, never split. */
export function writtenEndpoints({ source }: Registry, provider: string): Written[] {
  return Object.keys(source.models).flatMap((model) => {
    const config = source.endpoints[`${model}:${provider}`];
    return config ? [{ id: `${model}:${provider}`, model, config }] : [];
  });
}

/** A decimal string times ten to the power of `scale`, by moving the point: the suite's own arithmetic. */
export function scaled(text: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(scale, "0").slice(0, scale));
}

/** `path: message` of each problem that a schema found; empty when there is none. */
export const issuesOf = (result: {
  success: boolean;
  error?: { issues: { path: PropertyKey[]; message: string }[] };
}): string[] =>
  result.success
    ? []
    : (result.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
