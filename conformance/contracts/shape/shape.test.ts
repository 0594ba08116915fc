import { describe, expect, test } from "vitest";
import { CONTRACT_APIS } from "../contract.ts";
import { misfits } from "./explain.ts";
import { PATCHES } from "./patches.ts";
import { allProfiles } from "./profiles.ts";
import { changedSchema, generatedSchema, type SchemaFile, schemaManifest } from "./schemas.ts";
import { schemasOf, shapeOf } from "./shapes.ts";
import { fits, whyNot } from "./validate.ts";

const schemaNames = Object.keys(schemaManifest());

test.each(schemaNames)("compiles every definition of %s, whose manifest entry is whole", (name) => {
  const { $ref, definitions } = generatedSchema(name);
  for (const place of [$ref, ...Object.keys(definitions).map((each) => `#/definitions/${each}`)])
    expect(() => fits({ $ref: place, definitions }, {}), place).not.toThrow();
  const entry = schemaManifest()[name];
  expect(entry).toMatchObject({
    package: expect.stringMatching(/./),
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    integrity: expect.stringMatching(/^sha512-/),
    license: expect.stringMatching(/^(?:MIT|Apache-2\.0)/),
  });
});

test("names no definition that is not there, with patches or without them", () => {
  const generated = schemaNames.map(generatedSchema);
  const patched = CONTRACT_APIS.flatMap((api) => schemasOf(api, { host: "nobody", betas: [] }));
  const probed = PATCHES.flatMap(({ probe: { api, host, betas = [] } }) => schemasOf(api, { host, betas }));
  for (const file of [...generated, ...patched, ...probed]) {
    const named = [...JSON.stringify(file).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref]) => ref);
    const there = new Set(Object.keys(file.definitions).map((name) => `#/definitions/${name}`));
    expect(named.filter((ref) => !there.has(ref ?? ""))).toEqual([]);
  }
});

test("says which reference names nothing, when a body comes to it", () => {
  const file = {
    $ref: "#/definitions/Tide",
    definitions: { Tide: { type: "object", properties: { height: { $ref: "#/definitions/Height" } } } },
  };
  expect(fits(file, {})).toBe(true);
  expect(() => fits(file, { height: 3 })).toThrow("the schema has no #/definitions/Height");
});

test("uses every schema of requests that is checked in, and no other", () => {
  const used = new Set(allProfiles().flatMap(({ schemas }) => schemas));
  // Those of answers are for answers: the table of fields (conformance/oracle/meaning), and what callers are told (answers.ts).
  const ofRequests = schemaNames.filter((name) => !/-(?:answer|chunk|event|error)$/.test(name));
  expect([...used].sort()).toEqual(ofRequests.sort());
});

test("refuses an empty body on every API, and says why", () => {
  for (const api of CONTRACT_APIS) {
    // Converse demands nothing but the model in its path, and token counts take what they get.
    if (api === "bedrock-converse" || api === "gemini-count-tokens" || api === "openai-responses") continue;
    expect(shapeOf(api, { host: "nobody", betas: [] })({}), api).not.toEqual([]);
  }
});

describe("patches", () => {
  test("have unique ids and evidence", () => {
    const ids = PATCHES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, evidence } of PATCHES) expect(evidence.length, id).toBeGreaterThan(0);
  });

  test.each(PATCHES.map((patch) => [patch.id, patch] as const))(
    "%s is still needed: without it the verdict on its probe is another",
    (id, { probe: { api, host, betas = [], body } }) => {
      const others = PATCHES.filter((patch) => patch.id !== id);
      // The walk needs no compiled validator, and the tests below hold the two to one verdict.
      const verdict = (patches: typeof PATCHES) =>
        schemasOf(api, { host, betas }, patches).some((file) => misfits(file, body).length === 0);
      expect(verdict(PATCHES)).not.toBe(verdict(others));
    },
  );

  test("change verdicts of the validator as they change those of the walk", () => {
    for (const { probe } of PATCHES) {
      const { api, host, betas = [], body } = probe;
      const walked = schemasOf(api, { host, betas }).some((file) => misfits(file, body).length === 0);
      expect(shapeOf(api, { host, betas })(body).length === 0, JSON.stringify(body)).toBe(walked);
    }
  });

  test("refuses a change that matches no definition", () => {
    const file = generatedSchema("cohere-v2");
    expect(() => changedSchema(file, [{ definitions: /Nothing/, open: true }])).toThrow(/Nothing/);
  });
});

describe("an explanation", () => {
  const file: SchemaFile = {
    $ref: "#/definitions/Root",
    definitions: {
      Root: {
        type: "object",
        properties: {
          parts: { type: "array", items: { $ref: "#/definitions/Part" } },
          size: { type: "number" },
        },
        required: ["parts"],
        additionalProperties: false,
      },
      Part: { anyOf: [{ $ref: "#/definitions/Text" }, { $ref: "#/definitions/Image" }] },
      Text: {
        type: "object",
        properties: { type: { const: "text" }, text: { type: "string" } },
        required: ["type", "text"],
        additionalProperties: false,
      },
      Image: {
        type: "object",
        properties: { type: { const: "image" }, url: { type: "string" }, detail: { enum: ["low", "high"] } },
        required: ["type", "url"],
        additionalProperties: false,
      },
    },
  };

  test.each([
    [
      "a misspelt field of the branch that `type` names",
      { parts: [{ type: "text", txt: "a" }] },
      ["/parts/0/text", "/parts/0/txt"],
    ],
    [
      "a wrong word of an enum",
      { parts: [{ type: "image", url: "u", detail: "huge" }] },
      ["/parts/0/detail"],
    ],
    ["a missing field", {}, ["/parts"]],
    ["an unknown field", { parts: [], colour: 1 }, ["/colour"]],
    ["a wrong type", { parts: [], size: "1" }, ["/size"]],
    ["a union that no branch fits", { parts: [7] }, ["/parts/0"]],
  ])("points at %s", (_what, body, pointers) => {
    expect(whyNot([file], body).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test("is empty for what fits", () => {
    expect(misfits(file, { parts: [{ type: "text", text: "a" }], size: 1 })).toEqual([]);
  });
});
