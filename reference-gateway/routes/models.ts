/**
 * GET /v1/models: the models that can be asked for, in OpenAI's list form.
 * @module
 */
import type { Registry } from "../../registry/index.ts";

/** Models with at least one chat endpoint that is neither deprecated nor disabled. */
export function listModels(registry: Registry): { object: "list"; data: object[] } {
  const usable = registry.indexes.endpoints.filter(
    (endpoint) =>
      endpoint.operation === "chat" && (endpoint.status === "active" || endpoint.status === "beta"),
  );
  const ids = [...new Set(usable.map((endpoint) => endpoint.model))].sort();
  return {
    object: "list",
    data: ids.flatMap((id) => {
      const model = registry.source.models[id];
      return model
        ? [
            {
              id,
              object: "model",
              created: Math.floor(Date.parse(model.created) / 1000),
              owned_by: model.author,
            },
          ]
        : [];
    }),
  };
}
