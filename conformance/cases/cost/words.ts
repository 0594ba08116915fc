import type { ApiId } from "../../../registry/apis/codec.ts";
import { providers } from "../../../registry/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { times } from "../../../registry/pricing/modifiers/write.ts";
import { since } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { leastNative } from "../../oracle/meaning/native-empties.ts";
import { addressOf, type Bill, billFor, checkAmount, watchBill } from "../_shared/bill.ts";
import { type Saying, sayings, saysWords, wordsOf } from "../_shared/words.ts";
import { LIST, opened, SPEAKS } from "./plain-list.ts";

const EVIDENCE = "made up for this case";
const COUNTS = { prompt: 1000, completion: 100 };
/** 1000 × 1 + 100 × 2, in millionths of a dollar. */
const PLAIN = picoOfUsd("0.0012");
const DOUBLE = picoOfUsd("0.0024");
const HALF = picoOfUsd("0.0006");

/** Every answer that says the value, its bill, and what it is expected to cost. */
async function billsSaying(
  context: CaseContext,
  { endpoint, session }: Awaited<ReturnType<typeof opened>>,
  values: Parameters<typeof sayings>[1],
  judge: (saying: Saying, bill: Bill) => void,
): Promise<void> {
  for (const saying of sayings(context, values)) {
    const { type, bytes, stream } = saying;
    session.answer({ kind: "answer", status: 200, headers: [["content-type", type]], chunks: [bytes] });
    judge(saying, await watchBill(session, () => session.send(ask(addressOf(endpoint), { stream }))));
  }
}

const NATIVE = { headers: { "helicone-gateway-body-mapping": "NO_MAPPING" } };

/** A tier in the words of a vendor's own API. */
const NATIVE_TIERS: Readonly<Partial<Record<ApiId, JsonObject>>> = {
  gemini: { serviceTier: "priority" },
  "bedrock-converse": { serviceTier: { type: "priority" } },
};

const regionOf = (slug: string) =>
  Object.values(providers)
    .find((provider) => provider.slug === slug)
    ?.config.find(({ name }) => name === "region");

