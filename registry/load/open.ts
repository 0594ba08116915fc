/**
 * The registry of this repository, checked before anything is computed from it (REG-01, REG-02).
 * @module
 */
import type { z } from "zod";
import { type BaseProvider, describe } from "../providers/_shared/base.ts";
import { createRegistry, type Registry, type RegistrySource, registrySource } from "../registry.ts";
import {
  AuthorSchema,
  type EndpointConfig,
  EndpointConfigSchema,
  ModelSchema,
  ProviderSchema,
} from "../schema.ts";
import { describeProblem, type Problem, problemsIn } from "./problem.ts";
import { aliasesOfOthers, hostsBeside, slugBeside } from "./provider-problems.ts";

/** Registry data that cannot be used. One line a problem: file, entry, field, given value, what is allowed. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
}

function check(schema: z.ZodType, file: string, entry: string, value: unknown): Problem[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : problemsIn({ file, entry }, value, parsed.error);
}

/** The APIs that an endpoint names and its provider does not offer (REG-02). */
function apisBeyond(
  place: Pick<Problem, "file" | "entry">,
  { apis = [] }: EndpointConfig,
  provider: BaseProvider | undefined,
): Problem[] {
  if (!provider) return [];
  const offered = provider.apis.map(({ id }) => id);
  return apis
    .filter((api) => !offered.includes(api))
    .map((given) => ({ ...place, field: "apis", given, allowed: offered.join(", ") }));
}

/** Every problem of the data against the schemas, and of its references. */
export function findProblems({ authors, models, endpoints, providers }: RegistrySource): Problem[] {
  const authorOf = (model: string) => models[model]?.author ?? "*";
  const known = new Map(
    Object.keys(models).flatMap((model) =>
      Object.values(providers).map((provider) => [`${model}:${provider.slug}`, provider]),
    ),
  );
  const authorNames = Object.keys(authors).join(", ");
  return [
    ...Object.entries(authors).flatMap(([slug, author]) =>
      check(AuthorSchema, `registry/authors/${slug}/metadata.ts`, slug, author),
    ),
    ...Object.entries(models).flatMap(([id, model]) => {
      const file = `registry/authors/${model.author}/*/models.ts`;
      const orphan = Object.hasOwn(authors, model.author)
        ? []
        : [{ file, entry: id, field: "author", given: model.author, allowed: authorNames }];
      return [...check(ModelSchema, file, id, model), ...orphan];
    }),
    ...Object.entries(endpoints).flatMap(([id, endpoint]) => {
      const model = id.slice(0, id.lastIndexOf(":"));
      const file = `registry/authors/${authorOf(model)}/*/endpoints.ts`;
      const orphan = known.has(id)
        ? []
        : [{ file, field: id, given: id, allowed: "<known model>:<known provider>" }];
      return [
        ...check(EndpointConfigSchema, file, id, endpoint),
        ...orphan,
        ...apisBeyond({ file, entry: id }, endpoint, known.get(id)),
      ];
    }),
    ...Object.entries(providers).flatMap(([slug, provider]) =>
      check(ProviderSchema, `registry/providers/${slug}/index.ts`, slug, describe(provider)),
    ),
    ...Object.entries(providers).flatMap(([key, provider]) => [
      ...slugBeside(key, provider),
      ...hostsBeside(provider),
    ]),
    ...aliasesOfOthers(Object.values(providers)),
  ];
}

/** The same as lines. */
export const problemsOfSource = (source: RegistrySource): string[] =>
  findProblems(source).map(describeProblem);

/** A registry from data of which these problems are known. @throws RegistryError where there are some */
function opening(source: RegistrySource, problems: readonly string[]): Registry {
  if (problems.length > 0) throw new RegistryError(problems.join("\n"));
  return createRegistry(source);
}

/** A registry from checked data. @throws RegistryError naming every problem */
export const openSource = (source: RegistrySource): Registry => opening(source, problemsOfSource(source));

let own: Problem[] | null = null;

/** Every problem of the data that this repository holds, looked for the first time: that takes a second. */
export function ownProblems(): Problem[] {
  own ??= findProblems(registrySource);
  return own;
}

let opened: Registry | null = null;

/** The registry that this repository holds, checked the first time. @throws RegistryError naming every problem */
export function openRegistry(): Registry {
  opened ??= opening(registrySource, ownProblems().map(describeProblem));
  return opened;
}
