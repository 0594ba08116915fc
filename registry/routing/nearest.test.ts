import { describe, expect, test } from "vitest";
import { nearest, suggestion } from "./nearest.ts";

describe("nearest names", () => {
  test("come best first, equals by name, and at most as many as asked for", () => {
    expect(nearest("gpt-5", ["gpt-57", "gpt-5o", "gpt-5a", "gpt-5"], 3)).toEqual([
      "gpt-5",
      "gpt-57",
      "gpt-5a",
    ]);
    expect(nearest("gpt-5", ["gpt-5b", "gpt-5a", "gpt-5c", "gpt-5d"])).toEqual([
      "gpt-5a",
      "gpt-5b",
      "gpt-5c",
    ]);
  });

  test("are found in any case", () => {
    expect(nearest("GROQ", ["groq", "QROG"], 1)).toEqual(["groq"]);
    expect(nearest("groq", ["GROQ"])).toEqual(["GROQ"]);
  });

  test("share something with what was given: six letters in ten changed are too many", () => {
    expect(nearest("abcdefghij", ["abcd", "abcde"])).toEqual(["abcde"]);
    expect(nearest("abcd", ["abcdefghij"])).toEqual([]);
  });

  test("make a sentence, or nothing", () => {
    expect(suggestion("grog", ["groq"])).toBe(" Did you mean groq?");
    expect(suggestion("zzz", ["groq"])).toBe("");
  });
});
