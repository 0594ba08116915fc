/**
 * Cache writes by how long they live: each lifetime has a price of its own (CST-03, USE-01).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { isUpstreamApi, type UpstreamApiId } from "../../../registry/apis/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Rates } from "../../../registry/pricing/rates.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { addressOf, askable, billFor, checkAmount, costAt, DEEP_POCKETS } from "../_shared/bill.ts";
import { opened } from "./plain-list.ts";

interface Writes {
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
}

/** Usage with writes as each dialect that tells their lifetimes says it. */
const USAGE_OF: Partial<Record<UpstreamApiId, (counts: Writes) => JsonObject>> = {
  "anthropic-messages": ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }) => ({
    input_tokens: input,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    output_tokens: output,
  }),
  "bedrock-converse": ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }) => ({
    inputTokens: input,
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite5m + cacheWrite1h,
    cacheDetails: [
      { ttl: "5m", inputTokens: cacheWrite5m },
      { ttl: "1h", inputTokens: cacheWrite1h },
    ],
    outputTokens: output,
    totalTokens: input + cacheRead + cacheWrite5m + cacheWrite1h + output,
  }),
};

/** How an API tells of writes by their lifetimes; `undefined` where it does not. */
export const usageOf = (api: ApiId) => (isUpstreamApi(api) ? USAGE_OF[api] : undefined);

/** Does an hour cost something else than five minutes here? */
const isApart = ({ tiers, api }: Endpoint): boolean => {
  const { cacheWrite5m, cacheWrite1h } = tiers[0]?.rates ?? {};
  return cacheWrite1h !== undefined && cacheWrite1h !== cacheWrite5m && usageOf(api) !== undefined;
};

const COUNTS: readonly [name: string, counts: Writes][] = [
  ["both", { input: 20, cacheRead: 1_000, cacheWrite5m: 600_000, cacheWrite1h: 400_000, output: 5 }],
  ["an-hour", { input: 9, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 7, output: 1 }],
  ["five-minutes", { input: 9, cacheRead: 0, cacheWrite5m: 7, cacheWrite1h: 0, output: 1 }],
];

/** Lists that have a price for some lifetimes, and what 600 tokens of five minutes and 400 of an hour cost beside the rest. */
const LISTS: readonly [name: string, own: Rates, micros: number][] = [
  ["both", { cacheWrite5m: "1.25", cacheWrite1h: "2" }, 750 + 800],
  // An hour at the price of five minutes, and five minutes at that of the prompt: never at an hour's.
  ["five minutes alone", { cacheWrite5m: "1.25" }, 750 + 500],
  ["an hour alone", { cacheWrite1h: "2" }, 600 + 800],
  ["neither", {}, 600 + 400],
];

const SOME: Writes = { input: 20, cacheRead: 0, cacheWrite5m: 600, cacheWrite1h: 400, output: 5 };

async function fallbacks(context: CaseContext): Promise<void> {
  for (const [name, own, micros] of LISTS) {
    const { endpoint, session } = await opened(context, {
      pricing: [base({ input: "1", output: "2", ...own })],
    });
    const bill = await billFor(context, session, endpoint, usageOf(context.api.id)?.(SOME) ?? {});
    // 20 × 1 and 5 × 2 beside them, in millionths of a dollar.
    checkAmount(context, "CST-03", name, bill, BigInt(micros + 30) * 1_000_000n);
  }
}

export const cacheWriteCases: readonly Case[] = [
  {
    id: "cost.cache-writes.fallbacks",
    area: "cost",
    title:
      "Bills an hour's writes at the price of five minutes where that alone is listed, and never the reverse",
    why: "a list without one of the two is no reason to bill the prompt's price, and none to bill the double",
    requirements: ["CST-03"],
    needs: {
      endpoints: {
        that: "tells the lifetimes of cache writes",
        where: ({ api }) => usageOf(api) !== undefined,
      },
    },
    run: fallbacks,
  },
  {
    id: "cost.cache-writes.lifetimes",
    area: "cost",
    title: "Cache writes of five minutes and of an hour are billed apart, streamed and not",
    why: "an hour costs twice the input, five minutes a quarter more: the sum of both tells neither",
    requirements: ["CST-03", "USE-01"],
    needs: { endpoints: { that: "prices writes of an hour apart", where: isApart } },
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      for (const endpoint of askable(context).filter(isApart).slice(0, 3)) {
        for (const [name, counts] of COUNTS) {
          for (const stream of [false, true]) {
            const usage = usageOf(endpoint.api)?.(counts) ?? {};
            const bill = await billFor(context, session, endpoint, usage, { stream });
            const expected = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
            const where = `${addressOf(endpoint)}.${name}${stream ? ".streamed" : ""}`;
            const reading = bill.record?.usage;
            const seen = reading?.kind === "known" ? reading.usage : {};
            const classes = Object.fromEntries(Object.entries(seen).filter(([, count]) => count > 0));
            context.check.equal("USE-01", `${where}.classes`, classes, expected);
            checkAmount(context, "CST-03", where, bill, costAt(context, endpoint, { ...counts }));
          }
        }
      }
    },
  },
];
