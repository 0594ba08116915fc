/**
 * What a provider's own tools did, in each of the ways in which an answer tells of it: whole, in one event of a stream, in
 * several of them, told again, and beside uses that cost nothing (CST-11, CST-13). Expected uses are written by hand from
 * what the vendors document.
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { at, isObject, type JsonObject, objectsIn } from "../../../registry/json.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { put } from "../../oracle/meaning/speak.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import type { WireEvent } from "../../upstream/wire-events.ts";
import { addressOf, type Bill, checkAmount, watchBill } from "../_shared/bill.ts";
import { eventsTelling, streamOf } from "../_shared/words.ts";
import { reshaped } from "./made-up.ts";

const COUNTS = { prompt: 1000, completion: 100 };
/** In USD a use; no few uses of one tool cost what a use of another does. */
const FEES = { search: "0.01", fileSearch: "0.0025", codeInterpreter: "0.03", maps: "0.07" } as const;
type Tool = keyof typeof FEES;

/** What an answer tells, and what that comes to. */
interface Telling {
  what: string;
  /** Put into the body of a whole answer. */
  whole(body: JsonObject): JsonObject;
  /** Put into an event of a stream. @param place from 0 among those that have a place for it @param isLast of them */
  event(json: JsonObject, place: number, isLast: boolean): JsonObject;
  uses: Readonly<Partial<Record<Tool, number>>>;
  /** In a stream the last event tells it, and the usage has come before. */
  late?: true;
  /** What has no class of its own, as the record names it: the answer has no price. */
  unpriced?: string;
}

interface Told {
  tellings: readonly Telling[];
  /** Does an event of a stream have a place for what is told? */
  holds(json: JsonObject): boolean;
}

/** Metadata of the candidates of an answer, and of the first and the last event of a stream. */
function grounded(
  what: string,
  uses: Telling["uses"],
  last: JsonObject,
  first: JsonObject | null = null,
): Telling {
  const on = (body: JsonObject, groundingMetadata: JsonObject | null): JsonObject => ({
    ...body,
    candidates: objectsIn(body.candidates).map((candidate) =>
      groundingMetadata === null ? candidate : { ...candidate, groundingMetadata },
    ),
  });
  return {
    what,
    uses,
    whole: (body) => on(body, last),
    event: (json, place, isLast) => on(json, isLast ? last : place === 0 ? first : null),
  };
}

const PAGE = { web: { uri: "https://tides.example/", title: "Tides" } };
const PLACE = { maps: { uri: "https://maps.example/pier", title: "Pier", placeId: "places/p1" } };
const DOCUMENT = { retrievedContext: { uri: "https://almanac.example/", title: "Almanac" } };

const GROUNDED: readonly Telling[] = [
  grounded("two queries", { search: 2 }, { webSearchQueries: ["ebb", "flow"] }),
  grounded("a query that is told twice", { search: 1 }, { webSearchQueries: ["ebb", "ebb"] }),
  grounded("a query and one that is blank", { search: 1 }, { webSearchQueries: ["ebb", "", " "] }),
  grounded("no query", {}, { webSearchQueries: [] }),
  grounded("pages without a query", { search: 1 }, { groundingChunks: [PAGE, PAGE] }),
  grounded("places and a page", { maps: 1, search: 1 }, { groundingChunks: [PLACE, PAGE, PLACE] }),
  grounded("documents of the caller's own", {}, { groundingChunks: [DOCUMENT] }),
  grounded(
    "queries that grow in the stream",
    { search: 2 },
    { webSearchQueries: ["ebb", "flow"] },
    { webSearchQueries: ["ebb"] },
  ),
  grounded(
    "the same query in two events",
    { search: 1 },
    { webSearchQueries: ["ebb"] },
    { webSearchQueries: ["ebb"] },
  ),
  {
    ...grounded("a query that is told behind the usage", { search: 1 }, { webSearchQueries: ["ebb"] }),
    late: true,
  },
  {
    ...grounded("a place that is told behind the usage", { maps: 1 }, { groundingChunks: [PLACE] }),
    late: true,
  },
];

