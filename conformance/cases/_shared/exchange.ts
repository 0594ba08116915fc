/**
 * One generated exchange: a caller asks through their API, the provider says what was generated in its own, and what the
 * caller understood, the books and the headers are there to be compared.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import { type Answer, type AnswerUsage, dice } from "../../oracle/meaning/answer.ts";
import { CLIENTS, type ClientApi } from "../../oracle/meaning/expected.ts";
import { isSpoken, type SpokenApi } from "../../oracle/meaning/holds.ts";
import type { Habits, Step } from "../../oracle/meaning/speak.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import { cutAt } from "../../upstream/cuts.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { bytes } from "../../upstream/wire.ts";
import { addressOf, type Bill, costAt, watchBill } from "./bill.ts";

/** The caller's tools. Providers take letters, digits, `_` and `-`: the others are respelt and must come back as they were. */
export const TOOLS = ["tide_table", "ns.harbour/depth", "été"] as const;

/** The API that a case's provider speaks. @throws Error where the suite has no speaker for it */
export function spokenAt({ api }: CaseContext): SpokenApi {
  if (!isSpoken(api.id)) throw new Error(`nobody speaks ${api.id}: add it to conformance/oracle/meaning`);
  return api.id;
}

/** How a host counts, by its declared convention. Where only its total tells, `flip` decides which way it counts. */
export function habitsOf({ usage }: Endpoint, tools: readonly string[], flip: boolean): Habits {
  const price = usage.reportedCost;
  const byTotal = usage.reasoning === "decided-by-total" ? flip : null;
  return {
    cachedInside: usage.cached === "inside-prompt",
    writesInside: usage.cacheWrite === "inside-prompt",
    reasoningInside: byTotal ?? usage.reasoning === "inside-completion",
    places: usage.paths,
    price: price ? { place: price.path, inTicks: price.unit === "tick" } : null,
    tools,
  };
}

/** What the tools are said to do, in the order of their names. */
export const DESCRIPTIONS = [
  " Tides of a port,\n  one a line. ",
  'The "depth" \\ in metres',
  "L'été e\u0301",
];

/** What they take: nothing that an API would have to rewrite. */
export const SCHEMAS: readonly JsonObject[] = [
  { type: "object", properties: { port: { type: "string", description: "Its Name" } }, required: ["port"] },
  {
    type: "object",
    properties: { zone: { type: "string", enum: ["Outer", "inner"] }, at: { type: "integer" } },
    required: ["zone", "at"],
  },
  { type: "object", properties: { list: { type: "array", items: { type: "number" } } } },
];

const declared = TOOLS.map((name, i) => ({
  name,
  description: DESCRIPTIONS[i] ?? "",
  schema: SCHEMAS[i] ?? {},
}));

const TOOLS_IN: Readonly<Record<ClientApi, readonly JsonObject[]>> = {
  "openai-chat": declared.map(({ schema: parameters, ...tool }) => ({
    type: "function",
    function: { ...tool, parameters },
  })),
  "openai-responses": declared.map(({ schema: parameters, ...tool }) => ({
    type: "function",
    strict: false,
    ...tool,
    parameters,
  })),
  "anthropic-messages": declared.map(({ schema: input_schema, ...tool }) => ({ ...tool, input_schema })),
};

const ASKED: Readonly<Record<ClientApi, JsonObject>> = {
  "openai-chat": { messages: [{ role: "user", content: "Where does the tide go?" }] },
  "openai-responses": { input: "Where does the tide go?" },
  "anthropic-messages": {
    max_tokens: 4000,
    messages: [{ role: "user", content: "Where does the tide go?" }],
  },
};

/** The caller's request: plain, with the tools where the endpoint takes any. */
export function askedBy(client: ClientApi, endpoint: Endpoint, stream: boolean): JsonObject {
  const withUsage = client === "openai-chat" ? { stream_options: { include_usage: true } } : {};
  return {
    model: addressOf(endpoint),
    ...ASKED[client],
    ...(endpoint.capabilities.has("tools") ? { tools: TOOLS_IN[client] as JsonObject[] } : {}),
    ...(stream ? { stream, ...withUsage } : {}),
  };
}

/** Spellings of a content type that mean the same. */
const JSON_TYPES = ["application/json", "Application/JSON; Charset=UTF-8", "application/json;charset=utf-8"];
const typesOf = (type: string): string[] => [type, `${type}; charset=utf-8`, type.toUpperCase()];

/** The host's own id for a request. */
export const upstreamIdOf = ({ order }: Answer): string => `up-${order.toString(36)}`;

/** A whole answer as a host sends it, its length told. */
function wholeAnswer(body: JsonObject, id: string, roll: (below: number) => number): UpstreamAnswer {
  const content = bytes(JSON.stringify(body));
  return {
    kind: "answer",
    status: 200,
    chunks: [content],
    headers: [
      ["content-type", JSON_TYPES[roll(JSON_TYPES.length)] ?? ""],
      ["content-length", String(content.byteLength)],
      ["x-request-id", id],
    ],
  };
}

