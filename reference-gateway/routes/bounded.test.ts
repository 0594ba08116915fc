/** Bodies that cost far more than their bytes are refused before they cost it, by the place that is wrong. */
import { describe, expect, test } from "vitest";
import { createGateway } from "../app.ts";
import { gateway, good, OPENAI } from "../testing/gateway.ts";

const MODEL = `"model":"${OPENAI}"`;
const USER = '{"role":"user","content":"x"}';
const chat = (more: string): string => `{${MODEL},"messages":[${USER}],${more}}`;
const call = (args: string): string =>
  `{${MODEL},"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"${args}"}}]}]}`;
const deep = (times: number): string => `${"[".repeat(times)}${"]".repeat(times)}`;

async function ask(body: string, { path = "/v1/chat/completions", native = false } = {}) {
  const { parts, sent } = gateway([{ chunks: [JSON.stringify(good)] }]);
  const headers = {
    "content-type": "application/json",
    authorization: "Bearer gateway-key",
    ...(native ? { "helicone-gateway-body-mapping": "NO_MAPPING" } : {}),
  };
  const response = await createGateway(parts).request(path, { method: "POST", headers, body });
  const answer = JSON.parse(await response.text());
  return { status: response.status, error: answer.error, sent };
}

describe("a body with more structure than its bytes show", () => {
  const zeros = `[${"0,".repeat(2_000_000)}0]`;
  test.each([
    ["messages", `{${MODEL},"messages":${zeros}}`, {}],
    ["tools", chat(`"tools":${zeros}`), {}],
    ["stop", chat(`"stop":${zeros}`), {}],
    ["parts", `{${MODEL},"messages":[{"role":"user","content":${zeros}}]}`, {}],
    ["objects", chat(`"metadata":[${"{},".repeat(900_000)}{}]`), {}],
    ["Anthropic's messages", `{${MODEL},"max_tokens":1,"messages":${zeros}}`, { path: "/v1/messages" }],
    ["a native body", `{${MODEL},"messages":${zeros}}`, { native: true }],
  ])("is refused by its count: %s", async (_what, body, how) => {
    const before = process.cpuUsage();
    const { status, error, sent } = await ask(body, how);
    const { user } = process.cpuUsage(before);
    expect([status, sent.length]).toEqual([400, 0]);
    expect(error.message).toContain("The body has more than 400000 values");
    // Without the count: seconds. Generous, since other work shares the machine.
    expect(user).toBeLessThan(2_000_000);
  });

  test("is refused for an object of too many keys", async () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `"k${i}":0`).join(",");
    const { status, error } = await ask(chat(keys));
    expect([status, error.code]).toEqual([400, "too_many_keys"]);
  });

  test("names the first message that is wrong, of many", async () => {
    const { status, error } = await ask(`{${MODEL},"messages":[${"0,".repeat(49_000)}0]}`);
    expect([status, error.param]).toEqual([400, "messages[0]"]);
  });
});

describe("text that breaks code further on", () => {
  test.each([
    ["deep arguments", call(deep(250_000)), "messages[0].tool_calls[0].function.arguments"],
    ["a lone surrogate", `{"model":"\\ud800/azure","messages":[${USER}]}`, "model"],
    ["a lone surrogate behind", `{"model":"x\\udfff/bedrock","messages":[${USER}]}`, "model"],
    ["a step up", `{"model":"../bedrock","messages":[${USER}]}`, "model"],
    ["a step up, encoded", `{"model":"%2e%2E/bedrock","messages":[${USER}]}`, "model"],
    ["a step in between", `{"model":"a/../b/vertex","messages":[${USER}]}`, "model"],
  ])("is 400 and names the field: %s", async (_what, body, param) => {
    const { status, error, sent } = await ask(body);
    expect([status, error.param, sent.length]).toEqual([400, param, 0]);
    expect((await ask(body, { native: true })).status).toBe(400);
  });

  test("of 300,000 nested objects is 400", async () => {
    const nested = `${'{"a":'.repeat(300_000)}1${"}".repeat(300_000)}`;
    const { status, error } = await ask(chat(`"metadata":${nested}`));
    expect([status, error.code]).toEqual([400, "nesting_too_deep"]);
  });
});

describe("an address in a body", () => {
  const image = (url: string): string =>
    `{${MODEL},"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"${url}"}}]}]}`;

  test.each(["https://127.0.0.1/a.png", "https://0xa9fea9fe/latest", "https://[::ffff:10.0.0.1]/a.png"])(
    "that leads into a private network is refused: %s",
    async (url) => {
      for (const native of [false, true]) {
        const { status, error, sent } = await ask(image(url), { native });
        expect([status, error.code, error.param, sent.length]).toEqual([
          400,
          "unsafe_url",
          "messages[0].content[0].image_url.url",
          0,
        ]);
      }
    },
  );

  test("that leads to a public host passes", async () => {
    expect((await ask(image("https://images.example.com/a.png"))).status).toBe(200);
  });
});
