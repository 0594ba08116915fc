/**
 * Which failures fall on to the next attempt, and which stop (FLB-01, FLB-03).
 * @module
 */
import type { Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply, readReply, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { fallingOn, meansAt } from "../../recordings/host-meanings.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw } from "../../upstream/wire.ts";
import { modelSent, pinned } from "../_shared/support.ts";
import { soon, turns } from "../errors/turns.ts";
import { failFirst, openTwo, RESCUED, type Two } from "./two.ts";

const FALLS_ON = [401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 504, 529];
const STOPS = [400, 413, 422];

type Failure = [name: string, answer: UpstreamAnswer];

const failuresThatFallOn = ({ api, simulate }: CaseContext): Failure[] => [
  ["network", { kind: "network-error" }],
  ...fallingOn(api, FALLS_ON, "always").map(
    (status): Failure => [String(status), simulate.error(status, "No room", { type: "some" })],
  ),
  ["quota-on-429", simulate.error(429, "Used up", { code: "insufficient_quota" })],
  ["html", raw(502, "text/html", "<html><body>Bad gateway</body></html>")],
  ["in-200", json(200, { error: { message: "No room", code: 503 } })],
  ["in-200-without-a-code", json(200, { error: "No room" })],
  ["nothing-usable", json(200, null)],
];

function checkRescued(context: CaseContext, name: string, two: Two, reply: Reply, stream: boolean): void {
  const rule = stream ? "FLB-03" : "FLB-01";
  context.check.equal(rule, `${name}.status`, reply.status, 200);
  const text = stream ? assemble(reply).text : whole(reply).text;
  context.check.equal(rule, `${name}.answer`, text, RESCUED);
  const order = two.session.received.map((request) => two.isSecond(request));
  context.check.equal(rule, `${name}.order`, order, [false, true]);
}

const stopBody = (code: number): Json => ({ error: { message: "Not like this", code } });

export const ruleCases: readonly Case[] = [
  {
    id: "fallback.rules.falls-on",
    area: "fallback",
    title: "Network errors, refused keys, limits, faults and errors inside a 200 fall on, streamed or not",
    why: "a list of models is worth nothing if the first failure ends it",
    requirements: ["FLB-01", "FLB-03"],
    run: async (context) => {
      const two = await openTwo(context);
      const failures = failuresThatFallOn(context).flatMap(([name, failure]) =>
        [false, true].map((stream) => ({ name, failure, stream })),
      );
      for (const { name, failure, stream } of context.sample(failures)) {
        failFirst(two, failure, stream);
        const reply = await two.session.send(ask(two.list, { stream }));
        checkRescued(context, stream ? `${name}.streamed` : name, two, reply, stream);
      }
    },
  },
  {
    id: "fallback.rules.timeout",
    area: "fallback",
    title: "A provider that does not answer in time is given up for the next one",
    why: "a hanging provider is the failure that fallback is for",
    requirements: ["FLB-01", "FLB-03"],
    run: async (context) => {
      for (const stream of [false, true]) {
        const two = await openTwo(context, { headersTimeoutMs: 3_000 });
        failFirst(two, { kind: "silence" }, stream);
        const pending = two.session.start(ask(two.list, { stream })).then(readReply);
        await two.session.untilReceived();
        await turns();
        two.session.gateway.clock.advance(3_000);
        const reply = await soon(pending);
        const rule = stream ? "FLB-03" : "FLB-01";
        context.check.equal(rule, `answered.${stream}`, reply !== null, true);
        if (reply) checkRescued(context, `timeout.${stream}`, two, reply, stream);
      }
    },
  },
  {
    id: "fallback.rules.stops",
    area: "fallback",
    title: "A request that is itself wrong stops: 400, 413 and 422 are not sent to anybody else",
    why: "the next provider refuses it too, later and perhaps for money",
    requirements: ["FLB-01", "FLB-03", "FLB-04"],
    run: async (context) => {
      const two = await openTwo(context);
      const stops = fallingOn(context.api, STOPS, "never");
      const failures: [name: string, status: number, answer: UpstreamAnswer][] = stops.flatMap((status) => {
        const means = meansAt(context.api, status, status);
        return [
          [String(status), means, context.simulate.error(status, "Not like this")],
          [`${status}.in-200`, means, json(200, stopBody(status))],
        ];
      });
      for (const [name, status, failure] of failures) {
        for (const stream of [false, true]) {
          failFirst(two, failure, stream);
          const reply = await two.session.send(ask(two.list, { stream }));
          const rule = stream ? "FLB-03" : "FLB-01";
          const label = stream ? `${name}.streamed` : name;
          context.check.equal("FLB-04", `${label}.one-call`, two.session.received.length, 1);
          context.check.equal(rule, `${label}.status`, reply.status, status);
          context.check.equal(rule, `${label}.whose`, errorOf(reply)?.provider, context.provider.slug);
        }
      }
    },
  },
  {
    id: "fallback.rules.context-length",
    area: "fallback",
    title: "A prompt too long for one model goes on to another model, never to the same one again",
    why: "another host of the same model refuses the same prompt",
    requirements: ["FLB-01", "FLB-04"],
    needs: { endpoints: { that: "besides its only one", count: 2 } },
    run: async (context) => {
      const session = await context.open();
      const short = context.endpoint();
      const roomy = context.endpoint((endpoint) => endpoint.model !== short.model);
      const spoken = context.simulate.error(400, "This model's maximum context length is 10 tokens");
      const coded = context.simulate.error(400, "Too long", { code: "context_length_exceeded" });
      // Only OpenAI's own form has a code for it.
      const overflow = context.api.id === "openai-chat" ? [coded, spoken] : [spoken];
      for (const [index, failure] of overflow.entries()) {
        for (const stream of [false, true]) {
          const name = `${index}${stream ? ".streamed" : ""}`;
          const good = stream ? context.simulate.stream(["Long."]) : context.simulate.completion("Long.");
          session.answer(failure, good);
          const list = [pinned(short), pinned(short), pinned(roomy)].join();
          const reply = await session.send(ask(list, { stream }));
          context.check.equal("FLB-01", `${name}.status`, reply.status, 200);
          const models = session.received.map(modelSent);
          context.check.equal("FLB-01", `${name}.models`, models, [
            short.providerModelId,
            roomy.providerModelId,
          ]);
          session.answer(failure);
          const alone = await session.send(ask([pinned(short), pinned(short)].join(), { stream }));
          context.check.equal("FLB-04", `${name}.alone.one-call`, session.received.length, 1);
          const { code } = errorOf(alone) ?? {};
          context.check.equal(
            "FLB-01",
            `${name}.alone`,
            [alone.status, code],
            [400, "context_length_exceeded"],
          );
        }
      }
    },
  },
];
