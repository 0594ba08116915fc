/**
 * Headers by which a provider's own clients switch things on (MAP-09, BIL-06, SEC-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask, headerOf } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";

const BETA = "anthropic-beta";

export const betaCases: readonly Case[] = [
  {
    id: "mapping.headers.betas",
    area: "mapping",
    title:
      "A beta header reaches the provider on the caller's own key, and is named as dropped on the gateway's",
    why: "a beta can cost more than any price list here says; dropped silently it is a mystery",
    requirements: ["MAP-09", "BIL-06"],
    needs: { api: "anthropic-messages" },
    run: async (context) => {
      const session = await context.open();
      const value = "interleaved-thinking-2025-05-14,context-1m-2025-08-07";
      for (const stream of [false, true]) {
        session.answer(simulated(context, stream));
        const body = ask(pinned(context.endpoint()), { stream });
        const reply = await session.send(body, { headers: { [BETA]: value } });
        const sent = headerOf(session.received[0], BETA);
        const listed = (reply.headers.get("x-dropped-parameters") ?? "").split(", ").includes(BETA);
        const paidHere = context.mode === "ptb";
        context.check.equal("BIL-06", `sent.${stream}`, sent, paidHere ? null : value);
        context.check.equal("MAP-09", `listed.${stream}`, listed, paidHere);
      }
      session.answer(simulated(context));
      const hostile = await session.send(ask(pinned(context.endpoint())), {
        headers: { [BETA]: "b".repeat(2000) },
      });
      context.check.equal("MAP-09", "too-long.answered", hostile.status, 200);
      context.check.equal("MAP-09", "too-long.not-sent", headerOf(session.received.at(-1), BETA), null);
    },
  },
  {
    id: "mapping.headers.betas-elsewhere",
    area: "mapping",
    title: "A beta of Anthropic's reaches no host that has none, and is named as dropped",
    why: "clients of Anthropic's send betas whatever model they ask for; what a host does with a strange switch nobody knows",
    requirements: ["MAP-09"],
    needs: { unlike: "anthropic-messages" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const path of ["/v1/chat/completions", "/v1/messages"])
        for (const stream of [false, true]) {
          session.answer(simulated(context, stream));
          const headers = { [BETA]: "context-1m-2025-08-07" };
          const reply = await session.send(ask(model, { stream, max_tokens: 2000 }), { path, headers });
          const listed = (reply.headers.get("x-dropped-parameters") ?? "").split(", ").includes(BETA);
          const name = `${path}.${stream}`;
          context.check.equal("MAP-09", `${name}.status`, reply.status, 200);
          context.check.equal("MAP-09", `${name}.sent`, headerOf(session.received[0], BETA), null);
          context.check.equal("MAP-09", `${name}.listed`, listed, true);
        }
    },
  },
];
