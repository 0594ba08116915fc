import { describe, expect, it } from "vitest";
import { canonicalJson, differences, firstDifference, matchKey } from "./canonical.ts";
import { parseJson } from "./json.ts";

describe("canonicalJson", () => {
  it("sorts keys at every depth and keeps array order", () => {
    expect(canonicalJson({ b: [3, 1], a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":[3,1]}');
  });

  it("writes numbers by value", () => {
    expect(canonicalJson(parseJson("[1.0, 1e2, -0]"))).toBe("[1,100,0]");
  });

  it("tells falsy values apart and from absent ones", () => {
    const forms = [{ a: 0 }, { a: false }, { a: null }, { a: "" }, {}].map((value) => canonicalJson(value));
    expect(new Set(forms).size).toBe(forms.length);
  });

  it("drops ignored pointers, escaped ones too", () => {
    expect(canonicalJson({ "a/b": 1, user: "u", c: [{ user: "kept" }] }, ["/user", "/a~1b"])).toBe(
      '{"c":[{"user":"kept"}]}',
    );
  });

  it("does not reorder or lose unusual keys", () => {
    expect(canonicalJson(parseJson('{"__proto__":1,"10":2,"9":3}'))).toBe('{"10":2,"9":3,"__proto__":1}');
  });
});

describe("firstDifference", () => {
  it("is null for equal meanings", () => {
    expect(firstDifference({ a: 1, b: [2] }, { b: [2], a: 1 })).toBeNull();
  });

  it("names the pointer and both values", () => {
    const found = firstDifference({ messages: [{ role: "user" }] }, { messages: [{ role: "system" }] });
    expect(found).toEqual({ pointer: "/messages/0/role", expected: "user", seen: "system" });
  });

  it("shows what is missing and what is too much", () => {
    expect(differences({ seed: 0, stop: ["a"] }, { stop: ["a", "b"], n: 1 })).toEqual([
      { pointer: "/seed", expected: 0, seen: undefined },
      { pointer: "/stop/1", expected: undefined, seen: "b" },
      { pointer: "/n", expected: undefined, seen: 1 },
    ]);
  });

  it("stops at the most that are wanted", () => {
    const found = differences({ a: [1, 2, 3], b: 1 }, { a: [4, 5, 6] }, 2);
    expect(found.map(({ pointer }) => pointer)).toEqual(["/a/0", "/a/1"]);
  });

  it("escapes what a pointer separates its steps by", () => {
    expect(firstDifference({ "a/b~c": [1] }, { "a/b~c": [2] })?.pointer).toBe("/a~1b~0c/0");
  });

  it("tells null from absent", () => {
    expect(firstDifference({ a: null }, {})).toEqual({ pointer: "/a", expected: null, seen: undefined });
  });
});

describe("matchKey", () => {
  const parts = {
    method: "POST",
    url: "https://example.com/v1/chat/completions",
    headers: [
      ["accept", "application/json"],
      ["content-type", "application/json"],
    ] as [string, string][],
    scheme: "Bearer",
    body: { model: "m", user: "u" },
    ignore: ["/user"],
  };

  it("does not depend on header order, scheme case or ignored values", () => {
    const same = {
      ...parts,
      headers: parts.headers.toReversed(),
      scheme: "bearer",
      body: { user: "v", model: "m" },
    };
    expect(matchKey(same)).toBe(matchKey(parts));
  });

  it.each([
    ["url", { url: "https://example.com/v1/v1/chat/completions" }],
    ["scheme", { scheme: "Basic" }],
    ["body", { body: { model: "n" } }],
    ["header", { headers: [["accept", "text/event-stream"]] as [string, string][] }],
  ])("depends on the %s", (_name, change) => {
    expect(matchKey({ ...parts, ...change })).not.toBe(matchKey(parts));
  });
});
