/**
 * Vercel's AI SDK with its provider for OpenAI-compatible hosts.
 * @module
 */
import type { LanguageModelUsage, ToolSet } from "ai";
import { isObject } from "../../../registry/json.ts";
import { type Client, type Connection, casesOf, type Held } from "./clients.ts";

/** SDKs take a while to load: only runs that use them pay for it. */
const sdk = () => import("ai");

async function paramsOf({ baseURL, apiKey, fetch, model, prompt, tools }: Connection) {
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const { jsonSchema, tool } = await sdk();
  const host = createOpenAICompatible({ name: "gateway", baseURL, apiKey, fetch, includeUsage: true });
  const declared: ToolSet = Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters) }),
    ]),
  );
  return { model: host(model), prompt, tools: declared, maxRetries: 0 };
}

type Calls = readonly { toolCallId: string; toolName: string; input: unknown }[];

const held = (text: string, calls: Calls, usage: LanguageModelUsage): Held => ({
  text,
  calls: calls.map(({ toolCallId, toolName, input }) => ({
    ...{ id: toolCallId, name: toolName, arguments: input },
  })),
  usage: { prompt: usage.inputTokens, completion: usage.outputTokens },
});

const client: Client = {
  id: "ai-sdk",
  name: "The AI SDK",
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
    const error = isObject(data) && isObject(data.error) ? data.error : {};
    return { class: name, status: statusCode, type: error.type, message };
  },
};

export const aiSdkClient = casesOf(client);
