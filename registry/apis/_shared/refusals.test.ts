import { expect, test } from "vitest";
import { UnsupportedInput } from "../codec.ts";
import { answered, Malformed, requested, Unusable } from "./refusals.ts";

const thrower = (error: Error) => (): never => {
  throw error;
};

test("makes a result of what cannot be read, with its sentence", () => {
  expect(answered(thrower(new Unusable("no choices")))).toEqual({ ok: false, problem: "no choices" });
});

test("tells a request that is wrong from one that has no canonical form, and names the field", () => {
  expect(requested(thrower(new Malformed("tools", "must be a list")))).toEqual({
    ok: false,
    param: "tools",
    message: "tools: must be a list",
    unsupported: false,
  });
  expect(requested(thrower(new UnsupportedInput("tools", "is not offered")))).toMatchObject({
    param: "tools",
    unsupported: true,
  });
});

test("passes a fault of ours on", () => {
  const fault = new TypeError("a fault");
  expect(() => answered(thrower(fault))).toThrow(fault);
  expect(() => requested(thrower(fault))).toThrow(fault);
});
