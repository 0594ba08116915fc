/**
 * The order of attempts, and what keys allow (RTE-02, RTE-03).
 * @module
 */

import type { Endpoint } from "../../../registry/endpoint.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import { ask, type Session } from "../../engine/session.ts";
import { secretsSent, simulated } from "../_shared/support.ts";
import { reshaped } from "../cost/made-up.ts";
import {
  dearAndCheap,
  everyProvider,
  everySharedModel,
  everywhere,
  isRefusal,
  oneOfEach,
  pinned,
  sharedModel,
  sharedModels,
  stepAt,
  tryAll,
} from "./support.ts";

/** Prices of hours order endpoints by what time it is: a target whose time is not known shows nothing then. */
function needTime(endpoints: readonly Endpoint[], { gateway }: Session): void {
  if (endpoints.some(({ windows }) => windows !== undefined)) gateway.clock.now();
}

const SAME_PRICE = [base({ input: "1", output: "2" })];

const byId = (a: Endpoint, b: Endpoint): number => (a.id < b.id ? -1 : 1);
const byPriority = (a: Endpoint, b: Endpoint): number => a.priority - b.priority;

export const orderCases: readonly Case[] = [
  {
    id: "routing.order.cheapest-first",
    area: "routing",
    title: "Among providers of one model with the platform's key the cheapest is tried first",
    why: "an order by name or by chance costs the caller money",
    requirements: ["RTE-02"],
    modes: ["ptb"],
    run: async (context) => {
      for (const endpoints of context.sample(sharedModels(context))) {
        const { way, session } = await tryAll(context, endpoints[0]?.model ?? "");
        needTime(endpoints, session);
        const expected = endpoints.map((endpoint) => stepAt(endpoint, "ptb"));
        context.check.equal("RTE-02", `${endpoints[0]?.model}.by-price`, way, expected);
      }
    },
  },
  {
    id: "routing.order.own-keys-by-priority",
    area: "routing",
    title: "Among the caller's own keys the provider's priority decides, then the price",
    why: "with the caller's keys the order is the operator's, with price as the tie-break",
    requirements: ["RTE-02"],
    modes: ["byok"],
    run: async (context) => {
      for (const endpoints of context.sample(sharedModels(context))) {
        // Stable: endpoints come cheapest first.
        const ordered = endpoints.toSorted((a, b) => a.priority - b.priority);
        const { way, session } = await tryAll(context, endpoints[0]?.model ?? "");
        needTime(endpoints, session);
        const expected = ordered.map((endpoint) => stepAt(endpoint, "byok"));
        context.check.equal("RTE-02", `${endpoints[0]?.model}.by-priority`, way, expected);
      }
    },
  },
  {
    id: "routing.order.ties",
    area: "routing",
    title: "Of endpoints at one price the one whose provider has priority is tried first, then by id",
    why: "prices of one model are often the same everywhere, and then chance decides who is called",
    requirements: ["RTE-02"],
    once: true,
    run: async (context) => {
      const { source } = context.registry;
      const all = everySharedModel(context, context.mode).map((endpoints) => endpoints.toSorted(byId));
      const endpoints = all.find((each) => each.toSorted(byPriority).some((one, i) => one !== each[i])) ?? [];
      const same = endpoints.flatMap(({ model, provider }) => {
        const config = source.endpoints[`${model}:${provider}`];
        return config ? [[`${model}:${provider}`, { ...config, pricing: SAME_PRICE }] as const] : [];
      });
      const data = { ...source, endpoints: Object.fromEntries(same) };
      const { way } = await tryAll(context, endpoints[0]?.model ?? "", { ...everywhere(context), data });
      const expected = endpoints.toSorted(byPriority).map((endpoint) => stepAt(endpoint, context.mode));
      context.check.equal("RTE-02", `${endpoints[0]?.model}.at-one-price`, way, expected);
    },
  },
  {
    id: "routing.order.home",
    area: "routing",
    title: "Where no deployment is named the default one is called, wherever it stands in the list",
    why: "a list that is put in another order would send everybody's data to another region",
    requirements: ["RTE-01"],
    once: true,
    run: async (context) => {
      const { endpoints: written } = context.registry.source;
      const several = context.registry.indexes.endpoints.filter(
        ({ operation, model, provider, deployment }) => {
          const { deployments = {} } = written[`${model}:${provider}`] ?? {};
          return operation === "chat" && deployment === "default" && Object.keys(deployments).length > 1;
        },
      );
      for (const endpoint of context.sample(several.slice(0, 6))) {
        const turned = reshaped(
          context,
          ({ deployments, ...config }) => ({
            ...config,
            deployments: Object.fromEntries(Object.entries(deployments).reverse()),
          }),
          endpoint,
        );
        const urls: (string | undefined)[] = [];
        for (const data of [undefined, turned.data]) {
          const session = await context.open({ ...everywhere(context), ...(data ? { data } : {}) });
          session.answer(context.simulateAt(endpoint).completion("Out."));
          await session.send(ask(pinned(endpoint)));
          urls.push(session.received[0]?.url);
        }
        const [asWritten, asTurned] = urls;
        context.check.equal("RTE-01", `${endpoint.id}.called`, asWritten !== undefined, true);
        context.check.equal("RTE-01", endpoint.id, asTurned, asWritten);
      }
    },
  },
  {
    id: "routing.order.own-key-before-platform",
    area: "routing",
    title: "Within an entry all attempts with the caller's keys come before all with the platform's",
    why: "billed attempts before free ones spend the wallet for nothing",
    requirements: ["RTE-02"],
    modes: ["byok"],
    run: async (context) => {
      const slugs = everyProvider(context);
      const options = { keys: slugs.map((provider) => ({ provider })), platform: slugs };
      const endpoints = sharedModel(context);
      const { way } = await tryAll(context, endpoints[0]?.model ?? "", options);
      const expected = (["byok", "ptb"] as const).flatMap((mode) => endpoints.map((e) => stepAt(e, mode)));
      context.check.equal("RTE-02", "byok-then-ptb", way, expected);
    },
  },
  {
    id: "routing.order.entries-do-not-interleave",
    area: "routing",
    title: "The first entry is tried out, in both modes, before the second begins",
    why: "a plan that is sorted as a whole puts the second choice before the first",
    requirements: ["RTE-02"],
    needs: { endpoints: { that: "besides its only one", count: 2 } },
    modes: ["byok"],
    run: async (context) => {
      const { slug } = context.provider;
      const [dear, cheap] = dearAndCheap(context);
      const options = { keys: [{ provider: slug }], platform: [slug] };
      const { way } = await tryAll(context, `${pinned(dear)},${pinned(cheap)}`, options);
      const expected = [dear, cheap].flatMap((endpoint) => [
        stepAt(endpoint, "byok"),
        stepAt(endpoint, "ptb"),
      ]);
      context.check.equal("RTE-02", "entry-by-entry", way, expected);
    },
  },
  {
    id: "routing.order.list-beats-price",
    area: "routing",
    title: "A list keeps its order when its first entry is the dearer one, or has the lower priority",
    why: "a global sort by price or priority overrides the caller",
    requirements: ["RTE-02"],
    needs: { endpoints: { that: "besides its only one", count: 2 } },
    run: async (context) => {
      const [dear, cheap] = dearAndCheap(context);
      const { way } = await tryAll(context, `${pinned(dear)},${pinned(cheap)}`);
      context.check.equal(
        "RTE-02",
        "dear-first",
        way,
        [dear, cheap].map((e) => stepAt(e, context.mode)),
      );
      const falling = oneOfEach(context).toSorted((a, b) => b.priority - a.priority);
      const second = await tryAll(context, falling.map(pinned).join(","));
      context.check.equal(
        "RTE-02",
        "low-priority-first",
        second.way,
        falling.map((e) => stepAt(e, context.mode)),
      );
    },
  },
  {
    id: "routing.keys.byok-only",
    area: "routing",
    title: "byokOnly removes that provider's billed attempts, and only that provider's",
    why: "a caller who pays the provider must not be billed here when the own key fails",
    requirements: ["RTE-03"],
    modes: ["byok"],
    run: async (context) => {
      const slugs = everyProvider(context);
      const endpoints = sharedModel(context);
      const [only] = endpoints;
      if (!only) return;
      const keys = slugs.map((provider) => ({ provider, byokOnly: provider === only.provider }));
      const { way } = await tryAll(context, only.model, { keys, platform: slugs });
      const billed = endpoints.filter(({ provider }) => provider !== only.provider);
      const expected = [...endpoints.map((e) => stepAt(e, "byok")), ...billed.map((e) => stepAt(e, "ptb"))];
      context.check.equal("RTE-03", "no-billed-attempt-there", way, expected);
    },
  },
  {
    id: "routing.keys.disabled",
    area: "routing",
    title: "A key that is disabled is not used, from the moment it is disabled",
    why: "a revoked key that still works is a leak that goes on",
    requirements: ["RTE-03"],
    modes: ["byok"],
    run: async (context) => {
      const { slug } = context.provider;
      const model = pinned(context.endpoint());
      const off = await tryAll(context, model, { keys: [{ provider: slug, enabled: false }], platform: [] });
      context.check.equal("RTE-03", "never-used", off.way, []);
      context.check.that("RTE-03", "refused", isRefusal(off.reply.status), {
        expected: "a 4xx",
        seen: off.reply.status,
      });
      const session = await context.open({ keys: [{ provider: slug, byokOnly: true }], platform: [] });
      session.answer(simulated(context));
      const before = await session.send(ask(model));
      await session.gateway.disableKey("a", slug);
      const after = await session.send(ask(model));
      context.check.equal("RTE-03", "used-before", [before.status, session.received.length], [200, 1]);
      context.check.that("RTE-03", "refused-after", isRefusal(after.status), {
        expected: "a 4xx",
        seen: after.status,
      });
    },
  },
  {
    id: "routing.keys.disabled-meanwhile",
    area: "routing",
    title: "When the own key is disabled between two requests, the next one goes out with the platform's key",
    why: "what was known about a key a moment ago is no permission to use it, nor a reason to fail",
    requirements: ["RTE-03"],
    modes: ["byok"],
    run: async (context) => {
      const { slug } = context.provider;
      const session = await context.open({ keys: [{ provider: slug }], platform: [slug] });
      session.answer(simulated(context));
      const model = pinned(context.endpoint());
      const before = await session.send(ask(model));
      await session.gateway.disableKey("a", slug);
      const after = await session.send(ask(model));
      const modes = [before, after].map(({ headers }) => headers.get("helicone-mode"));
      context.check.equal("RTE-03", "modes", modes, ["byok", "ptb"]);
      const attempts = after.headers.get("helicone-attempts");
      context.check.equal("RTE-03", "not-even-tried", attempts, "1");
    },
  },
  {
    id: "routing.endpoints.not-sold",
    area: "routing",
    title:
      "An endpoint that is not sold on the platform's key is refused there, and served with a key of one's own",
    why: "what is not for sale has no price that anybody stands for",
    requirements: ["RTE-03"],
    run: async (context) => {
      const { slug } = context.provider;
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, ptbEnabled: false }));
      for (const mode of ["ptb", "byok"] as const) {
        const keys = mode === "byok" ? [{ provider: slug }] : [];
        const session = await context.open({ data, keys, platform: [slug] });
        session.answer(simulated(context));
        const reply = await session.send(ask(pinned(endpoint)));
        const { sold, calls } = { sold: reply.status === 200, calls: session.received.length };
        context.check.equal(
          "RTE-03",
          `${mode}.served`,
          [sold, calls],
          mode === "byok" ? [true, 1] : [false, 0],
        );
        if (mode === "byok")
          context.check.equal("RTE-03", "own-key", reply.headers.get("helicone-mode"), "byok");
      }
    },
  },
  {
    id: "routing.keys.disabled-falls-to-platform",
    area: "routing",
    title: "With the own key disabled the platform's key is used, and the disabled one is not",
    why: "a disabled key must neither be sent nor block the rest",
    requirements: ["RTE-03"],
    modes: ["ptb"],
    run: async (context) => {
      const { slug } = context.provider;
      const session = await context.open({ keys: [{ provider: slug, enabled: false }], platform: [slug] });
      session.answer(simulated(context));
      const reply = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("RTE-03", "served-in", reply.headers.get("helicone-mode"), "ptb");
      const sent = secretsSent(session.received[0]);
      context.check.that("RTE-03", "with-the-platform-key", sent.includes(session.credential()), {
        expected: "the platform's key",
        seen: sent.length === 0 ? "no credential" : "another credential",
      });
    },
  },
];
