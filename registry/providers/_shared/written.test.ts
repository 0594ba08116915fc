/** A body that its plan has written is not written again, and no other one is given in its place. */
import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../canonical/chat.ts";
import { createRegistry, openRegistry } from "../../index.ts";
import { isChat } from "./api.ts";
import type { BaseProvider } from "./base.ts";

const registry = openRegistry();

const requestFor = (model: string): ChatRequest => ({
  model,
  max_tokens: 50,
  temperature: 0.5,
  messages: [{ role: "user", content: "Where does the tide go?" }],
});

/** Endpoints that can be asked for a chat on several APIs. */
const several = Object.values(registry.source.providers).flatMap((provider) =>
  registry.indexes
    .endpointsOfProvider(provider.slug)
    .filter(({ apis, operation, ptbEnabled }) => operation === "chat" && ptbEnabled && apis.length > 1)
    .slice(0, 3)
    .map((endpoint) => ({ id: endpoint.id, provider, endpoint })),
);

/** A registry whose provider counts what is written. */
function counting(provider: BaseProvider) {
  const count = { written: 0 };
  const apis = provider.apis.map((api) =>
    isChat(api)
      ? {
          ...api,
          codec: {
            ...api.codec,
            encodeRequest: (...args: Parameters<typeof api.codec.encodeRequest>) => {
              count.written += 1;
              return api.codec.encodeRequest(...args);
            },
          },
        }
      : api,
  );
  const counted: BaseProvider = Object.assign(Object.create(provider), { apis });
  const { source } = registry;
  return {
    count,
    counted,
    registry: createRegistry({ ...source, providers: { ...source.providers, [provider.slug]: counted } }),
  };
}

const planned = (from: typeof registry, request: ChatRequest, provider: string, on?: string) => {
  const plan = from.plan({ request, keys: [], platform: new Set([provider]), passes: false, on });
  if (!plan.ok) throw new Error(plan.error.message);
  const [attempt] = plan.attempts;
  if (!attempt) throw new Error("there is no attempt");
  return attempt.endpoint;
};

test("knows endpoints with several APIs", () => {
  expect(several.length).toBeGreaterThan(5);
});

describe("the body of a planned request", () => {
  test.each(several.map(({ id, provider, endpoint }) => [id, provider, endpoint] as const))(
    "is that of one that nobody planned, at %s",
    (_id, provider, { model }) => {
      const request = requestFor(`${model}/${provider.slug}`);
      const endpoint = planned(registry, request, provider.slug, "2026-11-01T00:00");
      expect(provider.buildBody(request, endpoint)).toEqual(provider.buildBody({ ...request }, endpoint));
    },
  );

  // Its first API loses nothing of this.
  const provider = registry.provider("openai");
  if (!provider) throw new Error("there is no openai");
  const asked = () => requestFor("gpt-4o-mini/openai");

  test("is written once, also where two plans are made of it", () => {
    const { count, counted, registry: own } = counting(provider);
    const request = asked();
    planned(own, request, provider.slug);
    const endpoint = planned(own, request, provider.slug);
    const before = count.written;
    counted.buildBody(request, endpoint);
    expect([before, count.written]).toEqual([1, 1]);
  });

  test("is written for a call at a place of its own no second time", () => {
    const { count, counted, registry: own } = counting(provider);
    const request = asked();
    const endpoint = planned(own, request, provider.slug);
    counted.buildBody(request, { ...endpoint, place: "eu" });
    expect(count.written).toBe(1);
  });

  test("is written again for an attempt that follows", () => {
    const { count, counted, registry: own } = counting(provider);
    const request = asked();
    const endpoint = planned(own, request, provider.slug);
    counted.buildBody(request, endpoint);
    counted.buildBody(request, endpoint);
    expect(count.written).toBe(2);
  });

  test("is written anew for an endpoint with another model, and for another request", () => {
    const { count, counted, registry: own } = counting(provider);
    const request = asked();
    const endpoint = planned(own, request, provider.slug);
    const other = counted.buildBody(request, { ...endpoint, providerModelId: "another" });
    const same = counted.buildBody({ ...request }, endpoint);
    expect([count.written, other.body.model, same.body.model]).toEqual([
      3,
      "another",
      endpoint.providerModelId,
    ]);
  });

  test("is written anew by a provider that changed", () => {
    const { count, counted, registry: own } = counting(provider);
    const request = asked();
    const endpoint = planned(own, request, provider.slug);
    const changed: BaseProvider = Object.create(counted);
    changed.buildBody(request, endpoint);
    expect(count.written).toBe(2);
  });
});
