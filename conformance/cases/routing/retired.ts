/**
 * Which endpoints can be reached at all: the active and beta ones, and no others (RTE-09).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
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
];
