import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entry, type KnownNames, parseModelField } from "./model-string.ts";

const MODELS = ["gpt-oss", "gpt", "vendor/open"];
const slugs = new Map([
  ["alfa", "alfa"],
  ["al-fa", "alfa"],
  ["bravo", "bravo"],
]);
const known: KnownNames = {
  provider: (name) => slugs.get(name.toLowerCase()) ?? null,
  providerNames: () => ["alfa", "bravo"],
  isModel: (name) => MODELS.includes(name),
  modelNames: () => MODELS,
};

const entriesOf = (text: string): Omit<Entry, "raw">[] | string => {
  const parsed = parseModelField(text, known);
  if (!parsed.ok) return parsed.problem;
  return parsed.field.entries.map(({ model, provider, deployment }) => ({ model, provider, deployment }));
};

describe("one entry (RTE-01, REG-03)", () => {
  test.each<[string, string, string | null, string | null]>([
    ["gpt", "gpt", null, null],
    ["gpt/alfa", "gpt", "alfa", null],
    ["gpt/AL-FA", "gpt", "alfa", null],
    ["gpt/alfa/eu", "gpt", "alfa", "eu"],
    ["gpt/alfa/bravo", "gpt", "alfa", "bravo"],
    ["vendor/open", "vendor/open", null, null],
    ["vendor/open/bravo", "vendor/open", "bravo", null],
    ["vendor/open/bravo/eu", "vendor/open", "bravo", "eu"],
    ["maker/new:free/alfa", "maker/new:free", "alfa", null],
    ["a/b/c-v1:0/alfa", "a/b/c-v1:0", "alfa", null],
    ["alfa/alfa", "alfa", "alfa", null],
    ["gpt/nobody/alfa", "gpt/nobody", "alfa", null],
  ])("%s", (text, model, provider, deployment) => {
    expect(entriesOf(text)).toEqual([{ model, provider, deployment }]);
  });
});

describe("what is refused (RTE-05)", () => {
  test.each([
    ["gptt", 'unknown model "gptt". Did you mean gpt'],
    ["gpt/alfaa", 'unknown provider "alfaa" in "gpt/alfaa". Did you mean alfa?'],
    ["maker/new/nobody", 'unknown provider "nobody" in "maker/new/nobody".'],
    ["gpt,", "an entry of the model list is empty"],
    ["!alfa", "the model list only excludes providers and names no model"],
    ["gpt,!delta", 'unknown provider "delta" in "!delta".'],
    ["gpt,!", 'unknown provider "" in "!".'],
    ["gpt/", 'unknown model "gpt/". Did you mean gpt, gpt-oss?'],
  ])("%s", (text, problem) => {
    expect(entriesOf(text)).toContain(problem);
  });
});

test("an unknown model may stand before a known provider and a deployment", () => {
  expect(entriesOf("maker/new/alfa/eu")).toEqual([
    { model: "maker/new", provider: "alfa", deployment: "eu" },
  ]);
});

test("a slash at the front cuts nothing off", () => {
  expect(entriesOf("/alfa")).toContain('unknown model "/alfa"');
});

test("an exclusion may have blanks after its mark, and none of its names is guessed at", () => {
  const parsed = parseModelField("gpt, !  bravo", known);
  expect(parsed.ok && [...parsed.field.excluded]).toEqual(["bravo"]);
});

test("exclusions are resolved like providers, wherever they stand", () => {
  const parsed = parseModelField(" !AL-FA , gpt,!Bravo ", known);
  expect(parsed).toMatchObject({ ok: true, field: { entries: [{ model: "gpt" }] } });
  expect(parsed.ok && [...parsed.field.excluded].sort()).toEqual(["alfa", "bravo"]);
});

test("any model id followed by a provider comes back whole", () => {
  const part = fc
    .stringMatching(/^[a-z0-9][a-z0-9.:@-]{0,8}$/)
    .filter((text) => known.provider(text) === null);
  const model = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(model, (id) => {
      expect(entriesOf(`${id}/bravo`)).toEqual([{ model: id, provider: "bravo", deployment: null }]);
    }),
    { seed: 20_261_121 },
  );
});
