import { describe, expect, test } from "vitest";
import { type Mutant, mutantNamed, mutants, nameOfMutant, planted } from "./mutant.ts";
import { OPERATORS } from "./operators.ts";
import { changedAt } from "./paths.ts";
import { scoreLines, scoreOf } from "./score.ts";

const PLACES = [
  { provider: "deepinfra", api: "openai-chat" },
  { provider: "vertex", api: "gemini" },
  { provider: "google-ai-studio", api: "gemini" },
];

const trim: Mutant = {
  seam: "chunk",
  field: "choices[].delta.content",
  operator: "trim",
  times: "every",
  provider: "vertex",
  api: "gemini",
  mode: "ptb",
};

describe("a field", () => {
  const root = { choices: [{ message: { content: " a " } }, { message: {} }, { message: { content: "b" } }] };
  const upper = (value: unknown) => String(value).toUpperCase();

  test("is changed wherever it is there, and the original stays as it was", () => {
    expect(changedAt(root, "choices[].message.content", upper)).toEqual({
      choices: [{ message: { content: " A " } }, { message: {} }, { message: { content: "B" } }],
    });
    expect(root.choices[0]?.message.content).toBe(" a ");
  });

  test("is taken out where nothing is given back, of lists too", () => {
    expect(changedAt({ a: 1, b: 2 }, "a", () => undefined)).toEqual({ b: 2 });
    expect(changedAt({ a: [1, 2] }, "a[]", (value) => (value === 1 ? undefined : value))).toEqual({ a: [2] });
  });

  test("is left alone where it is not there, or null", () => {
    expect(changedAt({ a: null }, "a", upper)).toEqual({ a: null });
    expect(changedAt({}, "a.b[].c", upper)).toEqual({});
    expect(changedAt(null, "a", upper)).toBeNull();
  });
});

describe("an operator", () => {
  test.each([
    ["default", "ebb", ""],
    ["default", 7n, 0n],
    ["swap", "ebb", "beb"],
    ["swap", [1, 2, 3], [2, 1, 3]],
    ["round", 1234, 1200],
    ["round", 12_345_678n, 12_000_000n],
    ["round", '{"n":12345678901234567890}', '{"n":12345678901234567000}'],
    ["lower-case", "Ebb", "ebb"],
    ["re-order", [1, 2, 3], [3, 2, 1]],
    ["duplicate", [1, 2], [1, 2, 2]],
    ["off-by-one", 3n, 4n],
    ["off-by-one", "e👩", "e"],
    ["trim", " a ", "a"],
    ["normalise", "e\u0301", "é"],
    ["negate", true, false],
  ] as const)("spoils a value by %s (example %#)", (operator, value, spoilt) => {
    expect(OPERATORS[operator]()(value)).toEqual(spoilt);
  });

  test("gives what stood there the time before by stale, each for itself", () => {
    const [first, second] = [OPERATORS.stale(), OPERATORS.stale()];
    expect([first(1), first(2), second(9), first(3)]).toEqual([1, 1, 9, 2]);
  });
});

describe("generated mutants", () => {
  test("are the same for the same seed, different from each other, and meet every API", () => {
    const found = mutants(PLACES, 200, 7);
    expect(mutants(PLACES, 200, 7)).toEqual(found);
    expect(mutants(PLACES, 200, 8)).not.toEqual(found);
    expect(new Set(found.map(nameOfMutant)).size).toBe(200);
    expect(new Set(found.map(({ api }) => api))).toEqual(new Set(["openai-chat", "gemini"]));
  });

  test("have names by which they are found again", () => {
    for (const mutant of mutants(PLACES, 200, 1)) expect(mutantNamed(nameOfMutant(mutant))).toEqual(mutant);
  });

  test.each([
    ["nothing", ""],
    ["another seam", nameOfMutant(trim).replace("chunk", "chunks")],
    ["a field that the seam lacks", nameOfMutant(trim).replace("content", "contents")],
    ["another operator", nameOfMutant(trim).replace("trim", "constructor")],
  ])("are not found by a name of %s", (_what, name) => {
    expect(mutantNamed(name)).toBeNull();
  });

  test("count what they spoil, and only that", () => {
    const { spoilt, plant } = planted(trim);
    expect(typeof plant).toBe("function");
    expect(spoilt()).toBe(0);
  });
});

describe("the score", () => {
  const kill = {
    case: "response.meaning.openai-chat",
    generated: true,
    requirement: "STR-04",
    check: "text",
    expected: '"a"',
    seen: '""',
  };
  const late: Mutant = { ...trim, seam: "record", field: "latencyMs", operator: "off-by-one" };
  const score = scoreOf([
    { mutant: trim, spoilt: 3, kill },
    { mutant: { ...trim, provider: "deepinfra", api: "openai-chat" }, spoilt: 2, kill: null },
    { mutant: { ...trim, operator: "swap" }, spoilt: 0, kill: null },
    { mutant: late, spoilt: 1, kill: null },
  ]);

  test("counts the visible ones that nobody excuses", () => {
    expect(score.total).toMatchObject({ generated: 4, visible: 3, excused: 1, killed: 1, byGenerated: 1 });
    expect(score.rate).toBe(0.5);
  });

  test("names survivors, and the reason where nobody has to see them", () => {
    expect(score.survivors.map(({ reason }) => reason === null)).toEqual([true, false]);
    const lines = scoreLines(score).join("\n");
    expect(lines).toContain("survives: chunk/choices[].delta.content/trim/every@deepinfra/openai-chat/ptb");
    expect(lines).toContain(
      "survives, and may: record/latencyMs/off-by-one/every@vertex/gemini/ptb (time stands",
    );
    expect(lines).toContain("50.0 % of the visible mutants killed, 95.0 % wanted");
  });

  test.each<[string, Partial<Mutant>, boolean]>([
    ["a stop on its way to Responses", { seam: "asked", field: "stop", api: "openai-responses" }, true],
    [
      "a penalty on its way to Converse",
      { seam: "request", field: "presence_penalty", api: "bedrock-converse" },
      true,
    ],
    [
      "a temperature on its way to Responses",
      { seam: "asked", field: "temperature", api: "openai-responses" },
      false,
    ],
    ["a stop that an answer tells", { seam: "told", field: "stop_sequence", api: "openai-responses" }, false],
    [
      "a piece of arguments written anew",
      { seam: "told", field: "delta.partial_json", operator: "round" },
      true,
    ],
    [
      "a piece of arguments cut",
      { seam: "told", field: "delta.partial_json", operator: "off-by-one" },
      false,
    ],
    [
      "a failure that is lost on its way to Cohere",
      { seam: "asked", field: "messages[].content[].is_error", api: "cohere-v2" },
      true,
    ],
    [
      "a failure that is lost on its way to Converse",
      { seam: "asked", field: "messages[].content[].is_error", api: "bedrock-converse" },
      false,
    ],
    ["a doubled reservation", { seam: "reserve", field: "amount", operator: "duplicate" }, true],
    ["a reservation of nothing", { seam: "reserve", field: "amount", operator: "default" }, false],
  ])("knows whether %s may survive", (_what, change, mayBe) => {
    const mutant: Mutant = { ...trim, provider: "openai", ...change };
    const [survivor] = scoreOf([{ mutant, spoilt: 1, kill: null }]).survivors;
    expect(survivor?.reason !== null).toBe(mayBe);
  });
});
