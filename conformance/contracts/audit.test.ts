import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { auditFamilies, auditRules } from "./audit.ts";
import { CONTRACT_APIS, MARKS, type Rule } from "./contract.ts";
import { contractRules } from "./index.ts";
import { CLAUDE } from "./models/anthropic.ts";
import { GEMINI } from "./models/gemini.ts";
import type { ModelFacts } from "./models/model.ts";
import { OPENAI } from "./models/openai.ts";
import { factIds, factOf } from "./rules/define.ts";
import { RULES } from "./rules/index.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const sources = readdirSync(FOLDER, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("node_modules"))
  .map((file) => readFileSync(join(FOLDER, file), "utf8"))
  .join("\n");

test("the rules hold together", () => {
  expect(auditRules(RULES)).toEqual([]);
});

test("the public list of rules is whole, and every API with rules is one that contracts know", () => {
  expect(contractRules().map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  for (const { id, apis } of contractRules())
    for (const api of apis) expect(CONTRACT_APIS, id).toContain(api);
});

test.each([
  ["Claude", CLAUDE],
  ["OpenAI", OPENAI],
  ["Gemini", GEMINI],
])("the families of %s hold together", (_name, table) => {
  expect(auditFamilies(table)).toEqual([]);
});

test("every fact has evidence and a mark, and something rests on it", () => {
  for (const id of factIds()) {
    const { mark, evidence } = factOf(id);
    expect(MARKS, id).toContain(mark);
    expect(evidence.length, id).toBeGreaterThan(0);
    expect(sources, `nothing rests on ${id}`).toContain(`"${id}"`);
  }
});

const RULE: Rule = {
  id: "made.up",
  apis: ["openai-chat"],
  hosts: "all",
  mark: "issue",
  evidence: ["somewhere#1"],
  repair: "leave it out",
  find: ({ stop }) => (stop === undefined ? null : { pointer: "/stop", seen: stop, message: "no" }),
  example: { refused: { stop: "a" }, accepted: {} },
};

describe("an audit of rules names", () => {
  test("gives nothing where there is nothing", () => {
    expect(auditRules([RULE])).toEqual([]);
  });

  test.each<[string, readonly Rule[], RegExp]>([
    ["a rule without evidence", [{ ...RULE, evidence: [] }], /^made\.up: has no evidence$/],
    ["a rule that nothing triggers", [{ ...RULE, find: () => null }], /^made\.up: nothing triggers it/],
    [
      "a rule that contradicts itself",
      [{ ...RULE, example: { refused: { stop: "a" }, accepted: { stop: "b" } } }],
      /^made\.up: contradicts itself/,
    ],
    ["two rules of one id", [RULE, RULE], /^made\.up: two rules have this id$/],
    ["a rule for no API", [{ ...RULE, apis: [] }], /^made\.up: is for no API$/],
    ["a rule for no host", [{ ...RULE, hosts: [] }], /^made\.up: is for no host$/],
    ["a rule that answers no refusal", [{ ...RULE, status: 200 }], /^made\.up: 200 is no refusal$/],
    [
      "a rule whose models its example is not of",
      [{ ...RULE, models: /^gpt-5/ }],
      /its example is of gpt-4o/,
    ],
    [
      "a rule whose hosts its example is not at",
      [{ ...RULE, hosts: ["openai"], example: { ...RULE.example, host: "azure" } }],
      /its example is at azure/,
    ],
  ])("%s", (_what, rules, complaint) => {
    expect(auditRules(rules).join("\n")).toMatch(complaint);
  });
});

const ROW: ModelFacts = { family: "made-up", such: "tide-1", match: /^tide-1/ };

describe("an audit of families names", () => {
  test.each<[string, Parameters<typeof auditFamilies>[0], RegExp]>([
    [
      "a family that another hides",
      [{ ...ROW, family: "wider", match: /^tide/ }, ROW],
      /made-up: tide-1 belongs to "wider"/,
    ],
    [
      "a family that its own model is not of",
      [{ ...ROW, such: "ebb-1" }],
      /made-up: ebb-1 belongs to no family/,
    ],
    ["two rows of one name", [ROW, ROW], /^made-up: two rows have this name/],
    [
      "a word that is no effort",
      [{ ...ROW, efforts: { is: ["huge"], by: ["openai.effort.enum"] } }],
      /made-up: huge is no word of effort/,
    ],
    [
      "a default that the family does not have",
      [{ ...ROW, defaultEffort: "max", efforts: { is: ["low"], by: ["openai.effort.enum"] } }],
      /made-up: its default effort max is none of its own/,
    ],
    [
      "a budget that holds nothing",
      [{ ...ROW, budget: { is: { least: 5, most: 1, also: [] }, by: ["gemini.thinking.budget-2.5-pro"] } }],
      /made-up: a budget from 5 to 1/,
    ],
    [
      "an output cap of nothing",
      [{ ...ROW, outputCap: { is: 0, by: ["openai.max_tokens.cap"] } }],
      /made-up: an output cap of 0/,
    ],
  ])("%s", (_what, table, complaint) => {
    expect(auditFamilies(table).join("\n")).toMatch(complaint);
  });
});
