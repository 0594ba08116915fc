/** Google's SDK for Vertex AI at the gateway's own path, under NO_MAPPING: its form goes out and comes back (API-04, MAP-16). */
import { VertexAI } from "@google-cloud/vertexai";
import { afterEach, expect, test, vi } from "vitest";
import { type Answer, gateway, own, SSE_TYPE } from "../testing/gateway.ts";

const PROVIDER = "google-ai-studio";
const CALL = { functionCall: { name: "tide", args: { at: "noon" } } };
const answered = (parts: object[]) =>
  JSON.stringify({
    candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }],
    usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, totalTokenCount: 10 },
  });

afterEach(() => vi.unstubAllGlobals());

/** The SDK before a gateway whose provider gives this answer. It can be told a host, but no way to send: that is `fetch`. */
function sdkBefore(answer: Answer) {
  const { app, sent } = gateway([answer], { keys: [own(PROVIDER)] });
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    const stream = input.includes(":streamGenerateContent");
    const body = JSON.parse(String(init.body)) as object;
    return app.request("/v1/chat/completions", {
      method: "POST",
      headers: {
        authorization: "Bearer gateway-key",
        "content-type": "application/json",
        "helicone-gateway-body-mapping": "NO_MAPPING",
      },
      body: JSON.stringify({ ...body, model: `gemini-2.5-flash/${PROVIDER}`, stream }),
    });
  });
  const authClient = { getAccessToken: async () => ({ token: "unused" }) };
  const vertex = new VertexAI({
    project: "p",
    location: "us-central1",
    apiEndpoint: "gateway.example",
    googleAuthOptions: { authClient: authClient as never },
  });
  const tools = [{ functionDeclarations: [{ name: "tide", description: "Height of the tide" }] }];
  return { model: vertex.getGenerativeModel({ model: "gemini-2.5-flash", tools }), sent };
}

const contents = [{ role: "user", parts: [{ text: "Tide?" }] }];

test("the Vertex AI SDK reads a whole answer with a call, and its counts", async () => {
  const { model, sent } = sdkBefore({ chunks: [answered([CALL])] });
  const { response } = await model.generateContent({ contents });
  expect(response.candidates?.[0]?.content.parts[0]).toMatchObject(CALL);
  expect(response.usageMetadata).toMatchObject({ promptTokenCount: 7, candidatesTokenCount: 3 });
  expect(JSON.parse(Buffer.from(sent[0]?.body ?? "").toString())).toMatchObject({ contents });
});

test("the Vertex AI SDK reads a stream to its last piece", async () => {
  const chunks = ["Ebb ", "tide."].map((text) => `data: ${answered([{ text }])}\n\n`);
  const { model, sent } = sdkBefore({ headers: SSE_TYPE, chunks });
  const { stream } = await model.generateContentStream({ contents });
  let text = "";
  for await (const chunk of stream) text += chunk.candidates?.[0]?.content.parts[0]?.text ?? "";
  expect(text).toBe("Ebb tide.");
  expect(sent[0]?.url).toContain(":streamGenerateContent");
});

test("the Vertex AI SDK raises the provider's error with its words", async () => {
  const error = { error: { code: 429, message: "Resource exhausted", status: "RESOURCE_EXHAUSTED" } };
  const { model } = sdkBefore({ status: 429, chunks: [JSON.stringify(error)] });
  await expect(model.generateContent({ contents })).rejects.toThrow("Resource exhausted");
});
