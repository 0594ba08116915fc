import { describe, expect, test } from "vitest";
import { codeOf, read } from "./testing.ts";

describe("the caller's body", () => {
  test("may hold one text of nine megabytes", async () => {
    const text = "[{".repeat(4_500_000);
    expect(await read(JSON.stringify({ text }))).toEqual({ text });
  });

  test("is judged in one pass when quotes never close", async () => {
    expect(await codeOf(read(`"${'\\"'.repeat(400_000)}`))).toBe("invalid_json");
  });

  test("is refused at once when it only opens", async () => {
    expect(await codeOf(read("[".repeat(1_000_000)))).toBe("nesting_too_deep");
  });
});
