/**
 * POST /v1/messages/count_tokens: the provider's own count, for nothing, or a clear 501 (API-03).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import type { SeenRequest } from "../../recordings/match.ts";
import { json } from "../../upstream/wire.ts";
import { watchBill } from "../_shared/bill.ts";
import { manage } from "../_shared/manage.ts";
import { pinned } from "../_shared/support.ts";
import { statsOf } from "../observability/support.ts";

const PATH = "/v1/messages/count_tokens";
/** Recorded: a short question with the memory tool, whose hidden prompt counts. */
const COUNT = 1581;

/** Every counter that a provider documents: where it is, and how it answers. */
const COUNTERS: readonly { path: RegExp; answer: (count: number) => Json }[] = [
  { path: /\/v1\/messages\/count_tokens$/, answer: (count) => ({ input_tokens: count }) },
  { path: /\/anthropic\/models\/count-tokens:rawPredict$/, answer: (count) => ({ input_tokens: count }) },
  {
    path: /\/models\/[^/]+:countTokens$/,
    answer: (count) => ({
      totalTokens: count,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: count }],
    }),
  },
  { path: /\/model\/[^/]+\/count-tokens$/, answer: (count) => ({ inputTokens: count }) },
  {
    path: /\/v1\/responses\/input_tokens$/,
    answer: (count) => ({ object: "response.input_tokens", input_tokens: count }),
  },
];

/** Who counts, by hand: hosts that document a counter, by their API. */
const DOCUMENTED = [
  "anthropic/anthropic-messages",
  "vertex/anthropic-messages",
  "vertex/gemini",
  "google-ai-studio/gemini",
  "bedrock/bedrock-converse",
  "openai/openai-chat",
];

const counts = ({ provider, api }: CaseContext): boolean => DOCUMENTED.includes(`${provider.slug}/${api.id}`);

const SYSTEM = "Answer like a harbour master.";
const QUESTION = "When is the ebb?";
const TOOL = "tide_table";

const asked = (context: CaseContext, more: JsonObject = {}): JsonObject => ({
  model: pinned(context.endpoint(({ capabilities }) => capabilities.has("tools"))),
  system: SYSTEM,
  messages: [{ role: "user", content: QUESTION }],
  tools: [{ name: TOOL, description: "Tides", input_schema: { type: "object", properties: {} } }],
  ...more,
});

const counterAt = ({ url }: Pick<SeenRequest, "url">) =>
  COUNTERS.find(({ path }) => path.test(new URL(url).pathname));

/** A provider that counts, and whose generating calls are a mistake. */
function provide(session: Session, answer: (given: Json) => Json = (given) => given): void {
  session.serve((request) => {
    const counter = counterAt(request);
    return counter
      ? json(200, answer(counter.answer(COUNT)))
      : json(500, { error: { message: "a paid call" } });
  });
}

const errorIn = ({ json: body }: Reply) => {
  const error = body && isObject(body.error) ? body.error : {};
  return [body?.type, error.type];
};

/** Calls that would have cost something. */
const paid = (session: Session): string[] =>
  session.received.filter((request) => !counterAt(request)).map(({ url }) => new URL(url).pathname);

const CAN_CALL: Case["needs"] = {
  endpoints: { that: "that takes tools", where: ({ capabilities }) => capabilities.has("tools") },
};

