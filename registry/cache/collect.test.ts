/**
 * Answers from chunks and chunks from answers (CAC-01): what a client of each API reads of a replayed stream is the answer
 * that was stored.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatCompletion, Delta } from "../canonical/chat.ts";
import type { JsonObject } from "../json.ts";
import { canonicalJson } from "./canonical-json.ts";
import { Collector, chunksOf } from "./collect.ts";

const completion = (message: object, more: object = {}): ChatCompletion => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_796_083_200,
  model: "m",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: null, ...message },
      logprobs: null,
      finish_reason: "stop",
      ...more,
    },
  ],
});

const call = (id: string, name: string, args: string) => ({
  id,
  type: "function" as const,
  function: { name, arguments: args },
});

const collected = (answer: ChatCompletion): ChatCompletion | null => {
  const collector = new Collector();
  for (const chunk of chunksOf(answer)) collector.add(chunk);
  return collector.completion();
};

test("repeats in a stream what is said of a choice beside its message", () => {
  const stopped = completion({ content: "Out." }, { stop_sequence: "END", native_finish_reason: "stop" });
  expect(chunksOf(stopped).at(-1)?.choices[0]).toMatchObject({
    finish_reason: "stop",
    stop_sequence: "END",
    native_finish_reason: "stop",
  });
  expect(collected(stopped)?.choices[0]).toMatchObject({
    stop_sequence: "END",
    native_finish_reason: "stop",
  });
});

test("tells likelihoods with the text, whatever follows it", () => {
  const logprobs = { content: [{ token: "Out.", logprob: -0.5 }] };
  const message = { content: "Out.", tool_calls: [call("a", "one", "{}")] };
  const chunks = chunksOf(completion(message, { logprobs, finish_reason: "tool_calls" }));
  const likely = chunks.filter(({ choices }) => choices[0]?.logprobs !== undefined);
  expect(likely.map(({ choices }) => choices[0]?.delta.content)).toEqual(["Out."]);
});

describe("an answer and its chunks", () => {
  test.each<[string, ChatCompletion]>([
    ["text", completion({ content: "Out of chunks." })],
    ["empty text", completion({ content: "" })],
    ["a refusal", completion({ refusal: "No." })],
    [
      "calls",
      completion(
        { tool_calls: [call("a", "one", '{"x":1}'), call("b", "two", "")] },
        { finish_reason: "tool_calls" },
      ),
    ],
    ["text and calls", completion({ content: "Wait.", tool_calls: [call("a", "one", "{}")] })],
    [
      "signed thinking",
      completion({
        content: "Yes.",
        reasoning_content: "Hm.",
        reasoning_details: [
          { type: "reasoning.text", text: "Hm.", signature: "s1" },
          { type: "reasoning.encrypted", data: "x" },
          { type: "reasoning.text", text: "So.", signature: "s2" },
        ],
      }),
    ],
    [
      "log probabilities",
      completion({ content: "a" }, { logprobs: { content: [{ token: "a", logprob: -1 }] } }),
    ],
    [
      "fields of the provider's own",
      { ...completion({ content: "a", annotations: [{ url: "u" }] }), system_fingerprint: "fp" },
    ],
  ])("are the same: %s", (_what, answer) => {
    expect(collected(answer)).toEqual(answer);
  });

  test("are the same for several choices that finish apart", () => {
    const [a] = completion({ content: "A" }).choices;
    const [b] = completion({ content: "B" }, { finish_reason: "length" }).choices;
    if (!a || !b) throw new Error("no choices");
    const answer = { ...completion({}), choices: [a, { ...b, index: 1 }] };
    expect(collected(answer)).toEqual(answer);
  });

  test("of a stream in many pieces are one answer", () => {
    const about = { id: "x", object: "chat.completion.chunk" as const, created: 1, model: "m" };
    const chunk = (delta: Delta, finish_reason: "tool_calls" | null = null) => ({
      ...about,
      choices: [{ index: 0, delta, finish_reason }],
    });
    const collector = new Collector();
    collector.add(chunk({ role: "assistant", content: "" }));
    collector.add(
      chunk({ reasoning_content: "Let ", reasoning_details: [{ type: "reasoning.text", text: "Let " }] }),
    );
    collector.add(
      chunk({ reasoning_content: "me.", reasoning_details: [{ type: "reasoning.text", text: "me." }] }),
    );
    collector.add(chunk({ reasoning_details: [{ type: "reasoning.text", text: "", signature: "sig" }] }));
    collector.add(
      chunk({
        tool_calls: [{ index: 0, id: "c1", type: "function", function: { name: "look", arguments: "" } }],
      }),
    );
    expect(collector.completion()).toBeNull();
    collector.add(chunk({ tool_calls: [{ index: 0, function: { arguments: '{"q":' } }] }));
    collector.add(chunk({ tool_calls: [{ index: 0, function: { arguments: "1}" } }] }));
    collector.add(chunk({}, "tool_calls"));
    expect(collector.completion()).toEqual({
      id: "x",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: null,
            reasoning_content: "Let me.",
            reasoning_details: [{ type: "reasoning.text", text: "Let me.", signature: "sig" }],
            tool_calls: [call("c1", "look", '{"q":1}')],
          },
          logprobs: null,
          finish_reason: "tool_calls",
        },
      ],
    });
  });

  test("keep every source, picture and word of a plan that came piece by piece", () => {
    const about = { id: "x", object: "chat.completion.chunk" as const, created: 1, model: "m" };
    const collector = new Collector();
    for (const delta of [
      { tool_plan: "Look ", annotations: [{ url: "https://a.example" }] },
      { tool_plan: "first.", annotations: [{ url: "https://b.example" }] },
      { images: ["one"] },
      { images: ["two"] },
    ] satisfies Delta[])
      collector.add({ ...about, choices: [{ index: 0, delta, finish_reason: null }] });
    collector.add({ ...about, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
    expect(collector.completion()?.choices[0]?.message).toMatchObject({
      tool_plan: "Look first.",
      annotations: [{ url: "https://a.example" }, { url: "https://b.example" }],
      images: ["one", "two"],
    });
  });

  test("are none where nothing came or a choice has no end", () => {
    expect(new Collector().completion()).toBeNull();
    const collector = new Collector();
    for (const chunk of chunksOf(completion({ content: "cut" })).slice(0, -1)) collector.add(chunk);
    expect(collector.completion()).toBeNull();
  });
});

describe("canonical JSON", () => {
  test("puts fields in order at every depth and leaves lists alone", () => {
    expect(canonicalJson({ b: [2, 1, { d: 1, c: null }], a: "x" })).toBe(
      '{"a":"x","b":[2,1,{"c":null,"d":1}]}',
    );
  });

  test("is the same for the same value in any order of fields", () => {
    const shuffled = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((object) => [
        Object.fromEntries(Object.entries(object)),
        Object.fromEntries(Object.entries(object).reverse()),
      ]);
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        const text = canonicalJson(JSON.parse(JSON.stringify(a)));
        expect(text).toBe(canonicalJson(JSON.parse(JSON.stringify(b))));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(a)));
      }),
    );
  });

  test("is what writing every object anew in order gives, and leaves its value alone", () => {
    const byReplacing = (value: unknown): string =>
      JSON.stringify(value, (_key, inner: unknown) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
          : inner,
      );
    const keys = fc.oneof(fc.string(), fc.constantFrom("__proto__", "10", "9", "a", "B", "é", "\u{1F30A}"));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.constant(undefined),
        fc.array(fc.jsonValue()),
        fc.dictionary(keys, tie("tree")),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, tree), (value) => {
        const before = JSON.stringify(value);
        expect(canonicalJson(value as JsonObject)).toBe(byReplacing(value));
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });
});

describe("an answer in an order of its own", () => {
  const image = { type: "image_url", image_url: { url: "https://pier.example/red.png" } };
  const answer = completion(
    {
      content: "Wait.There.",
      reasoning_content: "Hm.So.",
      reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: "s1" }],
      refusal: "No.",
      images: [image],
      tool_calls: [call("a", "one", "{}")],
      item_order: [
        { type: "text", start: 0, end: 5 },
        { type: "reasoning", index: 0 },
        { type: "tool_call", index: 0 },
        { type: "reasoning", start: 3, end: 6 },
        { type: "image", index: 0 },
        { type: "text", start: 5, end: 11 },
        { type: "refusal" },
      ],
    },
    { finish_reason: "tool_calls" },
  );

  test("is told in that order, and collected as it was", () => {
    const deltas = chunksOf(answer).flatMap(({ choices }) => choices.map(({ delta }) => delta));
    expect(deltas.slice(1)).toEqual([
      { content: "Wait." },
      {
        reasoning_content: "Hm.",
        reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: "s1" }],
      },
      { tool_calls: [{ index: 0, ...call("a", "one", "{}") }] },
      { reasoning_content: "So." },
      { images: [image] },
      { content: "There." },
      { refusal: "No." },
      {},
    ]);
    expect(collected(answer)).toEqual(answer);
  });

  test("keeps its thoughts apart, since the order counts them", () => {
    const thought = (text: string) => ({ type: "reasoning.text" as const, text });
    const item_order = [
      { type: "reasoning", index: 0 },
      { type: "text", start: 0, end: 4 },
      { type: "reasoning", index: 1 },
    ];
    const odd = completion({
      content: "Ebb.",
      reasoning_content: "AB",
      reasoning_details: [thought("A"), thought("B")],
      item_order,
    });
    expect(collected(odd)?.choices[0]?.message.reasoning_details).toEqual([thought("A"), thought("B")]);
  });
});
