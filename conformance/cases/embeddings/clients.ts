/**
 * Real clients of /v1/embeddings: the official `openai` package, which asks for base64 by itself, LangChain, and the AI SDK.
 * Nothing is changed but where they send to (API-04).
 * @module
 */
import type { EmbeddingsCase } from "../../engine/case.ts";
import type { EmbeddingsCaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { sizeOf } from "../../upstream/embeddings/facts.ts";
import { json } from "../../upstream/wire.ts";
import { withoutTracing } from "../response/agent-clients.ts";
import { fetchThrough, ORIGIN } from "../response/clients.ts";
import { addressOf, provide, TOKENS_EACH, vectorOf } from "./support.ts";

const TEXTS = ["Where does the tide go?", "Out.", "And then?"];

/** What a client is set up with. */
interface Side {
  baseURL: string;
  apiKey: string;
  fetch: typeof fetch;
  model: string;
}

/** What its user holds. */
interface Held {
  vectors: readonly (readonly number[])[];
  /** Tokens as the client tells them; `undefined` where it tells none. */
  tokens?: number | undefined;
}

interface EmbeddingsClient {
  id: string;
  name: string;
  many(side: Side, texts: readonly string[]): Promise<Held>;
  one(side: Side, text: string): Promise<Held>;
  /** The class and the status of what it threw; `null` where that is no error of its own. */
  failure(thrown: unknown): Promise<[name: string, status: number | undefined] | null>;
  /** Its error for a rate limit. */
  rateLimit: string;
}

const openaiError: EmbeddingsClient["failure"] = async (thrown) => {
  const { APIError } = await import("openai");
  return thrown instanceof APIError ? [thrown.constructor.name, thrown.status] : null;
};

/** SDKs take a while to load: only runs that use them pay for it. */
async function openaiFor({ baseURL, apiKey, fetch }: Side) {
  const { OpenAI } = await import("openai");
  return new OpenAI({ baseURL, apiKey, fetch, maxRetries: 0 });
}

const official = (format: "float" | undefined): EmbeddingsClient => {
  const ask = async (side: Side, input: string | string[]): Promise<Held> => {
    const client = await openaiFor(side);
    const { data, usage } = await client.embeddings.create({
      model: side.model,
      input,
      ...(format === undefined ? {} : { encoding_format: format }),
    });
    return { vectors: data.map(({ embedding }) => embedding), tokens: usage.prompt_tokens };
  };
  return {
    id: format === undefined ? "openai" : "openai-float",
    name: `The official OpenAI client${format === undefined ? "" : ", which asks for numbers,"}`,
    many: (side, texts) => ask(side, [...texts]),
    one: ask,
    failure: openaiError,
    rateLimit: "RateLimitError",
  };
};

async function langchainFor({ baseURL, apiKey, fetch, model }: Side) {
  withoutTracing();
  const { OpenAIEmbeddings } = await import("@langchain/openai");
  return new OpenAIEmbeddings({ model, apiKey, maxRetries: 0, configuration: { baseURL, fetch } });
}

const langchain: EmbeddingsClient = {
  id: "langchain",
  name: "LangChain",
  many: async (side, texts) => ({ vectors: await (await langchainFor(side)).embedDocuments([...texts]) }),
  one: async (side, text) => ({ vectors: [await (await langchainFor(side)).embedQuery(text)] }),
  failure: openaiError,
  rateLimit: "RateLimitError",
};

async function aiModel({ baseURL, apiKey, fetch, model }: Side) {
  const { createOpenAI } = await import("@ai-sdk/openai");
  return createOpenAI({ baseURL, apiKey, fetch }).embedding(model);
}

const aiSdk: EmbeddingsClient = {
  id: "ai-sdk",
  name: "The AI SDK",
  many: async (side, texts) => {
    const { embedMany } = await import("ai");
    const { embeddings, usage } = await embedMany({
      model: await aiModel(side),
      values: [...texts],
      maxRetries: 0,
    });
    return { vectors: embeddings, tokens: usage.tokens };
  },
  one: async (side, text) => {
    const { embed } = await import("ai");
    const { embedding, usage } = await embed({ model: await aiModel(side), value: text, maxRetries: 0 });
    return { vectors: [embedding], tokens: usage.tokens };
  },
  failure: async (thrown) => {
    const { APICallError } = await import("ai");
    return APICallError.isInstance(thrown) ? [thrown.name, thrown.statusCode] : null;
  },
  rateLimit: "AI_APICallError",
};

/** A client's vectors in few words: how long each is, and its first numbers as 32-bit floats. */
const briefly = ({ vectors, tokens }: Held) => ({
  vectors: vectors.map((vector) => [vector.length, ...[...vector].slice(0, 4).map(Math.fround)]),
  ...(tokens === undefined ? {} : { tokens }),
});

async function heldBy(session: Session, ask: () => Promise<Held>): Promise<Held | string> {
  try {
    return await ask();
  } catch (thrown) {
    session.note("the client's error", String(thrown));
    return `threw ${String(thrown)}`;
  }
}

async function runs(client: EmbeddingsClient, context: EmbeddingsCaseContext): Promise<void> {
  const { check } = context;
  const endpoint = context.endpoint();
  const size = sizeOf(endpoint.providerModelId);
  const session = await context.open();
  provide(context, session);
  const side: Side = {
    baseURL: `${ORIGIN}/v1`,
    apiKey: canaries.gatewayKey.a,
    fetch: fetchThrough(session),
    model: addressOf(endpoint),
  };
  for (const [name, texts, ask] of [
    ["many", TEXTS, () => client.many(side, TEXTS)],
    ["one", TEXTS.slice(0, 1), () => client.one(side, TEXTS[0] ?? "")],
  ] as const) {
    const held = await heldBy(session, ask);
    const right = texts.map((text) => vectorOf(text, size));
    const tokens =
      typeof held !== "string" && held.tokens === undefined ? {} : { tokens: texts.length * TOKENS_EACH };
    const expected = briefly({ vectors: right, ...tokens });
    check.equal("API-04", name, typeof held === "string" ? held : briefly(held), expected);
    // Every number, and not only the first ones.
    const all = typeof held === "string" ? [] : held.vectors.map((vector) => [...vector].map(Math.fround));
    check.equal("API-02", `${name}.all`, all, right);
  }
  session.answer(json(429, context.wire.error(429, "the tide is out")));
  const thrown: unknown = await client.one(side, "Ebb?").catch((error: unknown) => error);
  check.equal("API-04", "rate-limit", await client.failure(thrown), [client.rateLimit, 429]);
}

const CLIENTS = [official(undefined), official("float"), langchain, aiSdk];

export const clientCases: readonly EmbeddingsCase[] = CLIENTS.map((client) => ({
  id: `embeddings.client.${client.id}`,
  area: "embeddings",
  operation: "embeddings",
  title: `gives ${client.name.replace(/^The/, "the")} the vectors of one and of several texts, and its own error`,
  why: "What the client cannot read no user can; some read numbers as bytes and give a quarter of the vector.",
  requirements: ["API-02", "API-04"],
  run: (context) => runs(client, context),
}));
