/**
 * What `npm run new-provider` writes: a class, an endpoint, and their places in the lists. Pure: texts in, texts out.
 * @module
 */

/** Marks what only a person can fill in; the suite is red while one of them is left. */
export const TODO = "TODO";

export interface NewProvider {
  slug: string;
  /** As documents call it. */
  name: string;
  /** Below which the paths of the API stand, `https://api.example.com/v1`. */
  baseUrl: string;
  /** A model of the registry that the provider serves. */
  model: string;
}

const words = (slug: string): string[] => slug.split("-");

/** @example "fire-works" → "FireWorksProvider" */
export const classNameOf = (slug: string): string =>
  `${words(slug)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}Provider`;

/** @example "fire-works" → "FIRE_WORKS_API_KEY" */
const keyVariableOf = (slug: string): string => `${words(slug).join("_").toUpperCase()}_API_KEY`;

const regexText = (host: string): string => host.replaceAll(".", "\\.");

/** `registry/providers/<slug>/index.ts` of a host that offers OpenAI's chat completions. */
export function providerClass({ slug, name, baseUrl }: NewProvider): string {
  const { host, origin } = new URL(baseUrl);
  const text = JSON.stringify;
  return `/**
 * ${name}: OpenAI-compatible.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class ${classNameOf(slug)} extends BaseProvider {
  readonly slug = ${text(slug)};
  readonly displayName = ${text(name)};
  readonly baseUrl = ${text(baseUrl)};
  readonly platformKeyEnv = ${text(keyVariableOf(slug))};
  readonly pricingPages = [${text(`${origin}/${TODO}`)}];
  readonly modelPages = [${text(`${origin}/${TODO}`)}];
  readonly hosts = [/^https:\\/\\/${regexText(host)}(?:[:/]|$)/];
  readonly dashboard = {
    description: ${text(`${TODO}: what it offers, in one sentence`)},
    docsUrl: ${text(`${origin}/${TODO}`)},
    logo: ${text(slug)},
    keyLabel: ${text(`${name} API key`)},
    keyPlaceholder: ${text(`${TODO}: what its keys look like`)},
    relevance: 10,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: false,
        cacheControl: false,
        extraFields: { completion: [], message: [], usage: [] },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence: ${text(`${TODO}: where its usage object was seen`)},
      },
    }),
  ];
}
`;
}

/**
 * `recordings/<slug>/calls.json`: where the host is called, as the base URL was given, and how a key reaches most hosts of
 * the API. What the class makes of them later is judged by it.
 */
export function callsFile({ baseUrl }: NewProvider): string {
  const call = (accept: string) => ({
    url: `${baseUrl}/chat/completions`,
    headers: [
      ["content-type", "application/json"],
      ["accept", accept],
    ],
  });
  const openai = {
    region: null,
    credential: { in: "header", name: "authorization", scheme: "Bearer", placeholder: "KEY" },
    whole: call("application/json"),
    stream: call("text/event-stream"),
  };
  return `${JSON.stringify({ "openai-chat": openai }, null, 2)}\n`;
}

/** The endpoint of the model, as it stands in the `endpoints.ts` of its family. */
export const endpointEntry = (
  { slug, model }: NewProvider,
  today: string,
  later: string,
): string => `  ${JSON.stringify(`${model}:${slug}`)}: chat({
    providerModelId: ${JSON.stringify(`${TODO}/${model}`)},
    pricing: [base({ input: "0.1", output: "0.4" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [
      "max_tokens",
      "max_completion_tokens",
      "temperature",
      "top_p",
      "stop",
      "seed",
      "tools",
      "tool_choice",
      "response_format",
      "structured_outputs",
    ],
    evidence: {
      source: ${JSON.stringify(`${TODO}: the page that these prices and limits are from`)},
      date: ${JSON.stringify(today)},
      reverifyAfter: ${JSON.stringify(later)},
    },
  }),
`;

/** What the entry needs imported, and from where. */
const IMPORTED = [
  ["base", "/pricing/tiers.ts"],
  ["chat", "/family.ts"],
] as const;

function isImported(text: string, name: string, file: string): boolean {
  const end = text.indexOf(`${file}";`);
  const names = text.slice(text.lastIndexOf("{", end) + 1, text.lastIndexOf("}", end));
  return end >= 0 && names.split(",").some((each) => each.trim() === name);
}

const END_OF_ENDPOINTS = "} satisfies EndpointsFor";

/** An `endpoints.ts` with one more entry; `null` where the file is not of the usual form. */
export function withEndpoint(text: string, entry: string): string | null {
  const at = text.lastIndexOf(END_OF_ENDPOINTS);
  if (at < 0 || !IMPORTED.every(([name, file]) => isImported(text, name, file))) return null;
  return text.slice(0, at) + entry + text.slice(at);
}

const IMPORT = /^import \{ \w+ \} from "\.\/([a-z0-9-]+)\/index\.ts";$/;
const ENTRY = /^ {2}"?([a-z0-9-]+)"?: new \w+\(\),$/;

/** The lines with one more, in the order of the slugs that `pattern` finds. */
function inserted(lines: readonly string[], pattern: RegExp, slug: string, line: string): string[] {
  const places = lines.flatMap((text, index) => {
    const [, found] = pattern.exec(text) ?? [];
    return found === undefined ? [] : [{ index, found }];
  });
  const after = places.filter(({ found }) => found < slug).at(-1)?.index ?? (places[0]?.index ?? 0) - 1;
  return [...lines.slice(0, after + 1), line, ...lines.slice(after + 1)];
}

/** `registry/providers/index.ts` with the provider in its two lists. */
export function withProvider(text: string, slug: string): string {
  const name = classNameOf(slug);
  const key = /^[a-z][a-z0-9]*$/.test(slug) ? slug : JSON.stringify(slug);
  const imported = inserted(text.split("\n"), IMPORT, slug, `import { ${name} } from "./${slug}/index.ts";`);
  return inserted(imported, ENTRY, slug, `  ${key}: new ${name}(),`).join("\n");
}
