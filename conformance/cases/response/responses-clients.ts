/**
 * The official `openai` package on the Responses API. Nothing is changed but where it sends to.
 * @module
 */
import type { Response as OpenAiResponse } from "openai/resources/responses/responses";
import type { Json } from "../../../registry/json.ts";
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

export const responsesClients = casesOf(official);
