import { expect, test } from "vitest";
import { rankOf } from "./longest-first.ts";

test("puts long projects first, then slow files, then all others", () => {
  const files = [
    ["suite", "/a/scripts/report.test.ts"],
    ["suite", "/a/scripts/newcomer.slow.test.ts"],
    ["conformance", "/a/conformance/suite.ptb.test.mjs"],
    ["gateway", "/a/reference-gateway/routes/body.slow.test.ts"],
    ["proof", "/a/conformance/proof/proof-of-1.test.ts"],
  ] as const;
  const order = files.toSorted(([a, first], [b, second]) => rankOf(a, first) - rankOf(b, second));
  expect(order.map(([, file]) => file.split("/").at(-1))).toEqual([
    "proof-of-1.test.ts",
    "suite.ptb.test.mjs",
    "newcomer.slow.test.ts",
    "body.slow.test.ts",
    "report.test.ts",
  ]);
});
