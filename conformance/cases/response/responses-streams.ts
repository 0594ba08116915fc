/**
 * Streams of the Responses API, judged event by event (API-01, STR-04, STR-07).
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Piece } from "../../upstream/wire.ts";
import type { SimulatedAnswer } from "../../upstream/wires/wire.ts";
import {
  AT_RESPONSES,
  askedAs,
  callsOf,
  itemsOf,
  itemsOfType,
  lastResponse,
  TIDE,
  textOf,
} from "../_shared/responses.ts";
import { eventsIn, streamProblems } from "../_shared/responses-judge.ts";
import { pinned } from "../_shared/support.ts";

const CALLS = [
  { id: "call_noon00001", name: "tide", arguments: { at: "noon" } },
  { id: "call_dusk00002", name: "tide", arguments: { at: "dusk" } },
];

const ANSWERS: readonly [name: string, answer: SimulatedAnswer, status: string][] = [
  ["text", { text: "Out." }, "completed"],
  ["thinking", { reasoning: "The moon pulls.", text: "Out." }, "completed"],
  ["length", { text: "Ou", finish: "length" }, "incomplete"],
  ["filter", { text: "Ou", finish: "content_filter" }, "incomplete"],
];

const streamOf = async (context: CaseContext, pieces: readonly Piece[], more: JsonObject = {}) => {
  const session = await context.open();
  const endpoint = context.endpoint((e) => more.tools === undefined || e.capabilities.has("tools"));
  session.answer(context.simulate.pieces(pieces));
  return session.send(askedAs(pinned(endpoint), { stream: true, ...more }), AT_RESPONSES);
};

/** Signed thinking in the bytes of a whole answer, whatever its wire calls the field. */
const SIGNATURE = /"(?:signature|thoughtSignature)": ?"([^"]+)"/;

