/**
 * Limits that providers set for the platform's keys (LIM-03).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { RegistrySource } from "../../../registry/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { EndpointConfig } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { reshaped } from "../cost/made-up.ts";
import { dearAndCheap } from "../routing/support.ts";

type Limits = NonNullable<EndpointConfig["rateLimits"]>;

const ASKED = { max_tokens: 5 };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Requests of which the prompt or the answer alone is more than half of 1500 tokens. */
const LARGE: Readonly<Record<string, [asked: JsonObject, used: { prompt: number; completion: number }]>> = {
  prompt: [
    { max_tokens: 1, messages: [{ role: "user", content: "word ".repeat(800) }] },
    { prompt: 800, completion: 1 },
  ],
  answer: [{ max_tokens: 900 }, { prompt: 20, completion: 900 }],
};

/** No tokenizer makes less than a token of a word, and each of two such prompts is more than half of what is left. */
const WORDS = 5000;
const LONG_PROMPT: JsonObject = { ...ASKED, messages: [{ role: "user", content: "word ".repeat(WORDS) }] };

interface Limited {
  session: Session;
  send(): Promise<Reply>;
  /** So many requests at once. @returns their statuses */
  atOnce(count: number): Promise<number[]>;
}

/** The provider's first paid endpoint with these limits. */
async function openLimited(
  context: CaseContext,
  rateLimits: Limits,
  asked: JsonObject = ASKED,
  used = { prompt: 20, completion: 5 },
): Promise<Limited> {
  const { endpoint, data } = reshaped(context, (config) => ({ ...config, rateLimits }));
  const session = await context.open({ data });
  const body = ask(pinned(endpoint), asked);
  const answer = () =>
    session.answer(context.simulateAt(endpoint).completion("Out.", context.wireAt(endpoint).usage(used)));
  answer();
  return {
    session,
    send: () => session.send(body),
    atOnce: async (count) => {
      const sent = Array.from({ length: count }, async () => readReply(await session.start(body)));
      const statuses = (await Promise.all(sent)).map(({ status }) => status);
      await session.gateway.idle();
      return statuses.sort();
    },
  };
}

/** What the gateway counts of a small request beside its answer is less: its bytes, and a template around them. */
const SMALL = 5000;

/** Does the host count thinking beside the answer, as far as anybody can tell before it answers? */
function thinksBeside({ capabilities, usage }: Endpoint): boolean {
  const thinks = capabilities.has("reasoning") || usage.reasoningWithoutTotal === "outside-completion";
  return thinks && usage.reasoning !== "inside-completion";
}

/** Limits on answers, and thinking that a host counts beside them: what two such requests use, one limit does not hold. */
function longAnswer(context: CaseContext): { limits: Limits; asked: JsonObject } {
  const { endpoint } = reshaped(context, (config) => config);
  const most = endpoint.maxCompletionTokens;
  return { limits: { tpm: (thinksBeside(endpoint) ? 2 * most : most) + SMALL }, asked: { max_tokens: most } };
}

/** A small request's own bytes, and a template of 2048 tokens that a host may put around it; no more than a third is air. */
const PROMPT = 2500;

/**
 * What a small request may use at most, worked out by hand: its prompt, the answer asked for, and thinking as long as the
 * host's longest answer where that is counted beside it.
 */
function mostTokens(context: CaseContext): number {
  const { endpoint } = reshaped(context, (config) => config);
  return PROMPT + ASKED.max_tokens + (thinksBeside(endpoint) ? endpoint.maxCompletionTokens : 0);
}

/** What is set aside for a request, seen while its provider says nothing. */
async function reservedFor(
  context: CaseContext,
  data: RegistrySource,
  body: ReturnType<typeof ask>,
): Promise<bigint> {
  const session = await context.open({ data });
  session.answer({ kind: "silence" });
  const pending = session.start(body).then(readReply);
  await session.untilReceived();
  const { reserved } = await session.gateway.wallet("a");
  session.gateway.clock.advance(DAY_MS);
  await pending;
  return reserved;
}

const needs = {
  endpoints: {
    that: "with a price and no region of its own",
    where: ({ free, deployment }: { free: boolean; deployment: string }) => !free && deployment === "default",
  },
};

