import { describe, expect, test } from "vitest";
import { openRegistry } from "../index.ts";
import { APPROVED_DOMAINS } from "./approved.ts";
import { createDomains } from "./domains.ts";
import { parseTarget } from "./target.ts";
import { lookAlikes } from "./testing/look-alikes.ts";

const { domains } = openRegistry();
const RULES = { ports: [443], loopback: false };

/** The table of approved domains as the integration guide publishes it: domain, cost support, dedicated label. */
const PUBLISHED = [
  ["OpenAI", "api.openai.com", true, "oai"],
  ["Google Gemini", "generativelanguage.googleapis.com", true, null],
  ["Google Vertex AI", "aiplatform.googleapis.com", true, null],
  ["Anthropic", "api.anthropic.com", true, "anthropic"],
  ["Together-AI", "api.together.xyz", true, "together"],
  ["OpenRouter", "openrouter.ai", true, "openrouter"],
  ["Fireworks", "api.fireworks.ai", true, "fireworks"],
  ["Azure", "openai.azure.com", true, null],
  ["Groq", "api.groq.com", true, "groq"],
  ["Deepinfra", "api.deepinfra.com", false, "deepinfra"],
  ["Anyscale", "api.endpoints.anyscale.com", true, null],
  ["Cloudflare", "gateway.ai.cloudflare.com", false, null],
  ["LemonFox", "api.lemonfox.ai", true, null],
  ["Perplexity", "api.perplexity.ai", true, "perplexity"],
  ["Mistral", "api.mistral.ai", true, "mistral"],
  ["DeepSeek", "api.deepseek.com", true, "deepseek"],
  ["X.AI", "api.x.ai", true, "x"],
  ["AWS Bedrock", "bedrock-runtime.*.amazonaws.com", false, "bedrock"],
  ["Nebius", "api.studio.nebius.ai", true, "nebius"],
  ["Novita", "api.novita.ai", true, "novita"],
  ["Avian", "api.avian.io", false, null],
  ["Cohere", "api.cohere.ai", false, null],
  ["QStash", "qstash.upstash.io", false, "qstash"],
  ["Firecrawl", "api.firecrawl.dev", false, "firecrawl"],
] as const;

const SAMPLE: Readonly<Record<string, string>> = {
  "openai.azure.com": "my-resource.openai.azure.com",
  "bedrock-runtime.*.amazonaws.com": "bedrock-runtime.eu-west-1.amazonaws.com",
};

describe("the approved domains", () => {
  test("are those of the published table, with its cost support and dedicated names", () => {
    expect(
      APPROVED_DOMAINS.map(({ name, domain, costSupport, dedicated }) => [
        name,
        domain,
        costSupport,
        dedicated?.label ?? null,
      ]),
    ).toEqual(PUBLISHED);
  });

  test.each(PUBLISHED)("recognise %s by %s, with and without its provider", (name, domain) => {
    const host = SAMPLE[domain] ?? domain;
    expect(domains.recognise(host)?.name).toBe(name);
    expect(createDomains({}).recognise(host)?.name).toBe(name);
    for (const wrong of [
      `x${host}.`,
      `${host}.evil.example`,
      `evil.example.${host}x`,
      host.replace(".", "-"),
    ])
      expect(domains.recognise(wrong), wrong).toBeNull();
  });

  test.each(lookAlikes)("do not hold $target ($why)", ({ target }) => {
    const parsed = parseTarget(target, RULES);
    if (!parsed.ok) return expect(parsed.problem).toMatch(/^it/);
    for (const table of [domains, createDomains({})]) expect(table.recognise(parsed.target.host)).toBeNull();
  });

  test("take the host patterns of a provider with their slug", () => {
    const table = createDomains({ avian: { slug: "avian", hosts: [/^https:\/\/eu\.avian\.io(?:[:/]|$)/] } });
    expect(table.recognise("eu.avian.io")?.slug).toBe("avian");
    expect(table.recognise("api.avian.io")).toBeNull();
  });

  test("have hosts, slugs and labels of their own", () => {
    const labels = APPROVED_DOMAINS.flatMap(({ dedicated }) => dedicated?.label ?? []);
    expect(new Set(labels).size).toBe(labels.length);
    expect(new Set(APPROVED_DOMAINS.map(({ slug }) => slug)).size).toBe(APPROVED_DOMAINS.length);
    for (const { hosts } of APPROVED_DOMAINS)
      for (const { source } of hosts) expect(source).toMatch(/^\^.*\$$/);
  });
});

