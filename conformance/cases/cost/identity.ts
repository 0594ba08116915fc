/**
 * The price is found by exact identity; a name that is only near one has none (CST-05).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { askable, watchBill } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

/** Names near a known one that are no known one themselves. */
function strangersNear(context: CaseContext, endpoint: Endpoint): string[] {
  const { indexes } = context.registry;
  const known = indexes
    .endpointsOfProvider(endpoint.provider)
    .flatMap(({ model, providerModelId }) => [model, providerModelId]);
  return [
    `${endpoint.providerModelId}-mini-2099-01-01`,
    `${endpoint.providerModelId}.1`,
    `${endpoint.model}-preview`,
    endpoint.providerModelId.slice(0, -1),
  ].filter((name) => !known.includes(name) && !indexes.isModel(name));
}

export const identityCases: readonly Case[] = [
  {
    id: "cost.identity.unpriced",
    area: "cost",
    title:
      "A model that nobody listed passes with the caller's own key, unpriced, never at a neighbour's price",
    why: "prefix matching bills a mini as its big sister, and the other way round",
    requirements: ["CST-05"],
    modes: ["byok"],
    needs: { unlistedModels: true },
    run: async (context) => {
      const session = await context.open();
      for (const endpoint of askable(context).slice(0, 4)) {
        for (const name of strangersNear(context, endpoint)) {
          session.answer(simulated(context));
          const body = ask(`${name}/${endpoint.provider}`);
          const { reply, record } = await watchBill(session, () => session.send(body));
          context.check.equal("CST-05", `${name}.passed-through`, reply.status, 200);
          context.check.equal("CST-05", `${name}.unpriced`, record?.cost?.computed?.kind, "unpriced");
          context.check.equal("CST-05", `${name}.counted`, record?.cost?.counted, "nothing");
          context.check.equal("CST-05", `${name}.amount`, record?.cost?.amount, 0n);
          context.check.that("CST-05", `${name}.named`, Boolean(record?.cost?.problem), {
            expected: "the record says that there is no price",
            seen: record?.cost?.problem,
          });
        }
      }
    },
  },
  {
    id: "cost.identity.refused",
    area: "cost",
    title: "A model that nobody listed is not sold on the gateway's key: 400, no call, no charge",
    why: "what has no price cannot be billed, and a neighbour's price is a guess",
    requirements: ["CST-05"],
    modes: ["ptb"],
    run: async (context) => {
      const session = await context.open();
      for (const name of strangersNear(context, context.endpoint())) {
        session.answer(simulated(context));
        const body = ask(`${name}/${context.provider.slug}`);
        const { reply, charged } = await watchBill(session, () => session.send(body));
        context.check.equal("CST-05", `${name}.status`, reply.status, 400);
        context.check.equal("CST-05", `${name}.no-upstream-call`, session.received.length, 0);
        context.check.equal("CST-05", `${name}.charged`, charged, 0n);
      }
    },
  },
];
