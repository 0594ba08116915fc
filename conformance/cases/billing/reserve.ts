/**
 * The reservation: made before the upstream call, and never less than the bill (BIL-01).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import type { WalletSeen } from "../../targets/views.ts";
import { answerOf } from "../../upstream/replay.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { addressOf, askable, DEEP_POCKETS, writtenTiers } from "../_shared/bill.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { reshaped } from "../cost/made-up.ts";
import { GOOD_SCENARIOS } from "../usage/recorded.ts";

export interface Watched {
  reply: Reply;
  /** The wallet as the provider was asked; `null` when it never was. */
  during: WalletSeen | null;
  charged: bigint;
}

/** Sends one request and looks at the wallet while the provider is being asked. */
export async function watch(session: Session, body: JsonObject, answer: UpstreamAnswer): Promise<Watched> {
  const before = await session.gateway.wallet("a");
  const looks: Promise<WalletSeen>[] = [];
  session.serve(() => {
    looks.push(session.gateway.wallet("a"));
    return answer;
  });
  const reply = await session.send(body);
  const after = await session.gateway.wallet("a");
  return { reply, during: (await looks[0]) ?? null, charged: after.charged - before.charged };
}

const covers = ({ during, charged }: Watched): boolean => during !== null && during.reserved >= charged;

/** Ways of limiting an answer. */
const limitsAt = ({ supportedParameters }: Endpoint): JsonObject[] => [
  { max_tokens: 50 },
  { max_completion_tokens: 50 },
  {},
  ...(supportedParameters.includes("n") ? [{ max_tokens: 4000, n: 3 }] : []),
];

/** Half a dollar. */
const FEE = picoOfUsd("0.5");

export const reserveCases: readonly Case[] = [
  {
    id: "billing.reserve.before-the-call",
    area: "billing",
    title: "While the provider is asked, money is set aside and not yet charged; in BYOK none is",
    why: "who checks first and charges later sells the same money twice",
    requirements: ["BIL-01", "BIL-04"],
    run: async (context) => {
      const session = await context.open();
      const body = ask(pinned(context.endpoint()));
      const { during } = await watch(session, body, simulated(context));
      if (context.mode === "byok") {
        context.check.equal("BIL-04", "nothing-reserved", during?.reserved, 0n);
        return;
      }
      context.check.that("BIL-01", "reserved", during !== null && during.reserved > 0n, {
        expected: "a reservation above 0 before the provider is asked",
        seen: during?.reserved,
      });
      context.check.equal("BIL-01", "not-yet-charged", during?.charged, 0n);
      const left = during ? during.deposited - during.reserved : null;
      context.check.equal("BIL-01", "not-available-meanwhile", during?.available, left);
    },
  },
  {
    id: "billing.reserve.recorded",
    area: "billing",
    title: "For every recorded answer the reservation was at least the bill",
    why: "a reservation below the bill is an overdraft waiting to happen",
    requirements: ["BIL-01"],
    modes: ["ptb"],
    needs: { scenarios: ["chat.basic", "stream.basic"] },
    run: async (context) => {
      const session = await context.open();
      for (const recording of context.sample(context.recordings(GOOD_SCENARIOS), { own: true })) {
        const body = session.bodyFor(recording, pinned(context.endpointOf(recording)));
        const watched = await watch(session, body, answerOf(recording));
        context.check.that("BIL-01", `covers.${recording.meta.scenario}`, covers(watched), {
          expected: `at least ${watched.charged} pico-USD reserved`,
          seen: watched.during?.reserved,
        });
      }
    },
  },
  {
    id: "billing.reserve.fee-of-the-request",
    area: "billing",
    title: "Sets the fee of a request aside where its tokens cost nothing, and refuses what is not covered",
    why: "a fee that is not reserved is charged to an empty wallet, request after request",
    requirements: ["BIL-01", "BIL-05"],
    modes: ["ptb"],
    run: async (context) => {
      const pricing = [base({ input: "0", output: "0", request: "0.5" })];
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, pricing, modifiers: [] }));
      for (const [name, deposit, status] of [
        ["covered", FEE, 200],
        ["not covered", FEE - 1n, 402],
      ] as const) {
        const session = await context.open({ deposit, data });
        const watched = await watch(session, ask(addressOf(endpoint)), simulated(context));
        context.check.equal("BIL-05", name, watched.reply.status, status);
        context.check.equal(
          "BIL-01",
          `${name}.reserved`,
          watched.during?.reserved,
          status === 200 ? FEE : undefined,
        );
      }
    },
  },
  {
    id: "billing.reserve.worst-case",
    area: "billing",
    title: "At every endpoint the dearest answer that a request allows is covered, in the highest tier too",
    why: "reserving the base price for a long prompt undercovers exactly the dear requests",
    requirements: ["BIL-01"],
    modes: ["ptb"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      const counted = ["fresh", "cached", "reasoning"] as const;
      const asked = askable(context).flatMap((endpoint) =>
        limitsAt(endpoint).flatMap((more) => counted.map((kind) => ({ endpoint, more, kind }))),
      );
      for (const { endpoint, more, kind } of context.sample(asked, {
        own: true,
        kindOf: ({ endpoint }) => endpoint.id,
      })) {
        const tiers = writtenTiers(context, endpoint);
        const highest = tiers.reduce((top, tier) => (tier.kind === "threshold" ? tier.from : top), 0);
        const content = highest > 0 ? "x ".repeat(highest / 2 + 500) : "How deep is the harbour?";
        const body = ask(addressOf(endpoint), { messages: [{ role: "user", content }], ...more });
        const limit = more.max_tokens ?? more.max_completion_tokens ?? endpoint.maxCompletionTokens;
        const completion = Number(limit) * (typeof more.n === "number" ? more.n : 1);
        // Every byte of the messages a token of its own: no prompt can count more.
        const prompt = JSON.stringify(body.messages).length;
        const counts = {
          fresh: { prompt, completion },
          cached: { prompt, cached: prompt, completion },
          reasoning: { prompt, completion, reasoning: completion },
        }[kind];
        const { completion: whole } = context.simulateAt(endpoint);
        const answer = whole("Out.", context.wireAt(endpoint).usage(counts));
        const watched = await watch(session, body, answer);
        const label = `${addressOf(endpoint)}.${kind}.${JSON.stringify(more)}`;
        context.check.that("BIL-01", label, covers(watched), {
          expected: `at least ${watched.charged} pico-USD reserved`,
          seen: watched.during?.reserved,
        });
      }
    },
  },
];
