/**
 * Google's client at the gateway's own path, under `Helicone-Gateway-Body-Mapping: NO_MAPPING`: it writes and reads Gemini's
 * form, and what it is given for a `fetch` names the model in the body, as the path does at Google.
 * @module
 */
import type { GenerateContentResponse } from "@google/genai";
import { at, isObject, parseJson } from "../../../registry/json.ts";
import { type Client, type Connection, casesOf, type Held } from "./clients.ts";

/** SDKs take a while to load: only runs that use them pay for it. */
const sdk = () => import("@google/genai");

/** Sends what the client says to the gateway, as a body in the provider's own form. */
function withoutMapping({ baseURL, apiKey, fetch, model }: Connection): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body: unknown = parseJson(await request.text());
    const stream = new URL(request.url).pathname.endsWith(":streamGenerateContent");
    return fetch(`${baseURL}/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "helicone-gateway-body-mapping": "NO_MAPPING",
      },
      body: JSON.stringify({ ...(isObject(body) ? body : {}), model, stream }),
    });
  };
}

async function paramsOf(connection: Connection) {
  const { GoogleGenAI } = await sdk();
  const { apiKey, prompt, tools } = connection;
  const client = new GoogleGenAI({ apiKey, httpOptions: { fetch: withoutMapping(connection) } });
  const functionDeclarations = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    parametersJsonSchema: parameters,
  }));
  const config = tools.length === 0 ? {} : { tools: [{ functionDeclarations }] };
  // The name in the path is read by nobody: the body says who is asked.
  return { client, params: { model: "the-model-of-the-body", contents: prompt, config } };
}

/** One answer out of the chunks of a stream: texts and calls in order, the last counts. */
function heldIn(chunks: readonly GenerateContentResponse[]): Held {
  const parts = chunks.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
  const usage = chunks.map(({ usageMetadata }) => usageMetadata).findLast((found) => found !== undefined);
  const thoughts = usage?.thoughtsTokenCount ?? 0;
  return {
    text: parts.map(({ text, thought }) => (thought === true ? "" : (text ?? ""))).join(""),
    calls: parts.flatMap(({ functionCall }) =>
      functionCall
        ? [{ id: functionCall.id, name: functionCall.name ?? "", arguments: functionCall.args }]
        : [],
    ),
    usage: {
      prompt: usage?.promptTokenCount,
      completion:
        usage?.candidatesTokenCount === undefined ? undefined : usage.candidatesTokenCount + thoughts,
    },
  };
}

const client: Client = {
  id: "google-genai",
  name: "Google's client under NO_MAPPING",
  rateLimit: "ApiError",
  idless: true,
  json: async (connection) => {
    const { client: genai, params } = await paramsOf(connection);
    return heldIn([await genai.models.generateContent(params)]);
  },
  stream: async (connection) => {
    const { client: genai, params } = await paramsOf(connection);
    const chunks: GenerateContentResponse[] = [];
    for await (const chunk of await genai.models.generateContentStream(params)) chunks.push(chunk);
    return heldIn(chunks);
  },
  failure: async (thrown) => {
    const { ApiError } = await sdk();
    if (!(thrown instanceof ApiError)) return null;
    // The client's own message is the whole body.
    const body: unknown = parseJson(thrown.message);
    const [type, message] = ["type", "message"].map((name) => at(body, ["error", name]));
    return { class: thrown.name, status: thrown.status, type, message: String(message) };
  },
};

export const genaiClient = casesOf(client, { api: "gemini" });
