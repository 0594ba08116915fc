/**
 * Reasoning and its author: who signed it gets it back, through every client API; nobody else ever sees it (MAP-17).
 * @module
 */
import { type Endpoint, endpointOn } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import type { Received } from "../../upstream/server.ts";
import { json } from "../../upstream/wire.ts";
import { addressOf, askable } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

/** In base64, as signatures are; no other text of the suite has it. */
const SIGNATURE = "bWFkZUJ5VGhlQXV0aG9y";
const THOUGHT = "Ring the big one first.";

const schema: JsonObject = { type: "object", properties: {} };
const CHAT_TOOLS: Json[] = [{ type: "function", function: { name: "bell", parameters: schema } }];
const OWN_TOOLS: Json[] = [{ name: "bell", input_schema: schema }];

interface Author {
  maker: string;
  model: string;
  provider: string;
  /** An answer with a signed thought and a call. */
  answer: JsonObject;
  /** Does the signature belong to the call, and so come back with every client that gives back ids? */
  onCall: boolean;
}

const AUTHORS: Readonly<Record<string, Author>> = {
  claude: {
    maker: "anthropic",
    model: "claude-sonnet-4-5",
    provider: "anthropic",
    onCall: false,
    answer: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5",
      content: [
        { type: "thinking", thinking: THOUGHT, signature: SIGNATURE },
        { type: "tool_use", id: "toolu_1", name: "bell", input: {} },
      ],
      stop_reason: "tool_use",
      stop_sequence: null,
      usage: { input_tokens: 9, output_tokens: 9 },
    },
  },
  gemini: {
    maker: "google",
    model: "gemini-3-flash-preview",
    provider: "google-ai-studio",
    onCall: true,
    answer: {
      candidates: [
        {
          content: {
            role: "model",
            parts: [{ functionCall: { name: "bell", args: {} }, thoughtSignature: SIGNATURE }],
          },
          finishReason: "STOP",
          index: 0,
        },
      ],
      modelVersion: "gemini-3-flash-preview",
      responseId: "r1",
      usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
    },
  },
};

/** How a client carries an answer on into its next request. */
interface Client {
  path: string;
  first: JsonObject;
  next(reply: Reply): JsonObject;
  /** Does it give back only the fields that every client knows? */
  ordinary?: true;
}

const USER = { role: "user", content: "Ring." };
const headers = { "anthropic-version": "2023-06-01" };

const messageOf = ({ json: body }: Reply): JsonObject => {
  const [choice] = Array.isArray(body?.choices) ? body.choices.filter(isObject) : [];
  return isObject(choice?.message) ? choice.message : {};
};

const callsOf = (message: JsonObject): JsonObject[] =>
  Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];

const chatTurns = (message: JsonObject): JsonObject => ({
  messages: [
    USER,
    message,
    ...callsOf(message).map(({ id }) => ({ role: "tool", tool_call_id: id ?? null, content: "Dong." })),
  ],
});

const blocksOf = ({ json: body }: Reply): JsonObject[] =>
  Array.isArray(body?.content) ? body.content.filter(isObject) : [];

const CLIENTS: Readonly<Record<string, Client>> = {
  "chat that keeps every field": {
    path: "/v1/chat/completions",
    first: { messages: [USER], tools: CHAT_TOOLS },
    next: (reply) => ({ ...chatTurns(messageOf(reply)), tools: CHAT_TOOLS }),
  },
  "chat of an ordinary client": {
    path: "/v1/chat/completions",
    first: { messages: [USER], tools: CHAT_TOOLS },
    ordinary: true,
    next: (reply) => {
      const message = messageOf(reply);
      const calls = callsOf(message).map(({ id, type, function: fn }): JsonObject => {
        const { name, arguments: args } = isObject(fn) ? fn : {};
        return {
          id: id ?? null,
          type: type ?? null,
          function: { name: name ?? null, arguments: args ?? null },
        };
      });
      const plain = { role: "assistant", content: message.content ?? null, tool_calls: calls };
      return { ...chatTurns(plain), tools: CHAT_TOOLS };
    },
  },
  "Anthropic's messages": {
    path: "/v1/messages",
    first: { messages: [USER], tools: OWN_TOOLS, max_tokens: 2048 },
    next: (reply) => ({
      messages: [
        USER,
        { role: "assistant", content: blocksOf(reply) },
        {
          role: "user",
          content: blocksOf(reply)
            .filter(({ type }) => type === "tool_use")
            .map(({ id }) => ({ type: "tool_result", tool_use_id: id ?? null, content: "Dong." })),
        },
      ],
      tools: OWN_TOOLS,
      max_tokens: 2048,
    }),
  },
};

