/**
 * The approved domains: hosts that callers may name as a target without the limits of unknown ones (PRX-03). Where a
 * provider has the slug, its own host patterns are used; the ones here are for domains that are no providers.
 * @module
 */
import { type ApiPath, anthropicPath, openAiPaths } from "./api-paths.ts";

/** The host name `<label>.<base domain>` under which a domain is called without a target header (PRX-06). */
export interface DedicatedDomain {
  label: string;
  /** The host that is called; may hold `{region}`. */
  host: string;
  /** A beginning of the path that is taken off; its group `region` fills the host. */
  prefix?: RegExp;
}

/** A row of the table. */
export interface ApprovedDomain {
  /** The provider's slug, or that of the domain where no provider has it. */
  slug: string;
  /** As callers write it in `Helicone-Target-Provider`, in any case. */
  name: string;
  /** As the documentation shows it; `*` stands for a region. */
  domain: string;
  /** Patterns of the whole parsed host, in lower case; read only while no provider has the slug. */
  hosts: readonly RegExp[];
  /** Is the cost of calls computed (PRX-07)? */
  costSupport: boolean;
  dedicated: DedicatedDomain | null;
  apis: readonly ApiPath[];
  /** Finds the region in `host/path`, where endpoints differ by it. */
  region?: RegExp;
}

const at = (label: string, host: string): DedicatedDomain => ({ label, host });

