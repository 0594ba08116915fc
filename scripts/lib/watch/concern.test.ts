import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { concernedBy, Texts } from "./concern.ts";

const ENDPOINTS = "registry/authors/openai/gpt-oss/endpoints.ts";
const entry = (slug: string, price: string): string =>
  `  "gpt-oss-120b:${slug}": chat({\n    price: "${price}",\n  }),\n`;
const endpoints = (groq: string, xai: string): string =>
  `export const endpoints = {\n${entry("groq", groq)}${entry("xai", xai)}};\n`;

let root = "";
const put = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "concern-"));
  for (const slug of ["_shared", "groq", "xai"]) put(`registry/providers/${slug}/index.ts`, "");
  put("registry/providers/index.ts", "");
  put(ENDPOINTS, endpoints("1", "1"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("what a saved file concerns", () => {
  test("is the provider of a class or a recording", () => {
    const texts = new Texts(root);
    expect(concernedBy(["registry/providers/groq/index.ts"], root, texts)).toEqual({
      providers: ["groq"],
      areas: null,
    });
    expect(concernedBy(["recordings/xai/chat.basic/meta.json"], root, texts).providers).toEqual(["xai"]);
  });

  test("is the provider whose entry differs from the text before, save after save", () => {
    const texts = new Texts(root);
    put(ENDPOINTS, endpoints("2", "1"));
    expect(concernedBy([ENDPOINTS], root, texts).providers).toEqual(["groq"]);
    put(ENDPOINTS, endpoints("2", "2"));
    expect(concernedBy([ENDPOINTS], root, texts).providers).toEqual(["xai"]);
    expect(concernedBy([ENDPOINTS], root, texts).providers).toEqual([]);
  });

  test("is every provider where shared code was saved", () => {
    const { providers, areas } = concernedBy(["registry/pricing/charge.ts"], root, new Texts(root));
    expect([providers, areas]).toEqual([["groq", "xai"], null]);
  });

  test("is the area of a file of cases, at every provider", () => {
    const texts = new Texts(root);
    expect(concernedBy(["conformance/cases/errors/status.ts"], root, texts)).toEqual({
      providers: ["groq", "xai"],
      areas: ["errors"],
    });
    const both = ["conformance/cases/errors/status.ts", "conformance/cases/_shared/play.ts"];
    expect(concernedBy(both, root, texts).areas).toBeNull();
  });

  test("is nobody where no case reads the file", () => {
    const files = ["registry/pricing/charge.test.ts", "conformance/defects/auth.ts"];
    expect(concernedBy(files, root, new Texts(root)).providers).toEqual([]);
  });

  test("is a provider that was added a moment ago", () => {
    const texts = new Texts(root);
    put("registry/providers/harbour-ai/index.ts", "");
    const { providers } = concernedBy(["registry/providers/harbour-ai/index.ts"], root, texts);
    expect(providers).toEqual(["harbour-ai"]);
  });
});
