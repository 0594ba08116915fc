/**
 * Real clients of the Responses API: the official `openai` package, and the AI SDK, whose OpenAI provider speaks it unless
 * told otherwise. Nothing is changed but where they send to.
 * @module
 */
import type { ToolSet } from "ai";
import type { Response as OpenAiResponse } from "openai/resources/responses/responses";
import { isObject, type Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { type Client, type Connection, casesOf, type Held } from "./clients.ts";

/** SDKs take a while to load: only runs that use them pay for it. */
async function openaiFor({ baseURL, apiKey, fetch }: Pick<Connection, "baseURL" | "apiKey" | "fetch">) {
  const { OpenAI: Sdk } = await import("openai");
  return new Sdk({ baseURL, apiKey, fetch, maxRetries: 0 });
}

const declared = (tools: Connection["tools"]) =>
  tools.map((tool) => ({ type: "function" as const, strict: false, ...tool }));

function heldIn({ output_text: text, output, usage }: OpenAiResponse): Held {
  const calls = output.flatMap((item) =>
    item.type === "function_call"
      ? [{ id: item.call_id, name: item.name, arguments: JSON.parse(item.arguments) as Json }]
      : [],
  );
  return { text, calls, usage: { prompt: usage?.input_tokens, completion: usage?.output_tokens } };
}

const official: Client = {
  id: "openai-responses",
  name: "The official OpenAI client on the Responses API",
  rateLimit: "RateLimitError",
  json: async (connection) => {
    const { model, prompt, tools } = connection;
    const client = await openaiFor(connection);
    return heldIn(await client.responses.create({ model, input: prompt, tools: declared(tools) }));
  },
  stream: async (connection) => {
    const { model, prompt, tools } = connection;
    const client = await openaiFor(connection);
    const stream = client.responses.stream({ model, input: prompt, tools: declared(tools) });
    const final = await stream.finalResponse();
    // The helper puts this field together for whole answers only.
    const texts = final.output.flatMap((item) => (item.type === "message" ? item.content : []));
    const output_text = texts.map((part) => (part.type === "output_text" ? part.text : "")).join("");
    return heldIn({ ...final, output_text });
  },
  failure: async (thrown) => {
    const { APIError } = await import("openai");
    if (!(thrown instanceof APIError)) return null;
    const { status, type, message } = thrown;
    return { class: thrown.constructor.name, status, type, message };
  },
};

async function aiParams({ baseURL, apiKey, fetch, model, prompt, tools }: Connection) {
  const { createOpenAI } = await import("@ai-sdk/openai");
  const { jsonSchema, tool } = await import("ai");
  const named: ToolSet = Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters) }),
    ]),
  );
  return { model: createOpenAI({ baseURL, apiKey, fetch })(model), prompt, tools: named, maxRetries: 0 };
}

const heldBy = (
  text: string,
  calls: readonly { toolCallId: string; toolName: string; input: unknown }[],
  usage: { inputTokens: number | undefined; outputTokens: number | undefined },
): Held => ({
  text,
  calls: calls.map(({ toolCallId: id, toolName: name, input }) => ({ id, name, arguments: input })),
  usage: { prompt: usage.inputTokens, completion: usage.outputTokens },
});

const aiSdk: Client = {
  id: "ai-sdk-openai",
  name: "The AI SDK's OpenAI provider",
  rateLimit: "AI_APICallError",
  json: async (connection) => {
    const { generateText } = await import("ai");
    const { text, toolCalls, usage } = await generateText(await aiParams(connection));
    return heldBy(text, toolCalls, usage);
  },
  stream: async (connection) => {
    const { streamText } = await import("ai");
    const failures: unknown[] = [];
    const params = await aiParams(connection);
    const result = streamText({ ...params, onError: ({ error }) => void failures.push(error) });
    let text = "";
    for await (const part of result.textStream) text += part;
    if (failures.length > 0) throw failures[0];
    return heldBy(text, await result.toolCalls, await result.usage);
  },
  failure: async (thrown) => {
    const { APICallError } = await import("ai");
    if (!APICallError.isInstance(thrown)) return null;
    const { name, statusCode, data, message } = thrown;
    const error = isObject(data) && isObject(data.error) ? data.error : {};
    return { class: name, status: statusCode, type: error.type, message };
  },
};

export const responsesClients: readonly Case[] = [...casesOf(official), ...casesOf(aiSdk)];