/** Keys at both providers, so that a conversation can move. */
const bothKeys = ({ provider: { slug }, mode }: CaseContext, other: string): SessionOptions =>
  mode === "byok"
    ? { keys: [slug, other].map((provider) => ({ provider, byokOnly: true as const })) }
    : { platform: [slug, other] };

const timesIn = ({ body }: Pick<Received, "body">, text: string): number => body.split(text).length - 1;

/** An endpoint of the provider under test that takes tools and is another maker's. */
const strangerTo = (context: CaseContext, { maker }: Author): Endpoint | undefined =>
  askable(context).find(({ capabilities, author }) => capabilities.has("tools") && author !== maker);

interface Meeting {
  context: CaseContext;
  session: Session;
  author: Author;
  client: Client;
  name: string;
}

/** A first answer of the author, and the next request of its caller. */
async function begun({ context, session, author, client, name }: Meeting): Promise<JsonObject> {
  session.answer(json(200, author.answer));
  const model = `${author.model}/${author.provider}`;
  const reply = await session.send({ ...client.first, model }, { path: client.path, headers });
  context.check.equal("MAP-17", `${name}: begun`, reply.status, 200, reply.text.slice(0, 300));
  return client.next(reply);
}

const meetings = (): [name: string, author: Author, client: Client][] =>
  Object.entries(AUTHORS).flatMap(([who, author]) =>
    Object.entries(CLIENTS).map(([how, client]): [string, Author, Client] => [
      `${who} through ${how}`,
      author,
      client,
    ]),
  );

const TOOLED = { capabilities: ["tools"] } as const;

export const reasoningCases: readonly Case[] = [
  {
    id: "mapping.reasoning.switch",
    area: "mapping",
    title: "Sends reasoning to nobody but its author when a conversation moves to another model and back",
    why: "a signature of another maker is a 400, and lost reasoning is a 400 at home",
    requirements: ["MAP-17"],
    needs: TOOLED,
    run: async (context) => {
      for (const [name, author, client] of context.sample(meetings(), { least: 2 })) {
        const stranger = strangerTo(context, author);
        if (!stranger) continue;
        const session = await context.open(bothKeys(context, author.provider));
        const next = await begun({ context, session, author, client, name });
        const { path } = client;
        session.answer(simulated(context, true));
        const stream = { stream: true };
        await session.send({ ...next, ...stream, model: addressOf(stranger) }, { path, headers });
        const [away] = session.received;
        const seen = away ? [timesIn(away, SIGNATURE), timesIn(away, THOUGHT)] : "nothing sent";
        context.check.equal("MAP-17", `${name}: away`, seen, [0, 0], "see registry/canonical/origin.ts");
        session.answer(json(200, author.answer));
        await session.send({ ...next, model: `${author.model}/${author.provider}` }, { path, headers });
        const [home] = session.received;
        const kept = client.ordinary && !author.onCall ? 0 : 1;
        const back = home ? timesIn(home, SIGNATURE) : "nothing sent";
        context.check.equal("MAP-17", `${name}: home again`, back, kept, "see registry/canonical/origin.ts");
      }
    },
  },
  {
    id: "mapping.reasoning.fallback",
    area: "mapping",
    title: "Sends reasoning to nobody but its author when its provider fails and another one is tried",
    why: "the second attempt gets the history of the first, and with it a signature that it refuses",
    requirements: ["MAP-17"],
    needs: TOOLED,
    run: async (context) => {
      for (const [name, author, client] of context.sample(meetings(), { least: 2 })) {
        const stranger = strangerTo(context, author);
        if (!stranger) continue;
        const session = await context.open(bothKeys(context, author.provider));
        const next = await begun({ context, session, author, client, name });
        const answers = [
          context.simulateAt(homeOf(context, author)).error(503, "busy"),
          simulated(context, true),
        ];
        session.answer(...answers);
        const model = `${author.model}/${author.provider},${addressOf(stranger)}`;
        await session.send({ ...next, stream: true, model }, { path: client.path, headers });
        const seen = session.received.map((request) => timesIn(request, SIGNATURE));
        const kept = client.ordinary && !author.onCall ? 0 : 1;
        context.check.equal(
          "MAP-17",
          name,
          seen,
          [kept, 0],
          "an attempt's request is built for its own endpoint",
        );
      }
    },
  },
];

/** The author's endpoint, for its answers. */
function homeOf({ registry }: CaseContext, { model, provider }: Author): Endpoint {
  const found = registry.indexes.endpointsOfProvider(provider).find((endpoint) => endpoint.model === model);
  const home = found && endpointOn(found, found.api);
  if (!home) throw new Error(`${provider} has no ${model}`);
  return home;
}
