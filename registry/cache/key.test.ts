/**
 * What makes two requests the same for the cache, and what keeps them apart (CAC-01, SEC-04).
 */
import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../canonical/chat.ts";
import type { CacheDirectives } from "./directives.ts";
import { chatKeyParts, rawKeyParts } from "./key.ts";

const directives: CacheDirectives = {
  read: true,
  save: true,
  maxAgeSeconds: 60,
  bucketSize: 1,
  seed: "",
  ignoreKeys: [],
};
const request: ChatRequest = { model: "m", temperature: 0, messages: [{ role: "user", content: "Hi" }] };

describe("a request that is read", () => {
  const key = (
    changes: Partial<ChatRequest> = {},
    tenant = "a",
    more: Partial<CacheDirectives> = {},
    headers = {},
  ) => JSON.stringify(chatKeyParts(tenant, { ...request, ...changes }, headers, { ...directives, ...more }));

  test("is the same however it is framed, and in whatever order its fields stand", () => {
    expect(key({ stream: true, stream_options: { include_usage: true } })).toBe(key());
    const { model, messages, temperature } = request;
    expect(JSON.stringify(chatKeyParts("a", { messages, temperature, model }, {}, directives))).toBe(key());
    expect(key({}, "a", { maxAgeSeconds: 1 })).toBe(key());
  });

  test.each([
    ["the tenant", key({}, "b")],
    ["the model", key({ model: "n" })],
    ["a parameter", key({ temperature: 1 })],
    [
      "the order of messages",
      key({
        messages: [
          { role: "user", content: "Hi" },
          { role: "user", content: "Hi" },
        ],
      }),
    ],
    ["the seed", key({}, "a", { seed: "s" })],
    ["the size of its bucket", key({}, "a", { bucketSize: 2 })],
    ["a header for the provider", key({}, "a", {}, { "anthropic-beta": "x" })],
  ])("is another where %s differs", (_what, other) => {
    expect(other).not.toBe(key());
  });
});

describe("a request that is passed on", () => {
  const key = ({
    body = '{"a":1,"b":2}',
    headers = {} as Record<string, string>,
    ignoreKeys = [] as string[],
    host = "api.example",
    target = "/v1/x?y=1",
    method = "POST",
  } = {}) => {
    const header = (name: string) => headers[name] ?? null;
    const raw = { method, host, target, header, body: new TextEncoder().encode(body) };
    return JSON.stringify(rawKeyParts("a", raw, { ...directives, ignoreKeys }));
  };

  test("is the same in whatever order its fields stand, without those that are ignored", () => {
    expect(key({ body: '{ "b": 2, "a": 1 }' })).toBe(key());
    expect(key({ ignoreKeys: ["b"] })).toBe(key({ body: '{"a":1,"b":3}', ignoreKeys: ["b"] }));
    expect(key({ headers: { "user-agent": "x" } })).toBe(key());
  });

  test.each([
    ["the body", key({ body: '{"a":1,"b":3}' })],
    ["a body that is no JSON", key({ body: "{" })],
    ["the host", key({ host: "other.example" })],
    ["the path", key({ target: "/v1/x?y=2" })],
    ["the method", key({ method: "GET" })],
    ["the credential", key({ headers: { authorization: "Bearer x" } })],
    ["the encoding it takes", key({ headers: { "accept-encoding": "gzip" } })],
  ])("is another where %s differs", (_what, other) => {
    expect(other).not.toBe(key());
  });

  test.each([
    ["more values", `[${"{},".repeat(200_000)}{}]`],
    ["deeper nesting", `${"[".repeat(100)}{}${"]".repeat(100)}`],
  ])("is compared byte for byte where it has %s than a body may have", (_what, list) => {
    const [one, other] = [`{"a":1,"b":${list}}`, `{"b":${list},"a":1}`];
    expect(key({ body: one })).toBe(key({ body: one }));
    expect(key({ body: other })).not.toBe(key({ body: one }));
  });
});
