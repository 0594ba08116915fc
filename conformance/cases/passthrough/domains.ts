/**
 * One case for each approved domain of the published table: a call passes, by the target header and by the dedicated name,
 * and its cost is computed where the table says so (PRX-01 … PRX-03, PRX-06, PRX-07).
 * @module
 */
import { APPROVED_DOMAINS, type ApprovedDomain } from "../../../registry/domains/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { HOST, KEY, openPassing, type Passing, valuesOf } from "../_shared/pass.ts";

/** Hosts where the table shows a pattern or leaves the customer's own name out. */
const HOSTS: Readonly<Record<string, string>> = {
  azure: "my-resource.openai.azure.com",
  bedrock: "bedrock-runtime.eu-west-1.amazonaws.com",
};

/** Paths that are no OpenAI-compatible `/chat/completions`; `{model}` is filled in. */
const PATHS: Readonly<Record<string, string>> = {
  openai: "/v1/chat/completions",
  "google-ai-studio": "/v1beta/models/{model}:generateContent",
  vertex: "/v1/projects/p/locations/global/publishers/google/models/{model}:generateContent",
  anthropic: "/v1/messages",
  openrouter: "/api/v1/chat/completions",
  fireworks: "/inference/v1/chat/completions",
  azure: "/openai/deployments/{model}/chat/completions?api-version=2024-12-01-preview",
  groq: "/openai/v1/chat/completions",
  deepinfra: "/v1/openai/chat/completions",
  cloudflare: "/v1/account/gateway/openai/chat/completions",
  perplexity: "/v1/agent",
  bedrock: "/model/{model}/converse",
  novita: "/openai/v1/chat/completions",
  cohere: "/v2/chat",
  qstash: "/v2/publish/https://example.com/hook?a=1",
  firecrawl: "/v2/scrape",
};

/** An answer in the shape of each API: 1000 tokens in, 100 out. */
const ANSWERS: Readonly<Record<string, object>> = {
  gemini: { usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 } },
  "anthropic-messages": { usage: { input_tokens: 1000, output_tokens: 100 } },
  "bedrock-converse": { usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 } },
  "openai-responses": { usage: { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 } },
  "cohere-v2": { usage: { billed_units: { input_tokens: 1000, output_tokens: 100 } } },
  other: { usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 } },
};

/** Picos of one token at a price in USD per million, as a decimal string. */
function picoPerToken(price: string): bigint {
  const [whole = "0", part = ""] = price.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
}

/** The list price of 1000 tokens in and 100 out, where the list is one undated base tier that nothing modifies. */
function listPrice({ registry }: CaseContext, endpoint: Endpoint): bigint | null {
  const config = registry.source.endpoints[`${endpoint.model}:${endpoint.provider}`];
  const [tier, ...others] = config?.pricing ?? [];
  if (!tier || others.length > 0 || !("usdPerMillion" in tier) || endpoint.modifiers?.length) return null;
  const { input, output, request } = tier.usdPerMillion;
  if (input === undefined || output === undefined || request !== undefined) return null;
  return 1000n * picoPerToken(input) + 100n * picoPerToken(output);
}

/** A model of the provider with a plain list price on the API of the case's path, and that price. */
function knownModel(context: CaseContext, slug: string, api: string): { id: string; price: bigint } | null {
  for (const endpoint of context.registry.indexes.endpointsOfProvider(slug)) {
    const price = listPrice(context, endpoint);
    const alone =
      context.registry.indexes.endpointsByProviderModelId(slug, endpoint.providerModelId).length === 1;
    if (price !== null && alone && endpoint.api === api) return { id: endpoint.providerModelId, price };
  }
  return null;
}

/** The APIs of domains that are not OpenAI-compatible. */
const APIS: Readonly<Record<string, string>> = {
  "google-ai-studio": "gemini",
  vertex: "gemini",
  anthropic: "anthropic-messages",
  perplexity: "openai-responses",
  bedrock: "bedrock-converse",
  cohere: "cohere-v2",
};

const AUTH: readonly [string, string] = ["Authorization", "Bearer the-callers-own-provider-key"];

function checkPassed(
  { check }: CaseContext,
  { side }: Passing,
  how: string,
  expected: { host: string; path: string; body: string },
) {
  const [call] = side.calls;
  check.equal("PRX-01", `${how}.path`, call?.path, expected.path);
  check.equal("PRX-01", `${how}.body`, call?.body.toString(), expected.body);
  check.equal("PRX-02", `${how}.host`, call && valuesOf(call, "host"), [expected.host]);
  check.equal("PRX-02", `${how}.provider-key`, call && valuesOf(call, "authorization"), [AUTH[1]]);
}

async function run(
  context: CaseContext,
  { slug, domain, costSupport, dedicated }: ApprovedDomain,
): Promise<void> {
  const { check } = context;
  const passing = await openPassing(context);
  const { side, session } = passing;
  const api = APIS[slug] ?? "openai-chat";
  const known = knownModel(context, slug, api);
  const model = known?.id ?? "some-model";
  const host = HOSTS[slug] ?? domain;
  const path = (PATHS[slug] ?? "/v1/chat/completions").replace("{model}", encodeURIComponent(model));
  const body = JSON.stringify({ model, messages: [] });
  const answer = Buffer.from(JSON.stringify(ANSWERS[api] ?? ANSWERS.other));
  side.answer((outgoing) => outgoing.writeHead(200, { "content-type": "application/json" }).end(answer));
  const fields: [string, string][] = [["Content-Type", "application/json"], [...AUTH]];
  const asking = { method: "POST", path, body, fields };

  const got = await passing.pass(`https://${host}`, asking);
  check.equal("PRX-03", "approved", [got.status, got.body.toString()], [200, answer.toString()]);
  checkPassed(context, passing, "target", { host, path, body });
  // A second call in the same second: only domains that are not approved are counted.
  check.equal("PRX-03", "not-counted", (await passing.pass(`https://${host}`, asking)).status, 200);

  const record = (await session.gateway.records()).at(-1);
  const expected = !costSupport ? null : (known?.price ?? null);
  check.equal("PRX-07", "cost", record?.cost?.amount ?? null, expected);
  check.equal("PRX-07", "host", record?.targetHost, host);

  if (dedicated === null) return;
  side.forget();
  const prefix = dedicated.prefix ? "/v1/eu-west-1" : "";
  const named: [string, string] = [HOST[0], `${dedicated.label}.localhost`];
  const came = await passing.ask({ ...asking, path: `${prefix}${path}`, fields: [named, KEY, ...fields] });
  check.equal("PRX-06", "status", came.status, 200);
  check.equal("PRX-06", "host", side.calls[0] && valuesOf(side.calls[0], "host"), [host]);
  check.equal("PRX-06", "path", side.calls[0]?.path, path);
}

export const domainCases: readonly Case[] = APPROVED_DOMAINS.map((row) => ({
  id: `passthrough.domain.${row.slug}`,
  area: "passthrough",
  title: `Calls to ${row.name} (${row.domain}) pass, ${row.costSupport ? "with" : "without"} their cost`,
  why: "callers keep their own SDK and key, and change nothing but the base URL",
  requirements: ["PRX-01", "PRX-02", "PRX-03", "PRX-06", "PRX-07"],
  modes: ["byok"],
  once: true,
  run: (context) => run(context, row),
}));
