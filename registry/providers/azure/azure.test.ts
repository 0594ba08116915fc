import { describe, expect, test } from "vitest";
import type { DecodeContext, StreamEvent } from "../../apis/codec.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { RequestContext } from "../_shared/base.ts";
import { configProblem, requiredNames } from "../_shared/config.ts";
import { AzureProvider } from "./index.ts";

const azure = new AzureProvider();
const gpt = {
  author: "openai",
  api: "openai-chat",
  providerModelId: "gpt-4o-mini",
  supportedParameters: ["max_tokens", "max_completion_tokens"],
} as unknown as Endpoint;
const open = { ...gpt, author: "deepseek", providerModelId: "deepseek-v3.2" };
const claude = {
  ...gpt,
  author: "anthropic",
  api: "anthropic-messages" as const,
  providerModelId: "claude-sonnet-4-5",
};

const context = (endpoint: Endpoint, config: Record<string, string> = {}): RequestContext => ({
  endpoint,
  stream: false,
  nowMs: 0,
  token: null,
  callerHeaders: {},
  credential: { secret: "SECRET", config: { resource: "pier", ...config } },
});
const request = (more: object = {}): ChatRequest =>
  ({ model: "any", messages: [{ role: "developer", content: "Short." }], ...more }) as unknown as ChatRequest;

describe("three surfaces of one resource (AUT-06, MAP-01)", () => {
  test.each([
    [
      gpt,
      {},
      "https://pier.openai.azure.com/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-12-01-preview",
    ],
    [
      gpt,
      { deployment: "mine", apiVersion: "2024-10-21" },
      "https://pier.openai.azure.com/openai/deployments/mine/chat/completions?api-version=2024-10-21",
    ],
    [open, { deployment: "mine" }, "https://pier.openai.azure.com/openai/v1/chat/completions"],
    [claude, {}, "https://pier.services.ai.azure.com/anthropic/v1/messages"],
    [{ ...gpt, providerModelId: ".." }, {}, "https://pier.openai.azure.com/openai/v1/chat/completions"],
  ])("%#", (endpoint, config, url) => {
    const built = azure.buildUrl(context(endpoint, config));
    expect(built).toBe(url);
    expect(azure.hosts.some((host) => host.test(built))).toBe(true);
  });

  test("open models get the older field and role, and their name in the body", () => {
    const sent = azure.buildBody(request({ max_completion_tokens: 7 }), open).body;
    expect(sent).toEqual({
      model: "deepseek-v3.2",
      messages: [{ role: "system", content: "Short." }],
      max_tokens: 7,
    });
    expect(azure.buildBody(request({ max_tokens: 7 }), gpt).body).toMatchObject({
      max_completion_tokens: 7,
      messages: [{ role: "developer" }],
    });
  });

  test("Claude gets the version that its API demands", () => {
    expect(azure.buildHeaders(context(claude))).toContainEqual(["anthropic-version", "2023-06-01"]);
    expect(azure.buildHeaders(context(gpt)).map(([name]) => name)).not.toContain("anthropic-version");
  });
});

describe("credentials", () => {
  test.each([
    [{}, ["api-key", "SECRET"]],
    [{ scheme: "bearer" }, ["authorization", "Bearer SECRET"]],
  ])("with %j are sent as %j, and in no other header", (config, header) => {
    const bare = { method: "POST", url: "", headers: [], body: new Uint8Array() } as const;
    expect(azure.authenticate({ ...bare, headers: [] }, context(gpt, config)).headers).toEqual([header]);
  });

  test.each([
    [{}, "resource"],
    [{ resource: "evil.example/x" }, "resource"],
    [{ resource: "pier", deployment: "../x" }, "deployment"],
    [{ resource: "pier", apiVersion: "latest" }, "apiVersion"],
    [{ resource: "pier", scheme: "basic" }, "scheme"],
  ])("%j lacks a good %s (AUT-09)", (config, field) => {
    expect(configProblem(azure, { config }, gpt)?.field).toBe(field);
    expect(requiredNames(azure.config)).toEqual(["resource"]);
  });
});

