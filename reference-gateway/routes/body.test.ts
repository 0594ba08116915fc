import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOf, read } from "./testing.ts";

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
});
