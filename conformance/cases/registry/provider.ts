/**
 * The provider's descriptor (REG-01, REG-03, REG-09, REG-10, REG-13).
 * @module
 */
import { describe } from "../../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../../registry/providers/_shared/config.ts";
import { keyFields } from "../../../registry/providers/_shared/key-fields.ts";
import { ProviderSchema } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import { exampleContext } from "../../secrets/credentials.ts";
import { issuesOf, registryOf } from "./support.ts";

/** So many letters and digits without a break are a key, not what one looks like. */
const PLACEHOLDER_SECRET = /[A-Za-z0-9]{20}/;

/** Where a text stands in a value, as JSON pointers. */
function placesOf(text: string, value: unknown, at = ""): string[] {
  if (typeof value === "string") return value.includes(text) ? [at] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(text, inner, `${at}/${key}`));
}

const INHERITED = ["constructor", "__proto__", "toString", "hasOwnProperty"];

export const providerCases: readonly Case[] = [
  {
    id: "registry.provider.descriptor",
    area: "registry",
    title: "The provider states every fact that tables, dashboards and billing are derived from",
    why: "a fact that is missing here is made up somewhere else",
    requirements: ["REG-09"],
    run: async (context) => {
      const { provider: find, source } = await registryOf(context, "REG-09");
      const provider = find(context.provider.slug);
      if (!provider) throw new Error("the gateway does not know the provider");
      const issues = issuesOf(ProviderSchema.safeParse(describe(provider)));
      context.check.equal("REG-09", "descriptor", issues, [], "complete the provider's class");
      const endpoints = Object.entries(source.endpoints).filter(([id]) => id.endsWith(`:${provider.slug}`));
      context.check.equal(
        "REG-09",
        "nothing-left-to-do",
        placesOf("TODO", { provider: describe(provider), endpoints: Object.fromEntries(endpoints) }),
        [],
        "fill in what the scaffold left open",
      );
      context.check.that("REG-09", "usage-evidence", context.api.usage.evidence !== "", {
        expected: "where the usage convention was seen",
        seen: context.api.usage.evidence,
      });
    },
  },
  {
    id: "registry.provider.dashboard",
    area: "registry",
    title: "The provider's dashboard entry asks for exactly the fields that its keys need",
    why: "a form that lacks a field stores keys that fail at their first request",
    requirements: ["REG-15"],
    run: async (context) => {
      const provider = (await registryOf(context, "REG-15")).provider(context.provider.slug);
      if (!provider) throw new Error("the gateway does not know the provider");
      const { dashboard } = ProviderSchema.shape;
      const issues = issuesOf(dashboard.safeParse(provider.dashboard));
      context.check.equal("REG-15", "entry", issues, [], "complete `dashboard` in the provider's class");
      context.check.that(
        "REG-15",
        "placeholder",
        !PLACEHOLDER_SECRET.test(provider.dashboard.keyPlaceholder),
        {
          expected: "the shape of a key, never a key",
          seen: provider.dashboard.keyPlaceholder,
        },
      );
      const fields = keyFields(provider);
      const names = fields.map(({ name }) => name);
      context.check.equal("REG-15", "fields", names, ["secret", ...provider.config.map(({ name }) => name)]);
      const required = fields.filter((field) => field.required).map(({ name }) => name);
      context.check.equal("REG-15", "required", required, ["secret", ...requiredNames(provider.config)]);
      const examples = provider.config.filter(({ pattern, example }) => !pattern.test(example));
      context.check.equal(
        "REG-15",
        "examples",
        examples.map(({ name }) => name),
        [],
      );
    },
  },
  {
    id: "registry.provider.hosts",
    area: "registry",
    title: "The provider's host patterns match its own addresses and no look-alike",
    why: "an unanchored pattern sends keys and bills to whoever registers the right name",
    requirements: ["REG-09"],
    run: async (context) => {
      const provider = (await registryOf(context, "REG-09")).provider(context.provider.slug);
      if (!provider) throw new Error("the gateway does not know the provider");
      const matches = (url: string) => provider.hosts.some((host) => host.test(url));
      const own = provider.buildUrl(exampleContext(provider, context.endpoint()));
      const { host } = new URL(own);
      context.check.equal("REG-09", "own-address", matches(own), true);
      const alike = [
        `https://${host}.evil.example/`,
        // Where customers choose the first part of the name, any of them is the provider's.
        ...(context.provider.baseUrl.startsWith("https://{") ? [] : [`https://evil-${host}/`]),
        `https://evil.example/?u=https://${host}/`,
        `https://${host.replaceAll(".", "x")}/`,
        `http://${host}/`,
      ];
      context.check.equal("REG-09", "look-alikes", alike.filter(matches), []);
    },
  },
  {
    id: "registry.provider.names",
    area: "registry",
    title: "The provider's slug is canonical, and no name of it means another provider",
    why: "a name with two meanings sends a request to the wrong company",
    requirements: ["REG-03"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-03");
      const { slug } = context.provider;
      context.check.equal("REG-03", "lower-case", slug, slug.toLowerCase());
      context.check.equal("REG-03", "under-its-own-slug", registry.source.providers[slug]?.slug, slug);
      const own = registry.provider(slug);
      const names = [slug, ...(own?.aliases ?? [])].map((name) => name.toLowerCase());
      const others = Object.values(registry.source.providers).filter((other) => other.slug !== slug);
      const shared = others.flatMap((other) =>
        [other.slug, ...other.aliases].filter((name) => names.includes(name.toLowerCase())),
      );
      context.check.equal("REG-03", "shared-names", shared, []);
    },
  },
  {
    id: "registry.provider.required-config",
    area: "registry",
    title: "The declared required config is enough to build the URL and the credential",
    why: "a field that is needed and not declared fails at the first request of each new user",
    requirements: ["REG-10"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-10");
      const provider = registry.provider(context.provider.slug);
      const [endpoint] = registry.indexes.endpointsOfProvider(context.provider.slug);
      if (!provider || !endpoint) throw new Error("the gateway knows no endpoint of the provider");
      const requestContext = exampleContext(provider, endpoint);
      let built = "";
      let problem = "";
      try {
        const bare = {
          method: "POST" as const,
          url: provider.buildUrl(requestContext),
          headers: provider.buildHeaders(requestContext),
          body: new Uint8Array(),
        };
        const signed = await provider.authenticate(bare, requestContext);
        built = `${signed.url} ${signed.headers.flat().join(" ")}`;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
      context.check.equal("REG-10", "builds", problem, "");
      context.check.that("REG-10", "whole", !/undefined|null|\{|\$/.test(built) && built.includes("KEY"), {
        expected: "a URL and a credential without holes",
        seen: built,
      });
    },
  },
  {
    id: "registry.unknown-names",
    area: "registry",
    title: "Every look-up of the registry takes an inherited name for unknown",
    why: "a plain object answers constructor with a function",
    requirements: ["REG-13"],
    run: async (context) => {
      const { indexes, provider } = await registryOf(context, "REG-13");
      for (const name of INHERITED) {
        context.check.equal("REG-13", `${name}.provider`, provider(name) === undefined, true);
        context.check.equal("REG-13", `${name}.endpoint`, indexes.endpoint(name) === undefined, true);
        context.check.equal("REG-13", `${name}.model`, indexes.isModel(name), false);
        const found = [
          indexes.endpointsOfModel(name),
          indexes.endpointsOfProvider(name),
          indexes.providersOfModel(name),
          indexes.endpointsByProviderModelId(context.provider.slug, name),
        ];
        context.check.equal("REG-13", `${name}.lists`, found, [[], [], [], []]);
      }
    },
  },
];