export const wordCases: readonly Case[] = [
  {
    id: "cost.words.priced",
    area: "cost",
    title:
      "Charges an answer at the price of the tier that it says served it, and at the list where it says nothing",
    why: "a provider serves another tier than was asked for, at twice the price or at half of it",
    requirements: ["CST-09"],
    needs: SPEAKS,
    run: async (context) => {
      const gateway = await opened(context, {
        modifiers: wordsOf(context.api.id).flatMap((word) => [
          times(word, ["harbour_first"], "2", EVIDENCE),
          times(word, ["harbour_later"], "0.5", EVIDENCE),
        ]),
      });
      const usage = context.wire.usage(COUNTS);
      for (const [value, earlier, cost] of [
        ["harbour_first", "harbour_later", DOUBLE],
        ["harbour_later", "harbour_first", HALF],
      ] as const)
        await billsSaying(context, gateway, { usage, value, earlier }, ({ label, stream, holds }, bill) => {
          const name = `${value}: ${label}${stream ? ", streamed" : ""}`;
          checkAmount(context, "CST-09", name, bill, holds === null ? PLAIN : cost);
        });
    },
  },
  {
    id: "cost.words.unpriced",
    area: "cost",
    title: "Records an answer as unpriced, with the word, where nothing prices what it says",
    why: "a tier without a price that is billed at the list is billed wrong, and nobody sees it",
    requirements: ["CST-09"],
    needs: SPEAKS,
    run: async (context) => {
      const gateway = await opened(context, {});
      const usage = context.wire.usage(COUNTS);
      const values = { usage, value: "harbour_first", earlier: "standard" };
      await billsSaying(context, gateway, values, ({ label, stream, holds }, bill) => {
        if (holds === null) return;
        const name = `${label}${stream ? ", streamed" : ""}`;
        const computed = bill.record?.cost?.computed;
        const words = computed?.kind === "unpriced" ? (computed.words ?? []).join() : "";
        const named = [holds, values.value].map((part) => words.includes(part));
        context.check.equal("CST-09", `${name}: named`, [computed?.kind, ...named], ["unpriced", true, true]);
        checkAmount(context, "CST-09", `${name}: charged`, bill, 0n);
      });
    },
  },
  {
    id: "cost.place.of-the-call",
    area: "cost",
    title: "Charges the price of the region that the call went to, whatever the deployment is called",
    why: "a key that is set to a dearer region is billed at the price of the cheaper one",
    requirements: ["CST-10"],
    needs: {
      endpoints: {
        that: "goes to a region of its key's choice",
        where: ({ provider }) => regionOf(provider) !== undefined,
      },
    },
    run: async (context) => {
      const field = regionOf(context.provider.slug);
      const here = field?.fallback ?? field?.example ?? "";
      const { endpoint, session } = await opened(context, {
        modifiers: [
          times("region", [here], "2", EVIDENCE),
          times("region", [here], "0.5", EVIDENCE, { exceptThese: true }),
        ],
      });
      const bill = await billFor(context, session, endpoint, context.wire.usage(COUNTS));
      checkAmount(context, "CST-10", here, bill, DOUBLE);
    },
  },
  {
    id: "cost.advisor.own-price",
    area: "cost",
    title: "Charges an advisor's tokens at the price of the advisor's own model, beside the answer's",
    why: "the totals of the answer leave the advisor out: a bill that reads only them is ten times too low",
    requirements: ["CST-11"],
    needs: { api: "anthropic-messages" },
    run: async (context) => {
      const { endpoint, session } = await opened(context, {});
      const usage = (model: string, ...more: JsonObject[]): JsonObject => ({
        ...context.wire.usage(COUNTS),
        iterations: [
          { type: "message", input_tokens: 1000, output_tokens: 100 },
          { type: "advisor_message", model, input_tokens: 3000, output_tokens: 10 },
          ...more,
        ],
      });
      const known = await billFor(context, session, endpoint, usage(endpoint.providerModelId));
      // 4000 × 1 + 110 × 2
      checkAmount(context, "CST-11", "known", known, picoOfUsd("0.00422"));
      const again = { type: "advisor_message", model: endpoint.providerModelId };
      const second = { ...again, input_tokens: 500, output_tokens: 7 };
      const twice = await billFor(context, session, endpoint, usage(endpoint.providerModelId, second));
      // 4500 × 1 + 117 × 2
      checkAmount(context, "CST-11", "asked twice", twice, picoOfUsd("0.004734"));
      const unknown = await billFor(context, session, endpoint, usage("claude-of-the-harbour"));
      context.check.equal("CST-11", "unknown", unknown.record?.cost?.computed?.kind, "unpriced");
      checkAmount(context, "CST-11", "unknown", unknown, 0n);
    },
  },
  {
    id: "cost.time.first-day",
    area: "cost",
    title: "Has no price before the first day and past the last: PTB refuses, BYOK records it as unpriced",
    why: "a price that holds for ever bills a model before it was sold and a promotion after its end",
    requirements: ["CST-12"],
    run: async (context) => {
      const over = { ...since("2026-01-01", ...LIST), until: "2026-12-01" };
      for (const [name, pricing] of [
        ["before", [since("2027-01-01", ...LIST)]],
        ["past", [over]],
      ] as const) {
        const { endpoint, session } = await opened(context, { pricing: [...pricing] });
        const bill = await billFor(context, session, endpoint, context.wire.usage(COUNTS));
        if (context.mode === "ptb") {
          context.check.equal("CST-12", `${name}.status`, bill.reply.status, 400);
          context.check.equal("CST-12", `${name}.sent`, session.received.length, 0);
        } else {
          context.check.equal("CST-12", `${name}.kind`, bill.record?.cost?.computed?.kind, "unpriced");
        }
      }
    },
  },
  {
    id: "cost.unpriced.class",
    area: "cost",
    title:
      "Records an answer as unpriced, with the class, where an endpoint declares that it has no price for it",
    why: "sound or cached tokens that are billed as text are billed at a twelfth of their price",
    requirements: ["CST-13"],
    needs: {
      endpoints: { that: "counts cached tokens", where: ({ api }) => saysWords(api) },
    },
    run: async (context) => {
      const { endpoint, session } = await opened(context, { unpriced: { cacheRead: EVIDENCE } });
      const usage = context.wire.usage({ ...COUNTS, cached: 400 });
      const bill = await billFor(context, session, endpoint, usage);
      const computed = bill.record?.cost?.computed;
      const classes = computed?.kind === "unpriced" ? computed.classes : [];
      context.check.equal("CST-13", "classes", classes, ["cacheRead"]);
      checkAmount(context, "CST-13", "charged", bill, 0n);
    },
  },
  {
    id: "cost.unpriced.tier-asked",
    area: "cost",
    title: "PTB refuses a tier that the endpoint has no price for before anything is sent",
    why: "what can be foreseen to have no price must not be served for nothing",
    requirements: ["CST-13", "BIL-06"],
    modes: ["ptb"],
    run: async (context) => {
      const { endpoint, session } = await opened(context, {});
      const model = addressOf(endpoint);
      const native = NATIVE_TIERS[context.api.id];
      const replies = { chat: await session.send(ask(model, { service_tier: "priority" })) };
      const all = native
        ? {
            ...replies,
            native: await session.send({ ...leastNative(context.api.id), ...native, model }, NATIVE),
          }
        : replies;
      for (const [name, reply] of Object.entries(all)) {
        context.check.equal("BIL-06", `${name}.status`, reply.status, 400);
        context.check.equal("BIL-06", `${name}.code`, errorOf(reply)?.code, "unpriced_feature");
      }
      context.check.equal("CST-13", "sent", session.received.length, 0);
    },
  },
];
