/**
 * Streams of the Responses API as its hosts really send them, to callers of chats: what is held together by the index of an
 * item alone, what only a last event tells, and what breaks a stream (STR-04, STR-05, STR-07, RES-02, USE-04).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { pinned } from "../_shared/support.ts";

const USAGE = {
  input_tokens: 20,
  input_tokens_details: { cached_tokens: 4, cache_write_tokens: 6 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 29,
};

type Event = JsonObject & { type: string };
const event = (type: string, fields: JsonObject = {}): Event => ({ type: `response.${type}`, ...fields });
const response = (status: string, more: JsonObject = {}): JsonObject => ({
  response: {
    id: "resp_1",
    object: "response",
    created_at: 1_796_000_000,
    model: "m",
    status,
    output: [],
    ...more,
  },
});
const created = event("created", response("in_progress"));
const completed = event("completed", response("completed", { usage: USAGE }));

const message = (id: string, text?: string): JsonObject => ({
  id,
  type: "message",
  role: "assistant",
  status: text === undefined ? "in_progress" : "completed",
  content: text === undefined ? [] : [{ type: "output_text", text, annotations: [], logprobs: [] }],
});
const call = (id: string, call_id: string, args: string): JsonObject => ({
  id,
  type: "function_call",
  call_id,
  name: "tide",
  arguments: args,
  status: "in_progress",
});
const added = (output_index: number, item: JsonObject) => event("output_item.added", { output_index, item });
const done = (output_index: number, item: JsonObject) => event("output_item.done", { output_index, item });
const said = (output_index: number, item_id: string, delta: string) =>
  event("output_text.delta", { output_index, item_id, content_index: 0, delta, logprobs: [] });
const piece = (output_index: number, item_id: string, delta: string) =>
  event("function_call_arguments.delta", { output_index, item_id, delta });

/** As most hosts write them: named, and numbered from 0. */
const written = (events: readonly Event[]): string =>
  events
    .map((each, i) => `event: ${each.type}\ndata: ${JSON.stringify({ ...each, sequence_number: i })}\n\n`)
    .join("");
/** As one relay writes them: without names, with comments, and with OpenAI's other end. */
const unnamed = (events: readonly Event[]): string =>
  `: PROCESSING\n\n${events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join("")}data: [DONE]\n\n`;

const NOON = '{"at":"noon"}';
const DUSK = '{"at":"dusk"}';
const CALLS = [
  { id: "call_a", name: "tide", arguments: NOON },
  { id: "call_b", name: "tide", arguments: DUSK },
];
const TOOLS: Json = [
  { type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } },
];

/** Everything that says nothing to a caller of chats: it may come and must not disturb. */
const STRANGE: Event[] = [
  event("dreaming", { of: "the sea" }),
  added(0, { id: "dr_1", type: "dream" }),
  done(0, { id: "dr_1", type: "dream" }),
  { type: "keepalive" },
];

interface Stream {
  name: string;
  text: string;
  /** What the caller's answer says, put together. */
  expected: { text?: string; calls?: typeof CALLS; finish: string };
}

const STREAMS: readonly Stream[] = [
  {
    name: "arguments-interleaved",
    text: written([
      created,
      added(0, call("fc_a", "call_a", "")),
      added(1, call("fc_b", "call_b", "")),
      piece(0, "fc_a", '{"at":'),
      piece(1, "fc_b", '{"at":'),
      piece(0, "fc_a", '"noon"}'),
      piece(1, "fc_b", '"dusk"}'),
      done(0, call("fc_a", "call_a", NOON)),
      done(1, call("fc_b", "call_b", DUSK)),
      completed,
    ]),
    expected: { calls: CALLS, finish: "tool_calls" },
  },
  {
    name: "arguments-only-when-done",
    text: written([
      created,
      added(0, call("fc_a", "call_a", "")),
      event("function_call_arguments.done", { output_index: 0, item_id: "fc_a", arguments: NOON }),
      done(0, call("fc_a", "call_a", NOON)),
      completed,
    ]),
    expected: { calls: CALLS.slice(0, 1), finish: "tool_calls" },
  },
  {
    name: "ids-that-change-with-every-event",
    text: written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_2", "Out"),
      said(0, "msg_3", "."),
      added(1, call("fc_1", "call_a", "")),
      piece(1, "fc_2", NOON),
      done(1, call("fc_3", "call_a", NOON)),
      done(0, message("msg_4", "Out.")),
      event("completed", response("completed", { id: "resp_2", usage: USAGE })),
    ]),
    expected: { text: "Out.", calls: CALLS.slice(0, 1), finish: "tool_calls" },
  },
  {
    name: "without-names-and-with-another-end",
    text: unnamed([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      done(0, message("msg_1", "Out.")),
      completed,
    ]),
    expected: { text: "Out.", finish: "stop" },
  },
  {
    name: "text-in-the-last-event-alone",
    text: written([
      created,
      event("completed", response("completed", { output: [message("msg_1", "Out.")], usage: USAGE })),
    ]),
    expected: { text: "Out.", finish: "stop" },
  },
  {
    name: "unknown-events-and-items-and-gaps",
    text: written([
      created,
      ...STRANGE,
      added(1, message("msg_1")),
      said(1, "msg_1", "Out."),
      done(1, message("msg_1", "Out.")),
      completed,
    ]).replaceAll('"sequence_number":5', '"sequence_number":50'),
    expected: { text: "Out.", finish: "stop" },
  },
  {
    name: "more-after-the-end",
    text: written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      done(0, message("msg_1", "Out.")),
      completed,
      added(1, message("msg_2")),
      said(1, "msg_2", " And in."),
      completed,
    ]),
    expected: { text: "Out.", finish: "stop" },
  },
  {
    name: "cut-at-the-limit",
    text: written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      event(
        "incomplete",
        response("incomplete", { incomplete_details: { reason: "max_output_tokens" }, usage: USAGE }),
      ),
    ]),
    expected: { text: "Out.", finish: "length" },
  },
  {
    name: "cut-by-the-filter",
    text: written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      event(
        "incomplete",
        response("incomplete", { incomplete_details: { reason: "content_filter" }, usage: USAGE }),
      ),
    ]),
    expected: { text: "Out.", finish: "content_filter" },
  },
];

