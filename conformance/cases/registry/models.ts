/**
 * What callers see of the registry: GET /v1/models (REG-04).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import { ModelSchema, TOKENIZERS } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import { issuesOf, registryOf } from "./support.ts";

export const modelCases: readonly Case[] = [
  {
    id: "registry.models-list",
    area: "registry",
    title: "GET /v1/models lists exactly the models that can be asked for, in OpenAI's form",
    why: "SDKs and front ends fill their menus from it",
    requirements: ["REG-04"],
    run: async (context) => {
      const session = await context.open();
      const reply = await session.send({}, { path: "/v1/models", method: "GET" });
      const { source } = context.registry;
      const slugs = Object.keys(source.providers);
      const isUsable = (model: string) =>
        slugs.some((slug) => {
          const config = source.endpoints[`${model}:${slug}`];
          return config !== undefined && (config.status === "active" || config.status === "beta");
        });
      const data = Array.isArray(reply.json?.data) ? reply.json.data.filter(isObject) : [];
      context.check.equal("REG-04", "status", reply.status, 200);
      context.check.equal("REG-04", "object", reply.json?.object, "list");
      const expected = Object.keys(source.models).filter(isUsable).sort();
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
  {
    id: "registry.models-stated",
    area: "registry",
    title:
      "Every model of the provider states what lists show of it, and its author's entry is counted from the models",
    why: "a missing output limit or tokenizer turns into a guess in each list, estimate and default",
    requirements: ["REG-14"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-14");
      const { source, indexes } = registry;
      const offered = indexes.endpointsOfProvider(context.provider.slug).map(({ model }) => model);
      for (const id of new Set(offered)) {
        const model = source.models[id];
        const issues = model === undefined ? ["missing"] : issuesOf(ModelSchema.safeParse(model));
        context.check.equal("REG-14", id, issues, [], "complete the model in its author's models.ts");
        if (model === undefined) continue;
        context.check.that("REG-14", `${id}.tokenizer`, TOKENIZERS.includes(model.tokenizer), {
          expected: `one of ${TOKENIZERS.join(", ")}`,
          seen: model.tokenizer,
        });
        context.check.that("REG-14", `${id}.output`, model.maxOutputTokens <= model.contextLength, {
          expected: `at most the context of ${model.contextLength} tokens`,
          seen: model.maxOutputTokens,
        });
        // Counted here once more, since the entry may be no list of its own.
        const own = Object.values(source.models).filter(({ author }) => author === model.author).length;
        const summary = registry.author(model.author);
        context.check.equal("REG-14", `${model.author}.models`, summary?.models, own);
        context.check.equal("REG-14", `${model.author}.supported`, summary?.supported, true);
      }
    },
  },
];