export const responsesStreams: readonly Case[] = [
  {
    id: "response.responses.stream",
    area: "response",
    title: "Streams every event in its order, numbered without a gap, to one terminal event",
    why: "clients keep state by index and id, and most do not notice what is missing until the answer is wrong",
    requirements: ["API-01", "RES-02", "RES-03", "USE-06"],
    needs: { unlike: "openai-responses" },
    run: async (context) => {
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      for (const [name, answer, status] of ANSWERS) {
        const reply = await streamOf(context, context.wire.streamAnswer(answer, usage));
        context.check.equal("API-01", `${name}.events`, streamProblems(reply.text), []);
        const { type, response } = lastResponse(reply.text);
        context.check.equal("RES-02", `${name}.end`, type, `response.${status}`);
        context.check.equal("RES-03", `${name}.text`, textOf(reply), answer.text);
        const counted = isObject(response.usage) ? response.usage : {};
        const seen = [counted.input_tokens, counted.output_tokens, counted.total_tokens];
        context.check.equal("USE-06", `${name}.usage`, seen, [20, 5, 25]);
      }
    },
  },
  {
    id: "response.responses.stream-calls",
    area: "response",
    title: "Streams parallel calls at indexes of their own, after text and without any",
    why: "two calls under one index become one call with both arguments",
    requirements: ["API-01", "RES-03"],
    needs: { unlike: "openai-responses", capabilities: ["tools"] },
    run: async (context) => {
      const expected = CALLS.map(({ name, arguments: args }) => ({ name, arguments: args }));
      const [first] = CALLS;
      const answers: [name: string, answer: SimulatedAnswer][] = [
        ["both", { text: "Let me look.", calls: CALLS }],
        ["calls-only", { calls: CALLS }],
        ["one", { calls: first ? [first] : [] }],
      ];
      for (const [name, answer] of answers) {
        const reply = await streamOf(context, context.wire.streamAnswer(answer), { tools: [TIDE] });
        context.check.equal("API-01", `${name}.events`, streamProblems(reply.text), []);
        context.check.equal(
          "RES-03",
          `${name}.calls`,
          callsOf(reply),
          expected.slice(0, answer.calls?.length),
        );
        context.check.equal("RES-03", `${name}.text`, textOf(reply), answer.text ?? "");
        context.check.equal(
          "API-01",
          `${name}.messages`,
          itemsOfType(reply, "message").length,
          answer.text ? 1 : 0,
        );
      }
    },
  },
  {
    id: "response.responses.stream-interleaved",
    area: "response",
    title: "Gives pieces of arguments to the call that they belong to, however they interleave",
    why: "a late piece that goes to the latest call breaks both",
    requirements: ["API-01", "RES-03"],
    needs: { api: "openai-chat", capabilities: ["tools"] },
    run: async (context) => {
      const [opening = "", first = "", rest = "", second = "", end = "", ...closing] =
        context.wire.streamAnswer({ calls: CALLS });
      const pieces = [opening, first, second, rest, end, ...closing];
      const reply = await streamOf(context, pieces, { tools: [TIDE] });
      context.check.equal("API-01", "events", streamProblems(reply.text), []);
      const expected = CALLS.map(({ name, arguments: args }) => ({ name, arguments: args }));
      context.check.equal("RES-03", "calls", callsOf(reply), expected);
    },
  },
  {
    id: "response.responses.stream-broken",
    area: "response",
    title: "Ends a stream that breaks with an error and a failed response of what had come",
    why: "a clean end after a cut is taken for a whole answer and stored as one",
    requirements: ["API-01", "STR-07"],
    needs: { unlike: "openai-responses" },
    run: async (context) => {
      const { wire } = context;
      const begun = [wire.opening(), wire.content("The tide ")];
      const breaks: [name: string, pieces: Piece[]][] = [
        ["cut", begun],
        ["error", [...begun, wire.streamError("It jammed", 503)]],
        ["garbage", [...begun, wire.broken()]],
      ];
      for (const [name, pieces] of breaks) {
        const { text } = await streamOf(context, pieces);
        context.check.equal("API-01", `${name}.events`, streamProblems(text), []);
        const types = eventsIn(text).map(({ data }) => data.type);
        context.check.equal("STR-07", `${name}.end`, types.slice(-2), ["error", "response.failed"]);
        const { response } = lastResponse(text);
        const output = JSON.stringify(response.output ?? null);
        context.check.equal("STR-07", `${name}.kept`, output.includes("The tide "), true);
        const { message } = isObject(response.error) ? response.error : {};
        context.check.equal("STR-07", `${name}.words`, typeof message === "string" && message !== "", true);
      }
    },
  },
  {
    id: "response.responses.signature",
    area: "response",
    title: "Carries signed thinking to the caller and back, in its place, through items",
    why: "a provider that signs its thinking refuses the next turn without it",
    requirements: ["API-01", "MAP-06"],
    needs: { unlike: "openai-responses", capabilities: ["tools", "reasoning"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(
        ({ capabilities }) => capabilities.has("tools") && capabilities.has("reasoning"),
      );
      const [call] = CALLS;
      const said: SimulatedAnswer = { reasoning: "The moon pulls.", calls: call ? [call] : [] };
      const pieces = context.wire.streamAnswer(said);
      const wire = pieces.map((piece) => Buffer.from(piece).toString("latin1")).join("");
      const signature = SIGNATURE.exec(wire)?.[1];
      session.answer(context.simulate.pieces(pieces));
      const more = { tools: [TIDE], reasoning: { effort: "low" } };
      const user = { role: "user", content: "Where does the tide go?" };
      const body = askedAs(pinned(endpoint), { ...more, input: [user], stream: true });
      const first = await session.send(body, AT_RESPONSES);
      const items = itemsOf(first);
      const results = items.flatMap(({ call_id }): Json[] =>
        call_id === undefined ? [] : [{ type: "function_call_output", call_id, output: "low" }],
      );
      context.check.equal("API-01", "called", results.length, 1);
      session.answer(context.simulate.completion("Out."));
      const input = [user, ...items, ...results] as Json[];
      const second = await session.send(askedAs(pinned(endpoint), { ...more, input }), AT_RESPONSES);
      context.check.equal("API-01", "answered", second.status, 200);
      const sent = session.received.at(-1)?.body ?? "";
      context.check.equal("MAP-06", "result", sent.includes("low"), true);
      // Providers that sign nothing have nothing to get back.
      const times = signature === undefined ? 0 : sent.split(signature).length - 1;
      context.check.equal("MAP-06", "signature", times, signature === undefined ? 0 : 1);
    },
  },
];
