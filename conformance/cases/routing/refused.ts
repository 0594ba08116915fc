/**
 * What cannot be routed is refused by name, before any upstream call (RTE-05, RTE-06, RTE-08, REG-13).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { modelSent, simulated } from "../_shared/support.ts";
import { everyProvider, everywhere, isRefusal, messageOf, pinned, sharedModel } from "./support.ts";

interface Refused {
  requirement: RequirementId;
  name: string;
  model: string;
  /** What the message must hold. */
  says: readonly string[];
  options?: SessionOptions;
}

/** A 4xx whose message holds what it must, and no upstream call. */
async function expectRefusal(context: CaseContext, { requirement, name, model, says, options }: Refused) {
  const session = await context.open(options ?? everywhere(context));
  session.answer(simulated(context));
  const reply = await session.send(ask(model));
  const { check } = context;
  check.that(requirement, `${name}.4xx`, isRefusal(reply.status), { expected: "a 4xx", seen: reply.status });
  check.equal(requirement, `${name}.no-upstream-call`, session.received.length, 0);
  const missing = says.filter((text) => !messageOf(reply).includes(text));
  check.equal(requirement, `${name}.message-says`, missing, [], `the message was: ${messageOf(reply)}`);
}

/** Names that every JavaScript object answers to. */
const INHERITED = ["constructor", "__proto__", "toString", "hasOwnProperty"];

