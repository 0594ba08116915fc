/**
 * POST /v1/completions: prompts go to hosts that complete them, as they were written, and come back as they were answered;
 * everybody else is told where to ask (MAP-16, RTE-06).
 * @module
 */

import type OpenAiClient from "openai";
import { type Endpoint, listPrice } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject, without } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { bodyOf, type Session } from "../../engine/session.ts";
import type { Counts } from "../../oracle/price.ts";
import { canaries } from "../../secrets/canaries.ts";
import { json, streamed } from "../../upstream/wire.ts";
import { checkAmount, costAt, watchBill } from "../_shared/bill.ts";
import { pinned } from "../_shared/support.ts";
import { fetchThrough, ORIGIN } from "./clients.ts";

const PATH = "/v1/completions";
const PROMPT = "The tide goes";
const TEXT = " where the moon is.";

/** Who completes prompts, by hand: hosts that document the path for their models. */
const DOCUMENTED = ["together", "fireworks", "deepinfra", "novita", "nebius", "openrouter"];

const isDocumented = ({ provider }: Endpoint): boolean => DOCUMENTED.includes(provider);
const isPriced = (endpoint: Endpoint): boolean =>
  isDocumented(endpoint) && !endpoint.free && endpoint.tiers.length > 0 && listPrice(endpoint) > 0n;

const completes = ({ provider }: CaseContext): boolean => DOCUMENTED.includes(provider.slug);

const USAGE: JsonObject = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };
const COUNTS = { input: 20, output: 5 };

/** What no chat has: likelihoods in lists, and a field of the host's own. */
const LOGPROBS: JsonObject = { tokens: [" where"], token_logprobs: [-0.25], text_offset: [13] };

const completion = (texts: readonly string[], usage: JsonObject = USAGE): JsonObject => ({
  id: "cmpl-1",
  object: "text_completion",
  created: 1_770_000_000,
  model: "tide-1",
  choices: texts.map((text, index) => ({ text, index, logprobs: LOGPROBS, finish_reason: "stop" })),
  usage,
  of_its_own: { kept: true },
});

/** The events of a stream; the last one counts. */
function pieces(texts: readonly string[], usage: JsonObject | null = USAGE): string[] {
  const { id, created, model } = completion([]);
  const about = { id, object: "text_completion", created, model };
  const last = texts.length - 1;
  const events: JsonObject[] = texts.map((text, at) => ({
    ...about,
    choices: [{ text, index: 0, logprobs: null, finish_reason: at === last ? "length" : null }],
  }));
  const counted = usage === null ? [] : [{ ...about, choices: [], usage }];
  return [
    ...[...events, ...counted].map((event) => `data: ${JSON.stringify(event)}\n\n`),
    "data: [DONE]\n\n",
  ];
}

const ask = (context: CaseContext, session: Session, more: JsonObject = {}): Promise<Reply> =>
  session.send(
    { model: pinned(context.endpoint()), prompt: PROMPT, max_tokens: 16, ...more },
    { path: PATH },
  );

const brief = (reply: Reply): Json[] => {
  const error = errorOf(reply);
  return [reply.status, error?.code ?? null, error?.param ?? null];
};

const pathsAsked = (session: Session): string[] => session.received.map(({ url }) => new URL(url).pathname);

/** At a host without the path: a clear answer, and no call. */
async function refusedElsewhere(context: CaseContext, more: JsonObject = {}): Promise<void> {
  const session = await context.open();
  session.answer(json(200, completion([TEXT])));
  const reply = await ask(context, session, more);
  context.check.equal("RTE-06", "elsewhere", brief(reply), [400, "no_attempt_possible", "model"]);
  const message = String(errorOf(reply)?.message);
  context.check.that("RTE-06", "elsewhere.says-where", message.includes("/v1/chat/completions"), {
    expected: "the path that takes this model",
    seen: message,
  });
  context.check.equal("RTE-06", "elsewhere.no-call", session.received.length, 0);
}

/** Null and what is empty, which a host of the API may read as it likes. */
const NOTHING: JsonObject = { suffix: "", stop: [], user: "", logit_bias: {}, top_p: null, seed: null };

async function passesWhole(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open();
  const answer = completion([TEXT]);
  session.answer(json(200, answer));
  const asked = { temperature: 0, echo: false, logprobs: 1, suffix: "\n" };
  const bill = await watchBill(session, () => ask(context, session, asked));
  check.equal("MAP-16", "status", bill.reply.status, 200);
  check.equal("MAP-16", "answer", bill.reply.json, answer);
  const endpoint = context.endpoint();
  const model = endpoint.providerModelId;
  check.equal("MAP-16", "sent", bodyOf(session.received[0]), {
    model,
    prompt: PROMPT,
    max_tokens: 16,
    ...asked,
  });
  await ask(context, session, NOTHING);
  check.equal("MAP-16", "nothing-said", without(bodyOf(session.received.at(-1)), ["model", "prompt"]), {
    max_tokens: 16,
    ...NOTHING,
  });
  const [path = ""] = pathsAsked(session);
  check.equal("MAP-16", "path", /\/(chat\/)?completions$/.exec(path)?.[0], "/completions");
  checkAmount(context, "USE-01", "bill", bill, costAt(context, endpoint, COUNTS));
}

