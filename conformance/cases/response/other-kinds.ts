/**
 * Kinds of tools and calls beside functions: free text, the form of the API's first years, kinds of tomorrow (RES-07).
 * @module
 */
import { isObject, type Json, type JsonObject, objectsIn } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const PATCH = '*** Begin\n+ "tide" \\ é';
const CUSTOM: Json[] = [{ type: "custom", custom: { name: "apply_patch", description: "Applies a patch" } }];
const TIDE: JsonObject = {
  name: "tide",
  parameters: { type: "object", properties: { at: { type: "string" } } },
};

/** What the model says to a free-text tool that it sees as a function of one text. */
const called = { id: "call_patch001", name: "apply_patch", arguments: { input: PATCH } };
const told = { id: "call_tide00001", name: "tide", arguments: { at: "noon" } };

const messageIn = ({ json: body }: Reply): JsonObject => {
  const [choice] = objectsIn(body?.choices);
  return isObject(choice?.message) ? choice.message : {};
};

/** The deltas of a streamed answer, and the word with which it ends. */
function deltasIn(text: string): { deltas: JsonObject[]; finish: Json } {
  const chunks = text
    .split("\n\n")
    .filter((line) => line.startsWith("data: {"))
    .flatMap((line) => objectsIn((JSON.parse(line.slice("data: ".length)) as JsonObject).choices));
  const deltas = chunks.flatMap(({ delta }) => (isObject(delta) ? [delta] : []));
  const finish = chunks.flatMap(({ finish_reason: reason }) => reason ?? [])[0] ?? null;
  return { deltas, finish };
}

/** Names and texts of the free-text calls in deltas. */
const customIn = (deltas: readonly JsonObject[]): Json[] => {
  const calls = deltas.flatMap(({ tool_calls }) => objectsIn(tool_calls));
  const texts = calls.flatMap(({ custom }) => (isObject(custom) ? [String(custom.input ?? "")] : []));
  const names = calls.flatMap(({ custom }) => (isObject(custom) ? [custom.name ?? null] : []));
  const [name = null] = names.filter((one) => one !== null);
  return [name, texts.join("")];
};

const takesTools = (context: CaseContext) =>
  context.endpoint(({ capabilities }) => capabilities.has("tools"));

const user: Json = { role: "user", content: "Patch it." };

