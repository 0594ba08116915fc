/**
 * Vercel's AI SDK with each of its providers that speaks an API of the gateway's: OpenAI-compatible hosts, OpenAI on chat
 * completions and on Responses, which it speaks unless told otherwise, and Anthropic.
 * @module
 */
import type { LanguageModelUsage, ToolSet } from "ai";
import { isObject } from "../../../registry/json.ts";
import { type Client, type Connection, casesOf, type Held } from "./clients.ts";

export type LanguageModel = Parameters<typeof import("ai").generateText>[0]["model"];
type Side = Pick<Connection, "baseURL" | "apiKey" | "fetch" | "model">;

/**
 * SDKs take a while to load: only runs that use them pay for it. This one warns of models whose names it does not know, and
 * of reasoning that has no signature; many hosts sign none.
 */
export async function sdk(): Promise<typeof import("ai")> {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return import("ai");
}

export async function compatibleModel({ model, ...side }: Side): Promise<LanguageModel> {
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const { baseURL, apiKey, fetch } = side;
  return createOpenAICompatible({ name: "gateway", baseURL, apiKey, fetch, includeUsage: true })(model);
}

export async function openaiModel({ baseURL, apiKey, fetch, model }: Side): Promise<LanguageModel> {
  const { createOpenAI } = await import("@ai-sdk/openai");
  return createOpenAI({ baseURL, apiKey, fetch })(model);
}

async function openaiChatModel({ baseURL, apiKey, fetch, model }: Side): Promise<LanguageModel> {
  const { createOpenAI } = await import("@ai-sdk/openai");
  return createOpenAI({ baseURL, apiKey, fetch }).chat(model);
}

export async function anthropicModel({ baseURL, apiKey, fetch, model }: Side): Promise<LanguageModel> {
  const { createAnthropic } = await import("@ai-sdk/anthropic");
  return createAnthropic({ baseURL, apiKey, fetch })(model);
}

async function declared(tools: Connection["tools"]): Promise<ToolSet> {
  const { jsonSchema, tool } = await sdk();
  return Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters) }),
    ]),
  );
}

type Calls = readonly { toolCallId: string; toolName: string; input: unknown }[];

const held = (text: string, calls: Calls, usage: LanguageModelUsage): Held => ({
  text,
  calls: calls.map(({ toolCallId: id, toolName: name, input }) => ({ id, name, arguments: input })),
  usage: { prompt: usage.inputTokens, completion: usage.outputTokens },
});

/** The type of an error's body: OpenAI's form and Anthropic's keep it in the same place. */
const typeIn = (data: unknown): unknown =>
  isObject(data) && isObject(data.error) ? data.error.type : undefined;

const clientOf = (id: string, name: string, modelFor: (side: Side) => Promise<LanguageModel>): Client => {
  const paramsOf = async ({ prompt, tools, ...side }: Connection) => ({
    model: await modelFor(side),
    prompt,
    tools: await declared(tools),
    maxRetries: 0,
  });
  return {
    id,
    name,
    rateLimit: "AI_APICallError",
    json: async (connection) => {
      const { generateText } = await sdk();
      const { text, toolCalls, usage } = await generateText(await paramsOf(connection));
      return held(text, toolCalls, usage);
    },
    stream: async (connection) => {
      const { streamText } = await sdk();
      const failures: unknown[] = [];
      const params = await paramsOf(connection);
      const result = streamText({ ...params, onError: ({ error }) => void failures.push(error) });
      let text = "";
      for await (const part of result.textStream) text += part;
      if (failures.length > 0) throw failures[0];
      return held(text, await result.toolCalls, await result.usage);
    },
    failure: async (thrown) => {
      const { APICallError } = await sdk();
      if (!APICallError.isInstance(thrown)) return null;
      const { name, statusCode, data, message } = thrown;
      return { class: name, status: statusCode, type: typeIn(data), message };
    },
  };
};

export const aiSdkClients = [
  clientOf("ai-sdk", "The AI SDK", compatibleModel),
  clientOf("ai-sdk-openai", "The AI SDK's OpenAI provider", openaiModel),
  clientOf("ai-sdk-openai-chat", "The AI SDK's OpenAI provider on chat completions", openaiChatModel),
  clientOf("ai-sdk-anthropic", "The AI SDK's Anthropic provider", anthropicModel),
].flatMap((client) => casesOf(client));