export const APPROVED_DOMAINS: readonly ApprovedDomain[] = [
  {
    slug: "openai",
    name: "OpenAI",
    domain: "api.openai.com",
    hosts: [/^(?:(?:us|eu|ae)\.)?api\.openai\.com$/],
    costSupport: true,
    dedicated: at("oai", "api.openai.com"),
    apis: openAiPaths("/v1"),
  },
  {
    slug: "google-ai-studio",
    name: "Google Gemini",
    domain: "generativelanguage.googleapis.com",
    hosts: [/^generativelanguage\.googleapis\.com$/],
    costSupport: true,
    dedicated: null,
    apis: [
      {
        api: "gemini",
        path: /^\/v1(?:beta|alpha)?\/models\/(?<model>[^/:]+):(?:generateContent|streamGenerateContent)$/,
      },
      ...openAiPaths("/v1beta/openai", "/v1/openai"),
    ],
  },
  {
    slug: "vertex",
    name: "Google Vertex AI",
    domain: "aiplatform.googleapis.com",
    hosts: [
      /^(?:[a-z]+-[a-z]+\d+-)?aiplatform\.googleapis\.com$/,
      /^aiplatform\.(?:us|eu)\.rep\.googleapis\.com$/,
    ],
    costSupport: true,
    dedicated: null,
    region: /\/locations\/([a-z0-9-]+)\//,
    apis: [
      {
        api: "gemini",
        path: /^\/v1(?:beta1)?\/(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/models\/(?<model>[^/:]+):(?:generateContent|streamGenerateContent)$/,
      },
      {
        api: "anthropic-messages",
        path: /^\/v1(?:beta1)?\/(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/anthropic\/models\/(?<model>[^/:]+):(?:rawPredict|streamRawPredict)$/,
      },
      {
        api: "openai-chat",
        path: /^\/v1(?:beta1)?\/projects\/[^/]+\/locations\/[^/]+\/endpoints\/openapi\/chat\/completions$/,
      },
    ],
  },
  {
    slug: "anthropic",
    name: "Anthropic",
    domain: "api.anthropic.com",
    hosts: [/^api\.anthropic\.com$/],
    costSupport: true,
    dedicated: at("anthropic", "api.anthropic.com"),
    apis: [anthropicPath("/v1"), ...openAiPaths("/v1")],
  },
  {
    slug: "together",
    name: "Together-AI",
    domain: "api.together.xyz",
    hosts: [/^api\.together\.(?:xyz|ai)$/],
    costSupport: true,
    dedicated: at("together", "api.together.xyz"),
    apis: openAiPaths("/v1"),
  },
  {
    slug: "openrouter",
    name: "OpenRouter",
    domain: "openrouter.ai",
    hosts: [/^(?:api\.)?openrouter\.ai$/],
    costSupport: true,
    dedicated: at("openrouter", "openrouter.ai"),
    apis: [...openAiPaths("/api/v1"), anthropicPath("/api/v1")],
  },
  {
    slug: "fireworks",
    name: "Fireworks",
    domain: "api.fireworks.ai",
    hosts: [/^api\.fireworks\.ai$/],
    costSupport: true,
    dedicated: at("fireworks", "api.fireworks.ai"),
    apis: openAiPaths("/inference/v1"),
  },
  {
    slug: "azure",
    name: "Azure",
    domain: "openai.azure.com",
    hosts: [/^[a-z0-9][a-z0-9-]*\.(?:openai|services\.ai|cognitiveservices)\.azure\.com$/],
    costSupport: true,
    dedicated: null,
    apis: [
      { api: "openai-chat", path: /^\/openai\/deployments\/(?<deployment>[^/]+)\/(?:chat\/)?completions$/ },
      { api: "openai-embeddings", path: /^\/openai\/deployments\/(?<deployment>[^/]+)\/embeddings$/ },
      { api: "openai-responses", path: /^\/openai\/responses$/ },
      ...openAiPaths("/openai/v1"),
      anthropicPath("/anthropic/v1"),
    ],
  },
  {
    slug: "groq",
    name: "Groq",
    domain: "api.groq.com",
    hosts: [/^api\.groq\.com$/],
    costSupport: true,
    dedicated: at("groq", "api.groq.com"),
    apis: openAiPaths("/openai/v1"),
  },
  {
    slug: "deepinfra",
    name: "Deepinfra",
    domain: "api.deepinfra.com",
    hosts: [/^api\.deepinfra\.com$/],
    costSupport: false,
    dedicated: at("deepinfra", "api.deepinfra.com"),
    apis: openAiPaths("/v1/openai"),
  },
  {
    slug: "anyscale",
    name: "Anyscale",
    domain: "api.endpoints.anyscale.com",
    hosts: [/^api\.endpoints\.anyscale\.com$/],
    costSupport: true,
    dedicated: null,
    apis: openAiPaths("/v1"),
  },
  {
    slug: "cloudflare",
    name: "Cloudflare",
    domain: "gateway.ai.cloudflare.com",
    hosts: [/^gateway\.ai\.cloudflare\.com$/],
    costSupport: false,
    dedicated: null,
    apis: [
      { api: "openai-chat", path: /^\/v1\/[^/]+\/[^/]+\/(?:openai|compat|groq)\/chat\/completions$/ },
      { api: "anthropic-messages", path: /^\/v1\/[^/]+\/[^/]+\/anthropic\/v1\/messages$/ },
      { api: "openai-chat", path: /^\/client\/v4\/accounts\/[^/]+\/ai\/v1\/chat\/completions$/ },
    ],
  },
  {
    slug: "lemonfox",
    name: "LemonFox",
    domain: "api.lemonfox.ai",
    hosts: [/^api\.lemonfox\.ai$/],
    costSupport: true,
    dedicated: null,
    apis: openAiPaths("/v1"),
  },
  {
    slug: "perplexity",
    name: "Perplexity",
    domain: "api.perplexity.ai",
    hosts: [/^api\.perplexity\.ai$/],
    costSupport: true,
    dedicated: at("perplexity", "api.perplexity.ai"),
    apis: [...openAiPaths("", "/v1"), { api: "openai-responses", path: /^\/v1\/agent$/ }],
  },
  {
    slug: "mistral",
    name: "Mistral",
    domain: "api.mistral.ai",
    hosts: [/^api\.(?:(?:eu|us)\.)?mistral\.ai$/],
    costSupport: true,
    dedicated: at("mistral", "api.mistral.ai"),
    apis: openAiPaths("/v1"),
  },
  {
    slug: "deepseek",
    name: "DeepSeek",
    domain: "api.deepseek.com",
    hosts: [/^api\.deepseek\.com$/],
    costSupport: true,
    dedicated: at("deepseek", "api.deepseek.com"),
    apis: [...openAiPaths("", "/v1", "/beta"), anthropicPath("/anthropic/v1")],
  },
  {
    slug: "xai",
    name: "X.AI",
    domain: "api.x.ai",
    hosts: [/^(?:[a-z]{2}-[a-z]+-\d\.)?api\.x\.ai$/],
    costSupport: true,
    dedicated: at("x", "api.x.ai"),
    apis: openAiPaths("/v1"),
  },
  {
    slug: "bedrock",
    name: "AWS Bedrock",
    domain: "bedrock-runtime.*.amazonaws.com",
    hosts: [
      /^bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com$/,
      /^bedrock-mantle\.[a-z0-9-]+\.api\.aws$/,
    ],
    costSupport: false,
    dedicated: {
      label: "bedrock",
      host: "bedrock-runtime.{region}.amazonaws.com",
      prefix: /^\/v1\/(?<region>[a-z]{2}(?:-[a-z]{1,12}){1,2}-\d{1,2})(?=\/)/,
    },
    region: /^bedrock-(?:runtime(?:-fips)?|mantle)\.([a-z0-9-]+)\./,
    apis: [
      { api: "bedrock-converse", path: /^\/model\/(?<model>[^/]+)\/converse(?:-stream)?$/ },
      ...openAiPaths("/v1", "/openai/v1"),
    ],
  },
  {
    slug: "nebius",
    name: "Nebius",
    domain: "api.studio.nebius.ai",
    hosts: [/^api\.studio\.nebius\.(?:ai|com)$/, /^api\.tokenfactory\.(?:[a-z0-9-]+\.)?nebius\.com$/],
    costSupport: true,
    dedicated: at("nebius", "api.studio.nebius.ai"),
    apis: openAiPaths("/v1"),
  },
  {
    slug: "novita",
    name: "Novita",
    domain: "api.novita.ai",
    hosts: [/^api\.novita\.ai$/],
    costSupport: true,
    dedicated: at("novita", "api.novita.ai"),
    apis: openAiPaths("/openai/v1", "/v3/openai"),
  },
  {
    slug: "avian",
    name: "Avian",
    domain: "api.avian.io",
    hosts: [/^api\.avian\.io$/],
    costSupport: false,
    dedicated: null,
    apis: openAiPaths("/v1"),
  },
  {
    slug: "cohere",
    name: "Cohere",
    domain: "api.cohere.ai",
    hosts: [/^api\.cohere\.(?:com|ai)$/],
    costSupport: false,
    dedicated: null,
    apis: [{ api: "cohere-v2", path: /^\/v2\/chat$/ }, ...openAiPaths("/compatibility/v1")],
  },
  {
    slug: "qstash",
    name: "QStash",
    domain: "qstash.upstash.io",
    hosts: [/^qstash\.upstash\.io$/],
    costSupport: false,
    dedicated: at("qstash", "qstash.upstash.io"),
    apis: openAiPaths("/llm/v1"),
  },
  {
    slug: "firecrawl",
    name: "Firecrawl",
    domain: "api.firecrawl.dev",
    hosts: [/^api\.firecrawl\.dev$/],
    costSupport: false,
    dedicated: at("firecrawl", "api.firecrawl.dev"),
    apis: [],
  },
];
