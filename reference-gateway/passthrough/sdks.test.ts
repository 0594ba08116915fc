/** The integration guide's examples with the SDKs themselves, unmodified: only the base URL and headers are theirs to change (PRX-01). */

import { GoogleGenAI } from "@google/genai";
import { type FunctionDeclarationsTool, VertexAI } from "@google-cloud/vertexai";
import { ChatOpenAI } from "@langchain/openai";
import OpenAI, { AzureOpenAI } from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openPassthrough } from "./testing/gateway.ts";
import { openStandIn, type StandIn } from "./testing/stand-in.ts";

let target: StandIn;
let gateway: Awaited<ReturnType<typeof openPassthrough>>;
beforeEach(async () => {
  target = await openStandIn();
  gateway = await openPassthrough(target);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await gateway.close();
  await target.close();
});

const named = (url: string, more: Record<string, string> = {}): Record<string, string> => ({
  "Helicone-Auth": "Bearer gateway-key",
  "Helicone-Target-Url": url,
  ...more,
});
const origin = (): string => `http://127.0.0.1:${gateway.port}`;
const usage = { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 };
const head = { id: "chatcmpl-1", created: 1_795_000_000, model: "m" };
const WHOLE = JSON.stringify({
  ...head,
  object: "chat.completion",
  usage,
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "Ebb tide.", refusal: null },
      finish_reason: "stop",
      logprobs: null,
    },
  ],
});
const piece = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const STREAM = `${piece({ role: "assistant", content: "Ebb " }, null)}${piece({ content: "tide." }, "stop")}data: [DONE]\n\n`;
const CANDIDATE = {
  candidates: [
    { content: { role: "model", parts: [{ text: "Ebb tide." }] }, finishReason: "STOP", index: 0 },
  ],
  usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 2, totalTokenCount: 13 },
};
const EVENT = `data: ${JSON.stringify(CANDIDATE)}\r\n\r\n`;

/** Answers every call: streams where the request asks for one. */
const answering = (whole: string, stream: string): void =>
  target.answer((incoming, outgoing, body) => {
    const streams =
      body.includes('"stream":true') || incoming.url?.includes("streamGenerateContent") === true;
    outgoing
      .writeHead(200, { "content-type": streams ? "text/event-stream" : "application/json" })
      .end(streams ? stream : whole);
  });

const said = (name: string): string[] =>
  target.arrived.map(({ rawHeaders }) => {
    const at = rawHeaders.findIndex((given, i) => i % 2 === 0 && given.toLowerCase() === name);
    return at < 0 ? "" : (rawHeaders[at + 1] ?? "");
  });

/** Nothing of the gateway's own reached the target. */
function expectClean(host: string, paths: string[]): void {
  expect(target.arrived.map(({ method, url }) => `${method} ${url}`)).toEqual(
    paths.map((path) => `POST ${path}`),
  );
  expect(new Set(target.lookedUp)).toEqual(new Set([host]));
  for (const { rawHeaders } of target.arrived) {
    expect(rawHeaders.join("\n")).not.toMatch(/helicone|gateway-key|127\.0\.0\.1/i);
    expect(rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === "host") + 1]).toBe(host);
  }
}

const MESSAGES = [{ role: "user" as const, content: "Answer in one word" }];

async function talk(client: OpenAI, model: string): Promise<[string | null | undefined, string, string]> {
  const whole = await client.chat.completions.create({ model, messages: MESSAGES });
  const stream = await client.chat.completions.create({ model, messages: MESSAGES, stream: true });
  let text = "";
  let finish = "";
  for await (const { choices } of stream) {
    text += choices[0]?.delta.content ?? "";
    finish = choices[0]?.finish_reason ?? finish;
  }
  return [whole.choices[0]?.message.content, text, finish];
}

