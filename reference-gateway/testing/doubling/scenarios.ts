/**
 * Whole requests at every client API, to a provider of the same API and to one whose form they are translated to.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { createGateway } from "../../app.ts";
import type { GatewayParts } from "../../parts.ts";
import { gateway, good, OPENAI, own, plain } from "../gateway.ts";
import {
  CHAT_ANSWERS,
  CLAUDE_ANSWERS,
  CONVERSE_ANSWERS,
  GEMINI_ANSWERS,
  type GrowAnswer,
  type Grown,
} from "./answers.ts";
import { CHATS, COHERE, CONVERSE, GEMINI, type Grow, MESSAGES, RESPONSES } from "./requests.ts";

export interface Scenario {
  name: string;
  /** One request of this size. @returns the status of the answer */
  run(n: number): Promise<number>;
}

const CHAT = "/v1/chat/completions";
const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };

interface Way {
  path: string;
  model: string;
  headers?: Record<string, string>;
  bodies: Readonly<Record<string, Grow>>;
}

const CLAUDE = "claude-haiku-4-5/anthropic";
const GOOGLE = "gemini-2.5-flash/google-ai-studio";
const NOVA = "nova-pro-v1/bedrock";
const COMMAND = "command-a-03-2025/cohere";

const SOME = ["messages", "tools", "images", "a text", "unknown fields"];

/** Where most of the way is another one's: what is counted there in full, here in part. */
const someOf = (bodies: Way["bodies"]): Way["bodies"] =>
  Object.fromEntries(Object.entries(bodies).filter(([name]) => SOME.includes(name)));

const WAYS: Readonly<Record<string, Way>> = {
  "chats to OpenAI": { path: CHAT, model: OPENAI, bodies: CHATS },
  "chats of the cache": {
    path: CHAT,
    model: OPENAI,
    headers: { "helicone-cache-enabled": "true" },
    bodies: someOf(CHATS),
  },
  "chats to Claude": { path: CHAT, model: CLAUDE, bodies: CHATS },
  "chats to Gemini": { path: CHAT, model: GOOGLE, bodies: CHATS },
  "chats to Converse": { path: CHAT, model: NOVA, bodies: CHATS },
  "chats to Cohere": { path: CHAT, model: COMMAND, bodies: CHATS },
  "messages to Claude": { path: "/v1/messages", model: CLAUDE, bodies: MESSAGES },
  "messages to OpenAI": { path: "/v1/messages", model: OPENAI, bodies: MESSAGES },
  "messages that are counted": { path: "/v1/messages/count_tokens", model: CLAUDE, bodies: MESSAGES },
  "responses to OpenAI": { path: "/v1/responses", model: OPENAI, bodies: RESPONSES },
  "responses to Claude": { path: "/v1/responses", model: CLAUDE, bodies: RESPONSES },
  "native chats": { path: CHAT, model: OPENAI, headers: NATIVE, bodies: someOf(CHATS) },
  "native messages": { path: CHAT, model: CLAUDE, headers: NATIVE, bodies: MESSAGES },
  "native Gemini": { path: CHAT, model: GOOGLE, headers: NATIVE, bodies: GEMINI },
  "native Converse": { path: CHAT, model: NOVA, headers: NATIVE, bodies: CONVERSE },
  "native Cohere": { path: CHAT, model: COMMAND, headers: NATIVE, bodies: COHERE },
};

const platform = {
  openai: plain("platform-key"),
  deepinfra: plain("platform-key"),
  anthropic: plain("platform-key"),
  "google-ai-studio": plain("platform-key"),
  cohere: plain("platform-key"),
  bedrock: plain("AKIDEXAMPLE:secret", { region: "us-east-1" }),
};

/** A gateway whose tenant has a key of their own for each provider; what the providers answer is set before each request. */
function open() {
  const next: { answer: Grown } = { answer: { type: "application/json", chunks: [JSON.stringify(good)] } };
  const keys = Object.entries(platform).map(([provider, credential]) => own(provider, credential));
  const transport: GatewayParts["transport"] = {
    send: async () => {
      const { status = 200, type, chunks } = next.answer;
      const body = (async function* () {
        for (const chunk of chunks) yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      })();
      return { status, headers: new Headers({ "content-type": type }), body };
    },
  };
  const { parts } = gateway([], { platform, keys, parts: { transport } });
  return { app: createGateway(parts), parts, next };
}

/** Answers come to callers of each API, and to those who take them as they are. */
const CALLERS: Readonly<
  Record<string, { path: string; body: JsonObject; headers?: Record<string, string> }>
> = {
  chats: { path: CHAT, body: { messages: [{ role: "user", content: "x" }] } },
  messages: { path: "/v1/messages", body: { max_tokens: 9, messages: [{ role: "user", content: "x" }] } },
  responses: { path: "/v1/responses", body: { input: "x" } },
};

const PROVIDERS: Readonly<Record<string, { model: string; answers: Readonly<Record<string, GrowAnswer>> }>> =
  {
    DeepInfra: { model: "deepseek-v3.2/deepinfra", answers: CHAT_ANSWERS },
    Claude: { model: CLAUDE, answers: CLAUDE_ANSWERS },
    Gemini: { model: GOOGLE, answers: GEMINI_ANSWERS },
    Converse: { model: NOVA, answers: CONVERSE_ANSWERS },
  };

const HEADERS = { "content-type": "application/json", authorization: "Bearer gateway-key" };

/** What grows with the square of its input, once in blocks and once in what is built in: the count has to see both. */
const CONTROLS: readonly Scenario[] = [
  {
    name: "control: every pair in a loop",
    run: async (n) => {
      let pairs = 0;
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) pairs += 1;
      return pairs > 0 ? 200 : 500;
    },
  },
  {
    name: "control: a search for each letter",
    run: async (n) => {
      const text = "x".repeat(n);
      return Array.from(text, (_, i) => text.indexOf("y", i)).every((at) => at < 0) ? 200 : 500;
    },
  },
];

/** Requests, answers and controls whose names hold a word. */
export function scenarios(wanted: string): Scenario[] {
  const { app, parts, next } = open();
  let asked = 0;
  const ask = async (path: string, headers: Record<string, string>, body: JsonObject): Promise<number> => {
    // No answer of the cache is of another request.
    const seed = { "helicone-cache-seed": String(++asked) };
    const response = await app.request(path, {
      method: "POST",
      headers: { ...HEADERS, ...seed, ...headers },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    await parts.background.idle();
    return response.status;
  };
  const requests = Object.entries(WAYS).flatMap(([way, { path, model, headers = {}, bodies }]) =>
    Object.entries(bodies).map(
      ([what, grow]): Scenario => ({
        name: `${way}: ${what}`,
        run: (n) => {
          next.answer = { type: "application/json", chunks: [JSON.stringify(good)] };
          return ask(path, headers, grow(n, model));
        },
      }),
    ),
  );
  const answers = Object.entries(PROVIDERS).flatMap(([provider, { model, answers }]) =>
    Object.entries(CALLERS).flatMap(([caller, { path, body }]) =>
      Object.entries(answers).map(
        ([what, grow]): Scenario => ({
          name: `${provider} answers ${caller}: ${what}`,
          run: (n) => {
            next.answer = grow(n);
            const stream = next.answer.type !== "application/json";
            return ask(path, {}, { ...body, model, stream });
          },
        }),
      ),
    ),
  );
  return [...CONTROLS, ...requests, ...answers].filter(({ name }) => name.includes(wanted));
}
