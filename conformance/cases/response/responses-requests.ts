/**
 * Requests in the form of the Responses API, whatever the provider speaks (API-01).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { bodyOf } from "../../engine/session.ts";
import { AT_RESPONSES, askedAs, itemsOf, TIDE } from "../_shared/responses.ts";
import { pinned, simulated } from "../_shared/support.ts";

const call = (call_id: string, at: string): JsonObject => ({
  type: "function_call",
  id: `fc_${at}`,
  call_id,
  name: "tide",
  arguments: JSON.stringify({ at }),
});
const result = (call_id: string, output: Json): JsonObject => ({
  type: "function_call_output",
  call_id,
  output,
});

/** State that nobody keeps here, and other things that only one provider could take; with the place that is named. */
const REFUSED: readonly [param: string, more: JsonObject][] = [
  ["previous_response_id", { previous_response_id: "resp_1" }],
  ["conversation", { conversation: "conv_1" }],
  ["prompt", { prompt: { id: "pmpt_1" } }],
  ["background", { background: true }],
  ["truncation", { truncation: "auto" }],
  ["input[0]", { input: [{ type: "item_reference", id: "msg_1" }] }],
  ["input[0]", { input: [{ id: "rs_1" }] }],
  [
    "input[1].type",
    {
      input: [
        { role: "user", content: "x" },
        { type: "web_search_call", id: "ws_1" },
      ],
    },
  ],
  ["input[0].type", { input: [{ type: "dream", id: "dr_1" }] }],
  ["input[0].call_id", { input: [result("call_none", "low")] }],
  ["tools[0].type", { tools: [{ type: "web_search" }] }],
  ["messages", { messages: [{ role: "user", content: "x" }] }],
  ["response_format", { response_format: { type: "json_object" } }],
];

/** What is wrong for everybody. */
const MALFORMED: readonly [param: string, more: JsonObject][] = [
  ["input", { input: [] }],
  ["input[0].role", { input: [{ role: "harbour", content: "x" }] }],
  ["max_output_tokens", { max_output_tokens: 0 }],
  ["tools[0].name", { tools: [{ type: "function" }] }],
];

/** Models that are documented to take each of the four efforts as it is. */
const FOUR_EFFORTS = ["gpt-5", "gpt-5-mini", "gpt-5-nano"];

const takesFourEfforts = ({ model, supportedParameters: names }: Endpoint): boolean =>
  FOUR_EFFORTS.includes(model) && names.includes("reasoning_effort") && names.includes("prompt_cache_key");