describe("dedicated names", () => {
  test.each(PUBLISHED.filter(([, domain, , label]) => label !== null && !domain.includes("*")))(
    "of %s lead to %s, and the path stays as it is",
    (_name, domain, _cost, label) => {
      const found = domains.dedicated(label ?? "", "/v1//a/../b?x=%2e");
      expect(found).toMatchObject({ origin: `https://${domain}`, path: "/v1//a/../b?x=%2e" });
    },
  );

  test("of Bedrock take the region from the path", () => {
    expect(domains.dedicated("bedrock", "/v1/eu-west-1/model/a%3A0/converse")).toMatchObject({
      origin: "https://bedrock-runtime.eu-west-1.amazonaws.com",
      path: "/model/a%3A0/converse",
    });
    for (const path of ["/v1/evil.example%23/model/a/converse", "/model/a/converse", "/v1/x.y/model"])
      expect(domains.dedicated("bedrock", path)).toHaveProperty("problem");
  });

  test("are none where the table has none", () => {
    for (const label of ["azure", "constructor", "", "api", "OAI"])
      expect(domains.dedicated(label, "/")).toBeNull();
  });
});

describe("apiAt", () => {
  const at = (host: string, path: string) => {
    const domain = domains.recognise(host);
    return domain && domains.apiAt(domain, host, path);
  };
  test.each([
    ["api.openai.com", "/v1/chat/completions", "openai-chat", null],
    ["api.openai.com", "/v1/responses", "openai-responses", null],
    ["api.openai.com", "/v1/embeddings", "openai-embeddings", null],
    ["api.groq.com", "/openai/v1/chat/completions", "openai-chat", null],
    ["api.perplexity.ai", "/chat/completions", "openai-chat", null],
    ["api.fireworks.ai", "/inference/v1/chat/completions", "openai-chat", null],
    ["openrouter.ai", "/api/v1/chat/completions", "openai-chat", null],
    ["api.anthropic.com", "/v1/messages", "anthropic-messages", null],
    ["api.deepseek.com", "/anthropic/v1/messages", "anthropic-messages", null],
    ["api.cohere.ai", "/v2/chat", "cohere-v2", null],
    [
      "generativelanguage.googleapis.com",
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent",
      "gemini",
      "gemini-2.5-flash",
    ],
    ["my-res.openai.azure.com", "/openai/v1/chat/completions", "openai-chat", null],
  ])("knows the API at %s%s", (host, path, api, model) => {
    expect(at(host, path)).toMatchObject({ api, model });
  });

  test("tells a deployment from a model", () => {
    expect(at("my-res.openai.azure.com", "/openai/deployments/gpt%2D4o/chat/completions")).toEqual({
      api: "openai-chat",
      model: null,
      deployment: "gpt-4o",
      region: null,
    });
  });

  test("finds model and region in paths of clouds", () => {
    const place = "/v1/projects/p/locations/europe-west4/publishers";
    expect(
      at("europe-west4-aiplatform.googleapis.com", `${place}/google/models/gemini-2.5-pro:generateContent`),
    ).toEqual({ api: "gemini", model: "gemini-2.5-pro", deployment: null, region: "europe-west4" });
    expect(
      at("aiplatform.googleapis.com", `${place}/anthropic/models/claude-opus-4@20250514:streamRawPredict`),
    ).toMatchObject({ api: "anthropic-messages", model: "claude-opus-4@20250514" });
    expect(
      at("bedrock-runtime.us-east-1.amazonaws.com", "/model/us.amazon.nova-lite-v1%3A0/converse-stream"),
    ).toEqual({
      api: "bedrock-converse",
      model: "us.amazon.nova-lite-v1:0",
      deployment: null,
      region: "us-east-1",
    });
    for (const path of ["/openai/v1/responses", "/v1/responses"])
      expect(at("bedrock-mantle.us-east-1.api.aws", path)).toMatchObject({
        api: "openai-responses",
        region: "us-east-1",
      });
  });

  test.each(["/v1/chat/completions/x", "/x/v1/chat/completions", "/v1/models", "/v1//chat/completions", "/"])(
    "knows none at %s of OpenAI",
    (path) => expect(at("api.openai.com", path)).toBeNull(),
  );
});

describe("the registered domain", () => {
  const { registered } = createDomains({});

  test.each([
    ["own.example", "own.example"],
    ["a.own.example", "own.example"],
    ["a.b.c.own.example", "own.example"],
    ["llm.example.co.uk", "example.co.uk"],
    ["co.uk", "co.uk"],
    // Hosting companies give names to strangers: each is a domain of its own.
    ["a.github.io", "a.github.io"],
    ["x.b.github.io", "b.github.io"],
    ["93.184.216.34", "93.184.216.34"],
    ["[2606:2800:220:1::1]", "[2606:2800:220:1::1]"],
    ["xn--mnchen-3ya.de", "xn--mnchen-3ya.de"],
    ["intranet", "intranet"],
  ])("of %s is %s", (host, domain) => expect(registered(host)).toBe(domain));
});
