/**
 * The convention of usage: declared for the provider, overridden by a model where it differs, never guessed (USE-02,
 * USE-03).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { askable, billFor } from "../_shared/bill.ts";
import { reshaped } from "../cost/made-up.ts";

async function read(
  context: CaseContext,
  session: Session,
  endpoint: ReturnType<CaseContext["endpoint"]>,
  usage: JsonObject,
): Promise<unknown> {
  const bill = await billFor(context, session, endpoint, usage);
  const reading = bill.record?.usage;
  return reading?.kind === "known" ? reading.usage : reading?.kind;
}

/** Usage whose total the provider left out. */
function withoutTotal(context: CaseContext, counts: Parameters<CaseContext["wire"]["usage"]>[0]): JsonObject {
  const { total_tokens: _left, ...rest } = context.wire.usage(counts);
  return rest;
}

export const conventionCases: readonly Case[] = [
  {
    id: "usage.convention.per-model",
    area: "usage",
    title: "A model that counts cached tokens beside the prompt is read so, and its neighbour is not",
    why: "hosts resell models whose vendors count otherwise; one convention for all bills one of them wrongly",
    requirements: ["USE-02"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { endpoint, data } = reshaped(context, (config) => ({
        ...config,
        usage: { cached: "outside-prompt", evidence: "made up for this case" },
      }));
      const session = await context.open({ data });
      // 9 in the prompt, 1 beside it, 2 out: 12 in all.
      const usage = { ...context.wire.usage({ prompt: 9, cached: 1, completion: 2 }), total_tokens: 12 };
      const expected = { input: 9, cacheRead: 1, output: 2 };
      context.check.equal(
        "USE-02",
        "as-the-model-says",
        await read(context, session, endpoint, usage),
        expected,
      );
      const neighbour = askable(context).find(
        ({ id, usage: own }) => id !== endpoint.id && own.cached === "inside-prompt",
      );
      if (!neighbour) return;
      const seen = await read(context, session, neighbour, usage);
      context.check.equal("USE-02", "as-the-provider-says", seen, "contradictory");
    },
  },
  {
    id: "usage.convention.without-total",
    area: "usage",
    title: "Usage without a total is known, unless only the total could tell where reasoning is counted",
    why: "a guess between two readings is a wrong bill for one half of the models",
    requirements: ["USE-02", "USE-03"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const conventionOf = ({ usage }: Endpoint) =>
        `${usage.cached} ${usage.reasoning} ${usage.reasoningWithoutTotal}`;
      for (const endpoint of context.sample(askable(context), { kindOf: conventionOf, own: true })) {
        const { reasoning, reasoningWithoutTotal } = endpoint.usage;
        const plain = withoutTotal(context, { prompt: 100, cached: 40, completion: 30 });
        const expected = { input: 60, cacheRead: 40, output: 30 };
        context.check.equal(
          "USE-02",
          `${endpoint.id}.plain`,
          await read(context, session, endpoint, plain),
          expected,
        );
        const thought = withoutTotal(context, { prompt: 100, completion: 30, reasoning: 10 });
        const where = reasoning === "decided-by-total" ? reasoningWithoutTotal : reasoning;
        const output = where === "outside-completion" ? 30 : 20;
        const told = where === undefined ? "contradictory" : { input: 100, output, reasoning: 10 };
        // More thinking than answer cannot lie inside the answer: where the total decides, it is beside it.
        const long = withoutTotal(context, { prompt: 100, completion: 30, reasoning: 31 });
        const apart = { input: 100, output: 30, reasoning: 31 };
        // As much thinking as answer may be all of it: where the total decides, nothing does.
        const all = withoutTotal(context, { prompt: 100, completion: 30, reasoning: 30 });
        const even = { input: 100, ...(where === "outside-completion" ? { output: 30 } : {}), reasoning: 30 };
        context.check.equal(
          where === undefined ? "USE-03" : "USE-02",
          `${endpoint.id}.as-long-as-the-answer`,
          await read(context, session, endpoint, all),
          where === undefined ? "contradictory" : even,
          "see the endpoint's usage convention",
        );
        context.check.equal(
          "USE-02",
          `${endpoint.id}.longer-than-the-answer`,
          await read(context, session, endpoint, long),
          reasoning === "inside-completion" ? "contradictory" : apart,
          "see the endpoint's usage convention",
        );
        context.check.equal(
          where === undefined ? "USE-03" : "USE-02",
          `${endpoint.id}.reasoning`,
          await read(context, session, endpoint, thought),
          told,
          "see the endpoint's usage convention",
        );
      }
    },
  },
];
