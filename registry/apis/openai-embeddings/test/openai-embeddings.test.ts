import { describe, expect, test } from "vitest";
import { joinAnswers, splitRequest } from "../../../canonical/embeddings.ts";
import { openRegistry } from "../../../index.ts";
import type { Json, JsonObject } from "../../../json.ts";
import type { EmbeddingsDecodeContext } from "../../embeddings-codec.ts";
import { openaiEmbeddings } from "../index.ts";

const registry = openRegistry();

function requestOf(body: JsonObject) {
  const read = openaiEmbeddings.decodeRequest({ model: "m", ...body });
  if (!read.ok) throw new Error(read.message);
  return read.request;
}

function contextOf(id: string, body: JsonObject, headers = new Headers()): EmbeddingsDecodeContext {
  const found = registry.indexes.endpoint(id);
  const api = found && registry.provider(found.provider)?.embeddingsApi(found.api);
  if (!found || !api) throw new Error(`no endpoint ${id}`);
  const { vector: _, ...endpoint } = found;
  return { endpoint, traits: api.traits, request: requestOf(body), convention: endpoint.usage, headers };
}

function decode(id: string, asked: JsonObject, answer: Json, headers?: Headers) {
  const context = contextOf(id, asked, headers);
  const codec = registry.provider(context.endpoint.provider)?.embeddingsApi(context.endpoint.api).codec;
  return codec?.decodeResponse(answer, context);
}

const item = (index: number, embedding: Json): JsonObject => ({ object: "embedding", index, embedding });

describe("an input", () => {
  test.each<[string, Json, object]>([
    ["one text", "tide", { kind: "texts", texts: ["tide"] }],
    ["one text in a list", ["tide"], { kind: "texts", texts: ["tide"] }],
    ["one text in tokens", [4438, 656], { kind: "tokens", tokens: [[4438, 656]] }],
    ["texts in tokens", [[4438], [656]], { kind: "tokens", tokens: [[4438], [656]] }],
  ])("is read as %s", (_name, input, expected) => {
    expect(requestOf({ input }).input).toEqual(expected);
  });

  test("names the place of what is no request for embeddings", () => {
    expect(openaiEmbeddings.decodeRequest({ model: "m" })).toMatchObject({ ok: false, param: "input" });
    expect(openaiEmbeddings.decodeRequest({ model: "m", input: ["a", ""] })).toMatchObject({
      param: "input[1]",
    });
  });

  test("is split in order, and alone stays as it was written", () => {
    const parts = splitRequest(requestOf({ input: ["a", "b", "c"] }), 2);
    expect(parts.map(({ input }) => input)).toEqual([
      { kind: "texts", texts: ["a", "b"] },
      { kind: "texts", texts: ["c"] },
    ]);
    const one = requestOf({ input: "a" });
    expect(splitRequest(one, 1)).toEqual([one]);
  });
});

describe("an answer", () => {
  test("is put in the order of its indexes", () => {
    const read = decode(
      "text-embedding-3-small:openai",
      { input: ["a", "b"] },
      {
        data: [item(1, [2]), item(0, [1])],
        model: "text-embedding-3-small",
        usage: { prompt_tokens: 2, total_tokens: 2 },
      },
    );
    expect(read).toMatchObject({ ok: true, answer: { vectors: [{ values: [1] }, { values: [2] }] } });
  });

  test.each<[string, Json]>([
    ["an index twice", [item(0, [1]), item(0, [2])]],
    ["an index beyond the inputs", [item(0, [1]), item(2, [2])]],
    ["fewer vectors than inputs", [item(0, [1])]],
    ["no list", null],
  ])("is none with %s", (_name, data) => {
    expect(decode("text-embedding-3-small:openai", { input: ["a", "b"] }, { data })).toMatchObject({
      ok: false,
    });
  });

  test("counts the total where a host gives only that", () => {
    const read = decode(
      "bge-m3:deepinfra",
      { input: "a" },
      { data: [item(0, [1])], usage: { total_tokens: 12 } },
    );
    expect(read).toMatchObject({ answer: { usage: { kind: "known", usage: { input: 12 } } } });
  });

  test("takes a count of 0 for a text as unknown usage", () => {
    const read = decode(
      "bge-m3:deepinfra",
      { input: "a" },
      { data: [item(0, [1])], usage: { total_tokens: 0 } },
    );
    expect(read).toMatchObject({ answer: { usage: { kind: "contradictory" } } });
  });

  test("reads the count of a Bedrock answer from its header, in both forms of Cohere's", () => {
    const headers = new Headers({ "x-amzn-bedrock-input-token-count": "4" });
    const known = { answer: { usage: { usage: { input: 4 } }, vectors: [{ values: [0.5] }] } };
    const asked = { input: "a" };
    expect(decode("embed-english-v3:bedrock", asked, { embeddings: [[0.5]] }, headers)).toMatchObject(known);
    expect(decode("embed-v4:bedrock", asked, { embeddings: { float: [[0.5]] } }, headers)).toMatchObject(
      known,
    );
  });

  test("reads the count of a Gemini answer from its usage, and none at all as unknown", () => {
    const values = { embedding: { values: [0.5] } };
    const id = "gemini-embedding-001:google-ai-studio";
    expect(decode(id, { input: "a" }, { ...values, usageMetadata: { promptTokenCount: 11 } })).toMatchObject({
      answer: { usage: { usage: { input: 11 } } },
    });
    expect(decode(id, { input: "a" }, values)).toMatchObject({ answer: { usage: { kind: "unknown" } } });
  });

  test("of several calls is one, and none where their vectors differ in length", () => {
    const part = (values: number[], input: number) => ({
      vectors: [{ form: "float" as const, values }],
      model: "m",
      reportedCost: null,
      extra: {},
      usage: { kind: "known" as const, usage: { input }, raw: null },
    });
    expect(joinAnswers([part([1], 3), part([2], 4)])).toMatchObject({
      vectors: [{ values: [1] }, { values: [2] }],
      usage: { kind: "known", usage: { input: 7 } },
    });
    expect(joinAnswers([part([1], 3), part([2, 3], 4)])).toBe("its vectors have 1 and 2 dimensions");
  });
});