describe("the official OpenAI SDK", () => {
  test.each([
    ["Groq", "https://api.groq.com", "/openai/v1", "llama-3.3-70b-versatile"],
    ["Together", "https://api.together.xyz", "/v1", "meta-llama/Llama-3.3-70B-Instruct-Turbo"],
    ["LemonFox", "https://api.lemonfox.ai", "/v1", "zephyr-chat"],
    [
      "Cloudflare's gateway",
      "https://gateway.ai.cloudflare.com",
      "/v1/account/gateway/openai",
      "gpt-4o-mini",
    ],
    ["OpenAI", "https://api.openai.com", "/v1", "gpt-4o-mini"],
  ])("talks to %s, whole and streamed", async (_, url, base, model) => {
    answering(WHOLE, STREAM);
    const client = new OpenAI({
      apiKey: "caller-key",
      baseURL: `${origin()}${base}`,
      maxRetries: 0,
      defaultHeaders: named(url),
    });
    expect(await talk(client, model)).toEqual(["Ebb tide.", "Ebb tide.", "stop"]);
    const path = `${base}/chat/completions`;
    expectClean(new URL(url).host, [path, path]);
    expect(said("authorization")).toEqual(["Bearer caller-key", "Bearer caller-key"]);
  });

  test("raises the provider's own error with its status", async () => {
    const refusal = {
      error: {
        message: "No such model",
        type: "invalid_request_error",
        param: "model",
        code: "model_not_found",
      },
    };
    target.answer((_incoming, outgoing) =>
      outgoing
        .writeHead(404, { "content-type": "application/json", "x-request-id": "req_1" })
        .end(JSON.stringify(refusal)),
    );
    const client = new OpenAI({
      apiKey: "caller-key",
      baseURL: `${origin()}/v1`,
      maxRetries: 0,
      defaultHeaders: named("https://api.openai.com"),
    });
    const failing = client.chat.completions.create({ model: "m", messages: MESSAGES });
    await expect(failing).rejects.toMatchObject({ status: 404, code: "model_not_found", requestID: "req_1" });
  });

  test("talks to a deployment at Azure with api-key and api-version", async () => {
    answering(WHOLE, STREAM);
    const url = "https://my-resource.openai.azure.com";
    const client = new AzureOpenAI({
      apiKey: "caller-key",
      endpoint: origin(),
      deployment: "my-deployment",
      maxRetries: 0,
      apiVersion: "2024-12-01-preview",
      defaultHeaders: named(url),
    });
    expect(await talk(client, "my-deployment")).toEqual(["Ebb tide.", "Ebb tide.", "stop"]);
    const path = "/openai/deployments/my-deployment/chat/completions?api-version=2024-12-01-preview";
    expectClean(new URL(url).host, [path, path]);
    expect(said("api-key")).toEqual(["caller-key", "caller-key"]);
  });
});

test("LangChain's ChatOpenAI talks to Groq, whole and streamed", async () => {
  answering(WHOLE, STREAM);
  const model = new ChatOpenAI({
    apiKey: "caller-key",
    model: "llama-3.3-70b-versatile",
    maxRetries: 0,
    configuration: { baseURL: `${origin()}/openai/v1`, defaultHeaders: named("https://api.groq.com") },
  });
  expect((await model.invoke("Answer in one word")).content).toBe("Ebb tide.");
  let text = "";
  for await (const { content } of await model.stream("Answer in one word")) text += content;
  expect(text).toBe("Ebb tide.");
  expectClean("api.groq.com", ["/openai/v1/chat/completions", "/openai/v1/chat/completions"]);
});

