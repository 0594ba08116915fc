/** What `chat` and `embeddings` add to an entry, and what they never decide. */
import { describe, expect, expectTypeOf, test } from "vitest";
import { base } from "../pricing/tiers.ts";
import type { EndpointConfig } from "../schema.ts";
import { chat, embeddings } from "./family.ts";

const FACTS = {
  providerModelId: "maker/made-up",
  pricing: [base({ input: "1" })],
  contextLength: 8192,
  maxCompletionTokens: 1024,
  evidence: { source: "made up", date: "2026-01-01", reverifyAfter: "2026-04-01" },
};

describe("chat", () => {
  test("adds that an endpoint is active, sold through the platform, and has one deployment", () => {
    const written = { ...FACTS, supportedParameters: ["stop" as const] };
    expect(chat(written)).toStrictEqual({
      ...written,
      ptbEnabled: true,
      status: "active",
      deployments: { default: {} },
    });
  });

  test("keeps what an entry says otherwise", () => {
    const written: EndpointConfig = {
      ...FACTS,
      supportedParameters: [],
      ptbEnabled: false,
      status: "deprecated",
      deployments: { eu: { region: "eu" } },
    };
    expect(chat({ ...written, apis: ["gemini"] })).toStrictEqual({ ...written, apis: ["gemini"] });
  });

  test("takes no API of embeddings, and no entry without prices, limits, parameters or evidence", () => {
    type Taken = Parameters<typeof chat>[0];
    expectTypeOf<{ apis: "openai-embeddings"[] }>().not.toExtend<Pick<Taken, "apis">>();
    expectTypeOf<Partial<Taken>>().not.toExtend<Taken>();
    expectTypeOf<Omit<Taken, "supportedParameters">>().not.toExtend<Taken>();
    expectTypeOf<Omit<Taken, "evidence">>().not.toExtend<Taken>();
    expectTypeOf<Omit<Taken, "pricing">>().not.toExtend<Taken>();
  });
});

describe("embeddings", () => {
  test("adds OpenAI's API and no parameters", () => {
    expect(embeddings(FACTS)).toStrictEqual({
      ...FACTS,
      apis: ["openai-embeddings"],
      supportedParameters: [],
      ptbEnabled: true,
      status: "active",
      deployments: { default: {} },
    });
  });

  test("keeps the API that an entry names, and takes none of chats", () => {
    expect(embeddings({ ...FACTS, apis: ["cohere-embeddings"] }).apis).toEqual(["cohere-embeddings"]);
    type Taken = Parameters<typeof embeddings>[0];
    expectTypeOf<{ apis: "openai-chat"[] }>().not.toExtend<Pick<Taken, "apis">>();
  });
});
