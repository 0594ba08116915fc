/**
 * The replaying gateway as a mock provider: real clients, tools and schemas of their own, and every failure on demand.
 * @module
 */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, jsonSchema, Output, stepCountIs, tool } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECORDINGS } from "../conformance/recordings/store.ts";
import { readConfig } from "../reference-gateway/config.ts";
import { openParts, type RunningServer, startServer } from "../reference-gateway/server.ts";
import { providers } from "../registry/index.ts";
import { REPLAY_HEADER, replayGateway } from "./lib/replay-gateway.ts";

const all = Object.values(providers);
let server: RunningServer;

beforeAll(async () => {
  const config = readConfig({ DATABASE_URL: "memory:", LOG_LEVEL: "error" }, all);
  const options = { folder: RECORDINGS, seed: 1, providers: all };
  const { open, around } = replayGateway(await openParts(config, () => {}), options);
  server = await startServer(open.parts, { host: "127.0.0.1", port: 0 }, { routes: around });
});
afterAll(() => server.close());

const SCHEMA = {
  type: "object",
  properties: { harbour: { type: "string" }, metres: { type: "number" } },
  required: ["harbour", "metres"],
  additionalProperties: false,
} as const;

/** One model for each API that providers speak. */
const MODELS = ["gpt-4o-mini", "claude-haiku-4-5", "gemini-2.5-flash", "nova-pro", "command-a-03-2025"];

const post = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer anything", "content-type": "application/json", ...headers },
    body: JSON.stringify({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: "How high?" }],
      ...body,
    }),
  });

const openai = () => new OpenAI({ apiKey: "anything", baseURL: `${server.url}/v1`, maxRetries: 0 });

describe("the replaying gateway", () => {
  test("names the recording that answers, or says that the answer is made up", async () => {
    const recorded = await post({ messages: [{ role: "user", content: "Anything" }] });
    expect(recorded.headers.get(REPLAY_HEADER)).toMatch(/^openai\/|^azure\/|^synthetic$/);
    const tools = [{ type: "function", function: { name: "search_docs", parameters: SCHEMA } }];
    const made = await post({ tools });
    expect(made.headers.get(REPLAY_HEADER)).toBe("synthetic");
  });

  test.each([
    ["error.429", 429],
    ["error.503", 503],
    ["error.418", 418],
  ])("lets the provider answer %s", async (directive, status) => {
    const response = await post({ model: "gpt-4o-mini/openai" }, { [REPLAY_HEADER]: directive });
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
    expect(response.status).toBe(status === 418 ? 502 : status);
  });

  test.each(["gpt-4o-mini/openai", "gpt-4o-mini/azure", "gpt-oss-120b/groq"])(
    "streams a chat in the API that was called where the host has recordings of several: %s",
    async (model) => {
      const response = await post({ model, stream: true });
      expect(response.status).toBe(200);
      const text = await response.text();
      expect(text).toContain("data: [DONE]");
      expect(text).not.toContain('"error"');
    },
  );

  test.each([
    "text-embedding-3-small/openai",
    "text-embedding-3-small/azure",
    "gemini-embedding-001",
    "embed-v4/cohere",
    "titan-embed-text-v2",
  ])("makes up embeddings of %s, one for each input and as long as asked", async (model) => {
    const { data, usage } = await openai().embeddings.create({
      model,
      input: ["The harbour is deep.", "The tide is low.", "The harbour is deep."],
      dimensions: 256,
    });
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 256],
      [1, 256],
      [2, 256],
    ]);
    expect(data[2]?.embedding).toEqual(data[0]?.embedding);
    expect(data[1]?.embedding).not.toEqual(data[0]?.embedding);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
  });

  test("lets a provider refuse embeddings as it would", async () => {
    const headers = { [REPLAY_HEADER]: "error.400" };
    const asked = openai().embeddings.create(
      { model: "text-embedding-3-small/openai", input: "A harbour." },
      { headers },
    );
    await expect(asked).rejects.toMatchObject({ status: 400, error: { message: "made-up error 400" } });
  });

  test("cuts a stream in its midst, and the caller sees an error in it", async () => {
    const response = await post({ stream: true, tools: [] }, { [REPLAY_HEADER]: "stream.cut" });
    const text = await response.text();
    expect(text).toContain('"error"');
    expect(text).not.toContain("[DONE]");
  });

  test("refuses a directive that it does not know, naming those it does", async () => {
    const response = await post({}, { [REPLAY_HEADER]: "explode" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("error.<status>");
    expect((await post({}, { [REPLAY_HEADER]: "slow=99s" })).status).toBe(400);
  });

  test("gives as many choices as were asked for, under the model that was asked for", async () => {
    const answer = await openai().chat.completions.create({
      model: "gpt-4o-mini/openai",
      n: 3,
      seed: 7,
      messages: [{ role: "user", content: "Say it three times." }],
    });
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test.each(MODELS)("finishes an agent loop of the AI SDK with tools of its own (%s)", async (model) => {
    const provider = createOpenAICompatible({ name: "replay", apiKey: "any", baseURL: `${server.url}/v1` });
    const asked: unknown[] = [];
    const { text, steps } = await generateText({
      model: provider(model),
      prompt: "Find the tide.",
      tools: {
        search_docs: tool({
          description: "Searches.",
          inputSchema: jsonSchema<{ harbour: string; metres: number }>(SCHEMA),
          execute: async (input) => {
            asked.push(input);
            return "3 m";
          },
        }),
      },
      stopWhen: stepCountIs(5),
    });
    expect(asked).toEqual([{ harbour: expect.any(String), metres: expect.any(Number) }]);
    expect(steps.length).toBe(2);
    expect(text).toContain("1 tool result");
  });

  test.each(MODELS.filter((model) => model !== "nova-pro"))(
    "satisfies a schema that the AI SDK checks (%s)",
    async (model) => {
      const provider = createOpenAICompatible({
        name: "replay",
        apiKey: "any",
        baseURL: `${server.url}/v1`,
        supportsStructuredOutputs: true,
      });
      const { output } = await generateText({
        model: provider(model),
        prompt: "Which harbour?",
        output: Output.object({ schema: jsonSchema<{ harbour: string; metres: number }>(SCHEMA) }),
      });
      expect(output).toEqual({ harbour: expect.any(String), metres: expect.any(Number) });
    },
  );

  test("satisfies LangChain's structured output", async () => {
    const chat = new ChatOpenAI({
      model: "gpt-4o-mini",
      apiKey: "any",
      configuration: { baseURL: `${server.url}/v1` },
    });
    const said = await chat.withStructuredOutput({ ...SCHEMA, title: "tide" }).invoke("Which harbour?");
    expect(said).toEqual({ harbour: expect.any(String), metres: expect.any(Number) });
  });

  test("calls the tools of Anthropic's client, streamed", async () => {
    const client = new Anthropic({ apiKey: "any", baseURL: server.url, maxRetries: 0 });
    const stream = client.messages.stream({
      model: "claude-haiku-4-5",
      max_tokens: 500,
      tools: [{ name: "search_docs", input_schema: { ...SCHEMA, required: [...SCHEMA.required] } }],
      messages: [{ role: "user", content: "Find the tide." }],
    });
    const message = await stream.finalMessage();
    expect(message.stop_reason).toBe("tool_use");
    expect(message.content.find(({ type }) => type === "tool_use")).toMatchObject({
      name: "search_docs",
      input: { harbour: expect.any(String) },
    });
  });
});
