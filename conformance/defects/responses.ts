/**
 * The Responses API as real gateways got it wrong, on its way to the caller (API-01, RES, USE-06, STR-07).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";

const PATH = "/v1/responses";

export type Change = (events: JsonObject[]) => JsonObject[];

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** The events of a stream; what is no event of this API stays out. */
function read(text: string): JsonObject[] {
  return text.split("\n").flatMap((line): JsonObject[] => {
    const [, data] = /^data: (\{.*\})$/s.exec(line) ?? [];
    const event: unknown = data === undefined ? null : JSON.parse(data);
    return isObject(event) ? [event] : [];
  });
}

const frame = (event: JsonObject): string =>
  `event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`;

/** What a gateway would number by itself, after events were left out or added. */
const numbered: Change = (events) => events.map((event, i) => ({ ...event, sequence_number: i }));

/** Changes what callers of this API get: events of streams, bodies of answers. */
export const answering =
  (stream: Change, body: (body: JsonObject) => JsonObject, tail = ""): Around =>
  (send) =>
  async (path, init) => {
    const answer = await send(path, init);
    if (!path.startsWith(PATH)) return answer;
    const { status, headers } = answer;
    const text = await answer.text();
    if (headers.get("content-type")?.startsWith("text/event-stream"))
      return new Response(stream(read(text)).map(frame).join("") + tail, { status, headers });
    const parsed: unknown = JSON.parse(text);
    return new Response(JSON.stringify(isObject(parsed) ? body(parsed) : parsed), { status, headers });
  };

interface Draft {
  id: string;
  title: string;
  seenIn: string;
  breaks?: Defect["breaks"];
  providers?: readonly string[];
}

const asIs = (body: JsonObject): JsonObject => body;

const planted = ({ id, breaks = ["API-01"], ...draft }: Draft, around: Around): Defect => ({
  id: `responses.${id}`,
  breaks,
  ...draft,
  plant: (parts) => parts,
  around,
});

/** A fault of streams alone. */
const streams = (draft: Draft, change: Change, tail = ""): Defect =>
  planted(
    draft,
    answering((events) => numbered(change(events)), asIs, tail),
  );

/** A fault of the response object, wherever it stands. */
const inObject = (draft: Draft, change: (response: JsonObject) => JsonObject): Defect =>
  planted(
    draft,
    answering(
      (events) =>
        events.map((event) =>
          isObject(event.response) ? { ...event, response: change(event.response) } : event,
        ),
      (body) => (body.object === "response" ? change(body) : body),
    ),
  );

const without =
  (...types: string[]): Change =>
  (events) =>
    events.filter(({ type }) => !types.includes(String(type)));

const isFor = (event: JsonObject, type: string): boolean => isObject(event.item) && event.item.type === type;

/** The indexes of items of a type. */
const indexesOf = (events: readonly JsonObject[], type: string): Json[] =>
  events.filter((event) => isFor(event, type)).map(({ output_index }) => output_index ?? null);

const moved = (events: JsonObject[], type: string, to: (index: number) => number): JsonObject[] => {
  const indexes = indexesOf(events, type);
  return events.map((event) =>
    indexes.includes(event.output_index ?? null)
      ? { ...event, output_index: to(Number(event.output_index)) }
      : event,
  );
};

const endsOf = (event: JsonObject): boolean =>
  /^response\.(completed|incomplete|failed)$/.test(String(event.type));

const inEnd =
  (change: (response: JsonObject) => JsonObject): Change =>
  (events) =>
    events.map((event) =>
      endsOf(event) && isObject(event.response) ? { ...event, response: change(event.response) } : event,
    );

const onlyFirstCall = (items: Json | undefined): JsonObject[] => {
  const first = objects(items).find(({ type }) => type === "function_call");
  return objects(items).filter((item) => item.type !== "function_call" || item === first);
};

const usageIn = (change: (usage: JsonObject) => JsonObject) => (response: JsonObject) =>
  isObject(response.usage) ? { ...response, usage: change(response.usage) } : response;

