import { expect, test } from "vitest";
import type { Endpoint } from "../../registry/endpoint.ts";
import { openRegistry } from "../../registry/index.ts";
import { findModel, listModels } from "./models.ts";
import { refuseNotOffered } from "./not-offered.ts";

const registry = openRegistry();
const [first] = registry.indexes.endpoints;
if (!first) throw new Error("the registry has no endpoint");

const listed = (...endpoints: Partial<Endpoint>[]) => {
  const indexes = { ...registry.indexes, endpoints: endpoints.map((own) => ({ ...first, ...own })) };
  return listModels({ ...registry, indexes });
};
const idsOf = (...endpoints: Partial<Endpoint>[]) =>
  listed(...endpoints).data.map((model) => "id" in model && model.id);

const chat = { operation: "chat", status: "active" } as const;

test("each model is there once, in order, with its maker and its day in seconds", () => {
  const { object, data } = listed(
    { ...chat, model: "gpt-4o-mini" },
    { ...chat, model: "gpt-4o" },
    { ...chat, model: "gpt-4o" },
  );
  expect(object).toBe("list");
  expect(data).toEqual(
    ["gpt-4o", "gpt-4o-mini"].map((id) => ({
      id,
      object: "model",
      owned_by: "openai",
      created: Date.parse(String(registry.source.models[id]?.created)) / 1000,
    })),
  );
});

test.each([
  ["active", true],
  ["beta", true],
  ["deprecated", false],
  ["disabled", false],
] as const)("an endpoint that is %s is listed: %s", (status, expected) => {
  expect(idsOf({ ...chat, status, model: "gpt-4o" })).toEqual(expected ? ["gpt-4o"] : []);
});

test("models for embeddings are listed, and models that nobody describes are left out", () => {
  expect(idsOf({ ...chat, operation: "embeddings", model: "gpt-4o" }, { ...chat, model: "kraken" })).toEqual([
    "gpt-4o",
  ]);
});

test("one model is found by its id, and any other name is a 404", () => {
  expect(findModel(registry, "gpt-4o")).toMatchObject({ id: "gpt-4o", object: "model", owned_by: "openai" });
  for (const id of ["constructor", "gpt-4o/openai", ""])
    expect(() => findModel(registry, id)).toThrow(/There is no model/);
});

test.each([
  ["/v1/batches/batch_1", "one by one"],
  ["/v1/images/generations", "pictures"],
  ["/v1/messages/batches", "one by one"],
  ["/v1/moderations", "no replacement"],
])("says at %s what there is instead, with 501", (path, instead) => {
  let thrown: unknown;
  try {
    refuseNotOffered(path);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ error: { status: 501, code: "not_implemented" } });
  expect(String(thrown)).toContain(instead);
});
