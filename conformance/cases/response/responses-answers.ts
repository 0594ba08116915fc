/**
 * Whole answers of the Responses API (API-01, RES-02, RES-03, USE-06, ERR-01).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { meansAt } from "../../recordings/host-meanings.ts";
import { json } from "../../upstream/wire.ts";
import type { SimulatedAnswer } from "../../upstream/wires/wire.ts";
import { AT_RESPONSES, askedAs, callsOf, itemsOf, TIDE, textOf } from "../_shared/responses.ts";
import { objectProblems } from "../_shared/responses-judge.ts";
import { classesOf, pinned } from "../_shared/support.ts";
import { statusFor, TYPE_OF } from "../errors/judge.ts";

const COUNTS = { prompt: 900, cached: 300, completion: 70, reasoning: 20 };
const CALLS = [
  { id: "call_noon00001", name: "tide", arguments: { at: "noon" } },
  { id: "call_dusk00002", name: "tide", arguments: { at: "dusk" } },
];

const FINISHES: readonly [answer: SimulatedAnswer, status: string, reason: string | null][] = [
  [{ text: "Out.", finish: "stop" }, "completed", null],
  [{ text: "Out.", finish: "length" }, "incomplete", "max_output_tokens"],
  [{ text: "Out.", finish: "content_filter" }, "incomplete", "content_filter"],
];

/** Statuses of providers, and what callers see of them. */
const TYPES: readonly [upstream: number, status: number][] = [
  [400, 400],
  [404, 404],
  [429, 429],
  [500, 502],
];

/** What a response repeats of its request, with values that are no defaults. */
const REPEATED: JsonObject = {
  instructions: "Be brief.",
  max_output_tokens: 50,
  metadata: { a: "b" },
  temperature: 0,
  top_p: 0.5,
  user: "ada",
  prompt_cache_key: "tides",
  safety_identifier: "s1",
  text: { format: { type: "text" }, verbosity: "low" },
  reasoning: { effort: null, summary: "auto" },
};

export const responsesAnswers: readonly Case[] = [
  {
    id: "response.responses.answer",
    area: "response",
    title: "Answers with a whole response object: every field, its status, its items and its usage",
    why: "strict clients end a turn over one missing field, and a cut answer has no other sign than its status",
    requirements: ["API-01", "RES-02", "RES-03", "USE-06"],
    needs: { unlike: "openai-responses" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const usage = context.wire.usage(COUNTS);
      for (const [answer, status, reason] of FINISHES) {
        session.answer(json(200, context.wire.answer(answer, usage)));
        const reply = await session.send(askedAs(model, REPEATED), AT_RESPONSES);
        const { json: body } = reply;
        context.check.equal("API-01", `${answer.finish}.object`, objectProblems(body), []);
        const repeated = Object.fromEntries(Object.keys(REPEATED).map((name) => [name, body?.[name]]));
        context.check.equal("API-01", `${answer.finish}.repeats`, repeated, REPEATED);
        const details = isObject(body?.incomplete_details) ? body.incomplete_details.reason : null;
        context.check.equal("RES-02", `${answer.finish}.status`, [body?.status, details], [status, reason]);
        context.check.equal("RES-03", `${answer.finish}.text`, textOf(reply), "Out.");
        const last = itemsOf(reply).at(-1)?.status;
        context.check.equal("RES-02", `${answer.finish}.item`, last, status);
      }
      const { input = 0, cacheRead = 0, output = 0, reasoning = 0 } = classesOf(context.wire, COUNTS);
      session.answer(json(200, context.wire.answer({ text: "Out." }, usage)));
      const counted = (await session.send(askedAs(model), AT_RESPONSES)).json?.usage;
      const { input_tokens, output_tokens, total_tokens, input_tokens_details, output_tokens_details } =
        isObject(counted) ? counted : ({} as JsonObject);
      const seen = { input_tokens, output_tokens, total_tokens, input_tokens_details, output_tokens_details };
      context.check.equal("USE-06", "usage", seen, {
        input_tokens: input + cacheRead,
        output_tokens: output + reasoning,
        total_tokens: input + cacheRead + output + reasoning,
        input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: 0 },
        output_tokens_details: { reasoning_tokens: reasoning },
      });
    },
  },
  {
    id: "response.responses.calls",
    area: "response",
    title: "Gives every call as an item of its own, with its call_id, after the text",
    why: "an agent that gets one call of two waits for ever or asks twice",
    requirements: ["API-01", "RES-03"],
    needs: { unlike: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint((e) => e.capabilities.has("tools")));
      session.answer(json(200, context.wire.answer({ text: "Let me look.", calls: CALLS })));
      const reply = await session.send(askedAs(model, { tools: [TIDE] }), AT_RESPONSES);
      context.check.equal("API-01", "object", objectProblems(reply.json), []);
      const expected = CALLS.map(({ name, arguments: args }) => ({ name, arguments: args }));
      context.check.equal("RES-03", "calls", callsOf(reply), expected);
      context.check.equal("RES-03", "text", textOf(reply), "Let me look.");
      const ids = itemsOf(reply).map(({ id }) => id);
      const callIds = itemsOf(reply).flatMap(({ call_id }) => (call_id === undefined ? [] : [call_id]));
      context.check.equal("API-01", "ids", new Set([...ids, ...callIds]).size, ids.length + CALLS.length);
    },
  },
  {
    id: "response.responses.errors",
    area: "response",
    title: "Answers errors in OpenAI's envelope, with the provider's words",
    why: "clients choose what to retry by status and type",
    requirements: ["API-01", "ERR-01"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [upstream, common] of TYPES) {
        const means = meansAt(context.api, upstream, common);
        const status = statusFor(context, means);
        session.answer(context.simulate.error(upstream, "The quay is closed"));
        const reply = await session.send(askedAs(model), AT_RESPONSES);
        const { type: seen, message } = errorOf(reply) ?? {};
        context.check.equal("API-01", `${upstream}`, [reply.status, seen], [status, TYPE_OF[status]]);
        const told = String(message).includes("The quay is closed");
        context.check.equal("ERR-01", `${upstream}.words`, told, status === means);
      }
      const nobody = await session.send(askedAs(model), { ...AT_RESPONSES, tenant: null });
      context.check.equal("API-01", "no-key", nobody.status, 401);
    },
  },
];
