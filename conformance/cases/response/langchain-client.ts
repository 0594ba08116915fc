/**
 * LangChain's OpenAI model with another base URL, on chat completions and on Responses.
 * @module
 */
import type { AIMessageChunk } from "@langchain/core/messages";
import { withoutTracing } from "./agent-clients.ts";
import { type Client, type Connection, casesOf, type Held } from "./clients.ts";

/** SDKs take a while to load: only runs that use them pay for it. */
async function connect({ baseURL, apiKey, fetch, model, tools }: Connection, useResponsesApi: boolean) {
  withoutTracing();
  const { ChatOpenAI } = await import("@langchain/openai");
  const chat = new ChatOpenAI({
    model,
    apiKey,
    maxRetries: 0,
    streamUsage: true,
    useResponsesApi,
    configuration: { baseURL, fetch },
  });
  return chat.bindTools(tools.map((tool) => ({ type: "function" as const, function: tool })));
}

function heldIn({ text, tool_calls, usage_metadata }: AIMessageChunk): Held {
  return {
    text,
    calls: (tool_calls ?? []).map(({ id, name, args }) => ({ id, name, arguments: args })),
    usage: { prompt: usage_metadata?.input_tokens, completion: usage_metadata?.output_tokens },
  };
}

const clientOf = (id: string, name: string, useResponsesApi: boolean): Client => ({
  id,
  name,
  rateLimit: "RateLimitError",
  json: async (connection) => {
    const chat = await connect(connection, useResponsesApi);
    return heldIn(await chat.invoke(connection.prompt));
  },
  stream: async (connection) => {
    const chat = await connect(connection, useResponsesApi);
    let whole: AIMessageChunk | undefined;
    for await (const chunk of await chat.stream(connection.prompt))
      whole = whole === undefined ? chunk : whole.concat(chunk);
    if (whole === undefined) throw new Error("the stream had no chunks");
    return heldIn(whole);
  },
  failure: async (thrown) => {
    const { APIError } = await import("openai");
    if (!(thrown instanceof APIError)) return null;
    const { status, type, message } = thrown;
    return { class: thrown.constructor.name, status, type, message };
  },
});

export const langchainClient = [
  ...casesOf(clientOf("langchain", "LangChain", false)),
  ...casesOf(clientOf("langchain-responses", "LangChain on the Responses API", true)),
];