export const responsesRequests: readonly Case[] = [
  {
    id: "response.responses.request",
    area: "response",
    title: "Sends a request of the Responses API to the provider as the same request of a chat",
    why: "instructions after the history, or none, and a limit that is dropped change the answer unseen",
    requirements: ["API-01", "MAP-04", "MAP-05", "MAP-06"],
    needs: { unlike: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      session.answer(simulated(context));
      const input = [
        { role: "user", content: [{ type: "input_text", text: "Where does the tide go?" }] },
        { role: "assistant", content: [{ type: "output_text", text: "Out.", annotations: [] }] },
        { role: "developer", content: "Be kind." },
        { type: "message", id: "msg_2", status: "completed", role: "user", content: "And then?" },
      ];
      const choice = { tools: [TIDE], tool_choice: { type: "function", name: "tide" } };
      const more = { input, instructions: "Answer in one word.", max_output_tokens: 77, ...choice };
      const reply = await session.send(askedAs(pinned(endpoint), more), AT_RESPONSES);
      context.check.equal("API-01", "answered", reply.status, 200);
      const [request] = session.received;
      if (!request) return;
      const read = context.wire.read(request);
      context.check.equal("MAP-05", "system", read.system, ["Answer in one word.", "Be kind."]);
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
      const chosen = typeof read.toolChoice === "object" ? read.toolChoice.name : read.toolChoice;
      // Some hosts can only be told that some tool must be called.
      context.check.that("MAP-06", "choice", chosen === "tide" || chosen === "required", {
        expected: "the named tool, or that one must be called",
        seen: read.toolChoice,
      });
    },
  },
  {
    id: "response.responses.history",
    area: "response",
    title: "Sends calls and their results as turns, by call_id and never by the id of an item",
    why: "a result that answers no call is refused, and one that answers another is worse",
    requirements: ["API-01", "MAP-06"],
    needs: { unlike: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      session.answer(simulated(context));
      const input = [
        { role: "user", content: "Where does the tide go?" },
        { role: "assistant", content: "Let me look." },
        call("call_noon00001", "noon"),
        call("call_dusk00002", "dusk"),
        result("call_noon00001", "low"),
        result("call_dusk00002", [{ type: "input_text", text: "high" }]),
        { role: "user", content: "And then?" },
      ];
      const reply = await session.send(askedAs(pinned(endpoint), { input, tools: [TIDE] }), AT_RESPONSES);
      context.check.equal("API-01", "answered", reply.status, 200);
      const [request] = session.received;
      if (!request) return;
      const { turns } = context.wire.read(request);
      const roles = turns.map(({ role }) => role);
      context.check.equal("MAP-06", "turns", roles, ["user", "assistant", "tool", "tool", "user"]);
      const calls = turns[1]?.calls ?? [];
      const said = calls.map(({ name, arguments: args }) => ({ name, args }));
      const expected = ["noon", "dusk"].map((at) => ({ name: "tide", args: { at } }));
      context.check.equal("MAP-06", "calls", said, expected);
      context.check.equal("MAP-06", "text", turns[1]?.texts, ["Let me look."]);
      const answered = turns.slice(2, 4).map(({ callId, texts }) => [callId, texts.join("")]);
      const [noon, dusk] = calls;
      const pairs = [
        [noon?.id, "low"],
        [dusk?.id, "high"],
      ];
      // Where a wire tells results by the name of the tool, the order of the turns tells them apart.
      const byOrder = answered.map(([, text]) => text);
      const paired = JSON.stringify(answered) === JSON.stringify(pairs);
      context.check.that("MAP-06", "results", paired || noon?.id === dusk?.id, {
        expected: "pairs",
        seen: answered,
      });
      context.check.equal("MAP-06", "results-in-order", byOrder, ["low", "high"]);
      const ids = request.body.includes("fc_noon");
      context.check.equal("API-01", "no-item-id", ids, false);
    },
  },
  {
    id: "response.responses.refused",
    area: "response",
    title: "Refuses by name the state that nobody keeps, and what only one provider could take",
    why: "an ignored previous_response_id is an answer without its history, and nothing shows it",
    requirements: ["API-01", "ERR-08"],
    needs: { unlike: "openai-responses" },
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const model = pinned(context.endpoint());
      for (const [param, more] of REFUSED) {
        const reply = await session.send(askedAs(model, more), AT_RESPONSES);
        const { param: named, code } = errorOf(reply) ?? {};
        const seen = [reply.status, named, code];
        context.check.equal("API-01", `${param}.refused`, seen, [400, param, "unsupported_parameter"]);
      }
      for (const [param, more] of MALFORMED) {
        const reply = await session.send(askedAs(model, more), AT_RESPONSES);
        const seen = [reply.status, errorOf(reply)?.param];
        context.check.equal("ERR-08", `${param}.malformed`, seen, [400, param]);
      }
      context.check.equal("API-01", "no-call", session.received.length, 0);
      for (const method of ["GET", "DELETE"]) {
        const reply = await session.send({}, { path: "/v1/responses/resp_1", method });
        const seen = [reply.status, errorOf(reply)?.code];
        context.check.equal("API-01", `${method}.stored`, seen, [404, "response_not_found"]);
      }
    },
  },
  {
    id: "response.responses.accepted",
    area: "response",
    title: "Takes store in every form, answers that nothing is stored, and knows a body by its input",
    why: "clients send store as they were told to, and many can only set a header or a path",
    requirements: ["API-01"],
    needs: { unlike: "openai-responses" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      session.answer(simulated(context));
      for (const store of [undefined, null, false, true]) {
        const reply = await session.send(askedAs(model, store === undefined ? {} : { store }), AT_RESPONSES);
        context.check.equal("API-01", `store.${store}`, [reply.status, reply.json?.store], [200, false]);
      }
      const header = (value: string) => ({ "helicone-gateway-body-mapping": value });
      const detected = await session.send(askedAs(model));
      context.check.equal("API-01", "by-its-input", detected.json?.object, "response");
      const named = await session.send(askedAs(model), { headers: header("RESPONSES") });
      context.check.equal("API-01", "by-the-header", named.json?.object, "response");
      const path = await session.send(askedAs(model), { ...AT_RESPONSES, headers: header("OPENAI") });
      context.check.equal("API-01", "by-the-path", path.json?.object, "response");
      const chat = await session.send(askedAs(model), { headers: header("OPENAI") });
      const seen = [chat.status, errorOf(chat)?.param];
      context.check.equal("API-01", "a-chat-where-told", seen, [400, "messages"]);
    },
  },
  {
    id: "response.responses.strict",
    area: "response",
    title: "Keeps the meaning of a function's strictness, said or not said",
    why: "silence is strict in this API and lax in chat completions: optional arguments break when it flips",
    requirements: ["API-01", "MAP-06"],
    needs: { api: "openai-chat", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      session.answer(simulated(context));
      const total = { type: "object", properties: { at: { type: "string" } }, required: ["at"] };
      const partial = { type: "object", properties: { at: { type: "string" } } };
      const tools = [
        { type: "function", name: "silent", parameters: total },
        { type: "function", name: "optional", parameters: partial },
        { type: "function", name: "lax", parameters: total, strict: false },
      ];
      await session.send(askedAs(pinned(endpoint), { tools }), AT_RESPONSES);
      const sent = JSON.parse(session.received[0]?.body ?? "{}") as { tools?: { function: JsonObject }[] };
      const seen = (sent.tools ?? []).map(({ function: fn }) => [fn.name, fn.strict, fn.parameters]);
      context.check.equal("API-01", "strictness", seen, [
        ["silent", true, { ...total, additionalProperties: false }],
        ["optional", undefined, partial],
        ["lax", false, total],
      ]);
    },
  },
  {
    id: "response.responses.format",
    area: "response",
    title: "Keeps the schema of the answer under its name, and JSON mode without one",
    why: "a dropped format is an answer that no parser reads, and nothing says so",
    requirements: ["API-01"],
    needs: { api: "openai-chat", capabilities: ["json_object", "json_schema"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(
        ({ capabilities }) => capabilities.has("json_object") && capabilities.has("json_schema"),
      );
      session.answer(simulated(context));
      const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
      const named = { name: "tide", schema, strict: true };
      const formats = [
        [
          { type: "json_schema", ...named },
          { type: "json_schema", json_schema: named },
        ],
        [{ type: "json_object" }, { type: "json_object" }],
      ] as const;
      for (const [format, expected] of formats) {
        // OpenAI wants to read the word before it answers in bare JSON.
        const input = "Where does the tide go? Say it as JSON.";
        await session.send(askedAs(pinned(endpoint), { input, text: { format } }), AT_RESPONSES);
        const sent = bodyOf(session.received.at(-1)).response_format ?? null;
        context.check.equal("API-01", format.type, sent, expected);
      }
    },
  },
  {
    id: "response.responses.efforts",
    area: "response",
    title: "Keeps each effort of reasoning, and the key of the prompt's cache",
    why: "crossed efforts cost money or quality, a lost key costs the cache",
    requirements: ["API-01"],
    needs: {
      api: "openai-chat",
      endpoints: {
        that: "takes efforts and cache keys",
        where: takesFourEfforts,
      },
    },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(takesFourEfforts);
      session.answer(simulated(context));
      for (const effort of ["minimal", "low", "medium", "high"]) {
        const more = { reasoning: { effort, summary: "auto" }, prompt_cache_key: "quay" };
        await session.send(askedAs(pinned(endpoint), more), AT_RESPONSES);
        const { reasoning_effort, prompt_cache_key } = bodyOf(session.received.at(-1));
        context.check.equal("API-01", effort, [reasoning_effort, prompt_cache_key], [effort, "quay"]);
      }
    },
  },
  {
    id: "response.responses.custom-tool",
    area: "response",
    title: "Turns a free-text tool into a function for the provider, and its call back for the caller",
    why: "coding agents patch files with such a tool, and most providers have functions only",
    requirements: ["API-01", "RES-03"],
    needs: { unlike: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint((e) => e.capabilities.has("tools"));
      const calls = [{ id: "call_patch0001", name: "patch", arguments: { input: 'a "b"\n' } }];
      session.answer(context.simulate.pieces(context.wire.streamAnswer({ calls })));
      const tools = [{ type: "custom", name: "patch", description: "Patches", format: { type: "text" } }];
      const body = askedAs(pinned(endpoint), { tools, stream: true });
      const reply = await session.send(body, AT_RESPONSES);
      const [request] = session.received;
      const declared = request ? context.wire.read(request).tools.map(({ name }) => name) : [];
      context.check.equal("API-01", "declared", declared, ["patch"]);
      const items = itemsOf(reply).map(({ type, name, input }) => [type, name, input]);
      context.check.equal("RES-03", "called", items.slice(-1), [["custom_tool_call", "patch", 'a "b"\n']]);
    },
  },
];
