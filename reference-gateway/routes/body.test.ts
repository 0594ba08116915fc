import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../parts.ts";
import { readJsonBody } from "./body.ts";
import { Refused } from "./http.ts";

const limits = { ...DEFAULT_LIMITS, maxBodyBytes: 12_000_000, maxDepth: 5 };

const read = (body: string | Uint8Array, type = "application/json") =>
  readJsonBody(
    new Request("http://gateway.test/", {
      method: "POST",
      body: body as BodyInit,
      headers: { "content-type": type },
    }),
    limits,
  );

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Refused ? thrown.error.code : `not refused: ${thrown}`;
}

describe("the caller's body", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "application/a+json",
  ])("is read under %s", async (type) => expect(await read('{"a":1}', type)).toEqual({ a: 1 }));

  test.each(["text/json", "application/jsonp", "application/json5", "text/plain"])(
    "is refused under %s",
    async (type) => expect(await codeOf(read("{}", type))).toBe("unsupported_media_type"),
  );

  test("may be as deep as the limit and no deeper", async () => {
    expect(await read("[[[[[]]]]]")).toEqual([[[[[]]]]]);
    expect(await codeOf(read("[[[[[[]]]]]]"))).toBe("nesting_too_deep");
    expect(await codeOf(read("[".repeat(1_000_000)))).toBe("nesting_too_deep");
  });

  test.each(['{"__proto__":1}', '{"a":[{"__proto__":{}}]}', '{"\\u005f_proto__":1}'])(
    "is refused with the key of a prototype: %s",
    async (body) => expect(await codeOf(read(body))).toBe("invalid_key"),
  );

  test("is refused when it is not UTF-8", async () => {
    expect(await codeOf(read(Uint8Array.from([0x22, 0xc3, 0x28, 0x22])))).toBe("invalid_json");
  });

  test("comes out as JSON.parse reads it, whatever its strings hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), async (texts) => {
        expect(await read(JSON.stringify(texts))).toEqual(JSON.parse(JSON.stringify(texts)));
      }),
      { seed: 20261 },
    );
  });

  test("may hold one text of nine megabytes", async () => {
    const text = "[{".repeat(4_500_000);
    expect(await read(JSON.stringify({ text }))).toEqual({ text });
  });

  test("is judged in one pass when quotes never close", async () => {
    expect(await codeOf(read(`"${'\\"'.repeat(400_000)}`))).toBe("invalid_json");
  });
});
