import { describe, expect, test } from "vitest";
import { z } from "zod";
import { clientCodecs } from "../apis/index.ts";
import { LIST_LIMITS, list } from "./lists.ts";

/** A schema that counts how often it is asked. */
function counted(accepts: (value: unknown) => boolean) {
  const seen: unknown[] = [];
  const schema = z.unknown().refine((value) => {
    seen.push(value);
    return accepts(value);
  }, "a good one");
  return { seen, schema };
}

describe("list", () => {
  test.each([1000, 2000, 4000])("judges one item of %i that are all wrong, and names it", (size) => {
    const { seen, schema } = counted(() => false);
    const result = list("parts", schema).safeParse(Array(size).fill(0));
    // Once to find out that it is wrong, once to say how.
    expect(seen).toHaveLength(2);
    expect(result.error?.issues).toMatchObject([{ path: [0], message: "a good one" }]);
  });

  test("takes items that are right as they stand as they are, without a copy", () => {
    const items = [{ n: "1", more: { deep: true } }];
    const read = list("parts", z.looseObject({ n: z.string().min(1) })).parse(items);
    expect(read).toEqual(items);
    expect(read[0]).toBe(items[0]);
  });

  test("judges no item of a list that is too long", () => {
    const { seen, schema } = counted(() => true);
    const result = list("stop", schema).safeParse(Array(17).fill("x"));
    expect(seen).toEqual([]);
    expect(result.error?.issues).toMatchObject([
      { path: [], message: "at most 16 items allowed, given are 17" },
    ]);
  });

  test("wants as many items as it is told", () => {
    expect(list("parts", z.string(), { min: 1 }).safeParse([]).error?.issues[0]?.message).toContain(
      "at least 1 item allowed",
    );
  });

  test("gives what its items give, and the path of a wrong one inside", () => {
    const schema = z.object({ items: list("parts", z.looseObject({ n: z.coerce.number() })) });
    expect(schema.parse({ items: [{ n: "1", more: true }] })).toEqual({ items: [{ n: 1, more: true }] });
    expect(schema.safeParse({ items: [{ n: 1 }, { n: "x" }] }).error?.issues[0]?.path).toEqual([
      "items",
      1,
      "n",
    ]);
    expect(schema.safeParse({ items: "x" }).error?.issues[0]?.path).toEqual(["items"]);
  });
});

/** Whatever a list of a request is called: filled with wrong items it is refused by its first. */
describe("every API refuses a list of wrong items by the first", () => {
  const user = { role: "user", content: "x" };
  test.each<[keyof typeof clientCodecs, object, RegExp]>([
    ["openai-chat", { messages: Array(40_000).fill(0) }, /^messages\[0\]/],
    ["openai-chat", { messages: [user], tools: Array(9000).fill(0) }, /^tools\[0\]/],
    [
      "openai-chat",
      { messages: [{ ...user, content: Array(9000).fill(0) }] },
      /^messages\[0\]\.content\[0\]/,
    ],
    ["openai-chat", { messages: [user], stop: Array(9000).fill(0) }, /^stop/],
    ["anthropic-messages", { max_tokens: 1, messages: Array(40_000).fill(0) }, /^messages\[0\]/],
    ["openai-responses", { input: Array(20_000).fill(0) }, /^input/],
    ["gemini", { contents: Array(40_000).fill(0) }, /^contents/],
    ["bedrock-converse", { messages: Array(40_000).fill(0) }, /^messages\[0\]/],
    ["cohere-v2", { messages: Array(40_000).fill(0) }, /^messages\[0\]/],
  ])("%s", (name, body, param) => {
    const decoded = clientCodecs[name].decodeRequest({ model: "m", ...body }, { model: "m" });
    expect(decoded.ok).toBe(false);
    if (!decoded.ok) expect(decoded.param).toMatch(param);
  });
});

test("every limit says where it comes from", () => {
  for (const { max, evidence } of Object.values(LIST_LIMITS)) {
    expect(Number.isSafeInteger(max) && max > 0).toBe(true);
    expect(evidence.length).toBeGreaterThan(10);
  }
});
