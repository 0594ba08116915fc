import { expect, test } from "vitest";
import { changedKeys } from "./changed-entries.ts";

const file = (entries: string, imports = 'import { base } from "../tiers.ts";') => `${imports}
import type { models } from "./models.ts";

export const endpoints = {
${entries}} satisfies EndpointsFor<typeof models>;
`;
const entry = (key: string, price: string) => `  "${key}": chat({
    pricing: [base({ input: "${price}" })],
  }),
`;
const before = file(entry("a:groq", "1") + entry("a:together", "1"));

test("names the entries that were edited, added and taken out", () => {
  expect(changedKeys(before, file(entry("a:groq", "2") + entry("a:together", "1")))).toEqual(["a:groq"]);
  const added = file(entry("a:groq", "1") + entry("a:together", "1") + entry("a:harbour", "1"));
  expect(changedKeys(before, added)).toEqual(["a:harbour"]);
  expect(changedKeys(added, before)).toEqual(["a:harbour"]);
  expect(changedKeys(before, before)).toEqual([]);
  expect(changedKeys("", "")).toEqual([]);
});

test("names the entries that use a name whose import differs, and no others", () => {
  const imports = 'import { JSON_MODE } from "../parameters.ts";\nimport { base } from "../tiers.ts";';
  const own = entry("a:harbour", "1").replace("pricing", "parameters: [...JSON_MODE],\n    pricing");
  const added = file(entry("a:groq", "1") + entry("a:together", "1") + own, imports);
  expect(changedKeys(before, added)).toEqual(["a:harbour"]);
  const moved = file(
    entry("a:groq", "1") + entry("a:together", "1"),
    'import { base } from "../periods.ts";',
  );
  expect(changedKeys(before, moved)).toEqual(["a:groq", "a:together"]);
});

test("reads the list of providers by its keys", () => {
  const list = (names: readonly string[]) => `${names
    .map((name) => `import { X${name} } from "./${name}/index.ts";`)
    .join("\n")}
export const providers = {
${names.map((name) => `  ${name}: new X${name}(),`).join("\n")}
} as const;
`;
  expect(changedKeys(list(["groq", "xai"]), list(["groq", "harbour", "xai"]))).toEqual(["harbour"]);
});

test("names none where something differs that every entry may depend on", () => {
  const constant = before.replace("export const", 'const PRICE = base({ input: "1" });\nexport const');
  expect(changedKeys(before, constant)).toBeNull();
  expect(changedKeys("", before)).toBeNull();
});