export const countTokensCases: readonly Case[] = [
  {
    id: "response.count-tokens",
    area: "response",
    title: "counts by the provider's own counter for nothing, or says with 501 that there is none",
    why: "Where the path is missing, clients ask for an answer of one token instead, which is paid.",
    requirements: ["API-03"],
    needs: CAN_CALL,
    run: async (context) => {
      const { check } = context;
      const session = await context.open();
      provide(session);
      const { reply, record, charged } = await watchBill(session, () =>
        session.send(asked(context), { path: PATH }),
      );
      check.equal("API-03", "paid-calls", paid(session), []);
      check.equal("API-03", "charged", charged, 0n);
      check.equal("API-03", "recorded-cost", record?.cost?.amount ?? 0n, 0n);
      check.equal("API-03", "reserved", (await session.gateway.wallet("a")).reserved, 0n);
      if (!counts(context)) {
        check.equal("API-03", "none.status", reply.status, 501);
        check.equal("API-03", "none.envelope", errorIn(reply)[0], "error");
        check.equal("API-03", "none.calls", session.received.length, 0);
        return;
      }
      // What costs nothing has a price: totals of what nothing prices are looked at by whoever pays.
      const { json: found } = await manage(
        session,
        "GET",
        `/v1/requests/${reply.headers.get("helicone-id")}`,
      );
      const { cost, unpriced } = isObject(found?.data) ? found.data : {};
      check.equal("API-03", "shown", [Number(cost), unpriced], [0, false]);
      check.equal("API-03", "in-totals", (await statsOf(session)).unpriced, 0);
      check.equal("API-03", "status", reply.status, 200);
      check.equal("API-03", "answer", reply.json, { input_tokens: COUNT });
      const [sent] = session.received;
      const lost = [SYSTEM, QUESTION, TOOL].filter((text) => !(sent?.body ?? "").includes(text));
      check.equal("API-03", "everything-is-counted", lost, []);
      const stray = ["max_tokens", "maxOutputTokens", "maxTokens", "max_output_tokens", '"stream"'];
      check.equal(
        "API-03",
        "nothing-of-answers",
        stray.filter((name) => sent?.body.includes(name)),
        [],
      );
    },
  },
  {
    id: "response.count-tokens.errors",
    area: "response",
    title: "gives the counter's refusals in Anthropic's envelope, and never a guess in their place",
    why: "A wrong key was answered with 200 and an estimate; a missing model stopped the model for hours.",
    requirements: ["API-03", "ERR-03"],
    needs: CAN_CALL,
    run: async (context) => {
      if (!counts(context)) {
        const session = await context.open();
        const reply = await session.send({ ...asked(context), messages: 7 }, { path: PATH });
        context.check.equal(
          "API-03",
          "bad-input",
          [reply.status, ...errorIn(reply)],
          [400, "error", "invalid_request_error"],
        );
        return;
      }
      const session = await context.open();
      for (const [status, byok, ptb, type] of [
        [404, 404, 404, "not_found_error"],
        [401, 401, 502, undefined],
        [429, 429, 429, "rate_limit_error"],
      ] as const) {
        session.answer(json(status, context.wire.error("the tide is out")));
        const reply = await session.send(asked(context), { path: PATH });
        context.check.equal("ERR-03", `${status}.status`, reply.status, context.mode === "byok" ? byok : ptb);
        const [envelope, said] = errorIn(reply);
        context.check.equal("API-03", `${status}.envelope`, envelope, "error");
        if (type === undefined) continue;
        context.check.equal("API-03", `${status}.type`, said, type);
        const message = isObject(reply.json?.error) ? String(reply.json.error.message) : "";
        context.check.that("ERR-03", `${status}.message`, message.includes("the tide is out"), {
          expected: "the provider's sentence",
          seen: message,
        });
      }
      // A counter that fails says nothing about the model: chats go on.
      session.answer(context.simulate.completion("Out."));
      const chat = await session.send({ ...asked(context), max_tokens: 64 }, { path: "/v1/messages" });
      context.check.equal("API-03", "chats-go-on", chat.status, 200);
    },
  },
  {
    id: "response.count-tokens.limits",
    area: "response",
    title: "counts the counts of tokens under limits of their own, and leaves those of messages untouched",
    why: "Agents count before every message: a shared limit stops their work at half of what they may send.",
    requirements: ["API-03", "LIM-01"],
    needs: CAN_CALL,
    run: async (context) => {
      const session = await context.open({ fresh: true });
      const headers = { "helicone-ratelimit-policy": "2;w=60" };
      const expected = counts(context) ? 200 : 501;
      provide(session);
      const replies: number[] = [];
      for (let i = 0; i < 3; i++)
        replies.push((await session.send(asked(context), { path: PATH, headers })).status);
      context.check.equal("LIM-01", "counts", replies, [expected, expected, 429]);
      session.answer(context.simulate.completion("Out."));
      const chat = await session.send(
        { ...asked(context), max_tokens: 64 },
        { path: "/v1/messages", headers },
      );
      const left = chat.headers.get("helicone-ratelimit-remaining");
      context.check.equal("API-03", "messages", [chat.status, left], [200, "1"]);
    },
  },
  {
    id: "response.count-tokens.no-count",
    area: "response",
    title: "takes an answer without a count, or a count of nothing, for none",
    why: "A count of 0 makes a client send what does not fit.",
    requirements: ["API-03"],
    needs: CAN_CALL,
    run: async (context) => {
      const session = await context.open();
      const replies = [];
      for (const bad of [{}, { input_tokens: 0, totalTokens: 0, inputTokens: 0 }, { input_tokens: "9" }]) {
        provide(session, () => bad as Json);
        const reply = await session.send(asked(context), { path: PATH });
        replies.push(reply.status);
      }
      const expected = counts(context) ? 502 : 501;
      context.check.equal("API-03", "status", replies, [expected, expected, expected]);
    },
  },
];
