import { describe, expect, test } from "vitest";
import { createRegistry, registrySource } from "../index.ts";
import { ProviderSchema } from "../schema.ts";
import { type BaseProvider, describe as descriptorOf, joinUrl } from "./base.ts";
import { providers } from "./index.ts";

const all = Object.entries<BaseProvider>(providers);

describe.each(all)("%s", (slug, provider) => {
  test("states every fact of a provider (REG-09)", () => {
    expect(ProviderSchema.safeParse(descriptorOf(provider)).error?.issues ?? []).toEqual([]);
    expect(provider.slug).toBe(slug);
  });

  test("has hosts that match its own base URL and no look-alike", () => {
    const matches = (url: string) => provider.hosts.some((host) => host.test(url));
    const { host } = new URL(provider.baseUrl);
    expect(matches(provider.baseUrl)).toBe(true);
    for (const url of [
      `https://${host}.evil.example/`,
      `https://evil-${host}/`,
      `https://evil.example/?to=https://${host}/`,
      `https://evil.example#https://${host}`,
      `http://${host}/`,
      `https://${host.replaceAll(".", "x")}/`,
    ])
      expect(matches(url), url).toBe(false);
  });

  test("builds URL and credential from what its required config declares (REG-10)", async () => {
    const endpoint = createRegistry(registrySource).indexes.endpointsOfProvider(slug)[0];
    if (!endpoint) throw new Error(`${slug} has no endpoint`);
    const config = Object.fromEntries(provider.requiredConfig.map((name) => [name, "value"]));
    const context = { endpoint, stream: false, credential: { secret: "SECRET", config } };
    const url = provider.buildUrl(context);
    expect(provider.hosts.some((host) => host.test(url))).toBe(true);
    const bare = {
      method: "POST",
      url,
      headers: provider.buildHeaders(context),
      body: new Uint8Array(),
    } as const;
    const { headers } = await provider.authenticate(bare, context);
    expect(headers.filter(([, value]) => value.includes("SECRET"))).toEqual([
      ["authorization", "Bearer SECRET"],
    ]);
    expect(headers.map(([name]) => name)).toEqual([...new Set(headers.map(([name]) => name))]);
  });
});

test("no name or alias means two providers, in any case (REG-03)", () => {
  const owners = new Map<string, string>();
  for (const [slug, provider] of all) {
    for (const name of [slug, ...provider.aliases]) {
      const key = name.toLowerCase();
      expect(owners.get(key) ?? slug, name).toBe(slug);
      owners.set(key, slug);
    }
  }
});

test("no host belongs to two providers", () => {
  for (const [slug, provider] of all) {
    const owners = all.filter(([, other]) => other.hosts.some((host) => host.test(provider.baseUrl)));
    expect(owners.map(([owner]) => owner)).toEqual([slug]);
  }
});

describe("joinUrl (MAP-01)", () => {
  test.each([
    ["https://a.example", "chat", "https://a.example/chat"],
    ["https://a.example/", "/chat", "https://a.example/chat"],
    ["https://a.example/v1", "chat/completions", "https://a.example/v1/chat/completions"],
    ["https://a.example/v1//", "//chat", "https://a.example/v1/chat"],
    ["https://a.example/v1?api-version=2", "chat", "https://a.example/v1/chat?api-version=2"],
  ])("%s + %s", (left, right, url) => {
    expect(joinUrl(left, right)).toBe(url);
  });
});
