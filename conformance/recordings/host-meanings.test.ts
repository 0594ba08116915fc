import { describe, expect, test } from "vitest";
import type { Meaning, MeaningRule } from "../../registry/errors/meaning.ts";
import { outcomeAt, predict, type Step } from "../cases/fallback/model.ts";
import { declaredAt, fallingOn, meansAt } from "./host-meanings.ts";

const rule = (meaning: Meaning, more: Partial<MeaningRule> = {}): MeaningRule => ({
  status: 403,
  meaning,
  evidence: "its error codes",
  ...more,
});
const host = (...errorMeanings: MeaningRule[]) => ({ errorMeanings });

describe("what a host declares of a status", () => {
  test("changes what callers must see and whom the gateway asks next", () => {
    const declares = host(rule("context_length"));
    expect(declaredAt(declares, 403)).toEqual({ status: 400, fallsOn: "other-model" });
    expect(meansAt(declares, 403, 403)).toBe(400);
    expect(fallingOn(declares, [401, 403, 404], "always")).toEqual([401, 404]);
    expect(fallingOn(host(rule("rate_limit")), [401, 403], "always")).toEqual([401, 403]);
    expect(fallingOn(host(rule("rate_limit", { status: 400 })), [400, 422], "never")).toEqual([422]);
  });

  test("leaves every other status as the common table has it", () => {
    expect(meansAt(host(rule("context_length")), 500, 502)).toBe(502);
    expect(meansAt(host(), 403, 403)).toBe(403);
  });

  test.each([{ code: "too_long" }, { type: "quota" }, { message: /context/ }])(
    "holds for no answer whose body does not say %j",
    (condition) => {
      expect(meansAt(host(rule("context_length", condition)), 403, 403)).toBe(403);
    },
  );
});

describe("a sequence of attempts", () => {
  const plan: Step[] = ["one", "one", "two"].map((model) => ({ provider: "groq", model, mode: "byok" }));

  test("goes on to another model where the host says a full context as a 403", () => {
    const declares = host(rule("context_length"));
    const { asked, failed } = predict(plan, ["403"], (_step, outcome) => outcomeAt(declares, outcome));
    expect(asked.map(({ model }) => model)).toEqual(["one", "two"]);
    expect(failed.map(({ status }) => status)).toEqual([400]);
  });

  test.each([
    ["invalid_request", "400"],
    ["rate_limit", "429"],
    ["quota", "402"],
    ["context_length", "overflow"],
  ] as const)("takes a 403 that means %s for the outcome %s", (meaning, outcome) => {
    expect(outcomeAt(host(rule(meaning)), "403")).toBe(outcome);
    expect(outcomeAt(host(rule(meaning)), "success")).toBe("success");
  });
});
