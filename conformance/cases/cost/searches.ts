/**
 * Searches that a provider ran for an answer, which no count of tokens holds (CST-11).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { addressOf, checkAmount, watchBill } from "../_shared/bill.ts";
import { changedBody } from "./changed-body.ts";
import { reshaped } from "./made-up.ts";

const QUERIES = ["ebb", "flow"];

/** How an API's answers tell of two searches: beside the candidates' words, in the usage, or as items of the output. */
const TOLD: Readonly<Partial<Record<ApiId, (body: JsonObject) => JsonObject>>> = {
  gemini: (body) => ({
    ...body,
    candidates: (Array.isArray(body.candidates) ? body.candidates : [])
      .filter(isObject)
      .map((candidate) => ({ ...candidate, groundingMetadata: { webSearchQueries: QUERIES } })),
  }),
  "anthropic-messages": ({ usage, ...body }) => ({
    ...body,
    usage: { ...(isObject(usage) ? usage : {}), server_tool_use: { web_search_requests: QUERIES.length } },
  }),
};

const COUNTS = { prompt: 1000, completion: 100 };

async function opened(context: CaseContext, search: { search?: string }, searches?: "query" | "answer") {
  const { endpoint, data } = reshaped(context, ({ unpriced: _none, usage, ...config }) => ({
    ...config,
    pricing: [base({ input: "1", output: "2", ...search })],
    modifiers: [],
    usage: { ...usage, ...(searches === undefined ? {} : { searches }) },
    deployments: { default: {} },
  }));
  return { endpoint, stage: await context.open({ data }) };
}

/** One answer that tells of two searches, and its bill. */
async function billSearching(context: CaseContext, { endpoint, stage }: Awaited<ReturnType<typeof opened>>) {
  const answer = context.simulateAt(endpoint).completion("Out.", context.wire.usage(COUNTS));
  stage.answer(await changedBody(answer, TOLD[endpoint.api] ?? ((body) => body)));
  return watchBill(stage, () => stage.send(ask(addressOf(endpoint))));
}

export const searchCases: readonly Case[] = [
  {
    id: "cost.searches.billed",
    area: "cost",
    title: "Charges the searches that an answer tells of, each query or the answer as the endpoint has it",
    why: "a search costs as much as ten thousand tokens and is in no count of them",
    requirements: ["CST-11"],
    needs: {
      endpoints: {
        that: "answers in an API that tells of searches beside the tokens",
        where: ({ api }: { api: ApiId }) => TOLD[api] !== undefined,
      },
    },
    run: async (context) => {
      const fee = { search: "0.01" };
      // 1000 × 1 + 100 × 2 millionths, and a cent for each query.
      const each = await billSearching(context, await opened(context, fee, "query"));
      checkAmount(context, "CST-11", "each query", each, picoOfUsd("0.0212"));
      if (context.endpoint().api === "gemini") {
        const once = await billSearching(context, await opened(context, fee, "answer"));
        checkAmount(context, "CST-11", "once an answer", once, picoOfUsd("0.0112"));
      }
      const none = await billSearching(context, await opened(context, {}));
      const computed = none.record?.cost?.computed;
      context.check.equal("CST-11", "without a fee", computed?.kind, "unpriced");
      context.check.equal(
        "CST-11",
        "without a fee, named",
        computed?.kind === "unpriced" ? computed.classes : [],
        ["search"],
      );
    },
  },
];
