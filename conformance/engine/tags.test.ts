import { describe, expect, it } from "vitest";
import { providers } from "../../registry/providers/index.ts";
import { AREAS, MODES } from "./case.ts";
import { allTags, tagsFilter, tagsOf } from "./tags.ts";

describe("tags", () => {
  it("defines every tag that a test can carry, once", () => {
    const names = allTags().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const provider of Object.keys(providers)) {
      for (const mode of MODES) {
        for (const area of AREAS) {
          for (const tag of tagsOf({ provider, api: "gemini", mode, area })) expect(names).toContain(tag);
        }
      }
    }
  });

  it("has only names that a vitest expression can hold", () => {
    for (const { name } of allTags()) expect(name).toMatch(/^[a-z]+:[a-z0-9-]+$/);
  });

  it("joins names of one kind with or, kinds with and", () => {
    expect(tagsFilter({ providers: ["deepinfra", "groq"], modes: ["ptb"] })).toBe(
      "(provider:deepinfra || provider:groq) && (mode:ptb)",
    );
    expect(tagsFilter({ apis: ["gemini"], areas: ["errors"] })).toBe("(api:gemini) && (area:errors)");
  });

  it("gives no expression for no filter", () => {
    expect(tagsFilter({})).toBeUndefined();
  });
});
