/**
 * Callers of the Responses API at providers that speak it: nothing is translated, state and hosted tools included where the
 * caller pays (MAP-16, API-01, BIL-06).
 * @module
 */
import { isObject, type Json, type JsonObject, without } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { bodyOf } from "../../engine/session.ts";
import { json } from "../../upstream/wire.ts";
import { AT_RESPONSES, askedAs, TIDE } from "../_shared/responses.ts";
import { eventsIn } from "../_shared/responses-judge.ts";
import { pinned } from "../_shared/support.ts";

/** Items, parts and fields of every kind, among them some that nobody knows yet. */
const INPUT: Json[] = [
  {
    role: "user",
    content: [{ type: "input_text", text: "Where does the tide go?", prompt_cache_breakpoint: {} }],
  },
  { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "c2VhbGVk", status: null },
  {
    type: "function_call",
    id: "fc_1",
    call_id: "call_1",
    name: "tide",
    arguments: '{ "at":1}',
    namespace: "sea",
  },
  { type: "function_call_output", call_id: "call_1", output: "" },
  {
    type: "message",
    id: "msg_1",
    role: "assistant",
    status: "completed",
    phase: "commentary",
    content: [{ type: "output_text", text: "Out.", annotations: [], logprobs: [] }],
  },
  { role: "developer", content: "Be kind." },
  { role: "user", content: "And then?" },
];

const PLAIN: JsonObject = {
  input: INPUT,
  instructions: "Briefly.",
  max_output_tokens: 64,
  temperature: 0,
  top_p: 1,
  metadata: { quay: "7" },
  store: false,
  prompt_cache_key: "quay",
  safety_identifier: "s1",
  truncation: "disabled",
  include: ["reasoning.encrypted_content"],
  parallel_tool_calls: false,
  reasoning: { effort: "low", summary: "auto" },
  text: { verbosity: "low", format: { type: "text" } },
};

/** What only the provider can take up: its state, its tools, items that it made. */
const BEYOND: readonly [param: string, more: JsonObject][] = [
  ["previous_response_id", { previous_response_id: "resp_1" }],
  ["conversation", { conversation: "conv_1" }],
  ["prompt", { prompt: { id: "pmpt_1" }, input: null }],
  ["context_management", { context_management: [{ type: "compaction", compact_threshold: 1000 }] }],
  ["truncation", { truncation: "auto" }],
  ["input[0]", { input: [{ type: "item_reference", id: "msg_1" }] }],
  ["input[0].type", { input: [{ type: "compaction", encrypted_content: "c2VhbGVk" }] }],
  ["input[0].type", { input: [{ type: "dream", id: "dr_1" }] }],
  ["tools[0].type", { tools: [{ type: "web_search" }] }],
];

/** Does the host say that it keeps no such state? Then its name is all that the caller gets (API-01). */
function isUnkept({ api: { traits } }: CaseContext, name: string, param: string): boolean {
  const kind = param === "input[0]" ? "item_reference" : name;
  return traits.unkept?.some((unkept) => unkept === kind) === true;
}

const takesTools = (context: CaseContext) => context.endpoint((e) => e.capabilities.has("tools"));

/** An answer with things that no other API has a place for. */
const rich = (context: CaseContext): JsonObject => ({
  ...(context.wire.answer({ text: "Out." }, context.wire.usage({ prompt: 20, completion: 5 })) as JsonObject),
  output: [
    {
      type: "web_search_call",
      id: "ws_1",
      status: "searching",
      action: { type: "open_page", url: "https://a.example" },
    },
    { type: "dream", id: "dr_1", of: ["the", "sea"] },
    {
      type: "message",
      id: "msg_1",
      status: "completed",
      role: "assistant",
      phase: "final_answer",
      content: [
        {
          type: "output_text",
          text: "Out.",
          annotations: [{ type: "url_citation", url: "https://a.example" }],
        },
      ],
    },
  ],
  tool_usage: { web_search: { num_requests: 0 } },
  made_up_field: { of: "the provider" },
});