/** Long enough for the answers to cost more than whatever is set aside for prompts beside their bytes. */
const LONG = 30_000;

/** A prompt of which every byte may be a token. */
const LONG_PROMPT = "tide ".repeat(LONG / 5);

/** Prompts, and what at least they may use at an endpoint. */
const SEVERAL: readonly [name: string, more: JsonObject, used: (endpoint: Endpoint) => Counts][] = [
  ["two-prompts", { prompt: [PROMPT, PROMPT], max_tokens: LONG }, () => ({ output: 2 * LONG })],
  ["best-of", { best_of: 4, max_tokens: LONG }, () => ({ output: 4 * LONG })],
  ["several-of-the-best", { n: 2, best_of: 3, max_tokens: LONG }, () => ({ output: 3 * LONG })],
  ["tokens", { prompt: [464, 17500], max_tokens: LONG, n: 3 }, () => ({ output: 3 * LONG })],
  ["no-limit", { max_tokens: null }, ({ maxCompletionTokens }) => ({ output: maxCompletionTokens })],
  ["echo", { prompt: LONG_PROMPT, echo: true }, () => ({ input: LONG, output: LONG })],
  ["echo-of-each", { prompt: LONG_PROMPT, echo: true, n: 3 }, () => ({ input: LONG, output: 3 * LONG })],
  [
    "two-long-prompts",
    { prompt: [LONG_PROMPT, LONG_PROMPT] },
    ({ contextLength }) => ({ input: 2 * Math.min(LONG, contextLength) }),
  ],
];

/** Wrong bodies, and the place that the answer must name. */
const BAD: readonly [name: string, more: JsonObject, param: string][] = [
  ["no-prompt", { prompt: null }, "prompt"],
  ["no-prompts", { prompt: [] }, "prompt"],
  ["half-a-prompt", { prompt: ["tide", 4] }, "prompt[1]"],
  ["negative-limit", { max_tokens: -1 }, "max_tokens"],
  ["hot", { temperature: 3 }, "temperature"],
];

