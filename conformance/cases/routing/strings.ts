/**
 * What a model string selects (RTE-01, RTE-04).
 * @module
 */

import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import { modelSent, simulated } from "../_shared/support.ts";
import {
  everywhere,
  hostOf,
  oneOfEach,
  pinned,
  sharedModel,
  sharedModels,
  stepAt,
  tryAll,
  wayOf,
} from "./support.ts";

/** Turns of every kind that all endpoints take, with texts at their edges. */
const TALK = [
  { role: "system", content: "Be brief." },
  { role: "user", content: [{ type: "text", text: " Where does the tide go?\n" }] },
  { role: "assistant", content: "Out. \u{1f30a}" },
  { role: "user", content: "And then?" },
];
const STOPS = ["a", "b", "c", "d", "e"];

export const stringCases: readonly Case[] = [
  {
    id: "routing.model.every-provider",
    area: "routing",
    title: "A bare model name tries every provider that offers it, each once",
    why: "a gateway that takes the first provider only has no fallback",
    requirements: ["RTE-01"],
    run: async (context) => {
      for (const endpoints of context.sample(sharedModels(context))) {
        const model = endpoints[0]?.model ?? "";
        const { way } = await tryAll(context, model);
        const expected = endpoints.map((endpoint) => stepAt(endpoint, context.mode)).sort();
        context.check.equal("RTE-01", `providers-of.${model}`, [...way].sort(), expected);
      }
    },
  },
  {
    id: "routing.model.pinned",
    area: "routing",
    title: "model/provider and model/provider/deployment try that one alone, also when it fails",
    why: "a pin that is a preference sends data to a provider that the caller ruled out",
    requirements: ["RTE-01", "RTE-04"],
    run: async (context) => {
      const { slug } = context.provider;
      const shared = sharedModel(context);
      const endpoint =
        shared.find(({ provider }) => provider === slug) ?? shared.at(-1) ?? context.endpoint();
      const expected = [stepAt(endpoint, context.mode)];
      for (const model of [pinned(endpoint), `${pinned(endpoint)}/${endpoint.deployment}`]) {
        const { way, reply } = await tryAll(context, model);
        context.check.equal("RTE-04", `${model}.only-that-one`, way, expected);
        context.check.equal("RTE-04", `${model}.its-error-is-the-answer`, reply.status, 503);
      }
      const session = await context.open(everywhere(context));
      session.answer(simulated(context));
      const reply = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("RTE-01", "served-by", reply.headers.get("helicone-provider"), slug);
    },
  },
  {
    id: "routing.model.list",
    area: "routing",
    title: "A comma list is tried in its own order, blanks around the commas or not",
    why: "the order is the caller's decision, not the price list's",
    requirements: ["RTE-01"],
    run: async (context) => {
      const [own, ...others] = oneOfEach(context);
      const endpoints = [...(own ? [own] : []), ...context.sample(others)];
      for (const order of [endpoints, endpoints.toReversed()]) {
        const model = order.map(pinned).join(" , ");
        const { way } = await tryAll(context, model);
        const expected = order.map((endpoint) => stepAt(endpoint, context.mode));
        context.check.equal("RTE-01", `from-${order[0]?.provider}`, way, expected);
      }
    },
  },
  {
    id: "routing.model.exclusion",
    area: "routing",
    title: "!provider keeps that provider out, wherever it stands in the list",
    why: "an exclusion that is ignored sends data where it must not go",
    requirements: ["RTE-01"],
    run: async (context) => {
      const endpoints = sharedModel(context);
      const [first, ...others] = endpoints;
      if (!first) return;
      const expected = others.map((endpoint) => stepAt(endpoint, context.mode));
      for (const model of [
        `${first.model},!${first.provider}`,
        `!${first.provider}, ${first.model}`,
        `${first.model} , ! ${first.provider} `,
      ]) {
        const { way } = await tryAll(context, model);
        context.check.equal("RTE-01", model, way, expected);
      }
    },
  },
  {
    id: "routing.provider.aliases",
    area: "routing",
    title: "A provider is found by its slug and every alias, in any case",
    why: "callers write DeepInfra, deep-infra and DEEPINFRA",
    requirements: ["RTE-01"],
    run: async (context) => {
      const { provider } = context;
      const endpoint = context.endpoint();
      const spellings = [provider.slug, ...provider.aliases].flatMap((name) => [name, name.toUpperCase()]);
      for (const name of new Set(spellings)) {
        const { way } = await tryAll(context, `${endpoint.model}/${name}`);
        context.check.equal("RTE-01", `as.${name}`, way, [stepAt(endpoint, context.mode)]);
      }
    },
  },
  {
    id: "routing.model.provider-model-id",
    area: "routing",
    title: "A provider's own model id with / in it, followed by the provider, is found exactly",
    why: "ids split at the first or last slash lose their vendor",
    requirements: ["RTE-01", "REG-03"],
    run: async (context) => {
      const own = context.registry.indexes
        .endpointsOfProvider(context.provider.slug)
        .filter(
          ({ operation, status, ptbEnabled }) => operation === "chat" && status === "active" && ptbEnabled,
        )
        .filter(({ api }) => api === context.api.id);
      // A deployment that bears the id of the default one is reached by its own name only.
      const isOther = ({ model, deployment, providerModelId: id }: Endpoint) =>
        deployment !== "default" &&
        own.some((one) => one.model === model && one.deployment === "default" && one.providerModelId === id);
      const named = own.filter((endpoint) => !isOther(endpoint));
      const slashed = named.filter(({ providerModelId }) => providerModelId.includes("/"));
      for (const endpoint of (slashed.length > 0 ? slashed : named).slice(0, 6)) {
        const session = await context.open();
        session.answer(simulated(context));
        await session.send(ask(`${endpoint.providerModelId}/${endpoint.provider}`));
        context.check.equal("RTE-01", `${endpoint.id}.one-attempt`, wayOf(context, session), [
          stepAt(endpoint, context.mode),
        ]);
        const served = (await session.lastRecord())?.served;
        context.check.equal("REG-03", `${endpoint.id}.recorded-as`, served?.endpoint, endpoint.id);
      }
    },
  },
  {
    id: "routing.attempts.own-request",
    area: "routing",
    title:
      "Each attempt of a fallback sends what a direct call to that endpoint sends, and nothing of an earlier one",
    why: "a header, body or model id that is kept from the first attempt breaks the second",
    requirements: ["RTE-07"],
    run: async (context) => {
      const [own, ...others] = oneOfEach(context);
      const endpoints = [...(own ? [own] : []), ...context.sample(others)];
      const more = { max_tokens: 31, seed: 0, user: "tide-table", messages: TALK, stop: STOPS };
      const session = await context.open(everywhere(context));
      const isSigned = endpoints.some(
        ({ provider }) => context.registry.provider(provider)?.auth === "aws-signature",
      );
      // A signature holds the time of its request: two are alike only while time stands still.
      if (isSigned) session.gateway.clock.now();
      session.answer(context.simulate.error(503, "busy"));
      await session.send(ask(endpoints.map(pinned).join(","), more));
      const inList = session.received.map(({ url, headers, body }) => ({ url, headers: [...headers], body }));
      const models = session.received.map(modelSent);
      context.check.equal("RTE-07", "attempts", inList.length, endpoints.length);
      for (const [i, endpoint] of endpoints.entries()) {
        const alone = await context.open(everywhere(context));
        alone.answer(context.simulate.error(503, "busy"));
        await alone.send(ask(pinned(endpoint), more));
        const [direct] = alone.received;
        context.check.equal(
          "RTE-07",
          `${endpoint.id}.host`,
          hostOf(context, inList[i]?.url ?? ""),
          endpoint.provider,
        );
        context.check.equal("RTE-07", `${endpoint.id}.model`, models[i], endpoint.providerModelId);
        context.check.equal(
          "RTE-07",
          `${endpoint.id}.as-a-direct-call`,
          inList[i],
          direct && { url: direct.url, headers: [...direct.headers], body: direct.body },
        );
      }
    },
  },
];