/** Items before those of a response, with more beside them. */
function items(
  what: string,
  uses: Telling["uses"],
  output: readonly JsonObject[],
  more: JsonObject = {},
): Telling {
  const on = (response: JsonObject): JsonObject => ({
    ...response,
    ...more,
    output: [...output, ...objectsIn(response.output)],
  });
  return {
    what,
    uses,
    whole: on,
    event: (json, _place, isLast) =>
      isLast && isObject(json.response) ? { ...json, response: on(json.response) } : json,
  };
}

const search = (action: JsonObject | undefined): JsonObject => ({
  type: "web_search_call",
  id: "ws_1",
  status: "completed",
  ...(action === undefined ? {} : { action }),
});
const FILES = { type: "file_search_call", id: "fs_1", status: "completed", queries: ["tide"], results: null };
const CODE = {
  type: "code_interpreter_call",
  id: "ci_1",
  status: "completed",
  container_id: "cntr_1",
  code: "1 + 1",
  outputs: null,
};
const PICTURE = { type: "image_generation_call", id: "ig_1", status: "completed", result: "AAAA" };

const ITEMS: readonly Telling[] = [
  items("a search, and what was opened and found in its page", { search: 1 }, [
    search({ type: "search", query: "ebb" }),
    search({ type: "open_page", url: "https://tides.example/" }),
    search({ type: "find_in_page", url: "https://tides.example/", pattern: "ebb" }),
  ]),
  items("a search that does not say what it did", { search: 1 }, [search(undefined)]),
  items("searches by the host's own count", { search: 3 }, [search({ type: "search", query: "ebb" })], {
    tool_usage: { web_search: { num_requests: 3 } },
  }),
  items("files and code", { fileSearch: 2, codeInterpreter: 1 }, [FILES, CODE, FILES]),
  { ...items("a picture", {}, [PICTURE]), unpriced: "image_generation_call" },
];

/** A usage with more in it, in a whole answer and in the last event of a stream. */
function counted(
  what: string,
  uses: Telling["uses"],
  path: readonly string[],
  inEvents: readonly string[],
  value: JsonObject[string],
  beside: Pick<Telling, "unpriced"> = {},
): Telling {
  return {
    what,
    uses,
    whole: (body) => put(body, path, value),
    event: (json, _place, isLast) => (isLast ? put(json, inEvents, value) : json),
    ...beside,
  };
}

const claude = (
  what: string,
  uses: Telling["uses"],
  name: string,
  value: JsonObject[string],
  beside: Pick<Telling, "unpriced"> = {},
): Telling => counted(what, uses, ["usage", name], ["usage", name], value, beside);

const call = (type: string, input_tokens: number, output_tokens: number, more: JsonObject = {}) => ({
  type,
  input_tokens,
  output_tokens,
  ...more,
});

const SERVER_TOOLS: readonly Telling[] = [
  claude("searches and pages, of which only searches cost", { search: 2 }, "server_tool_use", {
    web_search_requests: 2,
    web_fetch_requests: 3,
  }),
  counted(
    "searches of an answer whose context was compacted on the way",
    { search: 2 },
    ["usage"],
    ["usage"],
    {
      input_tokens: 400,
      output_tokens: 60,
      server_tool_use: { web_search_requests: 2 },
      iterations: [call("compaction", 600, 40), call("message", 400, 60)],
    },
  ),
  claude("runs of code that are none", {}, "server_tool_use", { code_execution_requests: 0 }),
  claude(
    "runs of code",
    {},
    "server_tool_use",
    { code_execution_requests: 1 },
    { unpriced: "server_tool_use.code_execution_requests" },
  ),
  claude(
    "a call of a kind that nobody knows",
    {},
    "iterations",
    [call("message", 1000, 100), call("oracle_message", 5, 5)],
    { unpriced: "iterations of type oracle_message" },
  ),
];

const TOLD: Readonly<Partial<Record<ApiId, Told>>> = {
  gemini: { tellings: GROUNDED, holds: ({ candidates }) => objectsIn(candidates).length > 0 },
  "openai-responses": {
    tellings: ITEMS,
    holds: ({ response }) => isObject(response) && response.status === "completed",
  },
  "anthropic-messages": { tellings: SERVER_TOOLS, holds: ({ type }) => type === "message_delta" },
  "cohere-v2": {
    tellings: [
      counted(
        "searches",
        { search: 2 },
        ["usage", "billed_units", "search_units"],
        ["delta", "usage", "billed_units", "search_units"],
        2,
      ),
    ],
    holds: ({ type }) => type === "message-end",
  },
};

