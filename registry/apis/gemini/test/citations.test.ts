import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { groundingOf } from "../citations.ts";
import { answerOf, body, choicesOf, eventsOf, sse } from "./testing.ts";

/** The letter that is two bytes, and a sentence that stands there twice. */
const TEXT = "Annulled. Ebb. Flöd. Ebb.";
const url = "https://tide.example/";

const citedBy = (candidate: JsonObject) =>
  answerOf(body([{ text: TEXT }], "STOP", candidate)).choice.message.annotations;

const citation = (start_index: number, end_index: number, title = "", at = url) => ({
  type: "url_citation",
  url_citation: { url: at, title, start_index, end_index },
});

/** What a candidate cites whose supports are these, all of one page. */
const supported = (...groundingSupports: Json[]) =>
  citedBy({ groundingMetadata: { groundingChunks: [{ web: { uri: url } }], groundingSupports } });

describe("a segment (RES-03)", () => {
  test.each<[string, Json, [number, number]]>([
    ["is counted in bytes", { startIndex: 22, endIndex: 26, text: "Ebb." }, [21, 25]],
    ["without its words is counted all the same", { startIndex: 10, endIndex: 14 }, [10, 14]],
    ["with a wrong count is looked for", { startIndex: 0, endIndex: 3, text: "Flöd." }, [15, 20]],
    ["is found at the very beginning, too", { startIndex: 10, endIndex: 14, text: "Annulled." }, [0, 9]],
    ["that nobody finds stays where it is", { startIndex: 10, endIndex: 14, text: "Slack." }, [10, 14]],
    ["without counts is looked for", { text: "Ebb." }, [10, 14]],
    ["without anything is empty", {}, [0, 0]],
    ["that is none is empty", "Ebb.", [0, 0]],
    ["before the text begins at 0", { startIndex: -1, endIndex: 14 }, [0, 14]],
    ["with half a byte begins at 0", { startIndex: 2.5, endIndex: 14 }, [0, 14]],
    ["with texts for counts has none", { startIndex: "3", endIndex: "14" }, [0, 0]],
  ])("%s", (_what, segment, [start, end]) => {
    expect(supported({ segment, groundingChunkIndices: [0] })).toEqual([citation(start, end)]);
  });

  test("counts a byte order mark before the text like any other character", () => {
    const text = "\ufeffEbb. Ebb.";
    const groundingSupports = [
      { segment: { startIndex: 8, endIndex: 12, text: "Ebb." }, groundingChunkIndices: [0] },
    ];
    const grounded = { groundingMetadata: { groundingChunks: [{ web: { uri: url } }], groundingSupports } };
    const { annotations } = answerOf(body([{ text }], "STOP", grounded)).choice.message;
    expect(annotations).toEqual([citation(6, 10)]);
  });

  test("that is missing is empty; what is no support supports nothing", () => {
    expect(supported(7, null, { groundingChunkIndices: [0] })).toEqual([citation(0, 0)]);
    expect(supported({ groundingChunkIndices: ["0", 1, 0] })).toEqual([citation(0, 0)]);
  });
});

describe("sources", () => {
  test("may be pages, documents and places; what nothing refers to is about all of it", () => {
    const groundingChunks = [
      { web: { uri: url, title: "Tides" } },
      { retrievedContext: { uri: "gs://pier/tides.pdf" } },
      { maps: { uri: "https://maps.example/pier", title: "Pier" } },
      { web: { title: "No address" } },
      { web: "no source" },
      "no source",
    ];
    const groundingSupports = [
      { segment: { startIndex: 10, endIndex: 14 }, groundingChunkIndices: [2, 0, 3] },
      { segment: { startIndex: 15, endIndex: 21 }, groundingChunkIndices: [0] },
    ];
    expect(citedBy({ groundingMetadata: { groundingChunks, groundingSupports } })).toEqual([
      citation(10, 14, "Pier", "https://maps.example/pier"),
      citation(10, 14, "Tides"),
      citation(15, 20, "Tides"),
      citation(0, 25, "", "gs://pier/tides.pdf"),
    ]);
  });

  test("may be what the model recites, under either of its names", () => {
    const citationSources = [{ uri: url, startIndex: 10, endIndex: 14 }, 7, null, { startIndex: 10 }];
    const citations = [{ uri: url, title: "Tides", startIndex: 22, endIndex: 26 }];
    expect(citedBy({ citationMetadata: { citationSources, citations } })).toEqual([
      citation(10, 14),
      citation(21, 25, "Tides"),
    ]);
    const groundingMetadata = { groundingChunks: [{ web: { uri: url } }] };
    expect(citedBy({ groundingMetadata, citationMetadata: { citations } })).toEqual([
      citation(0, 25),
      citation(21, 25, "Tides"),
    ]);
  });

  test.each<JsonObject>([
    { groundingMetadata: { webSearchQueries: ["ebb"] } },
    { groundingMetadata: { groundingChunks: "none", groundingSupports: "none" } },
    { citationMetadata: { citations: "none" } },
    { groundingMetadata: [], citationMetadata: "none" },
  ])("are none in %j", (candidate) => {
    expect(citedBy(candidate)).toBeUndefined();
  });

  test("of a stream are about the text so far", async () => {
    const groundingMetadata = {
      groundingChunks: [{ web: { uri: url } }, { web: { uri: "https://moon.example/" } }],
      groundingSupports: [{ segment: { startIndex: 7, endIndex: 11 }, groundingChunkIndices: [0] }],
    };
    const events = await eventsOf(
      sse(body([{ text: "Flöd. " }], null), body([{ text: "Ebb." }], "STOP", { groundingMetadata })),
    );
    expect(choicesOf(events).map(({ delta }) => delta)).toEqual([
      { role: "assistant", content: "Flöd. " },
      {
        content: "Ebb.",
        annotations: [citation(6, 10), citation(0, 10, "", "https://moon.example/")],
        extra_content: { google: { grounding_metadata: groundingMetadata } },
      },
      {},
    ]);
  });
});

describe("another provider's citations", () => {
  test("become grounding, counted in bytes", () => {
    const annotations = [
      citation(21, 25, "Tides"),
      null,
      { type: "file_citation" },
      {
        type: "url_citation",
        url_citation: { url: "https://moon.example/", start_index: -1, end_index: "9" },
      },
    ];
    expect(groundingOf(annotations, TEXT)).toEqual({
      groundingChunks: [{ web: { uri: url, title: "Tides" } }, { web: { uri: "https://moon.example/" } }],
      groundingSupports: [
        { segment: { startIndex: 22, endIndex: 26, text: "Ebb." }, groundingChunkIndices: [0] },
        { segment: { startIndex: 0, endIndex: 0, text: "" }, groundingChunkIndices: [1] },
      ],
    });
  });

  test.each<[unknown]>([[undefined], [null], [[]], ["none"], [[{ type: "file_citation" }]], [[7]]])(
    "are none in %j",
    (annotations) => {
      expect(groundingOf(annotations, TEXT)).toBeNull();
    },
  );
});
