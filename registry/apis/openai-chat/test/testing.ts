/**
 * What the tests of this dialect share: an endpoint that takes everything, contexts, answers and streams.
 * @module
 */
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { UsageConvention } from "../../../canonical/usage.ts";
import type { Endpoint } from "../../../endpoint.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { PARAMETERS } from "../../../parameters.ts";
import { OpenAiProvider } from "../../../providers/openai/index.ts";
import type { ApiTraits, DecodeContext, StreamEvent } from "../../codec.ts";
import { decodeResponse } from "../response.ts";
import { decodeStream } from "../stream.ts";

const { usage: USAGE } = new OpenAiProvider().chatApi();

const TRAITS: ApiTraits = {
  maxTokensField: "max_tokens",
  developerRole: "system",
  messageNames: true,
  cacheControl: false,
  extraFields: { completion: [], message: [], usage: [] },
};

const endpoint: Endpoint = {
  id: "tide-1:openai",
  model: "tide-1",
  author: "openai",
  provider: "openai",
  deployment: "default",
  providerModelId: "tide-1-wire",
  operation: "chat",
  api: "openai-chat",
  apis: [],
  status: "active",
  tiers: [],
  earlier: [],
  free: false,
  contextLength: 128_000,
  maxCompletionTokens: 16_384,
  supportedParameters: PARAMETERS,
  capabilities: new Set(),
  rateLimits: undefined,
  ptbEnabled: true,
  priority: 1,
  usage: USAGE,
  reasoning: "effort",
  region: undefined,
  priced: true,
};

/** What a test changes of a host that has nothing special. */
export interface Host {
  traits?: Partial<ApiTraits>;
  convention?: Partial<UsageConvention>;
  endpoint?: Partial<Endpoint>;
}

export const asked = (more: JsonObject = {}): ChatRequest =>
  ({ model: "tide-1", messages: [{ role: "user", content: "Ebb?" }], ...more }) as ChatRequest;

export function contextOf({ traits, convention, endpoint: own }: Host = {}): DecodeContext {
  return {
    endpoint: { ...endpoint, ...own },
    traits: { ...TRAITS, ...traits },
    convention: { ...USAGE, ...convention },
    request: asked(),
    nowSeconds: 1_796_000_000,
    fallbackId: "gw-1",
  };
}

/** A good answer with one choice, some of which a test replaces. */
export const body = (choice: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  id: "c-1",
  created: 1_795_000_000,
  model: "tide-1-wire",
  choices: [{ index: 0, message: { role: "assistant", content: "Ebb." }, finish_reason: "stop", ...choice }],
  ...more,
});

/** Why a body is no answer. @throws Error when it is one */
export function problemOf(answer: Json, host?: Host): string {
  const decoded = decodeResponse(answer, contextOf(host));
  if (decoded.ok) throw new Error("this is an answer");
  return decoded.problem;
}

/** A decoded answer. @throws Error when it is none */
export function answerOf(answer: Json, host?: Host) {
  const decoded = decodeResponse(answer, contextOf(host));
  if (!decoded.ok) throw new Error(decoded.problem);
  const [choice] = decoded.completion.choices;
  if (!choice) throw new Error("no choice");
  return { ...decoded, choice };
}

/** The events of a stream whose chunks are these; a text stands on the wire as it is. */
export async function eventsOf(
  chunks: readonly (JsonObject | string)[],
  host?: Host,
): Promise<StreamEvent[]> {
  async function* bytes() {
    for (const chunk of chunks)
      yield new TextEncoder().encode(
        typeof chunk === "string" ? chunk : `data: ${JSON.stringify(chunk)}\n\n`,
      );
  }
  const events: StreamEvent[] = [];
  for await (const event of decodeStream(bytes(), contextOf(host))) events.push(event);
  return events;
}

/** A chunk with one choice. */
export const chunk = (delta: JsonObject, choice: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  id: "c-1",
  created: 1_795_000_000,
  model: "tide-1-wire",
  choices: [{ index: 0, delta, ...choice }],
  ...more,
});

export const END = chunk({}, { finish_reason: "stop" });

/** The choices of the chunks of a stream, in order. */
export const choicesOf = (events: readonly StreamEvent[]) =>
  events.flatMap((event) => (event.type === "chunk" ? event.chunk.choices : []));

export const callsOf = (events: readonly StreamEvent[]) =>
  choicesOf(events).flatMap(({ delta }) => delta.tool_calls ?? []);
