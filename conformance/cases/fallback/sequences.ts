/**
 * Sequences of outcomes over BYOK and PTB attempts at two providers, checked against the rules played by hand
 * (FLB-01, FLB-03…05, ERR-09, AUT-03). Every pair is played at every provider; of the triples each provider plays a
 * share, and all of them together play every one.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply, whole } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { modelSent, pinned, secretsSent } from "../_shared/support.ts";
import { everyProvider } from "../routing/support.ts";
import {
  answerFor,
  OUTCOMES,
  type OutcomeName,
  outcomeAt,
  predict,
  type Reading,
  type Step,
} from "./model.ts";
import { anotherEndpoint, answerOn } from "./two.ts";

const LIMITS = { headersTimeoutMs: 3_000 };
const TEXT = "Rescued.";

interface Setting {
  session: Session;
  /** Model and provider of each step, in the order of the plan. */
  plan: Step[];
  endpoints: Map<string, Endpoint>;
  list: string;
  reading: Reading;
}

/** Both billing modes at one of the two providers, so that three attempts stand in the plan. */
async function open(context: CaseContext): Promise<Setting> {
  const first = context.endpoint();
  const second = anotherEndpoint(context, ({ model }) => model !== first.model);
  const [a, b] = [first, second].map(({ provider, model }) => ({ provider, model }));
  if (!a || !b) throw new Error("two endpoints are needed");
  // In BYOK the first one has both a key of the caller's and the platform's, in PTB the second one.
  const byok = context.mode === "byok";
  const session = await context.open({
    direct: true,
    keys: byok
      ? [{ provider: a.provider }, { provider: b.provider, byokOnly: true }]
      : [{ provider: b.provider }],
    platform: byok ? [a.provider] : [a.provider, b.provider],
    limits: LIMITS,
  });
  const plan: Step[] = byok
    ? [
        { ...a, mode: "byok" },
        { ...a, mode: "ptb" },
        { ...b, mode: "byok" },
      ]
    : [
        { ...a, mode: "ptb" },
        { ...b, mode: "byok" },
        { ...b, mode: "ptb" },
      ];
  const endpoints = new Map([first, second].map((endpoint) => [endpoint.provider, endpoint]));
  const reading: Reading = ({ provider }, outcome) => {
    const { api } = endpoints.get(provider) ?? first;
    return outcomeAt(context.registry.provider(provider)?.offered(api) ?? context.api, outcome);
  };
  return { session, plan, endpoints, list: `${pinned(first)},${pinned(second)}`, reading };
}

/** So many outcomes follow each pair; with these the providers that there are get round all of them. */
export const THIRDS = 2;

/** Every pair, each with the third outcomes that fall to this provider. Where its turn begins, the seed says. */
export function sequences(seed: number, turn: number): OutcomeName[][] {
  const pairs = OUTCOMES.flatMap((first) => OUTCOMES.map((second): OutcomeName[] => [first, second]));
  const apart = OUTCOMES.length / THIRDS;
  return pairs.flatMap((pair, index) =>
    Array.from({ length: THIRDS }, (_, i) => {
      const third = OUTCOMES[(seed + index * 5 + turn + i * apart) % OUTCOMES.length] ?? "success";
      return [...pair, third];
    }),
  );
}

/** Each sequence up to its end, once: what would come after a success or a stop is never asked for. */
function distinct({ plan, reading }: Setting, among: readonly OutcomeName[][]): OutcomeName[][] {
  const played = among.map((outcomes) => outcomes.slice(0, predict(plan, outcomes, reading).asked.length));
  return [...new Map(played.map((outcomes) => [outcomes.join(), outcomes])).values()];
}

const keyFor = ({ mode, provider }: Step): string =>
  mode === "byok" ? canaries.vault("a", provider) : canaries.platform(provider);