/** A stream cut anywhere, its length told as some relays do that have held it back. */
export function streamAnswer(
  steps: readonly Step[],
  type: string,
  id: string,
  roll: (below: number) => number,
): UpstreamAnswer {
  const content = Buffer.concat(steps.map(({ piece }) => (typeof piece === "string" ? bytes(piece) : piece)));
  const cuts = Array.from({ length: 1 + roll(8) }, () => roll(content.byteLength));
  const types = typesOf(type);
  return {
    kind: "answer",
    status: 200,
    chunks: cutAt(content, cuts),
    headers: [
      ["content-type", types[roll(types.length)] ?? ""],
      ["x-request-id", id],
      ...(roll(2) === 0 ? ([["content-length", String(content.byteLength)]] as [string, string][]) : []),
    ],
  };
}

/** What is owed for a usage that was told, by the host's own price where that one counts; in pico-USD. */
export function owed(context: CaseContext, endpoint: Endpoint, told: AnswerUsage | null): bigint {
  if (told === null) return 0n;
  const isReported = endpoint.usage.reportedCost?.counts === "reported";
  return isReported ? BigInt(told.ticks) * 100n : costAt(context, endpoint, told.counts);
}

/** Names of properties, as callers write them: each is another one, dashes and digits included. */
const PROPERTY_NAMES = ["team", "foo-bar", "foo", "x-helicone-property-y", "a--b", "pier-2-north"];

/** Whose request it is, in the words of its caller. */
export function labelsOf({ order }: Answer): {
  userId: string | null;
  session: { id: string; path: string | null; name: string | null } | null;
  properties: Record<string, string>;
} {
  const roll = dice(order ^ 0x1abe1);
  const named = PROPERTY_NAMES.filter(() => roll(4) === 0);
  const maybe = (text: string): string | null => (roll(2) === 0 ? text : null);
  const session = {
    id: `s-${order.toString(36)}`,
    path: maybe("/trip/tide=1,2"),
    name: maybe("A  trip; odd"),
  };
  return {
    userId: maybe(`ada+${order % 7}@example.com`),
    session: roll(2) === 0 ? session : null,
    properties: Object.fromEntries(named.map((name, i) => [name, `Tides & "moons", ${i}`])),
  };
}

/** The headers that say so; names of properties in any case. */
export function labelHeaders(said: Answer): Record<string, string> {
  const { userId, session, properties } = labelsOf(said);
  const given: [string, string | null | undefined][] = [
    ["Helicone-User-Id", userId],
    ["helicone-session-id", session?.id],
    ["Helicone-Session-Path", session?.path],
    ["helicone-session-name", session?.name],
    ...Object.entries(properties).map(([name, value]): [string, string] => [
      `Helicone-Property-${name}`,
      value,
    ]),
  ];
  return Object.fromEntries(given.filter((pair): pair is [string, string] => typeof pair[1] === "string"));
}

export interface Exchange {
  client: ClientApi;
  endpoint: Endpoint;
  said: Answer;
  stream: boolean;
  /** The caller's own, beside those of every request. */
  headers?: Record<string, string>;
  /** Leaves the last steps of a stream away: it breaks there. */
  cut?: (steps: readonly Step[]) => readonly Step[];
}

export interface Outcome {
  reply: Reply;
  bill: Bill;
  /** The steps of the stream that the provider sent. */
  sent: readonly Step[];
  /** When it was asked, and how many milliseconds the provider took. */
  begun: number;
  took: number;
}

/** Performs one exchange. */
export async function exchange(
  context: CaseContext,
  session: Session,
  { client, endpoint, said, stream, headers = {}, cut = (steps) => steps }: Exchange,
): Promise<Outcome> {
  const api = spokenAt(context);
  const roll = dice(said.order ^ 0x9e37);
  let sent: readonly Step[] = [];
  const { clock } = session.gateway;
  const took = 1 + (said.order % 900);
  session.serve((request) => {
    clock.advance(took);
    const tools = context.wire.read(request).tools.map(({ name }) => name);
    const habits = habitsOf(endpoint, tools, said.order % 2 === 0);
    if (!stream) return wholeAnswer(SPEAKERS[api].whole(said, habits), upstreamIdOf(said), roll);
    sent = cut(SPEAKERS[api].stream(said, habits));
    return streamAnswer(sent, context.wire.streamType, upstreamIdOf(said), roll);
  });
  const { path } = CLIENTS[client];
  const begun = clock.now();
  const bill = await watchBill(session, () =>
    session.send(askedBy(client, endpoint, stream), {
      path,
      headers: { ...labelHeaders(said), ...headers },
      uncompared: "compared-by-the-case",
    }),
  );
  return { reply: bill.reply, bill, sent, begun, took };
}

/** The endpoint of the provider that can do most, a paid one before a free one. */
export function ablest({ endpoint: pick }: CaseContext): Endpoint {
  const wishes: ((endpoint: Endpoint) => boolean)[] = [
    ({ capabilities, free }) => capabilities.has("tools") && capabilities.has("reasoning") && !free,
    ({ capabilities, free }) => capabilities.has("tools") && !free,
    ({ free }) => !free,
  ];
  for (const wish of wishes) {
    try {
      return pick(wish);
    } catch {
      // None such: the next wish.
    }
  }
  return pick();
}
