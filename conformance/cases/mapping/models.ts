/**
 * The model that is sent, for every endpoint and deployment (MAP-02, REG-08).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { addressOf, askable } from "../_shared/bill.ts";
import { modelSent } from "../_shared/support.ts";

const TOOLS = [{ type: "function", function: { name: "tide" } }];

export const modelCases: readonly Case[] = [
  {
    id: "mapping.model.provider-id",
    area: "mapping",
    title: "The model sent is the provider's own id, for every endpoint",
    why: "an alias or a model/provider string is a 404 at the provider",
    requirements: ["MAP-02"],
    run: async (context) => {
      const endpoints = askable(context);
      const session = await context.open();
      for (const endpoint of endpoints) {
        session.answer(context.simulateAt(endpoint).completion("Out."));
        const reply = await session.send(ask(addressOf(endpoint)));
        context.check.equal(
          "MAP-02",
          endpoint.id,
          [reply.status, modelSent(session.received.at(-1))],
          [200, endpoint.providerModelId],
        );
      }
    },
  },
  {
    id: "mapping.model.every-deployment",
    area: "mapping",
    title: "A model takes tools under every deployment that it has, and gets the same body there",
    why: "the prefix of a region hides the model from every table that is looked up by name",
    requirements: ["REG-08", "MAP-02"],
    needs: {
      endpoints: {
        that: "that has tools and another deployment beside the default one",
        where: (endpoint) => endpoint.deployment !== "default" && endpoint.capabilities.has("tools"),
      },
    },
    run: async (context) => {
      const session = await context.open();
      const able = askable(context).filter(({ capabilities }) => capabilities.has("tools"));
      for (const model of new Set(able.map((endpoint) => endpoint.model))) {
        const endpoints = able.filter((endpoint) => endpoint.model === model);
        if (endpoints.length < 2) continue;
        const bodies: JsonObject[] = [];
        for (const endpoint of endpoints) {
          session.answer(context.simulateAt(endpoint).completion("Out."));
          const reply = await session.send(ask(addressOf(endpoint), { tools: TOOLS }));
          const [request] = session.received;
          context.check.equal("REG-08", `${endpoint.id}.served`, reply.status, 200);
          context.check.equal("MAP-02", `${endpoint.id}.id`, modelSent(request), endpoint.providerModelId);
          bodies.push({ ...bodyOf(request), model });
        }
        const [first, ...others] = bodies;
        for (const body of others) context.check.equal("REG-08", `${model}.same-body`, body, first);
      }
    },
  },
];
