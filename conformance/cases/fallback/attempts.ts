/**
 * How many calls are made, what each provider sees, and who is named (FLB-04, FLB-05, AUT-03, RTE-07).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { pinned, secretsSent } from "../_shared/support.ts";
import { failFirst, openTwo } from "./two.ts";

const named = ({ headers }: Reply) => ({
  provider: headers.get("helicone-provider"),
  deployment: headers.get("helicone-deployment"),
  mode: headers.get("helicone-mode"),
  attempts: headers.get("helicone-attempts"),
});

export const attemptCases: readonly Case[] = [
  {
    id: "fallback.calls.bounded",
    area: "fallback",
    title: "As many upstream calls as attempts are listed, and none after a success",
    why: "retries inside fallbacks inside retries turn one request into dozens",
    requirements: ["FLB-04"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const busy = context.simulate.error(503, "Closed", { headers: [["retry-after", "1"]] });
      for (const stream of [false, true]) {
        for (const length of [1, 2, 4]) {
          const list = Array.from({ length }, () => model).join();
          for (const failure of [busy, { kind: "network-error" } as const]) {
            session.answer(failure);
            await session.send(ask(list, { stream }));
            context.check.equal(
              "FLB-04",
              `${length}.${failure.kind}.${stream}`,
              session.received.length,
              length,
            );
          }
        }
        const good = stream ? context.simulate.stream(["Out."]) : context.simulate.completion("Out.");
        session.answer(busy, good);
        await session.send(ask([model, model, model].join(), { stream }));
        context.check.equal("FLB-04", `stops-at-success.${stream}`, session.received.length, 2);
      }
    },
  },
  {
    id: "fallback.each-sees-its-own",
    area: "fallback",
    title: "Each provider gets its own key, model and body, as if it had been asked alone",
    why: "a header object used twice hands one provider's key to another",
    requirements: ["AUT-03", "RTE-07"],
    run: async (context) => {
      const two = await openTwo(context);
      const more = { temperature: 0, max_tokens: 9, seed: 4 };
      for (const stream of [false, true]) {
        failFirst(two, context.simulate.error(503, "Closed"), stream);
        await two.session.send(ask(two.list, { ...more, stream }));
        const [first, second] = [...two.session.received];
        const keys = [first, second].flatMap(secretsSent);
        const own = [two.first, two.second].map(({ provider }) => two.session.credential(provider));
        context.check.equal("AUT-03", `keys.${stream}`, keys, own);
        failFirst(two, context.simulate.error(503, "Closed"), stream);
        await two.session.send(ask(pinned(two.second), { ...more, stream }));
        const alone = two.session.received[0];
        context.check.equal("RTE-07", `body.${stream}`, second?.json, alone?.json);
        context.check.equal("RTE-07", `url.${stream}`, second?.url, alone?.url);
        context.check.equal(
          "RTE-07",
          `headers.${stream}`,
          [...(second?.headers ?? [])],
          [...(alone?.headers ?? [])],
        );
      }
    },
  },
  {
    id: "fallback.served-by",
    area: "fallback",
    title: "The answer names provider, deployment and mode of the attempt that served, and the count",
    why: "a bill or a bad answer cannot be traced without them",
    requirements: ["FLB-05"],
    run: async (context) => {
      const two = await openTwo(context);
      const mode = context.mode;
      for (const stream of [false, true]) {
        failFirst(two, context.simulate.error(503, "Closed"), stream);
        const rescued = await two.session.send(ask(two.list, { stream }));
        const { provider, deployment } = two.second;
        context.check.equal("FLB-05", `second.${stream}`, named(rescued), {
          provider,
          deployment,
          mode,
          attempts: "2",
        });
        const served = (await two.session.lastRecord())?.served;
        context.check.equal(
          "FLB-05",
          `recorded.${stream}`,
          [served?.provider, served?.mode],
          [provider, mode],
        );
        const good = stream ? context.simulate.stream(["Out."]) : context.simulate.completion("Out.");
        failFirst(two, good, stream);
        const straight = await two.session.send(ask(two.list, { stream }));
        context.check.equal("FLB-05", `first.${stream}`, named(straight), {
          provider: context.provider.slug,
          deployment: two.first.deployment,
          mode,
          attempts: "1",
        });
      }
    },
  },
  {
    id: "fallback.last-error",
    area: "fallback",
    title: "When both providers fail, the answer is the second one's error, and the list names both",
    why: "the first error is history; the last one is what stands in the way now",
    requirements: ["ERR-09"],
    run: async (context) => {
      const two = await openTwo(context);
      const { slug } = context.provider;
      for (const stream of [false, true]) {
        two.session.serve((request) =>
          two.isSecond(request)
            ? context.simulate.error(404, "The second has none")
            : context.simulate.error(429, "The first is busy"),
        );
        const reply = await two.session.send(ask(two.list, { stream }));
        const { message, provider, attempts } = errorOf(reply) ?? {};
        const seen = { status: reply.status, message, provider };
        context.check.equal("ERR-09", `last.${stream}`, seen, {
          status: 404,
          message: "The second has none",
          provider: two.second.provider,
        });
        const listed = (Array.isArray(attempts) ? attempts : []).map(
          (attempt) => (attempt as { provider?: unknown }).provider,
        );
        context.check.equal("ERR-09", `both.${stream}`, listed, [slug, two.second.provider]);
      }
    },
  },
];