export const providerLimitCases: readonly Case[] = [
  {
    id: "limits.provider.requests",
    area: "limits",
    title:
      "The platform's key is used as often a minute as its provider allows, also by many at once; a caller's own freely",
    why: "one tenant's burst is a refusal for all the others, and some hosts lock a key that goes on",
    requirements: ["LIM-03"],
    needs,
    run: async (context) => {
      const isPtb = context.mode === "ptb";
      const { session, send, atOnce } = await openLimited(context, { rpm: 3 });
      const statuses = await atOnce(6);
      const expected = isPtb ? [200, 200, 200, 429, 429, 429] : Array(6).fill(200);
      context.check.equal("LIM-03", "at-once", statuses, expected);
      context.check.equal("LIM-03", "calls", session.received.length, isPtb ? 3 : 6);
      session.gateway.clock.advance(MINUTE_MS / 2);
      const later = await send();
      const told = [later.status, errorOf(later)?.code, later.headers.get("retry-after")];
      const passes = [200, undefined, null];
      context.check.equal("LIM-03", "refused", told, isPtb ? [429, "provider_rate_limit", "30"] : passes);
      session.gateway.clock.advance(MINUTE_MS / 2);
      context.check.equal("LIM-03", "next-minute", (await send()).status, 200);
    },
  },
  {
    id: "limits.provider.tokens",
    area: "limits",
    title: "Tokens are held back as many as there may be, and counted as many as there were",
    why: "counted by the worst case alone, a limit of a million tokens lets ten requests pass",
    requirements: ["LIM-03"],
    needs,
    run: async (context) => {
      const most = mostTokens(context);
      // Two fit in, and three do not.
      const { session, send, atOnce } = await openLimited(context, { tpm: 2 * most });
      const isPtb = context.mode === "ptb";
      context.check.equal("LIM-03", "held", await atOnce(3), isPtb ? [200, 200, 429] : [200, 200, 200]);
      const statuses = [];
      for (let n = 0; n < 4; n++) statuses.push((await send()).status);
      context.check.equal("LIM-03", "counted", statuses, [200, 200, 200, 200]);
      session.answer(context.simulate.error(503, "Closed"));
      for (let n = 0; n < 4; n++) await send();
      context.check.equal("LIM-03", "failed-use-none", session.received.length, 4);
    },
  },
  {
    id: "limits.provider.day",
    area: "limits",
    title: "Tokens of a day stay counted until the day is over",
    why: "a day's tokens that are free again after a minute are the whole day's in an hour",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    once: true,
    needs,
    run: async (context) => {
      // Of what a request may use, the first one uses nearly all of its prompt: a second one may need more than is left.
      const used = { prompt: PROMPT - 100, completion: 5 };
      const { session, send } = await openLimited(context, { tpd: mostTokens(context) }, ASKED, used);
      const statuses = [(await send()).status];
      for (const wait of [0, MINUTE_MS, DAY_MS]) {
        session.gateway.clock.advance(wait);
        statuses.push((await send()).status);
      }
      context.check.equal("LIM-03", "statuses", statuses, [200, 429, 429, 200]);
    },
  },
  {
    id: "limits.provider.counted",
    area: "limits",
    title:
      "Prompt and answer both count as tokens, a failed call as a request, a large request as the whole limit",
    why: "a limit that half of the tokens passes by is the provider's refusal for everybody",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    needs,
    run: async (context) => {
      for (const [name, [asked, used]] of Object.entries(LARGE)) {
        const { send } = await openLimited(context, { tpm: 1500 }, asked, used);
        const statuses = [(await send()).status, (await send()).status];
        context.check.equal("LIM-03", name, statuses, [200, 429]);
      }
      for (const [name, [asked, used]] of Object.entries(LARGE)) {
        // What the gateway holds back for a prompt are no more tokens than it has bytes.
        const most = mostTokens(context) + used.completion + JSON.stringify(asked).length;
        // Nine answers leave room for whatever one more may use at most; before so many no limit in tokens is told.
        const each = used.prompt + used.completion;
        const { send } = await openLimited(context, { tpm: 9 * each + most }, asked, used);
        const atMost = 10 + Math.ceil(most / each);
        const passed: number[] = [];
        for (let n = 0; n < atMost; n++) passed.push((await send()).status);
        const [tenth, last] = [passed[9], passed.at(-1)];
        context.check.equal("LIM-03", `${name}: ten, and none beyond the limit`, [tenth, last], [200, 429]);
      }
      const { limits, asked } = longAnswer(context);
      const long = await openLimited(context, limits, asked);
      context.check.equal("LIM-03", "held-for-answers", await long.atOnce(2), [200, 429]);
      const wordy = await openLimited(context, { tpm: 2 * WORDS - 1000 }, LONG_PROMPT);
      context.check.equal("LIM-03", "held-for-prompts", await wordy.atOnce(2), [200, 429]);
      const small = await openLimited(context, { tpm: 3 });
      const statuses = [(await small.send()).status, (await small.send()).status];
      context.check.equal("LIM-03", "larger-than-the-limit", statuses, [200, 429]);
      const { session, send } = await openLimited(context, { rpm: 2 });
      session.answer(context.simulate.error(503, "Closed"));
      for (let n = 0; n < 2; n++) await send();
      context.check.equal("LIM-03", "failed", [(await send()).status, session.received.length], [429, 2]);
    },
  },
  {
    id: "limits.provider.apart",
    area: "limits",
    title: "Counts each endpoint of a provider by itself",
    why: "hosts allow so much of each model: a busy one that uses up the limit of all the others closes them all",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    needs: { endpoints: { that: "besides its only one", count: 2 } },
    run: async (context) => {
      const [dear, cheap] = dearAndCheap(context);
      const limited = (config: EndpointConfig) => ({ ...config, rateLimits: { rpm: 1 } });
      const { data } = reshaped(context, limited, dear);
      const id = `${cheap.model}:${cheap.provider}`;
      const other = data.endpoints[id];
      if (!other) throw new Error(`${id} is not written anywhere`);
      const both = { ...data, endpoints: { ...data.endpoints, [id]: limited(other) } };
      const session = await context.open({ data: both });
      session.answer(simulated(context));
      const statuses = [];
      for (const endpoint of [dear, cheap, dear, cheap])
        statuses.push((await session.send(ask(pinned(endpoint)))).status);
      context.check.equal("LIM-03", "statuses", statuses, [200, 200, 429, 429]);
    },
  },
  {
    id: "limits.provider.other",
    area: "limits",
    title: "Where a provider's limit is used up, the next entry of the list is tried",
    why: "a limit of one provider is none of another's",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    needs,
    run: async (context) => {
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, rateLimits: { rpm: 1 } }));
      const session = await context.open({ data });
      session.answer(simulated(context));
      const list = `${pinned(endpoint)},${pinned(endpoint)}`;
      await session.send(ask(list));
      const reply = await session.send(ask(list));
      const { attempts } = errorOf(reply) ?? {};
      const tried = Array.isArray(attempts) ? attempts.length : 0;
      context.check.equal("LIM-03", "goes-on", [reply.status, tried, session.received.length], [429, 2, 1]);
    },
  },
  {
    id: "limits.provider.deployments",
    area: "limits",
    title: "Counts each deployment of an endpoint by itself",
    why: "a region that is used up says nothing about the others: they are there for exactly that",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    needs,
    run: async (context) => {
      const rateLimits = { rpm: 1 };
      const { endpoint, data } = reshaped(context, (config) => {
        const usual = config.deployments.default ?? {};
        return { ...config, rateLimits, deployments: { default: usual, second: usual } };
      });
      const session = await context.open({ data });
      session.answer(simulated(context));
      const statuses = [];
      for (const deployment of ["default", "second", "default", "second"])
        statuses.push((await session.send(ask(`${pinned(endpoint)}/${deployment}`))).status);
      context.check.equal("LIM-03", "statuses", statuses, [200, 200, 429, 429]);
    },
  },
  {
    id: "limits.provider.unsent",
    area: "limits",
    title: "Counts no request that was refused before it was sent",
    why: "a tenant without money could use up the provider's limit for all who have some",
    requirements: ["LIM-03"],
    modes: ["ptb"],
    needs,
    run: async (context) => {
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, rateLimits: { rpm: 1 } }));
      const model = pinned(endpoint);
      // Enough for a short request, and for no long one.
      const deposit = await reservedFor(context, data, ask(model, ASKED));
      const session = await context.open({ deposit, data });
      session.answer(simulated(context));
      const statuses = [];
      for (const asked of [LONG_PROMPT, LONG_PROMPT, ASKED])
        statuses.push((await session.send(ask(model, asked))).status);
      context.check.equal("LIM-03", "statuses", statuses, [402, 402, 200]);
    },
  },
];