export const responsesDefects: readonly Defect[] = [
  streams(
    {
      id: "part-unannounced",
      title: "Text comes without its content part",
      seenIn: "BerriAI/litellm#24445",
      breaks: ["API-01", "API-04"],
    },
    without("response.content_part.added"),
  ),
  streams(
    {
      id: "message-unopened",
      title: "A message after thinking is never opened",
      seenIn: "maximhq/bifrost#5959",
    },
    (events) =>
      events.filter(
        (event) =>
          !(
            event.type === "response.output_item.added" &&
            isFor(event, "message") &&
            event.output_index !== 0
          ),
      ),
  ),
  streams(
    {
      id: "message-closed-unopened",
      title: "A reply of calls alone closes a message that was never opened",
      seenIn: "BerriAI/litellm#37852",
    },
    (events) => {
      if (indexesOf(events, "message").length > 0) return events;
      const item = { id: "msg_0", type: "message", role: "assistant", status: "completed", content: [] };
      const closing = { type: "response.output_item.done", output_index: 0, item };
      return [...events.slice(0, -1), closing, ...events.slice(-1)];
    },
  ),
  streams(
    { id: "calls-one-index", title: "All calls stand at index 0", seenIn: "BerriAI/litellm#21331" },
    (events) => moved(events, "function_call", () => 0),
  ),
  streams(
    { id: "index-by-type", title: "Text and calls are counted apart", seenIn: "kitty-bridge#116" },
    (events) => moved(events, "function_call", (index) => Math.max(0, index - 1)),
  ),
  planted(
    {
      id: "first-call-only",
      title: "Only the first call survives",
      seenIn: "maximhq/bifrost#7235",
      breaks: ["API-01", "RES-03"],
    },
    answering(
      (events) => {
        const [, ...others] = [...new Set(indexesOf(events, "function_call"))];
        const kept = events.filter(({ output_index }) => !others.includes(output_index ?? null));
        return numbered(inEnd((end) => ({ ...end, output: onlyFirstCall(end.output) }))(kept));
      },
      (body) => ({ ...body, ...(body.output ? { output: onlyFirstCall(body.output) } : {}) }),
    ),
  ),
  planted(
    { id: "unnumbered", title: "Events have no sequence number", seenIn: "farion1231/cc-switch#6438" },
    answering((events) => events.map(({ sequence_number: _, ...event }) => event), asIs),
  ),
  planted(
    { id: "number-gap", title: "The numbers of events have gaps", seenIn: "maximhq/bifrost#815" },
    answering((events) => events.map((event, i) => ({ ...event, sequence_number: i > 3 ? i + 1 : i })), asIs),
  ),
  planted(
    { id: "numbers-restart", title: "The numbers begin anew with each item", seenIn: "maximhq/bifrost#815" },
    answering((events) => {
      let next = 0;
      return events.map((event) => {
        if (event.type === "response.output_item.added") next = 0;
        return { ...event, sequence_number: next++ };
      });
    }, asIs),
  ),
  streams(
    {
      id: "content-missing",
      title: "A message is announced without its content",
      seenIn: "maximhq/bifrost#6455",
    },
    (events) =>
      events.map((event) => {
        if (event.type !== "response.output_item.added" || !isObject(event.item)) return event;
        const { content: _, ...item } = event.item;
        return { ...event, item };
      }),
  ),
  streams({ id: "no-end", title: "A stream has no terminal event", seenIn: "Helicone/helicone" }, (events) =>
    events.filter((event) => !endsOf(event)),
  ),
  streams({ id: "two-ends", title: "An event follows the terminal one", seenIn: "own" }, (events) => [
    ...events,
    ...events.slice(-1),
  ]),
  streams(
    { id: "done-added", title: "A stream ends with a bare [DONE]", seenIn: "Portkey-AI/gateway#1797" },
    (events) => events,
    "data: [DONE]\n\n",
  ),
  streams(
    {
      id: "failure-completed",
      title: "A stream that broke ends as completed",
      seenIn: "router-for-me/CLIProxyAPI#4905",
      breaks: ["API-01", "STR-07"],
    },
    (events) =>
      without("error")(events).map((event) =>
        event.type === "response.failed" && isObject(event.response)
          ? { type: "response.completed", response: { ...event.response, status: "completed", error: null } }
          : event,
      ),
  ),
  inObject(
    {
      id: "cut-completed",
      title: "A cut answer is reported as completed",
      seenIn: "BerriAI/litellm#37710",
      breaks: ["RES-02"],
    },
    (response) =>
      response.status === "incomplete"
        ? { ...response, status: "completed", incomplete_details: null, completed_at: response.created_at }
        : response,
  ),
  streams(
    {
      id: "cut-usage-lost",
      title: "A cut answer has no usage",
      seenIn: "envoyproxy/ai-gateway#2184",
      breaks: ["USE-06"],
    },
    inEnd((end) => (end.status === "incomplete" ? { ...end, usage: null } : end)),
  ),
  streams(
    { id: "output-empty", title: "The last response has no output", seenIn: "BerriAI/litellm#32724" },
    inEnd((end) => ({ ...end, output: [] })),
  ),
  streams(
    { id: "ids-differ", title: "An item is closed under another id", seenIn: "Helicone/helicone" },
    (events) =>
      events.map((event) =>
        event.type === "response.output_item.done" && isObject(event.item)
          ? { ...event, item: { ...event.item, id: `${String(event.item.id)}_done` } }
          : event,
      ),
  ),
  streams(
    { id: "response-id-changes", title: "The response ends under another id", seenIn: "Helicone/helicone" },
    inEnd((end) => ({ ...end, id: `${String(end.id)}_end` })),
  ),
  streams(
    { id: "not-opened", title: "A stream begins with its first item", seenIn: "own" },
    without("response.created", "response.in_progress"),
  ),
  streams(
    { id: "unknown-event", title: "Events of nobody's API are in the stream", seenIn: "own" },
    (events) => [...events.slice(0, 2), { type: "gateway.progress" }, ...events.slice(2)],
  ),
  planted(
    { id: "chat-chunks", title: "Events have no type, like chunks of a chat", seenIn: "vercel/ai" },
    answering((events) => events.map(({ type: _, ...event }) => event), asIs),
  ),
  inObject(
    {
      id: "cached-lost",
      title: "Cached tokens are not told",
      seenIn: "BerriAI/litellm#35127",
      breaks: ["USE-06"],
    },
    usageIn((usage) => ({ ...usage, input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 } })),
  ),
  inObject(
    {
      id: "reads-as-writes",
      title: "Cached tokens are told as written",
      seenIn: "maximhq/bifrost#4816",
      breaks: ["USE-06"],
    },
    usageIn((usage) => {
      const { cached_tokens = 0 } = isObject(usage.input_tokens_details) ? usage.input_tokens_details : {};
      return { ...usage, input_tokens_details: { cached_tokens: 0, cache_write_tokens: cached_tokens } };
    }),
  ),
  inObject(
    {
      id: "defaults-repeated",
      title: "A response repeats the API's defaults in place of what was asked for",
      seenIn: "own",
    },
    (response) => ({
      ...response,
      temperature: response.temperature || 1,
      user: null,
      prompt_cache_key: null,
    }),
  ),
  inObject(
    {
      id: "details-absent",
      title: "Details that count nothing are left out",
      seenIn: "router-for-me/CLIProxyAPI#4985",
    },
    usageIn(({ output_tokens_details: _, ...usage }) => usage),
  ),
  inObject(
    {
      id: "chat-usage",
      title: "Usage has the names of chat completions",
      seenIn: "pingmike2/freebuff2api-wokers#10",
    },
    usageIn(({ input_tokens: prompt_tokens, output_tokens: completion_tokens, ...usage }) => ({
      prompt_tokens,
      completion_tokens,
      ...usage,
    })),
  ),
  inObject(
    { id: "created-renamed", title: "The time is called created", seenIn: "Helicone/helicone#5289" },
    ({ created_at: created, ...response }) => ({ created, ...response }),
  ),
  inObject(
    { id: "status-missing", title: "An answer has no status", seenIn: "Helicone/helicone#5289" },
    ({ status: _, ...response }) => response,
  ),
  inObject(
    {
      id: "tools-nested",
      title: "Tools are repeated in chat's form",
      seenIn: "router-for-me/CLIProxyAPI#4531",
    },
    (response) => ({
      ...response,
      tools: objects(response.tools).map(({ type, ...fn }) => ({ type, function: fn })),
    }),
  ),
  inObject(
    { id: "stored-claimed", title: "An answer says that it was stored", seenIn: "own" },
    (response) => ({ ...response, store: true }),
  ),
  planted(
    {
      id: "error-erased",
      title: "The words of an error are erased",
      seenIn: "Helicone/helicone#5070",
      breaks: ["ERR-01"],
    },
    answering(
      (events) => events,
      (body) =>
        isObject(body.error) && body.object !== "response"
          ? { error: { ...body.error, message: "Internal error" } }
          : body,
    ),
  ),
];
