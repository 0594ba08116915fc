/**
 * What Cloudflare and Alibaba have of their own: addresses, spellings by endpoint, words that mean something else.
 */
import { describe, expect, test } from "vitest";
import type { ApiTraits } from "../apis/codec.ts";
import { spellThinking } from "../apis/openai-chat/upstream/thinking.ts";
import { isErrorOnly, readErrorJson } from "../errors/body.ts";
import { openRegistry, providers } from "../index.ts";

const { indexes } = openRegistry();
const { alibaba, cloudflare } = providers;

function endpointOf(provider: string, id: string) {
  const [found] = indexes.endpointsByProviderModelId(provider, id);
  if (!found) throw new Error(`no endpoint ${id} at ${provider}`);
  return found;
}

const contextOf = (provider: string, id: string, config: Record<string, string>) => ({
  endpoint: endpointOf(provider, id),
  stream: false,
  credential: { secret: "KEY", config },
  nowMs: 0,
  token: null,
  callerHeaders: {},
});

const failure = (status: number, body: object) => ({
  status,
  headers: new Headers(),
  text: JSON.stringify(body),
  secrets: [],
  nowMs: 0,
});

describe("cloudflare", () => {
  const accountId = "00112233445566778899aabbccddeeff";

  test("the account stands in the path, a chosen gateway in a header", () => {
    const plain = contextOf("cloudflare", "@cf/moonshotai/kimi-k2.6", { accountId });
    expect(cloudflare.buildUrl(plain)).toBe(
      `https://api.cloudflare.com/client/v4/accounts/${accountId}/ai/v1/chat/completions`,
    );
    expect(new Headers(cloudflare.buildHeaders(plain)).has("cf-aig-gateway-id")).toBe(false);
    const chosen = contextOf("cloudflare", "openai/gpt-4o-mini", { accountId, gatewayId: "quay" });
    expect(new Headers(cloudflare.buildHeaders(chosen)).get("cf-aig-gateway-id")).toBe("quay");
  });

  test.each([
    ["@cf/moonshotai/kimi-k2.6", "max_tokens"],
    ["openai/gpt-4o-mini", "max_completion_tokens"],
  ] as const)("the form of %s says where the limit goes", (id, field) => {
    expect(cloudflare.traitsOf(endpointOf("cloudflare", id)).maxTokensField).toBe(field);
  });

  test.each([
    [429, 3036, "quota"],
    [429, 3040, "overloaded"],
    [400, 5007, "not_found"],
    [400, 5004, "invalid_request"],
  ] as const)("a %i with the code %i means %s", (status, code, meaning) => {
    const error = cloudflare.normalizeError(
      failure(status, { success: false, errors: [{ code, message: "The lock is shut" }] }),
    );
    expect(error).toMatchObject({ meaning, code: String(code), message: "The lock is shut" });
  });
});

describe("alibaba", () => {
  test.each([
    [{}, "dashscope-intl.aliyuncs.com"],
    [{ region: "us-east-1" }, "dashscope-us.aliyuncs.com"],
    [{ region: "cn-beijing" }, "dashscope.aliyuncs.com"],
    [{ region: "cn-hongkong" }, "cn-hongkong.dashscope.aliyuncs.com"],
  ])("the region %j is at %s", (config, host) => {
    const url = alibaba.buildUrl(contextOf("alibaba", "qwen3.6-plus", config));
    expect(url).toBe(`https://${host}/compatible-mode/v1/chat/completions`);
    expect(alibaba.hosts.some((pattern) => pattern.test(url))).toBe(true);
  });

  test.each([
    [429, "insufficient_quota", "rate_limit"],
    [400, "insufficient_quota", "quota"],
    [429, "Throttling.AllocationQuota", "rate_limit"],
    [400, "Arrearage", "quota"],
    [400, "data_inspection_failed", "invalid_request"],
    [403, "AllocationQuota.FreeTierOnly", "quota"],
  ] as const)("a %i with the code %s means %s", (status, code, meaning) => {
    const nested = alibaba.normalizeError(failure(status, { error: { code, message: "Ebb" } }));
    const flat = alibaba.normalizeError(failure(status, { code, message: "Ebb", request_id: "1" }));
    expect([nested.meaning, flat.meaning]).toEqual([meaning, meaning]);
  });

  test.each([
    ["none", { enable_thinking: false }],
    ["low", { enable_thinking: true, thinking_budget: 2048 }],
    ["max", { enable_thinking: true }],
  ])("the effort %s becomes a switch and a budget", (reasoning_effort, expected) => {
    const endpoint = endpointOf("alibaba", "qwen3.6-plus");
    const budget = { endpoint, traits: alibaba.chatApi().traits };
    expect(spellThinking({ reasoning_effort, seed: 1 }, budget)).toEqual({ seed: 1, ...expected });
    const plain: ApiTraits = { ...alibaba.chatApi().traits, thinkingBudget: false };
    expect(spellThinking({ reasoning_effort }, { endpoint, traits: plain })).toEqual({ reasoning_effort });
    const byWord = {
      endpoint: { ...endpoint, reasoning: "effort" as const },
      traits: alibaba.chatApi().traits,
    };
    expect(spellThinking({ reasoning_effort }, byWord)).toEqual({ reasoning_effort });
  });

  test("an effort that nobody knows is refused", () => {
    const context = { endpoint: endpointOf("alibaba", "qwen3.6-plus"), traits: alibaba.chatApi().traits };
    expect(() => spellThinking({ reasoning_effort: "tidal" }, context)).toThrow(/tidal/);
  });
});

describe("lists and flat errors", () => {
  const item = { code: 2001, message: "No such gateway" };

  test.each([{ error: [item] }, { errors: [item], result: null, success: false }])("%j", (body) => {
    expect(readErrorJson(body)).toMatchObject({ code: "2001", message: "No such gateway", status: null });
    expect(isErrorOnly(body)).toBe(true);
  });

  test.each([
    [{ code: "InternalError", message: "Leak", request_id: "1" }, true],
    [{ errors: [], result: null, success: true }, false],
    [{ error: [] }, false],
    [{ code: "InternalError" }, false],
    [{ code: "x", message: "y", choices: [] }, false],
  ])("%j is an error alone: %s", (body, expected) => {
    expect(isErrorOnly(body)).toBe(expected);
  });
});
