/**
 * What a provider's own tools did for an answer, which no count of tokens holds: searches, files, code, maps (CST-11).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import type { UsageClass } from "../../../registry/canonical/usage.ts";
import { isObject, type JsonObject, objectsIn } from "../../../registry/json.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Rates } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { addressOf, checkAmount, watchBill } from "../_shared/bill.ts";
import { changedBody } from "./changed-body.ts";
import { reshaped } from "./made-up.ts";

const QUERIES = ["ebb", "flow"];

type Tell = (body: JsonObject) => JsonObject;

/** Gemini tells of its tools beside the words of the candidates. */
const grounded =
  (groundingMetadata: JsonObject): Tell =>
  (body) => ({
    ...body,
    candidates: objectsIn(body.candidates).map((candidate) => ({ ...candidate, groundingMetadata })),
  });

/** How an API's answers tell of two searches: beside the candidates' words, or in the usage. */
const TOLD: Readonly<Partial<Record<ApiId, Tell>>> = {
  gemini: grounded({ webSearchQueries: QUERIES }),
  "anthropic-messages": ({ usage, ...body }) => ({
    ...body,
    usage: { ...(isObject(usage) ? usage : {}), server_tool_use: { web_search_requests: QUERIES.length } },
  }),
};

interface ToldTools {
  tell: Tell;
  fees: Rates;
  /** Worked by hand: 1000 × 1 + 100 × 2 millionths, and the fees. */
  usd: string;
  classes: readonly UsageClass[];
}

const FILE_SEARCH = { type: "file_search_call", status: "completed", queries: ["tide"], results: null };
const CODE_RUN = {
  type: "code_interpreter_call",
  id: "ci_1",
  status: "completed",
  container_id: "cntr_1",
  code: "1 + 1",
  outputs: null,
};
const PLACE = { maps: { uri: "https://maps.example/pier", title: "Pier", placeId: "places/p1" } };

/** How an API's answers tell of other tools: two searches of files and a run of code; one answer with two places. */
const TOLD_TOOLS: Readonly<Partial<Record<ApiId, ToldTools>>> = {
  "openai-responses": {
    tell: (body) => ({
      ...body,
      output: [
        { ...FILE_SEARCH, id: "fs_1" },
        { ...FILE_SEARCH, id: "fs_2" },
        CODE_RUN,
        ...objectsIn(body.output),
      ],
    }),
    fees: { fileSearch: "0.0025", codeInterpreter: "0.03" },
    usd: "0.0362",
    classes: ["fileSearch", "codeInterpreter"],
  },
  gemini: {
    tell: grounded({ groundingChunks: [PLACE, PLACE] }),
    fees: { maps: "0.025" },
    usd: "0.0262",
    classes: ["maps"],
  },
};

const COUNTS = { prompt: 1000, completion: 100 };

async function opened(context: CaseContext, fees: Rates, searches?: "query" | "answer") {
  const { endpoint, data } = reshaped(context, ({ unpriced: _none, usage, ...config }) => ({
    ...config,
    pricing: [base({ input: "1", output: "2", ...fees })],
    modifiers: [],
    usage: { ...usage, ...(searches === undefined ? {} : { searches }) },
    deployments: { default: {} },
  }));
  return { endpoint, session: await context.open({ data }) };
}

/** One answer that tells of tools, and its bill. */
async function billTelling(
  context: CaseContext,
  { endpoint, session }: Awaited<ReturnType<typeof opened>>,
  tell: Tell = (body) => body,
) {
  const answer = context.simulateAt(endpoint).completion("Out.", context.wire.usage(COUNTS));
  session.answer(await changedBody(answer, tell));
  return watchBill(session, () => session.send(ask(addressOf(endpoint))));
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
      const tell = TOLD[context.endpoint().api];
      const each = await billTelling(context, await opened(context, fee, "query"), tell);
      checkAmount(context, "CST-11", "each query", each, picoOfUsd("0.0212"));
      if (context.endpoint().api === "gemini") {
        const once = await billTelling(context, await opened(context, fee, "answer"), tell);
        checkAmount(context, "CST-11", "once an answer", once, picoOfUsd("0.0112"));
      }
      const none = await billTelling(context, await opened(context, {}), tell);
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
  {
    id: "cost.tools.billed",
    area: "cost",
    title: "Charges files searched, code run and places looked up, each at its own fee and never as text",
    why: "a run of code costs as much as thirty thousand tokens and is in no count of them",
    requirements: ["CST-11"],
    needs: {
      endpoints: {
        that: "answers in an API that tells of files, code or places",
        where: ({ api }: { api: ApiId }) => TOLD_TOOLS[api] !== undefined,
      },
    },
    run: async (context) => {
      const told = TOLD_TOOLS[context.endpoint().api];
      if (!told) return;
      const { tell, fees, usd, classes } = told;
      const bill = await billTelling(context, await opened(context, fees), tell);
      checkAmount(context, "CST-11", "each use", bill, picoOfUsd(usd));
      const none = await billTelling(context, await opened(context, {}), tell);
      const computed = none.record?.cost?.computed;
      context.check.equal("CST-11", "without a fee", computed?.kind, "unpriced");
      const named = computed?.kind === "unpriced" ? computed.classes : [];
      context.check.equal("CST-11", "without a fee, named", named, classes);
    },
  },
];