export const otherKinds: readonly Case[] = [
  {
    id: "response.kinds.free-text",
    area: "response",
    title: "Gives calls of free-text tools back as free text, and takes them back in the history",
    why: "editors patch files by such tools; an error for the answer ends their work",
    requirements: ["RES-07"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(takesTools(context));
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      session.answer(json(200, context.wire.answer({ calls: [called] }, usage)));
      const first = await session.send(ask(model, { messages: [user], tools: CUSTOM }));
      const message = messageIn(first);
      const [call] = objectsIn(message.tool_calls);
      const seen = [first.status, call?.type, call?.custom];
      context.check.equal("RES-07", "call", seen, [200, "custom", { name: "apply_patch", input: PATCH }]);
      session.answer(context.simulate.completion("Done.", usage));
      const result = { role: "tool", tool_call_id: call?.id ?? "", content: "ok" };
      const messages = [user, message as Json, result];
      const second = await session.send(ask(model, { messages, tools: CUSTOM }));
      context.check.equal("RES-07", "history", second.status, 200);
      const sent = JSON.stringify(bodyOf(session.received.at(-1)));
      context.check.equal("RES-07", "history.sent", sent.includes("*** Begin"), true);
    },
  },
  {
    id: "response.kinds.free-text-streamed",
    area: "response",
    title: "Streams calls of free-text tools as free text",
    why: "agents stream",
    requirements: ["RES-07"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const pieces = context.wire.streamAnswer({ calls: [called] });
      session.answer(streamed(context.wire.streamType, pieces));
      const body = ask(pinned(takesTools(context)), { messages: [user], tools: CUSTOM, stream: true });
      const { deltas, finish } = deltasIn((await session.send(body)).text);
      const seen = [...customIn(deltas), finish];
      context.check.equal("RES-07", "streamed", seen, ["apply_patch", PATCH, "tool_calls"]);
    },
  },
  {
    id: "response.kinds.own-words",
    area: "response",
    title: "Reads a provider's own free-text calls, and passes calls of a kind that nobody knows",
    why: "one call of a new kind turned a good answer into a 502",
    requirements: ["RES-07"],
    needs: { api: "openai-chat", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const body = ask(pinned(takesTools(context)), { messages: [user], tools: CUSTOM });
      const own: Json = { id: "call_1", type: "custom", custom: { name: "apply_patch", input: PATCH } };
      const strange: Json = { id: "call_2", type: "dream", dream: { of: "the sea" } };
      const answer = (calls: Json[]) => ({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1,
        model: "simulated",
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: null, tool_calls: calls },
            finish_reason: "tool_calls",
          },
        ],
        usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
      });
      session.answer(json(200, answer([own, strange])));
      const reply = await session.send(body);
      context.check.equal("RES-07", "calls", messageIn(reply).tool_calls, [own, strange]);
    },
  },
  {
    id: "response.kinds.some-tools",
    area: "response",
    title: "Offers only the tools that may be called",
    why: "a choice among some tools was a 400",
    requirements: ["RES-07"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      session.answer(context.simulate.completion("Out."));
      const tools = ["tide", "bell"].map((name) => ({ type: "function", function: { ...TIDE, name } }));
      const named = { type: "function", function: { name: "bell" } };
      const tool_choice = { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [named] } };
      const body = ask(pinned(takesTools(context)), { messages: [user], tools, tool_choice });
      const reply = await session.send(body);
      const [request] = session.received;
      const offered = request ? context.wire.read(request).tools.map(({ name }) => name) : [];
      context.check.equal("RES-07", "offered", [reply.status, ...offered], [200, "bell"]);
    },
  },
  {
    id: "response.kinds.first-form",
    area: "response",
    title: "Answers callers of functions and function_call in their own form, whole and streamed",
    why: "clients of the first years wait for function_call, and their tools were dropped",
    requirements: ["RES-07"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(takesTools(context));
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      const expected = { name: "tide", arguments: '{"at":"noon"}' };
      session.answer(json(200, context.wire.answer({ calls: [told] }, usage)));
      const asked = { messages: [user], functions: [TIDE], function_call: "auto" };
      const whole = await session.send(ask(model, asked));
      const [choice] = objectsIn(whole.json?.choices);
      const { function_call: call, tool_calls: none } = messageIn(whole);
      const seen = [whole.status, call, none, choice?.finish_reason];
      context.check.equal("RES-07", "whole", seen, [200, expected, undefined, "function_call"]);
      session.answer(streamed(context.wire.streamType, context.wire.streamAnswer({ calls: [told] }, usage)));
      const { deltas, finish } = deltasIn((await session.send(ask(model, { ...asked, stream: true }))).text);
      const parts = deltas.flatMap((delta) => (isObject(delta.function_call) ? [delta.function_call] : []));
      const name = parts.map((part) => part.name ?? "").join("");
      const args = parts.map((part) => part.arguments ?? "").join("");
      context.check.equal(
        "RES-07",
        "streamed",
        [name, JSON.parse(args || "null"), finish],
        ["tide", { at: "noon" }, "function_call"],
      );
      session.answer(context.simulate.completion("Out.", usage));
      const history = [
        user,
        { role: "assistant", content: null, function_call: expected },
        { role: "function", name: "tide", content: "Low water." },
      ];
      const last = await session.send(ask(model, { ...asked, messages: history }));
      const request = session.received.at(-1);
      const turns = request ? context.wire.read(request).turns : [];
      const result = turns.find(({ role }) => role === "tool")?.texts;
      context.check.equal("RES-07", "history", [last.status, result], [200, ["Low water."]]);
    },
  },
];
