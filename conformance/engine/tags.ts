/**
 * Vitest tags of the conformance tests, so that `--tags-filter` selects a provider, an API, a mode or an area.
 * Vitest splits its expressions at blanks, `(`, `)`, `!`, `&` and `|` and takes `*` as a wildcard; a colon is free.
 * @module
 */
import { PROVIDER_APIS } from "../../registry/apis/index.ts";
import { providers } from "../../registry/providers/index.ts";
import { AREAS, type Area, type Mode } from "./case.ts";

interface Tagged {
  provider: string;
  api: string;
  mode: Mode;
  area: Area;
}

interface TagDefinition {
  name: string;
  description: string;
}

/** The tags of one test. @example ["provider:deepinfra", "api:openai-chat", "mode:ptb", "area:errors"] */
export function tagsOf({ provider, api, mode, area }: Tagged): string[] {
  return [`provider:${provider}`, `api:${api}`, `mode:${mode}`, `area:${area}`];
}

/** Every tag that a test may carry: vitest refuses the others. */
export function allTags(): TagDefinition[] {
  return [
    ...Object.values(providers).map(({ slug, displayName }) => ({
      name: `provider:${slug}`,
      description: `cases of ${displayName}`,
    })),
    ...PROVIDER_APIS.map((api) => ({ name: `api:${api}`, description: `cases of ${api}` })),
    { name: "mode:ptb", description: "pass-through billing: the gateway's own key" },
    { name: "mode:byok", description: "bring your own key" },
    ...AREAS.map((area) => ({ name: `area:${area}`, description: `requirements of ${area}` })),
  ];
}

interface TagFilter {
  providers?: readonly string[];
  apis?: readonly string[];
  modes?: readonly Mode[];
  areas?: readonly Area[];
}

/** The expression for `--tags-filter`: one of each kind that is given, all kinds together; `undefined` without a filter. */
export function tagsFilter({
  providers: slugs = [],
  apis = [],
  modes = [],
  areas = [],
}: TagFilter): string | undefined {
  const kinds = [
    slugs.map((slug) => `provider:${slug}`),
    apis.map((api) => `api:${api}`),
    modes.map((mode) => `mode:${mode}`),
    areas.map((area) => `area:${area}`),
  ];
  const parts = kinds.filter((names) => names.length > 0).map((names) => `(${names.join(" || ")})`);
  return parts.length === 0 ? undefined : parts.join(" && ");
}