export const sameApiCases: readonly Case[] = [
  {
    id: "mapping.same-api.request",
    area: "mapping",
    title: "Sends a body of the Responses API to a provider of that API as it was written, but for the model",
    why: "whoever speaks the provider's own API wants all of it: phases, ids, keys of the cache, fields of tomorrow",
    requirements: ["MAP-16"],
    needs: { api: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const endpoint = takesTools(context);
      const session = await context.open();
      const answer = rich(context);
      session.answer(json(200, answer));
      const body = askedAs(pinned(endpoint), { ...PLAIN, tools: [TIDE], tool_choice: "auto" });
      const reply = await session.send(body, AT_RESPONSES);
      const sent = bodyOf(session.received[0]);
      context.check.equal("MAP-16", "model", sent.model, endpoint.providerModelId);
      context.check.equal("MAP-16", "body", without(sent, ["model"]), without(body, ["model"]));
      context.check.equal("MAP-16", "answer", reply.json, answer);
    },
  },
  {
    id: "mapping.same-api.unknown-fields",
    area: "mapping",
    title:
      "Passes fields that nobody knows where the caller pays, and leaves them out by name where the gateway does",
    why: "a field of tomorrow is lost, or its price is the gateway's",
    requirements: ["MAP-16", "BIL-06"],
    needs: { api: "openai-responses" },
    run: async (context) => {
      const session = await context.open();
      session.answer(json(200, rich(context)));
      const body = askedAs(pinned(context.endpoint()), { brand_new: { of: "tomorrow" }, strict: false });
      const reply = await session.send(body, AT_RESPONSES);
      const sent = bodyOf(session.received[0]);
      context.check.equal("MAP-16", "the-gateways-own", sent.strict, undefined);
      const expected = context.mode === "byok" ? [{ of: "tomorrow" }, null] : [undefined, "brand_new"];
      const seen = [sent.brand_new, reply.headers.get("x-dropped-parameters")];
      context.check.equal(context.mode === "byok" ? "MAP-16" : "BIL-06", "unknown", seen, expected);
    },
  },
  {
    id: "mapping.same-api.state",
    area: "mapping",
    title:
      "Passes state and hosted tools to a provider that has them where the caller pays, else refuses them by name",
    why: "an answer without the history that it refers to looks like any other",
    requirements: ["MAP-16", "API-01", "BIL-06"],
    needs: { api: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = takesTools(context);
      for (const [param, more] of BEYOND) {
        session.answer(json(200, rich(context)));
        const body = askedAs(pinned(endpoint), more);
        const reply = await session.send(body, AT_RESPONSES);
        const [request] = session.received;
        const [name = ""] = Object.keys(more);
        if (context.mode === "byok" && !isUnkept(context, name, param)) {
          context.check.equal("MAP-16", `${name}.answered`, reply.status, 200);
          const sent = without(bodyOf(request), ["model"]);
          context.check.equal("MAP-16", `${name}.sent`, sent, without(body, ["model"]));
          continue;
        }
        const { code, param: named } = errorOf(reply) ?? {};
        const seen = [reply.status, code, named, request === undefined];
        context.check.equal("API-01", `${name}.refused`, seen, [400, "unsupported_parameter", param, true]);
      }
    },
  },
  {
    id: "mapping.same-api.background",
    area: "mapping",
    title:
      "Gives a queued answer as it came, its usage unknown, or refuses it by name where the host has none",
    why: "a queued answer without usage is a crash to a reader who expects one, or a free answer",
    requirements: ["MAP-16", "USE-05", "API-01"],
    modes: ["byok"],
    needs: { api: "openai-responses" },
    run: async (context) => {
      const session = await context.open();
      const done = context.wire.answer({ text: "Out." }) as JsonObject;
      const queued: JsonObject = { ...done, background: true, status: "queued", output: [], usage: null };
      session.answer(json(200, queued));
      const body = askedAs(pinned(context.endpoint()), { background: true, store: true });
      const reply = await session.send(body, AT_RESPONSES);
      if (isUnkept(context, "background", "background")) {
        const seen = [reply.status, errorOf(reply)?.param, session.received.length];
        context.check.equal("API-01", "refused", seen, [400, "background", 0]);
        return;
      }
      context.check.equal("MAP-16", "answer", [reply.status, reply.json], [200, queued]);
      context.check.equal("USE-05", "usage", (await session.lastRecord())?.usage?.kind, "unknown");
    },
  },
  {
    id: "mapping.same-api.limit-too-small",
    area: "mapping",
    title: "Passes a limit below the least that is taken, and gives the provider's refusal with its place",
    why: "a limit that is raised unseen costs what the caller would not pay; one that is refused can be mended",
    requirements: ["MAP-16", "ERR-01"],
    needs: { api: "openai-responses" },
    run: async (context) => {
      const session = await context.open();
      const [param, code] = ["max_output_tokens", "integer_below_min_value"];
      const message = `Invalid '${param}': integer below minimum value.`;
      const refusal = { message, type: "invalid_request_error", param, code };
      session.answer(json(400, { error: refusal }));
      const body = askedAs(pinned(context.endpoint()), { max_output_tokens: 5 });
      const reply = await session.send(body, AT_RESPONSES);
      context.check.equal("MAP-16", "sent", bodyOf(session.received[0]).max_output_tokens, 5);
      const { param: named, code: told } = errorOf(reply) ?? {};
      context.check.equal("ERR-01", "refused", [reply.status, named, told], [400, param, code]);
    },
  },
  {
    id: "mapping.same-api.stream",
    area: "mapping",
    title: "Streams the provider's own events to a caller of its API, however they were cut",
    why: "a stream that is read and written anew loses what the reader does not know",
    requirements: ["MAP-16", "STR-01"],
    needs: { scenarios: ["stream.basic"], api: "openai-responses" },
    run: async (context) => {
      const recording = context.recording("stream.basic");
      const model = pinned(context.endpointOf(recording));
      const whole = Buffer.from(recording.responseBody);
      const odd = Buffer.from(
        'event: response.dreaming\ndata: {"type":"response.dreaming","sequence_number":0}\n\n',
      );
      const text = Buffer.concat([odd, whole]);
      const session = await context.open();
      for (const size of [1, 7, text.length]) {
        const count = Math.ceil(text.length / size);
        const pieces = Array.from({ length: count }, (_, i) => text.subarray(i * size, (i + 1) * size));
        session.answer(context.simulate.pieces(pieces));
        const reply = await session.send(askedAs(model, { stream: true }), AT_RESPONSES);
        context.check.equal(
          "MAP-16",
          `in-pieces-of-${size === text.length ? "all" : size}`,
          reply.text,
          text.toString("utf8"),
        );
      }
    },
  },
  {
    id: "mapping.same-api.stream-broken",
    area: "mapping",
    title:
      "Ends a provider's stream that breaks with one error and one failed response, in continuation of it",
    why: "two ends, or numbers that begin anew, are taken for another answer",
    requirements: ["MAP-16", "STR-07"],
    needs: { scenarios: ["stream.error.mid", "stream.basic"], api: "openai-responses" },
    run: async (context) => {
      const failing = context.recording("stream.error.mid");
      const whole = Buffer.from(context.recording("stream.basic").responseBody).toString("utf8");
      const model = pinned(context.endpointOf(failing));
      const session = await context.open();
      const cut = whole.slice(0, whole.indexOf("event: response.output_text.done"));
      const streams: [name: string, text: string][] = [
        ["failed", Buffer.from(failing.responseBody).toString("utf8")],
        ["cut", cut],
        ["cut-inside-an-event", cut.slice(0, -9)],
      ];
      for (const [name, text] of streams) {
        session.answer(context.simulate.pieces([text]));
        const reply = await session.send(askedAs(model, { stream: true }), AT_RESPONSES);
        const events = eventsIn(reply.text).map(({ data }) => data);
        const types = events.map(({ type }) => type);
        context.check.equal("STR-07", `${name}.ends`, types.slice(-2), ["error", "response.failed"]);
        const ends = types.filter((type) => type === "error" || type === "response.failed").length;
        context.check.equal("STR-07", `${name}.once`, ends, 2);
        const numbers = events.map(({ sequence_number: number }) => number);
        context.check.equal("MAP-16", `${name}.numbers`, numbers, [...numbers.keys()]);
        const response = events.at(-1)?.response;
        const began = events[0]?.response;
        const ids = [response, began].map((each) => (isObject(each) ? each.id : null));
        context.check.equal("MAP-16", `${name}.one-id`, ids[0], ids[1]);
        context.check.equal("STR-07", `${name}.record`, (await session.lastRecord())?.outcome, "failed");
      }
    },
  },
];