/** 1000 × 1 + 100 × 2 millionths, and a fee for each use. */
const costOf = ({ uses }: Telling): bigint =>
  Object.entries(uses).reduce(
    (sum, [tool, count]) => sum + BigInt(count) * picoOfUsd(FEES[tool as Tool]),
    picoOfUsd("0.0012"),
  );

/** The usage of the last event on the one before it. */
function withUsageBefore(events: readonly WireEvent[]): WireEvent[] {
  const { usageMetadata = null, ...rest } = events.at(-1)?.json ?? {};
  return events.map((event, i) => {
    if (i === events.length - 1) return { ...event, json: rest };
    return i === events.length - 2 ? { ...event, json: { ...event.json, usageMetadata } } : event;
  });
}

/** The answers that tell something: one whole and one streamed. */
function answersTelling(context: CaseContext, { holds }: Told, telling: Telling) {
  const usage = context.wire.usage(COUNTS);
  const told = eventsTelling(context, usage);
  const events = telling.late ? withUsageBefore(told) : told;
  const places = events.flatMap(({ json }, i) => (json && holds(json) ? [i] : []));
  if (places.length === 0) throw new Error(`no event of ${context.api.id} has a place for ${telling.what}`);
  const changed = events.map((event, i) => {
    const place = places.indexOf(i);
    return event.json === null || place < 0
      ? event
      : { ...event, json: telling.event(event.json, place, place === places.length - 1) };
  });
  const body = JSON.stringify(telling.whole(context.wire.completion("Out.", usage)));
  return [
    { how: "whole", stream: false, type: "application/json", bytes: Buffer.from(body) },
    { how: "streamed", stream: true, ...streamOf(context, changed) },
  ];
}

function compare(context: CaseContext, name: string, telling: Telling, bill: Bill): void {
  const { check } = context;
  const computed = bill.record?.cost?.computed;
  if (telling.unpriced === undefined) {
    checkAmount(context, "CST-11", name, bill, costOf(telling));
    return;
  }
  const words = computed?.kind === "unpriced" ? (computed.words ?? []) : computed?.kind;
  check.equal("CST-13", `${name}: named`, words, [telling.unpriced]);
  checkAmount(context, "CST-13", name, bill, 0n);
}

export const toldToolCases: readonly Case[] = [
  {
    id: "cost.tools.told",
    area: "cost",
    title:
      "Counts each use of the provider's own tools once, however whole answers and streams tell of it, and names what has no price",
    why: "a query that is told twice is paid for once, opening a page is no search, and a picture is no text",
    requirements: ["CST-11", "CST-13"],
    needs: {
      endpoints: {
        that: "answers in an API that tells of the provider's own tools",
        where: ({ api }: { api: ApiId }) => TOLD[api] !== undefined,
      },
    },
    run: async (context) => {
      const { endpoint, data } = reshaped(context, ({ unpriced: _none, usage, ...config }) => ({
        ...config,
        pricing: [base({ input: "1", output: "2", ...FEES })],
        modifiers: [],
        usage: { ...usage, ...(context.api.id === "gemini" ? { searches: "query" as const } : {}) },
        deployments: { default: {} },
      }));
      const told = TOLD[endpoint.api];
      if (!told) return;
      const session = await context.open({ data });
      for (const telling of told.tellings)
        for (const { how, stream, type, bytes } of answersTelling(context, told, telling)) {
          const answer: UpstreamAnswer = {
            kind: "answer",
            status: 200,
            headers: [["content-type", type]],
            chunks: [bytes],
          };
          session.answer(answer);
          const bill = await watchBill(session, () => session.send(ask(addressOf(endpoint), { stream })));
          compare(context, `${telling.what}, ${how}`, telling, bill);
          context.count(1);
          if (stream) continue;
          session.answer(answer);
          const asked = { ...ask(addressOf(endpoint)), max_tokens: 64 };
          const message = await session.send(asked, { path: "/v1/messages" });
          // Messages have a place for the searches of the web, and for no other use.
          const shown = at(message.json, ["usage", "server_tool_use", "web_search_requests"]) ?? 0;
          context.check.equal("CST-11", `${telling.what}: in a message`, shown, telling.uses.search ?? 0);
        }
    },
  },
];
