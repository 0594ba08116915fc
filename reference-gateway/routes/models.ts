/**
 * GET /v1/models: the models that can be asked for, in OpenAI's list form.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Registry } from "../../registry/index.ts";
import { Refused } from "./http.ts";

/** A model in OpenAI's form. */
interface ModelObject {
  id: string;
  object: "model";
  /** Seconds since 1970. */
  created: number;
  owned_by: string;
}

/** One of them. @throws Refused with 404 for any other id */
export function findModel(registry: Registry, id: string): ModelObject {
  const found = listModels(registry).data.find((model) => model.id === id);
  if (found) return found;
  throw new Refused(
    gatewayError("not_found", `There is no model "${id.slice(0, 100)}"; GET /v1/models lists them`, {
      code: "model_not_found",
      param: "model",
    }),
  );
}

/** Models with at least one endpoint that is neither deprecated nor disabled, for chats or for embeddings. */
export function listModels(registry: Registry): { object: "list"; data: ModelObject[] } {
  const usable = registry.indexes.endpoints.filter(
    (endpoint) => endpoint.status === "active" || endpoint.status === "beta",
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
              object: "model" as const,
              created: Math.floor(Date.parse(model.created) / 1000),
              owned_by: model.author,
            },
          ]
        : [];
    }),
  };
}
