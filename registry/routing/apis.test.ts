import { describe, expect, test } from "vitest";
import type { ApiId } from "../apis/codec.ts";
import type { ChatRequest } from "../canonical/chat.ts";
import { createRegistry } from "../index.ts";
import { providers } from "../providers/index.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import type { PlanInput } from "./plan.ts";

const ANTHROPIC_FIRST: ApiId[] = ["anthropic-messages", "openai-chat"];

/** One model at a provider that offers two chat APIs and one for embeddings. */
const registryOf = (apis: ApiId[]) =>
  createRegistry(
    madeUpSource(
      { "m:anna": madeUpEndpoint({ apis, supportedParameters: ["temperature", "max_tokens", "seed"] }) },
      {
        models: { m: madeUpModel({ inputs: ["text", "audio"] }) },
        providers: [
          madeUpProvider("anna", { apis: [...providers.openai.apis, ...providers.anthropic.apis] }),
        ],
      },
    ),
  );

function apiOf(apis: ApiId[], more: Partial<PlanInput> = {}): ApiId | null {
  const request: ChatRequest = { model: "m", messages: [{ role: "user", content: "Ebb?" }], ...more.request };
  const plan = registryOf(apis).plan({ keys: [], platform: new Set(["anna"]), ...more, request });
  return plan.ok ? (plan.attempts[0]?.endpoint.api ?? null) : null;
}

/** Sound, which the Messages API has no place for. */
const sound: ChatRequest = {
  model: "m",
  messages: [
    {
      role: "user",
      content: [{ type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } }],
    },
  ],
};
const keys = [{ id: "key", provider: "anna", enabled: true, byokOnly: false }];

describe("the API of an attempt (RTE-10)", () => {
  test("is the first that the endpoint names, where the caller speaks neither", () => {
    expect(apiOf(ANTHROPIC_FIRST)).toBe("anthropic-messages");
    expect(apiOf(ANTHROPIC_FIRST, { caller: "gemini" })).toBe("anthropic-messages");
  });

  test("is the caller's own, where the endpoint is offered on it (MAP-16)", () => {
    expect(apiOf(ANTHROPIC_FIRST, { caller: "openai-chat" })).toBe("openai-chat");
  });

  test("is another one of the endpoint where the first cannot say the request", () => {
    expect(apiOf(ANTHROPIC_FIRST, { request: sound, keys, caller: "gemini" })).toBe("openai-chat");
  });

  test("is the first where none can say the request, which then refuses it by name", () => {
    expect(apiOf(["anthropic-messages"], { request: sound, keys })).toBe("anthropic-messages");
  });

  test("is that of the body where the body goes out as it is (MAP-14)", () => {
    const native = { api: "openai-chat", readable: true } as const;
    expect(apiOf(ANTHROPIC_FIRST, { native, caller: "anthropic-messages" })).toBe("openai-chat");
  });

  test("is one for chats, whatever else the endpoint is offered on", () => {
    expect(apiOf(["openai-chat", "openai-embeddings"], { caller: "openai-embeddings" })).toBe(null);
    expect(apiOf(["openai-chat", "openai-embeddings"], { caller: "gemini" })).toBe("openai-chat");
  });

  test("brings its own usage convention along", () => {
    const request: ChatRequest = { model: "m", messages: [{ role: "user", content: "Ebb?" }] };
    const conventionFor = (caller: ApiId) => {
      const plan = registryOf(ANTHROPIC_FIRST).plan({
        request,
        caller,
        keys: [],
        platform: new Set(["anna"]),
      });
      return plan.ok ? plan.attempts[0]?.endpoint.usage.cached : null;
    };
    expect(conventionFor("anthropic-messages")).toBe("outside-prompt");
    expect(conventionFor("openai-chat")).toBe("inside-prompt");
  });
});

describe("state that a host does not keep (API-01)", () => {
  const keeper = madeUpProvider("anna", { apis: [...providers.openai.apis] });
  const forgetful = madeUpProvider("bert", { apis: [...providers.groq.apis] });
  const source = madeUpSource(
    {
      "m:anna": madeUpEndpoint({ apis: ["openai-responses"] }),
      "m:bert": madeUpEndpoint({ apis: ["openai-responses"] }),
    },
    { providers: [keeper, forgetful] },
  );
  const both = ["anna", "bert"].map((provider) => ({
    id: provider,
    provider,
    enabled: true,
    byokOnly: true,
  }));
  const planned = (param: "previous_response_id" | null) =>
    createRegistry(source).plan({
      request: { model: "m", messages: [{ role: "user", content: "Ebb?" }] },
      keys: both,
      platform: new Set<string>(),
      caller: "openai-responses" as const,
      passes: true,
      beyond: {
        param: "tools[0].type",
        message: "a hosted tool",
        state: param === null ? [] : [{ kind: param, param }],
      },
    });

  test("is asked of those alone that keep it, and refused by name at the others", () => {
    const plan = planned("previous_response_id");
    expect(plan.ok && plan.attempts.map(({ endpoint }) => endpoint.provider)).toEqual(["anna"]);
    const refused = plan.ok ? plan.refusals.filter(({ mode }) => mode === "byok") : [];
    expect(refused).toMatchObject([{ provider: "bert", unsupported: "previous_response_id" }]);
  });

  test("is not looked for in requests that rest on none", () => {
    const plan = planned(null);
    expect(plan.ok && plan.attempts.map(({ endpoint }) => endpoint.provider)).toEqual(["anna", "bert"]);
  });
});

test("leaves out what the host lacks on one of its APIs, and keeps it on the other (MAP-09, RTE-10)", () => {
  const registry = createRegistry(
    madeUpSource(
      { "m:anna": madeUpEndpoint({ supportedParameters: ["temperature", "service_tier", "stop"] }) },
      { providers: [madeUpProvider("anna", { apis: [...providers.xai.apis] })] },
    ),
  );
  const [endpoint] = registry.indexes.endpoints;
  expect(endpoint?.apis.map(({ id, parameters }) => [id, parameters])).toEqual([
    ["openai-chat", ["temperature", "service_tier", "stop"]],
    ["openai-responses", ["temperature"]],
  ]);
});
