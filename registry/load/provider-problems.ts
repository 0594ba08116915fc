/**
 * What is wrong with a provider beside the others, or with itself: its key in the list, its hosts, its names.
 * @module
 */
import type { BaseProvider } from "../providers/_shared/base.ts";
import type { Problem } from "./problem.ts";

const fileOf = (slug: string): string => `registry/providers/${slug}/index.ts`;

/** The list names a provider by its slug. */
export const slugBeside = (key: string, { slug }: BaseProvider): Problem[] =>
  key === slug
    ? []
    : [{ file: fileOf(key), entry: key, field: "slug", given: slug, allowed: `its key in the list, ${key}` }];

/** The provider's own address is one of its hosts; places that its settings fill stand for any name. */
export function hostsBeside({ slug, baseUrl, hosts }: BaseProvider): Problem[] {
  const url = baseUrl.replace(/\{\w+\}/g, "x");
  if (!URL.canParse(url) || baseUrl.includes("{")) return [];
  if (hosts.some((host) => host.test(url))) return [];
  return [
    {
      file: fileOf(slug),
      entry: slug,
      field: "hosts",
      given: hosts.map(String).join(", "),
      allowed: `a pattern that matches baseUrl, ${baseUrl}`,
    },
  ];
}

const namesOf = ({ slug, aliases }: BaseProvider): string[] => [slug, ...aliases];

/** A name means one provider, in capitals or not (REG-03). Told once for two providers, at whichever calls itself by it. */
export const aliasesOfOthers = (providers: readonly BaseProvider[]): Problem[] =>
  providers.flatMap((provider, index) =>
    providers.slice(index + 1).flatMap((other) => {
      const alias = shared(provider, other) ?? shared(other, provider);
      if (alias === undefined) return [];
      const [own, theirs] = provider.aliases.includes(alias) ? [provider, other] : [other, provider];
      return [
        {
          file: fileOf(own.slug),
          entry: own.slug,
          field: "aliases",
          given: alias,
          allowed: `names that no other provider has, in capitals or not; ${theirs.slug} has this one`,
        },
      ];
    }),
  );

/** An alias of the one that names the other too. */
const shared = ({ aliases }: BaseProvider, other: BaseProvider): string | undefined =>
  aliases.find((alias) => namesOf(other).some((name) => name.toLowerCase() === alias.toLowerCase()));