describe("answers", () => {
  const decode: DecodeContext = {
    endpoint: gpt,
    traits: azure.chatApi().traits,
    convention: azure.chatApi().usage,
    request: request(),
    nowSeconds: 9,
    fallbackId: "fallback",
  };

  test("a filtered choice has no message, and is an empty answer", () => {
    const results = { hate: { filtered: true, severity: "high" } };
    const body = {
      id: "c1",
      created: 5,
      model: "gpt-4o",
      choices: [{ index: 0, finish_reason: "content_filter", content_filter_results: results }],
    };
    const read = azure.chatApi().codec.decodeResponse(body, decode);
    if (!read.ok) throw new Error(read.problem);
    expect(read.completion.choices).toEqual([
      {
        index: 0,
        message: { role: "assistant", content: null, refusal: null },
        logprobs: null,
        finish_reason: "content_filter",
        content_filter_results: results,
      },
    ]);
  });

  test("the report about the prompt comes first and does not name the stream", async () => {
    const report = [{ prompt_index: 0, content_filter_results: {} }];
    const head = { id: "c1", created: 5, model: "gpt-4o", object: "chat.completion.chunk" };
    const chunks = [
      { choices: [], created: 0, id: "", model: "", object: "", prompt_filter_results: report },
      {
        ...head,
        choices: [{ index: 0, delta: { role: "assistant", content: "" }, content_filter_results: {} }],
      },
      { ...head, choices: [{ index: 0, delta: { content: "Out." }, finish_reason: null }] },
      { ...head, choices: [{ index: 0, delta: null, content_filter_offsets: { start_offset: 0 } }] },
      { ...head, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
    ];
    const text = `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")}data: [DONE]\n\n`;
    async function* bytes() {
      yield new TextEncoder().encode(text);
    }
    const events: StreamEvent[] = [];
    for await (const event of azure.chatApi().codec.decodeStream(bytes(), decode)) events.push(event);
    const sent = events.flatMap((event) => (event.type === "chunk" ? [event.chunk] : []));
    expect(sent.map(({ id, created, model }) => [id, created, model])).toEqual(
      sent.map(() => ["c1", 5, "gpt-4o"]),
    );
    expect(sent[0]).toMatchObject({
      prompt_filter_results: report,
      choices: [{ delta: { role: "assistant" } }],
    });
    expect(sent[2]?.choices).toMatchObject([{ delta: {}, content_filter_offsets: { start_offset: 0 } }]);
    expect(events.at(-1)).toEqual({ type: "end" });
  });
});

describe("errors", () => {
  const fail = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    azure.normalizeError({
      status,
      text: JSON.stringify(body),
      secrets: [],
      nowMs: 0,
      headers: new Headers(headers),
    });

  test("a limit's reset is in milliseconds (ERR-05)", () => {
    const headers = { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2500" };
    expect(fail(429, { error: { code: "429", message: "Too many." } }, headers)).toMatchObject({
      meaning: "rate_limit",
      retryAfter: 3,
    });
  });

  test("a day's wait is passed on as it is", () => {
    const error = fail(
      429,
      { error: { code: "429", message: "Please retry after 86400 seconds." } },
      { "retry-after": "86400" },
    );
    expect(error).toMatchObject({ status: 429, retryAfter: 86_400 });
  });

  test("a filtered prompt keeps its code; a missing deployment is a missing model", () => {
    const filtered = {
      error: { code: "content_filter", message: "No.", type: null, param: "prompt", status: 400 },
    };
    expect(fail(400, filtered)).toMatchObject({ status: 400, code: "content_filter", param: "prompt" });
    expect(fail(404, { error: { code: "DeploymentNotFound", message: "None." } }).meaning).toBe("not_found");
  });
});
