/**
 * Callers who speak Anthropic's dialect at /v1/messages, whatever the provider speaks (RES-01…03, USE-06, STR-04, ERR-01).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { meansAt } from "../../recordings/host-meanings.ts";
import { json } from "../../upstream/wire.ts";
import type { SimulatedAnswer } from "../../upstream/wires/wire.ts";
import { classesOf, pinned } from "../_shared/support.ts";
import { statusFor } from "../errors/judge.ts";

const MESSAGES = "/v1/messages";
const COUNTS = { prompt: 900, cached: 300, completion: 70 };
const CALL = { id: "call_tide00001", name: "tide", arguments: { at: "noon" } };
const TOOL: JsonObject = {
  name: "tide",
  description: "Height of the tide",
  input_schema: { type: "object", properties: { at: { type: "string" } } },
};

/** A request in Anthropic's form, with all that it has a place for. */
const asked = (model: string, more: JsonObject = {}): JsonObject => ({
  model,
  max_tokens: 77,
  system: [{ type: "text", text: "Answer in one word." }],
  messages: [
    { role: "user", content: "Where does the tide go?" },
    { role: "assistant", content: [{ type: "text", text: "Out." }] },
    { role: "user", content: [{ type: "text", text: "And then?" }] },
  ],
  ...more,
});

const WITH_TOOLS: JsonObject = { tools: [TOOL], tool_choice: { type: "any" } };

const blocksOf = (reply: Reply): JsonObject[] =>
  Array.isArray(reply.json?.content) ? reply.json.content.filter(isObject) : [];

/** The object that a data line holds; nothing of it where the line is something else, which the checks then see. */
function objectIn(line: string): JsonObject {
  try {
    const data: unknown = JSON.parse(line);
    return isObject(data) ? data : {};
  } catch {
    return {};
  }
}

/** The event names and data of a stream, in order. */
function eventsOf(text: string): { event: string; data: JsonObject }[] {
  return text
    .split("\n\n")
    .filter((block) => block.includes("data:"))
    .map((block) => {
      const event = /^event: ?(.*)$/m.exec(block)?.[1] ?? "";
      return { event, data: objectIn(/^data: ?([^\n]*)$/m.exec(block)?.[1] ?? "") };
    });
}

/** What a stream says, put together as Anthropic's clients do. */
function assembled(text: string) {
  const blocks: { type: string; text: string }[] = [];
  const events = eventsOf(text);
  let stop: Json | undefined = null;
  let usage: JsonObject = {};
  for (const { data } of events) {
    const { index, content_block: block, delta, message } = data;
    if (isObject(message) && isObject(message.usage)) usage = { ...usage, ...message.usage };
    if (isObject(block)) blocks[Number(index)] = { type: String(block.type), text: String(block.name ?? "") };
    const open = blocks[Number(index)];
    if (isObject(delta) && open)
      open.text += String(delta.text ?? delta.partial_json ?? delta.thinking ?? "");
    if (isObject(delta) && delta.stop_reason !== undefined) stop = delta.stop_reason;
    if (isObject(data.usage)) usage = { ...usage, ...data.usage };
  }
  return { names: events.map(({ event }) => event), blocks, stop, usage };
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/** Anthropic counts the prompt without what came from the cache. */
function usageIn(context: CaseContext): JsonObject {
  const { input = 0, cacheRead = 0, output = 0 } = classesOf(context.wire, COUNTS);
  return { input_tokens: input, cache_read_input_tokens: cacheRead, output_tokens: output };
}

const counted = ({ input_tokens, cache_read_input_tokens, output_tokens }: JsonObject): JsonObject => ({
  input_tokens: input_tokens ?? 0,
  cache_read_input_tokens: cache_read_input_tokens ?? 0,
  output_tokens: output_tokens ?? 0,
});

const FINISHES: readonly [answer: SimulatedAnswer, stop: string][] = [
  [{ text: "Out.", finish: "stop" }, "end_turn"],
  [{ text: "Out.", finish: "length" }, "max_tokens"],
  [{ text: "Out.", finish: "content_filter" }, "refusal"],
];

/** Anthropic's own types of errors, by the status that callers see. */
const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  429: "rate_limit_error",
  502: "api_error",
  503: "overloaded_error",
};

