import { describe, expect, test } from "vitest";
import { createRegistry, registrySource } from "../index.ts";
import { ProviderSchema } from "../schema.ts";
import { type BaseProvider, describe as descriptorOf, joinUrl, type RequestContext } from "./_shared/base.ts";
import { configProblem, requiredNames } from "./_shared/config.ts";
import { providers } from "./index.ts";

const all = Object.entries<BaseProvider>(providers);

describe.each(all)("%s", (slug, provider) => {
  test("states every fact of a provider (REG-09)", () => {
    expect(ProviderSchema.safeParse(descriptorOf(provider)).error?.issues ?? []).toEqual([]);
    expect(provider.slug).toBe(slug);
  });

  const endpoint = () => {
    const [first] = createRegistry(registrySource).indexes.endpointsOfProvider(slug);
    if (!first) throw new Error(`${slug} has no endpoint`);
    return first;
  };
  const context = (config: Record<string, string>): RequestContext => ({
    endpoint: endpoint(),
    stream: false,
    credential: { secret: "SECRET", config },
    nowMs: Date.UTC(2026, 11, 1),
    token: "SECRET",
    callerHeaders: {},
  });
  const examples = Object.fromEntries(provider.config.map(({ name, example }) => [name, example]));
  // What a secret of its own kind would say stands in the config here: the secret of these tests is no key file.
  const required = Object.fromEntries(
    provider.config
      .filter((field) => field.fromSecret || requiredNames([field]).length > 0)
      .map(({ name }) => [name, examples[name] ?? ""]),
  );

  test("has hosts that match its own URL and no look-alike", () => {
    const matches = (url: string) => provider.hosts.some((host) => host.test(url));
    const { host } = new URL(provider.buildUrl(context(examples)));
    expect(matches(`https://${host}/v1`)).toBe(true);
    for (const url of [
      `https://${host}.evil.example/`,
      `https://evil.example/?to=https://${host}/`,
      `https://evil.example#https://${host}`,
      `http://${host}/`,
      `https://${host.replaceAll(".", "x")}/`,
      `https://evil.example/${host}/`,
    ])
      expect(matches(url), url).toBe(false);
  });

  test("gives an example that its own pattern takes, for every setting (REG-10)", () => {
    for (const { name, pattern, example } of provider.config) expect(pattern.test(example), name).toBe(true);
    expect(configProblem(provider, { config: required }, { region: undefined })).toBeNull();
  });

  test("names what is missing or malformed, and where to set it (AUT-09)", () => {
    for (const name of requiredNames(provider.config)) {
      const { [name]: _left, ...rest } = required;
      const missing = configProblem(provider, { config: rest }, { region: undefined });
      expect(missing).toMatchObject({ field: name, message: expect.stringContaining(`config.${name}`) });
      const broken = { ...required, [name]: "evil.example/#@\r\n" };
      const malformed = configProblem(provider, { config: broken }, { region: undefined });
      expect(malformed?.field).toBe(name);
      expect(malformed?.message).not.toContain("evil.example");
    }
  });

  test("builds URL and credential from what its required config declares (REG-10)", async () => {
    const given = context(required);
    const url = provider.buildUrl(given);
    expect(provider.hosts.some((host) => host.test(url))).toBe(true);
    const bare = {
      method: "POST" as const,
      url,
      headers: provider.buildHeaders(given),
      body: new Uint8Array(),
    };
    const { headers } = await provider.authenticate(bare, given);
    expect(headers.filter(([, value]) => value.includes("SECRET"))).toHaveLength(1);
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
    const url = provider.baseUrl.replace(/\{\w+\}/g, "x");
    const owners = all.filter(([, other]) => other.hosts.some((host) => host.test(url)));
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
