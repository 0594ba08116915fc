/**
 * Cache writes by how long they live: each lifetime has a price of its own (CST-03, USE-01).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { isUpstreamApi, type UpstreamApiId } from "../../../registry/apis/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { addressOf, askable, billFor, checkAmount, costAt, DEEP_POCKETS } from "../_shared/bill.ts";

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

/** Does an hour cost something else than five minutes here? */
const usageOf = (api: ApiId) => (isUpstreamApi(api) ? USAGE_OF[api] : undefined);

const isApart = ({ tiers, api }: Endpoint): boolean => {
  const { cacheWrite5m, cacheWrite1h } = tiers[0]?.rates ?? {};
  return cacheWrite1h !== undefined && cacheWrite1h !== cacheWrite5m && usageOf(api) !== undefined;
};

const COUNTS: readonly [name: string, counts: Writes][] = [
  ["both", { input: 20, cacheRead: 1_000, cacheWrite5m: 600_000, cacheWrite1h: 400_000, output: 5 }],
  ["an-hour", { input: 9, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 7, output: 1 }],
  ["five-minutes", { input: 9, cacheRead: 0, cacheWrite5m: 7, cacheWrite1h: 0, output: 1 }],
];

export const cacheWriteCases: readonly Case[] = [
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
