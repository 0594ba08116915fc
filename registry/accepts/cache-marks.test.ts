import { expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { fittingMarks } from "./cache-marks.ts";

const mark = (ttl?: string): JsonObject => ({
  cache_control: { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) },
});
const part = (text: string, ...marks: JsonObject[]): JsonObject => ({
  type: "text",
  text,
  ...Object.assign({}, ...marks),
});
const tool = (name: string, ...marks: JsonObject[]): JsonObject => ({
  type: "function",
  function: { name },
  ...Object.assign({}, ...marks),
});

/** Who bears a mark, with its lifetime, in the order of the body. */
function marked(request: JsonObject, most = 4): string[] | null {
  const fitted = fittingMarks(request, most);
  if (fitted === null) return null;
  return [
    ...JSON.stringify(fitted).matchAll(
      /"(?:text|name)":"(\w+)"[^{}]*\}?,"cache_control":\{"type":"ephemeral"(?:,"ttl":"(\w+)")?/g,
    ),
  ].map(([, name, ttl = "5m"]) => `${name} ${ttl}`);
}

test("leaves marks alone that fit", () => {
  const request = {
    tools: [tool("a", mark("1h"))],
    messages: [{ role: "user", content: [part("b", mark())] }],
  };
  expect(marked(request)).toBeNull();
});

test("keeps the last marks where there are too many: tools come first, then instructions, then the rest", () => {
  const request = {
    messages: [
      { role: "system", content: [part("b", mark()), part("c", mark())] },
      { role: "user", content: [part("d", mark()), part("e", mark())] },
    ],
    tools: [tool("a", mark())],
  };
  expect(marked(request)?.sort()).toEqual(["b 5m", "c 5m", "d 5m", "e 5m"]);
  expect(marked(request, 2)?.sort()).toEqual(["d 5m", "e 5m"]);
});

test("makes a long mark behind a short one a short one", () => {
  const request = {
    messages: [
      { role: "system", content: [part("a", mark("1h")), part("b", mark()), part("c", mark("1h"))] },
      { role: "user", content: [part("d", mark("1h"))] },
    ],
  };
  expect(marked(request)).toEqual(["a 1h", "b 5m", "c 5m", "d 5m"]);
});