/** Streams that are no answer, whatever came before. */
const BROKEN: readonly [name: string, text: string][] = [
  [
    "no-terminal-event",
    written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      done(0, message("msg_1", "Out.")),
    ]),
  ],
  ["a-bare-done", unnamed([created, added(0, message("msg_1")), said(0, "msg_1", "Out.")])],
  [
    "two-items-with-one-index",
    written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      added(0, message("msg_2")),
      completed,
    ]),
  ],
  [
    "failed-without-an-error-event",
    written([
      created,
      added(0, message("msg_1")),
      said(0, "msg_1", "Out."),
      event(
        "failed",
        response("failed", { error: { code: "server_error", message: "It jammed" }, usage: USAGE }),
      ),
    ]),
  ],
  [
    "a-call-without-a-name",
    written([created, added(0, { type: "function_call", call_id: "call_a", arguments: "" }), completed]),
  ],
];

async function sent(
  context: CaseContext,
  text: string,
): Promise<{ reply: Reply; usage: unknown; outcome: unknown }> {
  const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
  const session = await context.open();
  session.answer(context.simulate.pieces([text]));
  const reply = await session.send(ask(pinned(endpoint), { stream: true, tools: TOOLS }), {
    uncompared: "compared-by-the-case",
  });
  const record = await session.lastRecord();
  return {
    reply,
    usage: record?.usage?.kind === "known" ? record.usage.usage : null,
    outcome: record?.outcome,
  };
}

/** The classes of `USAGE`, by hand: 20 − 4 − 6, and 9 − 2. */
const CLASSES = { input: 10, cacheRead: 4, cacheWrite5m: 6, output: 7, reasoning: 2 };

export const responsesStreamCases: readonly Case[] = [
  {
    id: "streaming.responses.forms",
    area: "streaming",
    title:
      "Reads every form in which hosts of the Responses API stream: by index, from last events, without names",
    why: "ids change, pieces interleave, and what only the end tells is lost to a reader that wants it earlier",
    requirements: ["STR-04", "STR-05", "RES-02", "USE-04"],
    needs: { api: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      for (const { name, text, expected } of STREAMS) {
        const { reply, usage } = await sent(context, text);
        const answer = assemble(reply);
        const calls = answer.toolCalls.map(({ id, name: called, arguments: args }) => ({
          id,
          name: called,
          arguments: args,
        }));
        context.check.equal("STR-04", `${name}.text`, answer.text, expected.text ?? "");
        context.check.equal("STR-04", `${name}.calls`, calls, expected.calls ?? []);
        context.check.equal("STR-05", `${name}.no-error`, errorOf(reply), null);
        context.check.equal("RES-02", `${name}.finish`, answer.finishReasons, [expected.finish]);
        context.check.equal("USE-04", `${name}.usage`, usage, CLASSES);
      }
    },
  },
  {
    id: "streaming.responses.broken",
    area: "streaming",
    title: "Shows a stream of the Responses API that breaks its form, fails or never ends as an error",
    why: "without a terminal event nobody knows whether the answer is whole, and most readers take it for whole",
    requirements: ["STR-07"],
    needs: { api: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      for (const [name, text] of BROKEN) {
        const { reply, outcome } = await sent(context, text);
        const error = errorOf(reply);
        const told = isObject(error) && typeof error.message === "string" && error.message !== "";
        context.check.equal("STR-07", `${name}.error`, told, true);
        context.check.equal("STR-07", `${name}.no-finish`, assemble(reply).finishReasons, []);
        context.check.equal("STR-07", `${name}.record`, outcome, "failed");
      }
    },
  },
];