export const messagesCases: readonly Case[] = [
  {
    id: "response.messages.request",
    area: "response",
    title: "A request in Anthropic's form reaches the provider as the same request in OpenAI's form does",
    why: "a second route that translates by itself is a second gateway with its own mistakes",
    requirements: ["MAP-05", "MAP-06", "MAP-04"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const model = pinned(endpoint);
      session.answer(context.simulate.completion("Out."));
      const first = await session.send(asked(model, WITH_TOOLS), { path: MESSAGES });
      const [request] = session.received;
      context.check.equal("MAP-05", "answered", first.status, 200);
      if (!request) return;
      const read = context.wire.read(request);
      context.check.equal("MAP-05", "system", read.system, ["Answer in one word."]);
      const turns = read.turns.map(({ role, texts }) => [role, ...texts]);
      const expected = [
        ["user", "Where does the tide go?"],
        ["assistant", "Out."],
        ["user", "And then?"],
      ];
      context.check.equal("MAP-05", "turns", turns, expected);
      context.check.equal("MAP-04", "limit", read.maxTokens, 77);
      const [tool] = read.tools;
      context.check.equal("MAP-06", "tool", [tool?.name, tool?.description], ["tide", "Height of the tide"]);
      context.check.equal("MAP-06", "choice", read.toolChoice, "required");
    },
  },
  {
    id: "response.messages.answer",
    area: "response",
    title: "The answer is a message: blocks, stop reason, and usage without what came from the cache",
    why: "OpenAI's counts under Anthropic's names bill cached tokens twice",
    requirements: ["RES-01", "RES-02", "RES-03", "USE-06"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const model = pinned(endpoint);
      const usage = context.wire.usage(COUNTS);
      for (const [answer, stop] of FINISHES) {
        session.answer(json(200, context.wire.answer(answer, usage)));
        const reply = await session.send(asked(model), { path: MESSAGES });
        const { type, role, model: named, stop_reason: reason, usage: shown } = reply.json ?? {};
        const shape = [reply.status, type, role, isText(named)];
        context.check.equal("RES-01", `${stop}.shape`, shape, [200, "message", "assistant", true]);
        context.check.equal("RES-02", `${stop}.stop-reason`, reason, stop);
        const [block] = blocksOf(reply);
        context.check.equal("RES-03", `${stop}.text`, [block?.type, block?.text], ["text", "Out."]);
        const seen = counted(isObject(shown) ? shown : {});
        context.check.equal("USE-06", `${stop}.usage`, seen, usageIn(context));
      }
      session.answer(json(200, context.wire.answer({ calls: [CALL] }, usage)));
      const reply = await session.send(asked(model, WITH_TOOLS), { path: MESSAGES });
      const call = blocksOf(reply).find(({ type }) => type === "tool_use");
      context.check.equal("RES-02", "tool_use.stop-reason", reply.json?.stop_reason, "tool_use");
      context.check.equal("RES-03", "tool_use.block", [call?.name, call?.input], [CALL.name, CALL.arguments]);
      context.check.equal("RES-03", "tool_use.id", typeof call?.id === "string" && call.id !== "", true);
    },
  },
  {
    id: "response.messages.stream",
    area: "response",
    title: "A stream has Anthropic's events in their order: message, blocks one after another, stop, usage",
    why: "its clients keep state by event and index; one out of order is an exception",
    requirements: ["STR-04", "RES-02", "RES-03", "USE-06"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const usage = context.wire.usage(COUNTS);
      const said: SimulatedAnswer = { text: "Look it up.", calls: [CALL] };
      session.answer(context.simulate.pieces(context.wire.streamAnswer(said, usage)));
      const body = asked(pinned(endpoint), { ...WITH_TOOLS, stream: true });
      const reply = await session.send(body, { path: MESSAGES });
      const { names, blocks, stop, usage: shown } = assembled(reply.text);
      const calm = names.filter((name) => name !== "ping");
      context.check.equal("STR-04", "starts", calm[0], "message_start");
      const [{ data = {} } = {}] = eventsOf(reply.text).filter(({ event }) => event === "message_start");
      const opened = isObject(data.message) ? data.message : {};
      const identity = [isText(opened.id), isText(opened.model), opened.role];
      context.check.equal("STR-04", "identity", identity, [true, true, "assistant"]);
      context.check.equal("STR-04", "ends", calm.slice(-2), ["message_delta", "message_stop"]);
      const starts = calm.filter((name) => name === "content_block_start").length;
      const stops = calm.filter((name) => name === "content_block_stop").length;
      context.check.equal("STR-04", "each-block-closed", [starts, stops], [2, 2]);
      context.check.equal("STR-04", "no-done", reply.text.includes("[DONE]"), false);
      const [text, call] = blocks;
      context.check.equal("RES-03", "text", text, { type: "text", text: "Look it up." });
      const expected = `${CALL.name}${JSON.stringify(CALL.arguments)}`;
      context.check.equal(
        "RES-03",
        "call",
        [call?.type, call?.text.replace(/\s/g, "")],
        ["tool_use", expected],
      );
      context.check.equal("RES-02", "stop-reason", stop, "tool_use");
      context.check.equal("USE-06", "usage", counted(shown), usageIn(context));
    },
  },
  {
    id: "response.messages.errors",
    area: "response",
    title:
      "Errors are Anthropic's envelope with Anthropic's types, whole, in a stream, and of the caller's making",
    why: "its clients choose what to retry by error.type",
    requirements: ["ERR-01", "ERR-02", "ERR-08"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const shape = (reply: Reply) => {
        const { type, error, request_id: id } = reply.json ?? {};
        const inner = isObject(error) ? error : {};
        return [
          reply.status,
          type,
          inner.type,
          typeof inner.message,
          id === reply.headers.get("helicone-id"),
        ];
      };
      const whole = (status: number) => [status, "error", TYPES[status] ?? "?", "string", true];
      for (const [upstream, status] of [
        [400, 400],
        [404, 404],
        [429, 429],
        [500, 502],
        [503, 503],
      ] as const) {
        session.answer(context.simulate.error(upstream, "The quay is closed"));
        const reply = await session.send(asked(model), { path: MESSAGES });
        const here = statusFor(context, meansAt(context.api, upstream, status));
        context.check.equal("ERR-02", `${upstream}`, shape(reply), whole(here));
      }
      const bad: [name: string, body: JsonObject][] = [
        ["no-messages", { model, max_tokens: 5 }],
        ["wrong-role", asked(model, { messages: [{ role: "harbour", content: "x" }] })],
        ["unknown-model", asked("no-such-model-anywhere")],
      ];
      for (const [name, body] of bad) {
        const reply = await session.send(body, { path: MESSAGES });
        context.check.equal("ERR-08", name, shape(reply), whole(400));
      }
      const nobody = await session.send(asked(model), {
        path: MESSAGES,
        tenant: null,
        headers: { "x-api-key": "x" },
      });
      context.check.equal("ERR-01", "no-key", shape(nobody), whole(401));
      const { wire } = context;
      const pieces = [wire.opening(), wire.content("The tide "), wire.streamError("It jammed", 503)];
      session.answer(context.simulate.pieces(pieces));
      const reply = await session.send(asked(model, { stream: true }), { path: MESSAGES });
      const last = eventsOf(reply.text).at(-1);
      const error = isObject(last?.data.error) ? last.data.error : {};
      const seen = [last?.event, last?.data.type, error.type];
      context.check.equal("ERR-01", "in-stream", seen, ["error", "error", "overloaded_error"]);
      context.check.equal("ERR-01", "in-stream.no-stop", reply.text.includes("message_stop"), false);
    },
  },
];
