import { describe, expect, it } from "vitest";
import { unknownName } from "./nearest.ts";

describe("the message about an unknown name", () => {
  it("says all allowed names where they are few", () => {
    expect(unknownName("mode", "byoc", ["ptb", "byok"])).toBe(
      'unknown mode "byoc". Did you mean byok? Allowed: ptb, byok.',
    );
  });

  it("says the five nearest where they are many, and how to see them all", () => {
    const many = Array.from({ length: 650 }, (_, index) => `errors.status.${index}`);
    const text = unknownName("case", "errors.statu.1", many);
    expect(text).toBe(
      'unknown case "errors.statu.1". Nearest: errors.status.1, errors.status.0, errors.status.10, errors.status.11, errors.status.12. All 650: npm test -- --list',
    );
  });
});