export const refusedCases: readonly Case[] = [
  {
    id: "routing.refused.unknown-names",
    area: "routing",
    title: "An unknown model, provider or deployment is refused with its entry and the nearest names",
    why: "a misspelt entry that is skipped silently changes model, price or region",
    requirements: ["RTE-05"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const { model, provider } = endpoint;
      const rows: [name: string, entry: string, says: string[]][] = [
        ["model", `${model}x`, [`${model}x`, model]],
        ["provider", `${model}/${provider}x`, [`${model}/${provider}x`, provider]],
        ["deployment", `${model}/${provider}/defautl`, [`${model}/${provider}/defautl`, "default"]],
        ["suffix", `${model}:free`, [`${model}:free`]],
        ["version", `${model}@latest`, [`${model}@latest`]],
        ["vendor-first", "nobody/no-such-model", ["nobody/no-such-model"]],
        ["excluded-provider", `${model},!${provider}x`, [`!${provider}x`, provider]],
      ];
      for (const [name, entry, says] of rows)
        await expectRefusal(context, { requirement: "RTE-05", name, model: entry, says });
    },
  },
  {
    id: "routing.refused.one-bad-entry",
    area: "routing",
    title:
      "One bad entry refuses the whole list and is named, whatever is wrong with it and wherever it stands",
    why: "skipping it would hide the mistake until the other entries fail",
    requirements: ["RTE-05"],
    run: async (context) => {
      const { model, provider, deployment } = context.endpoint();
      const good = pinned({ model, provider });
      const other = `${good}/${deployment}`;
      const mistakes: [name: string, entry: string][] = [
        ["model", "no-such-model-at-all"],
        ["misspelt-model", `${model}x`],
        ["misspelt-provider", `${model}/${provider}x`],
        ["misspelt-deployment", `${model}/${provider}/${deployment}x`],
        ["part-too-many", `${model}/${provider}/${deployment}/eu`],
        ["misspelt-exclusion", `!${provider}x`],
      ];
      for (const [name, entry] of mistakes)
        for (const [at, list] of Object.entries({
          first: [entry, good, other],
          middle: [good, entry, other],
          last: [good, other, entry],
        }))
          await expectRefusal(context, {
            requirement: "RTE-05",
            name: `${name}.${at}`,
            model: list.join(","),
            says: [entry],
          });
    },
  },
  {
    id: "routing.refused.malformed",
    area: "routing",
    title: "Empty entries and lists of exclusions only are refused",
    why: "an empty entry is a broken template in the caller's code",
    requirements: ["RTE-05"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const good = pinned(endpoint);
      const rows: [name: string, model: string, says: string[]][] = [
        ["blank", " ", ["empty"]],
        ["trailing-comma", `${good},`, ["empty"]],
        ["double-comma", `${good},,${good}`, ["empty"]],
        ["only-exclusions", `!${endpoint.provider}`, ["exclude"]],
        ["bare-exclusion", `${good},!`, ['"!"']],
        ["trailing-slash", `${endpoint.model}/`, [`${endpoint.model}/`]],
      ];
      for (const [name, model, says] of rows)
        await expectRefusal(context, { requirement: "RTE-05", name, model, says });
    },
  },
  {
    id: "routing.refused.not-offered",
    area: "routing",
    title: "A known model at a provider that does not offer it is refused, naming those that do",
    why: "sent all the same it is a puzzling 404 of the provider's",
    requirements: ["RTE-05"],
    run: async (context) => {
      const { indexes } = context.registry;
      const foreign = indexes.endpoints.find(
        ({ model }) => !indexes.endpointsOfModel(model).some((e) => e.provider === context.provider.slug),
      );
      if (!foreign) throw new Error("every model is offered by every provider");
      await expectRefusal(context, {
        requirement: "RTE-05",
        name: "foreign-model",
        model: `${foreign.model}/${context.provider.slug}`,
        says: [foreign.model, context.provider.slug, foreign.provider],
      });
    },
  },
  {
    id: "routing.refused.reasons",
    area: "routing",
    title: "When nothing can be attempted the message says why, for each provider of the model",
    why: "without the reasons nobody knows whether a key, a flag or the list is to be changed",
    requirements: ["RTE-06"],
    run: async (context) => {
      const endpoints = sharedModel(context);
      const [first] = endpoints;
      if (!first) return;
      const slugs = endpoints.map(({ provider }) => provider);
      const exclusions = slugs.map((slug) => `!${slug}`).join(",");
      const refuse = (name: string, says: string[], options: SessionOptions, model = first.model) =>
        expectRefusal(context, { requirement: "RTE-06", name, model, says: [...slugs, ...says], options });
      await refuse("no-keys", ["no provider key", "no platform key"], { keys: [], platform: [] });
      const off = slugs.map((provider) => ({ provider, enabled: false }));
      await refuse("disabled", ["disabled"], { keys: off, platform: [] });
      await refuse("excluded", ["excluded"], everywhere(context), `${first.model},${exclusions}`);
    },
  },
  {
    id: "routing.refused.embeddings-model",
    area: "routing",
    title: "A model that only embeds is refused for chat, and the message says so",
    why: "the provider's own answer would be a 404 with a bill for nothing",
    requirements: ["RTE-06"],
    run: async (context) => {
      const found = context.registry.indexes.endpoints.find(({ operation }) => operation === "embeddings");
      if (!found) throw new Error("the registry holds no embeddings model");
      await expectRefusal(context, {
        requirement: "RTE-06",
        name: "embeddings",
        model: pinned(found),
        says: ["embeddings", found.provider],
      });
    },
  },
  {
    id: "routing.unknown-model.passthrough",
    area: "routing",
    title:
      "With the caller's own key an unknown model at a known provider is passed on, under exactly its name",
    why: "new models come before registries know them; the name may hold / and :",
    requirements: ["RTE-08"],
    modes: ["byok"],
    needs: { unlistedModels: true },
    run: async (context) => {
      for (const model of ["brand-new-model", "vendor/brand-new:free", "a/b/c-v1:0"]) {
        const session = await context.open();
        session.answer(simulated(context));
        const reply = await session.send(ask(`${model}/${context.provider.slug}`));
        context.check.equal("RTE-08", `${model}.status`, reply.status, 200);
        context.check.equal("RTE-08", `${model}.on-the-wire`, modelSent(session.received[0]), model);
        const cost = (await session.lastRecord())?.cost;
        context.check.equal("RTE-08", `${model}.marked-unpriced`, cost?.computed?.kind, "unpriced");
        context.check.equal("RTE-08", `${model}.no-amount`, [cost?.amount, cost?.counted], [0n, "nothing"]);
      }
    },
  },
  {
    id: "routing.unknown-model.not-billed",
    area: "routing",
    title: "With the platform's key an unknown model is refused, naming the missing price",
    why: "what has no price cannot be billed, and must not take a neighbour's",
    requirements: ["RTE-08"],
    modes: ["ptb"],
    needs: { unlistedModels: true },
    run: (context) =>
      expectRefusal(context, {
        requirement: "RTE-08",
        name: "unpriced",
        model: `brand-new-model/${context.provider.slug}`,
        says: ["brand-new-model", "price"],
      }),
  },
  {
    id: "routing.refused.inherited-names",
    area: "routing",
    title: "constructor, __proto__ and their like are unknown models, providers and deployments",
    why: "a look-up in a plain object finds them, and answers with a function",
    requirements: ["REG-13"],
    run: async (context) => {
      const { model, provider } = context.endpoint();
      const options = { ...everywhere(context), platform: everyProvider(context), keys: [] };
      for (const inherited of INHERITED) {
        const refuse = (name: string, entry: string) =>
          expectRefusal(context, {
            requirement: "REG-13",
            name: `${inherited}.${name}`,
            model: entry,
            says: [inherited],
            options,
          });
        await refuse("model", inherited);
        await refuse("provider", `${model}/${inherited}`);
        await refuse("deployment", `${model}/${provider}/${inherited}`);
        await refuse("model-at-provider", `${inherited}/${provider}`);
        await refuse("exclusion", `${model},!${inherited}`);
      }
    },
  },
];
