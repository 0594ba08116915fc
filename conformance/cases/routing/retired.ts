/**
 * Which endpoints can be reached at all: the active and beta ones, and no others (RTE-09).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import { reshaped } from "../cost/made-up.ts";
import { isRefusal, messageOf, pinned } from "./support.ts";

export const retiredCases: readonly Case[] = [
  {
    id: "routing.retired-endpoints",
    area: "routing",
    title:
      "Every active or beta chat endpoint is served, and a deprecated or disabled one is refused by name",
    why: "a retired endpoint that is still selected fails for every caller; one that is forgotten serves nobody",
    requirements: ["RTE-09"],
    run: async (context) => {
      const session = await context.open();
      const { indexes } = session.gateway.registry ?? context.registry;
      const own = indexes
        .endpointsOfProvider(context.provider.slug)
        .filter(
          ({ operation, status, ptbEnabled }) =>
            operation === "chat" && (ptbEnabled || status === "deprecated" || status === "disabled"),
        );
      context.check.that("RTE-09", "has-endpoints", own.length > 0, {
        expected: "chat endpoints",
        seen: own.length,
      });
      for (const endpoint of own) {
        const { id, status, deployment } = endpoint;
        session.answer(context.simulateAt(endpoint).completion("Out."));
        const reply = await session.send(ask(`${pinned(endpoint)}/${deployment}`));
        if (status === "active" || status === "beta") {
          context.check.equal("RTE-09", `${id}.served`, [reply.status, session.received.length], [200, 1]);
          continue;
        }
        context.check.equal("RTE-09", `${id}.no-upstream-call`, session.received.length, 0);
        const clear = isRefusal(reply.status) && messageOf(reply).includes(status);
        context.check.that("RTE-09", `${id}.refused`, clear, {
          expected: `a 4xx that says ${status}`,
          seen: [reply.status, messageOf(reply)],
        });
      }
    },
  },
  {
    id: "routing.retired-tomorrow",
    area: "routing",
    title: "Serves an endpoint or refuses it by the status that it is given, whatever it was before",
    why: "the day on which a provider ends a model is no day on which a gateway is tried: it must be right before",
    requirements: ["RTE-09"],
    needs: {
      endpoints: {
        that: "with a price and no region of its own",
        where: ({ free, deployment }) => !free && deployment === "default",
      },
    },
    run: async (context) => {
      for (const status of ["active", "beta", "deprecated", "disabled"] as const) {
        const { endpoint, data } = reshaped(context, (config) => ({ ...config, status }));
        const session = await context.open({ data });
        session.answer(context.simulateAt(endpoint).completion("Out."));
        const reply = await session.send(ask(pinned(endpoint)));
        const isOver = status === "deprecated" || status === "disabled";
        const seen = [isRefusal(reply.status), session.received.length, messageOf(reply).includes(status)];
        const expected = isOver ? [true, 0, true] : [false, 1, false];
        context.check.equal("RTE-09", status, seen, expected);
      }
    },
  },
];
