import { expect, test } from "vitest";
import { madeUpEndpoint, madeUpModel } from "../testing.ts";
import { authorSummary } from "./summary.ts";

const source = {
  authors: { maker: { displayName: "Maker", homepage: "https://maker.example" } },
  models: {
    served: madeUpModel({ author: "maker" }),
    retired: madeUpModel({ author: "maker" }),
    nowhere: madeUpModel({ author: "maker" }),
    foreign: madeUpModel({ author: "other" }),
  },
  endpoints: {
    "served:host": madeUpEndpoint(),
    "retired:host": madeUpEndpoint({ status: "deprecated" }),
    "foreign:host": madeUpEndpoint(),
  },
  providers: { host: {} as never },
};

test("counts an author's models and those of them that are served", () => {
  expect(authorSummary(source, "maker")).toEqual({
    slug: "maker",
    displayName: "Maker",
    models: 3,
    servedModels: 1,
    supported: true,
  });
});

test("knows no author by an inherited name", () => {
  expect(authorSummary(source, "constructor")).toBeUndefined();
  expect(authorSummary(source, "other")).toBeUndefined();
});
