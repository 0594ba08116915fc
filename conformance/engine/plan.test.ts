/**
 * The plan says what is missing, and nothing can be left out by leaving it away (ADD-02).
 * @module
 */
import { describe, expect, test } from "vitest";
import { providers } from "../../registry/index.ts";
import { isChat } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { allCases } from "../cases/index.ts";
import { recordingsOf } from "../recordings/store.ts";
import { type AnyCase, AREAS } from "./case.ts";
import { buildPlan, matchesCase, type PlanFilter, scenariosOf, testedApis, verdictOf } from "./plan.ts";

const { deepinfra, openai } = providers;
const everything = () => true;
const nothing = () => false;

describe("a verdict", () => {
  test("is untested, with the repair, where a recording that the provider owes is missing", () => {
    const verdict = verdictOf(
      { needs: { scenarios: ["chat.basic"] } },
      deepinfra,
      deepinfra.chatApi(),
      nothing,
    );
    expect(verdict).toMatchObject({
      kind: "untested",
      reason: expect.stringContaining("recordings/deepinfra/chat.basic is missing"),
    });
    expect(verdict).toMatchObject({
      repair: expect.stringContaining("npm run seal -- --provider deepinfra"),
    });
  });

  test("is untested for a declared quirk without its recording", () => {
    const verdict = verdictOf(
      { needs: { scenarios: ["stream.keep-alive"] } },
      deepinfra,
      deepinfra.chatApi(),
      nothing,
    );
    expect(verdict.kind).toBe("untested");
  });

  test("is not applicable, with the reason, only for a quirk that the provider does not declare", () => {
    expect(
      verdictOf({ needs: { scenarios: ["stream.keep-alive"] } }, openai, openai.chatApi(), everything),
    ).toEqual({
      kind: "not-applicable",
      reason: 'openai does not declare the quirk "keep-alive-comments" on openai-chat',
    });
    expect(verdictOf({ needs: { quirk: "tpm-413" } }, openai, openai.chatApi(), everything).kind).toBe(
      "not-applicable",
    );
  });

  test("is the check of a refusal where no endpoint of the provider has the capability", () => {
    const bare = Object.assign(Object.create(deepinfra), { slug: "a-provider-without-endpoints" });
    const verdict = verdictOf({ needs: { scenarios: ["chat.tools"] } }, bare, bare.chatApi(), everything);
    expect(verdict).toEqual({ kind: "unsupported", capability: "tools" });
  });

  test("is to run when everything is there", () => {
    expect(
      verdictOf({ needs: { scenarios: ["chat.tools"] } }, deepinfra, deepinfra.chatApi(), everything),
    ).toEqual({
      kind: "run",
    });
  });
});

describe("the plan", () => {
  test("has every case for every API of every provider in each of its modes, filtered or not", () => {
    const runs = (cases: readonly AnyCase[]) =>
      cases.reduce((sum, item) => sum + (item.modes ?? ["ptb", "byok"]).length, 0);
    const once = runs(allCases.filter((item) => item.once));
    const vectors = runs(allCases.filter(({ operation }) => operation === "embeddings"));
    const chats = runs(allCases) - vectors;
    const tested = Object.values<BaseProvider>(providers).flatMap(testedApis);
    const forChats = tested.filter(isChat).length;
    const everything = (chats - once) * forChats + once + vectors * (tested.length - forChats);
    expect(buildPlan()).toHaveLength(everything);
    expect(buildPlan({ providers: ["deepinfra"] })).toHaveLength(chats + vectors);
    const byArea = AREAS.map((area) => buildPlan({ areas: [area], providers: ["avian"] }).length);
    expect(byArea.reduce((sum, count) => sum + count, 0)).toBe(chats);
    expect(buildPlan({ apis: ["cohere-embeddings"] })).toHaveLength(vectors);
  });

  test("has a case about the gateway itself once, at the first of the chosen providers", () => {
    const of = (filter: PlanFilter) =>
      buildPlan({ ...filter, cases: ["passthrough.wire.paths"] }).map(({ provider }) => provider);
    expect(of({ providers: ["openai", "groq"] })).toEqual(["groq"]);
    expect(of({})).toHaveLength(1);
  });

  test("tests every API that a provider has endpoints on, and no other", () => {
    const at = (slug: string) => [...new Set(buildPlan({ providers: [slug] }).map(({ api }) => api))];
    expect(at("vertex")).toEqual([
      "gemini",
      "anthropic-messages",
      "openai-chat",
      "gemini-embeddings",
      "vertex-embeddings",
    ]);
    expect(at("azure")).toEqual([
      "openai-chat",
      "anthropic-messages",
      "openai-embeddings",
      "openai-responses",
    ]);
    expect(at("deepinfra")).toEqual(["openai-chat", "openai-embeddings"]);
    expect(new Set(buildPlan({ apis: ["gemini"] }).map(({ provider }) => provider))).toEqual(
      new Set(["google-ai-studio", "vertex"]),
    );
  });

  test("has at least 70 cases that run for deepinfra", () => {
    const running = buildPlan({ providers: ["deepinfra"] }).filter(({ verdict }) => verdict.kind === "run");
    expect(new Set(running.map((item) => item.case.id)).size).toBeGreaterThanOrEqual(70);
  });

  test.each(Object.values(providers).map(({ slug }) => slug))("uses every recording of %s", (slug) => {
    const used = new Set<string>(buildPlan({ providers: [slug] }).flatMap((item) => scenariosOf(item.case)));
    const unused = recordingsOf(slug).filter(({ meta }) => !used.has(meta.scenario));
    expect(unused.map(({ meta }) => meta.id)).toEqual([]);
  });
});

test.each([
  ["billing.reserve.exits", "billing.reserve.exits", true],
  ["billing.reserve.exits", "billing.", true],
  ["billing.reserve.exits", "billing.res*", true],
  ["billing.reserve.exits", "billing", false],
  ["billing.reserve.exits", "bill", false],
])("%s matches %s: %s", (id, pattern, expected) => {
  expect(matchesCase(id, pattern)).toBe(expected);
});