export const completionCases: readonly Case[] = [
  {
    id: "response.completions",
    area: "response",
    title: "passes prompts to hosts that complete them and their answers back unchanged, or says what to use",
    why: "Base models and editors that fill in code know no other API; a prompt made into a chat answers instead.",
    requirements: ["MAP-16", "USE-01", "RTE-06"],
    run: (context) => (completes(context) ? passesWhole(context) : refusedElsewhere(context)),
  },
  {
    id: "response.completions.stream",
    area: "response",
    title: "passes streams of completions event by event, asks for their usage, and bills it",
    why: "Hosts count a stream only where they are asked to; without it nothing was billed.",
    requirements: ["MAP-16", "USE-04", "STR-07", "RTE-06"],
    run: async (context) => {
      if (!completes(context)) return refusedElsewhere(context, { stream: true });
      const { check } = context;
      const session = await context.open();
      const told = pieces([" where", " the", " moon", " is."]);
      session.answer(streamed("text/event-stream", told));
      const bill = await watchBill(session, () => ask(context, session, { stream: true }));
      check.equal("MAP-16", "events", bill.reply.text, told.join(""));
      const sent = bodyOf(session.received[0]);
      check.equal("USE-04", "usage-asked", sent.stream_options, { include_usage: true });
      checkAmount(context, "USE-04", "bill", bill, costAt(context, context.endpoint(), COUNTS));
      const failing = pieces([" where"]).slice(0, 1);
      const error = 'data: {"error":{"message":"the tide is out","type":"server_error"}}\n\n';
      session.answer(streamed("text/event-stream", [...failing.map(unfinished), error]));
      const broken = await ask(context, session, { stream: true });
      check.equal("STR-07", "broken.no-end", broken.text.includes("[DONE]"), false);
      const last =
        broken.text
          .split("\n\n")
          .filter((event) => event !== "")
          .at(-1) ?? "";
      const body: Json = JSON.parse(last.replace(/^data: /, ""));
      const failure = isObject(body) && isObject(body.error) ? body.error : {};
      const seen = [failure.message, failure.provider];
      check.equal("STR-07", "broken.error", seen, ["the tide is out", context.provider.slug]);
    },
  },
  {
    id: "response.completions.reserve",
    area: "response",
    title: "sets the price of every text aside that prompts can become, and refuses what is not covered",
    why: "A list of prompts, or the best of many, costs a multiple of one answer.",
    requirements: ["BIL-01", "BIL-05"],
    modes: ["ptb"],
    needs: { api: "openai-chat", endpoints: { that: "for prompts that has a price", where: isPriced } },
    run: async (context) => {
      const priced = context.endpoint(isPriced);
      for (const [name, more, used] of SEVERAL) {
        const poor = await context.open({ deposit: costAt(context, priced, used(priced)) - 1n });
        poor.answer(json(200, completion([TEXT])));
        const reply = await ask(context, poor, { ...more, model: pinned(priced) });
        const refused = [reply.status, errorOf(reply)?.code];
        context.check.equal("BIL-05", `${name}.refused`, refused, [402, "insufficient_credits"]);
        context.check.equal("BIL-05", `${name}.no-call`, poor.received.length, 0);
      }
    },
  },
  {
    id: "response.completions.errors",
    area: "response",
    title: "refuses bad prompts by their place, and gives the host's refusals in the envelope",
    why: "Old clients read nothing but the envelope of OpenAI.",
    requirements: ["ERR-08", "ERR-01", "BIL-06"],
    run: async (context) => {
      const { check } = context;
      const session = await context.open();
      session.answer(json(200, completion([TEXT])));
      for (const [name, more, param] of BAD)
        check.equal("ERR-08", name, brief(await ask(context, session, more)), [400, "invalid_body", param]);
      const model = pinned(context.endpoint());
      const chat = await session.send({ model, messages: [{ role: "user", content: "?" }] }, { path: PATH });
      check.equal("ERR-08", "a-chat", brief(chat), [400, "invalid_body", "messages"]);
      check.equal("ERR-08", "no-call", session.received.length, 0);
      if (!completes(context)) return;
      const strange = await ask(context, session, { plugins: ["web"] });
      const isPlatforms = context.mode === "ptb";
      check.equal("BIL-06", "unpriced", strange.status, isPlatforms ? 400 : 200);
      if (isPlatforms) check.equal("BIL-06", "unpriced.param", errorOf(strange)?.param, "plugins");
      session.answer(json(429, context.wire.error("the tide is out")));
      const limited = await ask(context, session);
      const error = errorOf(limited);
      check.equal("ERR-01", "limited", [limited.status, error?.type], [429, "rate_limit_error"]);
      const message = String(error?.message);
      check.that("ERR-01", "limited.message", message.includes("the tide is out"), {
        expected: "the host's sentence",
        seen: message,
      });
    },
  },
  {
    id: "response.client.openai-completions",
    area: "response",
    title: "The official OpenAI client completes prompts, whole and streamed, and finds the usage",
    why: "Editors and old programs call this method of it and no other.",
    requirements: ["API-04"],
    needs: { api: "openai-chat", endpoints: { that: "for prompts", where: isDocumented } },
    run: async (context) => {
      const { OpenAI } = await import("openai");
      const session = await context.open();
      const client = new OpenAI({
        baseURL: `${ORIGIN}/v1`,
        apiKey: canaries.gatewayKey.a,
        maxRetries: 0,
        fetch: fetchThrough(session),
      });
      const asked = { model: pinned(context.endpoint()), prompt: PROMPT, max_tokens: 16 };
      session.answer(json(200, completion([TEXT])));
      const whole = client.completions.create(asked).then(({ choices, usage }) => [choices[0]?.text, usage]);
      context.check.equal("API-04", "whole", await whole.catch(String), [TEXT, USAGE]);
      session.answer(streamed("text/event-stream", pieces([" where", " the moon is."])));
      context.check.equal("API-04", "streamed", await streamedText(client, asked), [TEXT, USAGE]);
    },
  },
  {
    id: "response.completions.cache",
    area: "response",
    title: "keeps completions apart from chats in the cache, and gives them again as completions",
    why: "The same words as a prompt and as a question have different answers.",
    requirements: ["CAC-01"],
    needs: { api: "openai-chat", endpoints: { that: "for prompts", where: isDocumented } },
    run: async (context) => {
      const { check } = context;
      const session = await context.open({ fresh: true });
      const headers = { "helicone-cache-enabled": "true" };
      const send = (body: JsonObject, path: string) =>
        session.send({ model: pinned(context.endpoint()), max_tokens: 16, ...body }, { path, headers });
      session.answer(json(200, completion([TEXT])));
      await send({ prompt: PROMPT }, PATH);
      const again = await send({ prompt: PROMPT }, PATH);
      check.equal("CAC-01", "again", again.headers.get("helicone-cache"), "HIT");
      const [choice] = Array.isArray(again.json?.choices) ? again.json.choices : [];
      const seen = isObject(choice) ? [again.json?.object, choice.text, choice.logprobs] : [];
      check.equal("CAC-01", "again.answer", seen, ["text_completion", TEXT, LOGPROBS]);
      session.answer(context.simulate.completion("Out."));
      const chat = await send({ messages: [{ role: "user", content: PROMPT }] }, "/v1/chat/completions");
      check.equal("CAC-01", "chat", chat.headers.get("helicone-cache"), "MISS");
    },
  },
];

/** Text and usage of a stream as the client holds them, or what it threw. */
async function streamedText(
  client: OpenAiClient,
  asked: { model: string; prompt: string },
): Promise<unknown> {
  try {
    let text = "";
    let usage: unknown = null;
    for await (const event of await client.completions.create({ ...asked, stream: true })) {
      text += event.choices[0]?.text ?? "";
      usage = event.usage ?? usage;
    }
    return [text, usage];
  } catch (thrown) {
    return String(thrown);
  }
}

/** An event whose choice goes on. */
function unfinished(event: string): string {
  return event.replace('"finish_reason":"length"', '"finish_reason":null');
}
