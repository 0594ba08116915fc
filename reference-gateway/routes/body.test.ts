import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJsonBody } from "./body.ts";
import { arrivalOf } from "./from-web.ts";
import { codeOf, limits, read } from "./testing.ts";

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

  test("that is larger than the limit is refused, by its length or by its bytes", async () => {
    const told = new Request("http://gateway.test/", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", "content-length": "12000001" },
    });
    const refused = {
      status: 413,
      code: "request_too_large",
      message: "The body is larger than 12000000 bytes",
    };
    await expect(readJsonBody(arrivalOf(told), limits)).rejects.toMatchObject({ error: refused });
    const small = { ...limits, maxBodyBytes: 3 };
    const sent = (body: string) =>
      new Request("http://gateway.test/", {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
    await expect(readJsonBody(arrivalOf(sent("[1,2]")), small)).rejects.toMatchObject({
      error: { status: 413 },
    });
    expect(await readJsonBody(arrivalOf(sent("[1]")), small)).toEqual([1]);
  });

  test.each<[string, string, string, object]>([
    [
      "no JSON",
      "{half",
      "application/json",
      { status: 400, code: "invalid_json", message: "The body is not valid JSON" },
    ],
    ["too deep", "[[[[[[1]]]]]]", "application/json", { message: "The body is nested deeper than 5 levels" }],
    [
      "a key of prototypes",
      '{"__proto__":1}',
      "application/json",
      { message: 'The key "__proto__" is not allowed' },
    ],
    ["no type", "{}", "", { message: "The body must be application/json; the request has no content-type" }],
    [
      "another type",
      "{}",
      "text/plain",
      { message: "The body must be application/json; the request has another content-type" },
    ],
    ["a type around JSON", "{}", "x-application/json", { status: 415 }],
  ])("of %s is told what is wrong", async (_what, body, type, error) => {
    await expect(read(body, type)).rejects.toMatchObject({ error });
  });

  test("may be as large as the limit says, by its length too", async () => {
    const headers = { "content-type": "application/vnd.tides+json", "content-length": "12000000" };
    const told = new Request("http://gateway.test/", { method: "POST", body: "{}", headers });
    expect(await readJsonBody(arrivalOf(told), limits)).toEqual({});
  });

  test("that is not there at all is no JSON, and has no type", async () => {
    const bare = (headers: Record<string, string>) =>
      readJsonBody(arrivalOf(new Request("http://gateway.test/", { method: "POST", headers })), limits);
    expect(await codeOf(bare({ "content-type": "application/json" }))).toBe("invalid_json");
    await expect(bare({})).rejects.toMatchObject({
      error: { message: "The body must be application/json; the request has no content-type" },
    });
  });

  test("may have brackets and escaped quotes in its texts, which are no depth", async () => {
    const text = '\\"[[[[[[[[';
    expect(await read(JSON.stringify([text, '"', "\\"]))).toEqual([text, '"', "\\"]);
    expect(await codeOf(read(`["\\\\", [[[[[[1]]]]]]]`))).toBe("nesting_too_deep");
  });
});
