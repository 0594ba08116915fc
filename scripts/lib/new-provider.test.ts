import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CallsSchema } from "../../conformance/recordings/schema.ts";
import {
  callsFile,
  classNameOf,
  endpointEntry,
  providerClass,
  withEndpoint,
  withProvider,
} from "./new-provider.ts";

const made = {
  slug: "harbour-ai",
  name: "Harbour AI",
  baseUrl: "https://api.harbour.ai/v1",
  model: "gpt-oss-120b",
};
const read = (file: string): string =>
  readFileSync(new URL(`../../registry/${file}`, import.meta.url), "utf8");

test("lists a provider once in each list, in the order of the slugs", () => {
  const lines = withProvider(read("providers/index.ts"), made.slug).split("\n");
  const at = (text: string) => lines.indexOf(text);
  expect(at('import { HarbourAiProvider } from "./harbour-ai/index.ts";')).toBe(
    at('import { GroqProvider } from "./groq/index.ts";') + 1,
  );
  expect(at('  "harbour-ai": new HarbourAiProvider(),')).toBe(at("  groq: new GroqProvider(),") + 1);
  expect(classNameOf("x")).toBe("XProvider");
});

test("adds an endpoint as the last one of its family, and leaves files of another form alone", () => {
  const entry = endpointEntry(made, "2026-11-28", "2027-05-29");
  const text = withEndpoint(read("authors/openai/gpt-oss/endpoints.ts"), entry);
  expect(text).toContain(`${entry}} satisfies EndpointsFor<typeof models>;`);
  expect(withEndpoint("export const endpoints = {};", entry)).toBeNull();
  expect(withEndpoint(read("authors/openai/embeddings/endpoints.ts"), entry)).toBeNull();
});

test("matches its own host and no look-alike, and marks what a person must fill in", () => {
  const text = providerClass(made);
  expect(text).toContain("readonly hosts = [/^https:\\/\\/api\\.harbour\\.ai(?:[:/]|$)/];");
  expect(text).toContain('readonly platformKeyEnv = "HARBOUR_AI_API_KEY";');
  expect(text.match(/TODO/g)?.length).toBeGreaterThan(4);
});

test("says in the recordings where the host is called, and how it takes its key, whatever its class says later", () => {
  const calls = CallsSchema.parse(JSON.parse(callsFile(made)))["openai-chat"];
  expect([calls?.whole.url, calls?.stream?.url]).toEqual([
    "https://api.harbour.ai/v1/chat/completions",
    "https://api.harbour.ai/v1/chat/completions",
  ]);
  expect(calls?.credential).toMatchObject({ name: "authorization", scheme: "Bearer" });
});
