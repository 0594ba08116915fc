/**
 * What callers see of the registry: GET /v1/models (REG-04).
 * @module
 */
import { operationAt } from "../../../registry/endpoint.ts";
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";

export const modelCases: readonly Case[] = [
  {
    id: "registry.models-list",
    area: "registry",
    title: "GET /v1/models lists exactly the models that can be chatted with, in OpenAI's form",
    why: "SDKs and front ends fill their menus from it",
    requirements: ["REG-04"],
    run: async (context) => {
      const stage = await context.open();
      const reply = await stage.send({}, { path: "/v1/models", method: "GET" });
      const { source } = context.registry;
      const slugs = Object.keys(source.providers);
      const chats = (model: string) =>
        slugs.some((slug) => {
          const config = source.endpoints[`${model}:${slug}`];
          return (
            config !== undefined &&
            operationAt(config, source.providers[slug]) === "chat" &&
            (config.status === "active" || config.status === "beta")
          );
        });
      const data = Array.isArray(reply.json?.data) ? reply.json.data.filter(isObject) : [];
      context.check.equal("REG-04", "status", reply.status, 200);
      context.check.equal("REG-04", "object", reply.json?.object, "list");
      const expected = Object.keys(source.models).filter(chats).sort();
      context.check.equal("REG-04", "ids", data.map(({ id }) => String(id)).sort(), expected);
      const misshapen = data.filter(
        (entry) =>
          entry.object !== "model" ||
          typeof entry.created !== "number" ||
          !Number.isInteger(entry.created) ||
          // Seconds, not milliseconds: the year 2100 in seconds.
          entry.created > 4_102_444_800 ||
          entry.owned_by !== source.models[String(entry.id)]?.author,
      );
      context.check.equal("REG-04", "shape", misshapen, []);
    },
  },
];
