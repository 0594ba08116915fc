import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { GEMINI_USAGE } from "../../../providers/_shared/gemini-at-google.ts";
import { groundingOf } from "../grounding.ts";
import { decodeResponse } from "../response.ts";
import { body, decoding, endpointWith, eventsOf, sse } from "./testing.ts";

const searched = (...webSearchQueries: Json[]) => ({ groundingMetadata: { webSearchQueries } });
const pages = { groundingMetadata: { groundingChunks: [{ web: { uri: "https://tide.example/" } }] } };
const places = { groundingMetadata: { groundingChunks: [{ maps: { title: "Pier" } }] } };
const BY_ANSWER = { ...GEMINI_USAGE, searches: "answer" } as const;

describe("Google's searches, by its words and not by its tokens (CST-11)", () => {
  test.each<[string, JsonObject, number, number]>([
    ["two queries", searched("ebb", "flow"), 2, 1],
    ["one query", searched("ebb"), 1, 1],
    ["pages without queries", pages, 1, 1],
    ["empty metadata, which says that nothing was searched", { groundingMetadata: {} }, 0, 0],
    ["blank queries", searched("", "  "), 0, 0],
    ["no list", { groundingMetadata: { webSearchQueries: "ebb" } }, 0, 0],
    ["no metadata", {}, 0, 0],
  ])("are counted by query or by answer: %s", (_what, candidate, queries, answers) => {
    const grounding = groundingOf({ candidates: [candidate] });
    expect(grounding.count(GEMINI_USAGE).searches).toBe(queries);
    expect(grounding.count(BY_ANSWER).searches).toBe(answers);
  });

  test("are those of every candidate", () => {
    const grounding = groundingOf({ candidates: [searched("ebb"), null, searched("ebb")] });
    expect(grounding.count(GEMINI_USAGE).searches).toBe(2);
    expect(grounding.count(BY_ANSWER).searches).toBe(1);
  });

  test("count maps once an answer, however many places they name", () => {
    const twice = { candidates: [places, places] };
    expect(groundingOf(twice).count(GEMINI_USAGE)).toEqual({ searches: 0, mapAnswers: 1 });
    expect(groundingOf({ candidates: [searched("ebb")] }).count(GEMINI_USAGE)).toEqual({
      searches: 1,
      mapAnswers: 0,
    });
  });

  test("are bounded, however many a stream makes up", () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `query ${i}`);
    expect(groundingOf({ candidates: [searched(...many)] }).count(GEMINI_USAGE).searches).toBe(1_000);
  });
});

describe("usage with searches", () => {
  const context = (convention: typeof GEMINI_USAGE) => ({
    ...decoding(),
    endpoint: endpointWith({ usage: convention }),
    convention,
  });

  test("is that of an answer", () => {
    const decoded = decodeResponse(body([{ text: "Ebb." }], "STOP", searched("ebb", "flow")), {
      ...context(GEMINI_USAGE),
    });
    expect(decoded).toMatchObject({ ok: true, usage: { kind: "known", usage: { search: 2 } } });
  });

  test("is that of a stream, where a list comes again, grows, and comes without counts", async () => {
    const bare = { ...body([{ text: "." }], "STOP", searched("ebb", "flow")) };
    const { usageMetadata: _none, ...last } = bare as JsonObject;
    const chunks = [
      body([{ text: "Eb" }], null, searched("ebb")),
      body([{ text: "b" }], null, searched("ebb")),
      last,
    ];
    const seen = (await eventsOf(sse(...chunks))).flatMap((event) =>
      event.type === "usage" && event.usage.kind === "known" ? [event.usage.usage.search] : [],
    );
    expect(seen).toEqual([1, 1, 2]);
  });
});