test("@google/genai talks to the Gemini API, whole and streamed, with a picture", async () => {
  answering(JSON.stringify(CANDIDATE), EVENT);
  const url = "https://generativelanguage.googleapis.com";
  const client = new GoogleGenAI({
    apiKey: "caller-key",
    httpOptions: { baseUrl: origin(), headers: named(url) },
  });
  const contents = [
    {
      role: "user",
      parts: [{ text: "What is this?" }, { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
    },
  ];
  const whole = await client.models.generateContent({ model: "gemini-2.5-flash", contents });
  expect([whole.text, whole.usageMetadata?.totalTokenCount]).toEqual(["Ebb tide.", 13]);
  let text = "";
  for await (const chunk of await client.models.generateContentStream({
    model: "gemini-2.5-flash",
    contents,
  }))
    text += chunk.text ?? "";
  expect(text).toBe("Ebb tide.");
  expectClean("generativelanguage.googleapis.com", [
    "/v1beta/models/gemini-2.5-flash:generateContent",
    "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
  ]);
  expect(said("x-goog-api-key")).toEqual(["caller-key", "caller-key"]);
  expect(target.arrived[0]?.body.toString()).toContain("iVBORw0KGgo=");
});

const VERTEX_HOST = "us-central1-aiplatform.googleapis.com";

/** Gemini on Vertex, through the gateway. */
function vertexModel(tools: FunctionDeclarationsTool[] = []) {
  // The SDK says https to any endpoint: what would end TLS before the gateway is left out.
  const send = globalThis.fetch;
  vi.stubGlobal("fetch", (input: string, init?: RequestInit) =>
    send(input.replace("https://gateway.example", origin()), init),
  );
  const authClient = { getAccessToken: async () => ({ token: "caller-token" }) };
  const vertex = new VertexAI({
    project: "my-project",
    location: "us-central1",
    apiEndpoint: "gateway.example",
    googleAuthOptions: { authClient: authClient as never },
  });
  return vertex.getGenerativeModel(
    { model: "gemini-2.5-flash", ...(tools.length === 0 ? {} : { tools }) },
    { customHeaders: new Headers(named(`https://${VERTEX_HOST}`)) },
  );
}

test("@google-cloud/vertexai talks to Vertex through apiEndpoint, whole and streamed, with a picture", async () => {
  answering(JSON.stringify(CANDIDATE), EVENT);
  const model = vertexModel();
  const contents = [
    {
      role: "user",
      parts: [{ text: "What is this?" }, { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
    },
  ];
  const { response } = await model.generateContent({ contents });
  expect(response.candidates?.[0]?.content.parts[0]?.text).toBe("Ebb tide.");
  const streamed = await model.generateContentStream({ contents });
  let text = "";
  for await (const chunk of streamed.stream) text += chunk.candidates?.[0]?.content.parts[0]?.text ?? "";
  expect(text).toBe("Ebb tide.");
  const path = "/v1/projects/my-project/locations/us-central1/publishers/google/models/gemini-2.5-flash";
  expectClean(VERTEX_HOST, [`${path}:generateContent`, `${path}:streamGenerateContent?alt=sse`]);
  expect(said("authorization")).toEqual(["Bearer caller-token", "Bearer caller-token"]);
});

const CALLED = JSON.stringify({
  candidates: [
    {
      content: { role: "model", parts: [{ functionCall: { name: "tide", args: { at: "noon" } } }] },
      finishReason: "STOP",
      index: 0,
    },
  ],
});
const DECLARED = [{ functionDeclarations: [{ name: "tide", description: "Height of the tide" }] }];
const EXHAUSTED = { error: { code: 429, message: "Resource exhausted", status: "RESOURCE_EXHAUSTED" } };

const refusing = (): void =>
  target.answer((_incoming, outgoing) =>
    outgoing.writeHead(429, { "content-type": "application/json" }).end(JSON.stringify(EXHAUSTED)),
  );

describe("function calls and errors of Google's SDKs", () => {
  const url = "https://generativelanguage.googleapis.com";
  const genai = () =>
    new GoogleGenAI({ apiKey: "caller-key", httpOptions: { baseUrl: origin(), headers: named(url) } });
  const asked = {
    model: "gemini-2.5-flash",
    contents: "Where does the tide go?",
    config: { tools: DECLARED },
  };

  test("@google/genai gets the calls of a model, whole and streamed", async () => {
    answering(CALLED, `data: ${CALLED}\r\n\r\n`);
    const whole = await genai().models.generateContent(asked);
    expect(whole.functionCalls).toEqual([{ name: "tide", args: { at: "noon" } }]);
    const streamed = [];
    for await (const chunk of await genai().models.generateContentStream(asked))
      streamed.push(...(chunk.functionCalls ?? []));
    expect(streamed).toEqual([{ name: "tide", args: { at: "noon" } }]);
    expect(JSON.parse(String(target.arrived[0]?.body))).toMatchObject({ tools: DECLARED });
  });

  test("@google/genai raises the API's own error with its status", async () => {
    refusing();
    const failing = genai().models.generateContent(asked);
    await expect(failing).rejects.toMatchObject({ name: "ApiError", status: 429 });
    await expect(failing).rejects.toThrow("Resource exhausted");
  });

  test("@google-cloud/vertexai gets the calls of a model, and raises the API's own error", async () => {
    const model = vertexModel(DECLARED);
    answering(CALLED, `data: ${CALLED}\r\n\r\n`);
    const { response } = await model.generateContent("Where does the tide go?");
    const [part] = response.candidates?.[0]?.content.parts ?? [];
    expect(part?.functionCall).toEqual({ name: "tide", args: { at: "noon" } });
    refusing();
    await expect(model.generateContent("Where does the tide go?")).rejects.toThrow("429");
  });
});
