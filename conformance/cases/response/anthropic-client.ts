/**
 * Anthropic's official client at the gateway's /v1/messages, whoever answers behind it.
 * @module
 */
import type { Message, MessageCreateParams, Tool } from "@anthropic-ai/sdk/resources/messages";
import { at } from "../../../registry/json.ts";
import { type Client, type Connection, casesOf, type Held } from "./clients.ts";

/** SDKs take a while to load: only runs that use them pay for it. */
const sdk = () => import("@anthropic-ai/sdk");

/** A client that sends its key as Anthropic's clients do, in `x-api-key`. */
async function connect({ baseURL, apiKey, fetch }: Connection) {
  const { Anthropic } = await sdk();
  // It adds the version to its paths itself.
  const origin = baseURL.replace(/\/v1$/, "");
  return new Anthropic({ apiKey, authToken: null, baseURL: origin, fetch, maxRetries: 0 });
}

/** The one request that this dialect refuses to do without is a limit. */
const paramsOf = ({ model, prompt, tools }: Connection): MessageCreateParams => ({
  model,
  max_tokens: 400,
  messages: [{ role: "user", content: prompt }],
  ...(tools.length === 0
    ? {}
    : {
        tools: tools.map(({ name, description, parameters }) => ({
          name,
          description,
          input_schema: parameters as unknown as Tool.InputSchema,
        })),
      }),
});

function heldIn({ content, usage }: Message): Held {
  const cached = (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
  return {
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    calls: content.flatMap((block) =>
      block.type === "tool_use" ? [{ id: block.id, name: block.name, arguments: block.input }] : [],
    ),
    usage: { prompt: usage.input_tokens + cached, completion: usage.output_tokens },
  };
}

const client: Client = {
  id: "anthropic",
  name: "Anthropic's official client",
  rateLimit: "RateLimitError",
  json: async (connection) => {
    const anthropic = await connect(connection);
    return heldIn(await anthropic.messages.create({ ...paramsOf(connection), stream: false }));
  },
  stream: async (connection) => {
    const anthropic = await connect(connection);
    return heldIn(await anthropic.messages.stream(paramsOf(connection)).finalMessage());
  },
  failure: async (thrown) => {
    const { APIError } = await sdk();
    if (!(thrown instanceof APIError)) return null;
    const { status, type, error: body } = thrown;
    // The client's own message is the whole body.
    return { class: thrown.constructor.name, status, type, message: String(at(body, ["error", "message"])) };
  },
};

export const anthropicClient = casesOf(client);