function play(
  context: CaseContext,
  { session, plan, endpoints, reading }: Setting,
  outcomes: readonly OutcomeName[],
  stream: boolean,
) {
  const expected = predict(plan, outcomes, reading);
  let call = 0;
  session.serve(() => {
    const step = expected.asked[call];
    const outcome = outcomes[call++] ?? "success";
    const endpoint = endpoints.get(step?.provider ?? "");
    const wire = endpoint ? context.wireAt(endpoint) : context.wire;
    if (outcome === "timeout") setImmediate(() => session.gateway.clock.advance(LIMITS.headersTimeoutMs));
    return answerFor(wire, outcome, answerOn(wire, TEXT, stream), stream);
  });
  return {
    ...expected,
    models: expected.asked.map(({ provider }) => endpoints.get(provider)?.providerModelId),
  };
}

/** The attempts as the caller is told, without their words. */
function told(reply: Reply): unknown[] {
  const { attempts } = errorOf(reply) ?? {};
  const list = Array.isArray(attempts) ? attempts.filter(isObject) : [];
  return list.map(({ provider, mode, status, type }) => ({ provider, mode, status, type }));
}

async function checkSequence(
  context: CaseContext,
  setting: Setting,
  outcomes: readonly OutcomeName[],
  stream: boolean,
): Promise<void> {
  const { check } = context;
  const { session, list } = setting;
  const { asked, failed, served, models } = play(context, setting, outcomes, stream);
  const name = `${outcomes.join(" ")}${stream ? " streamed" : ""}`;
  const rule = stream ? "FLB-03" : "FLB-01";
  const reply = await session.send(ask(list, { stream, temperature: 0 }));
  const requests = session.received;
  check.equal("FLB-04", `${name}: calls`, requests.length, asked.length);
  check.equal("AUT-03", `${name}: keys`, requests.flatMap(secretsSent), asked.map(keyFor));
  check.equal(rule, `${name}: models`, requests.map(modelSent), models);
  const count = reply.headers.get("helicone-attempts");
  const last = failed.at(-1);
  if (served) {
    const { text } = stream ? assemble(reply) : whole(reply);
    check.equal(rule, `${name}: answer`, [reply.status, text], [200, TEXT]);
    const by = [reply.headers.get("helicone-provider"), reply.headers.get("helicone-mode"), count];
    check.equal("FLB-05", `${name}: served by`, by, [served.provider, served.mode, String(asked.length)]);
  } else {
    check.equal(
      "ERR-09",
      `${name}: last error`,
      [reply.status, errorOf(reply)?.type],
      [last?.status, last?.type],
    );
    check.equal("ERR-09", `${name}: attempts`, told(reply), failed);
    check.equal("FLB-05", `${name}: count`, count, String(asked.length));
  }
  const record = await session.lastRecord();
  const kept = record?.attempts.map(({ provider, mode, status, type }) => ({ provider, mode, status, type }));
  check.equal(
    "ERR-09",
    `${name}: recorded`,
    [record?.outcome, kept],
    [served ? "success" : "failed", failed],
  );
}

export const sequenceCases: readonly Case[] = [false, true].map((stream) => ({
  id: `fallback.sequences.${stream ? "streamed" : "plain"}`,
  area: "fallback",
  title: `Every pair of outcomes, and this provider's share of the triples, over both modes and two providers${stream ? ", streamed" : ""}`,
  why: "rules that hold one by one contradict each other in a row",
  requirements: ["FLB-01", "FLB-03", "FLB-04", "FLB-05", "ERR-09", "AUT-03"],
  run: async (context) => {
    const setting = await open(context);
    const turn = everyProvider(context).indexOf(context.provider.slug);
    for (const outcomes of context.sample(distinct(setting, sequences(context.seed, turn)))) {
      await checkSequence(context, setting, outcomes, stream);
      context.count(1);
    }
    const { reserved } = await setting.session.gateway.wallet("a");
    context.check.equal("FLB-04", "nothing-reserved", reserved, 0n);
  },
}));
