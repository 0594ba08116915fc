import { describe, expect, test } from "vitest";
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { bedrockConverse as dialect } from "../index.ts";
import { chunk, framesOf, known, rendering } from "./testing.ts";

/** The events that a caller gets of these chunks, and their bodies. */
async function written(chunks: readonly ChatChunk[], usage?: UsageReading): Promise<[string, Json][]> {
  const encoder = dialect.encodeStream(rendering);
  const pieces = chunks.flatMap((each) => encoder.chunk(each));
  const frames = await framesOf([...pieces, ...(usage === undefined ? [] : encoder.end(usage))]);
  return frames.map(({ headers, body }) => [headers[":event-type"] ?? "", body]);
}

/** The same between the first event and the end of the message. */
async function blocksOf(...deltas: Delta[]): Promise<[string, Json][]> {
  const events = await written([...deltas.map((delta) => chunk(delta)), END]);
  expect(events[0]).toEqual(["messageStart", { role: "assistant" }]);
  expect(events.at(-1)).toEqual(["messageStop", { stopReason: "end_turn" }]);
  return events.slice(1, -1);
}

const END = chunk({}, {}, { finish_reason: "stop" });
const start = (contentBlockIndex: number, start: Json): [string, Json] => {
  return ["contentBlockStart", { contentBlockIndex, start }];
};
const delta = (contentBlockIndex: number, delta: Json): [string, Json] => {
  return ["contentBlockDelta", { contentBlockIndex, delta }];
};
const stop = (contentBlockIndex: number): [string, Json] => ["contentBlockStop", { contentBlockIndex }];
const thought = (index: number, reasoningContent: JsonObject) => delta(index, { reasoningContent });
const call = (index: number, args: string, id?: string, name?: string): Delta => ({
  tool_calls: [
    {
      index,
      ...(id === undefined ? {} : { id }),
      function: { arguments: args, ...(name === undefined ? {} : { name }) },
    },
  ],
});

describe("frames", () => {
  test("say what they are, and that they are JSON", async () => {
    const frames = await framesOf(dialect.encodeStream(rendering).chunk(chunk({ content: "Ebb." })));
    const headers = (event: string) => ({
      ":event-type": event,
      ":content-type": "application/json",
      ":message-type": "event",
    });
    expect(frames).toEqual([
      { headers: headers("messageStart"), body: { role: "assistant" } },
      {
        headers: headers("contentBlockDelta"),
        body: { contentBlockIndex: 0, delta: { text: "Ebb." } },
      },
    ]);
  });

  test("to wait with do not exist", () => {
    expect(dialect.encodeStream(rendering).keepAlive()).toEqual([]);
  });
});

describe("a message", () => {
  test("starts once and stops once, whatever follows", async () => {
    const chunks = [chunk({ role: "assistant", content: "" }), chunk({ content: "Ebb." }), END];
    expect(await written([...chunks, chunk({ content: "Flow." }), END])).toEqual([
      ["messageStart", { role: "assistant" }],
      delta(0, { text: "Ebb." }),
      stop(0),
      ["messageStop", { stopReason: "end_turn" }],
    ]);
  });

  test("is the first choice; the form has no place for others", async () => {
    const both = chunk({});
    both.choices = [
      { index: 1, delta: { content: "Flow." }, finish_reason: "stop" },
      { index: 0, delta: { content: "Ebb." }, finish_reason: null },
    ];
    expect(await written([both])).toEqual([
      ["messageStart", { role: "assistant" }],
      delta(0, { text: "Ebb." }),
    ]);
    expect(await written([chunk({ content: "Flow." }, {}, { index: 1 }), { ...END, choices: [] }])).toEqual(
      [],
    );
  });

  test("may say its last word with its finish", async () => {
    expect(await written([chunk({ content: "Ebb." }, {}, { finish_reason: "length" })])).toEqual([
      ["messageStart", { role: "assistant" }],
      delta(0, { text: "Ebb." }),
      stop(0),
      ["messageStop", { stopReason: "max_tokens" }],
    ]);
  });

  test("stops with Bedrock's own word, and with what the model itself says", async () => {
    const additionalModelResponseFields = { stop: "ebb" };
    const ending = { finish_reason: "stop", native_finish_reason: "stop_sequence" };
    const events = await written(
      [chunk({ content: "Ebb." }), chunk({}, { additionalModelResponseFields }, ending)],
      known({}),
    );
    expect(events.at(-2)).toEqual([
      "messageStop",
      { stopReason: "stop_sequence", additionalModelResponseFields },
    ]);
    expect(events.at(-1)?.[1]).not.toHaveProperty("additionalModelResponseFields");
  });
});

describe("blocks", () => {
  test("of text run until something else is said", async () => {
    expect(
      await blocksOf(
        { reasoning_content: "The moon " },
        { reasoning_content: "is high." },
        { content: "Ebb" },
        { content: "." },
        { refusal: "No pilot." },
        { content: "" },
        { reasoning_content: "So." },
      ),
    ).toEqual([
      thought(0, { text: "The moon " }),
      thought(0, { text: "is high." }),
      stop(0),
      delta(1, { text: "Ebb" }),
      delta(1, { text: "." }),
      delta(1, { text: "No pilot." }),
      stop(1),
      thought(2, { text: "So." }),
      stop(2),
    ]);
  });

  test("of nothing are none", async () => {
    const nothing = { content: null, refusal: null, reasoning_content: "", tool_calls: [] };
    expect(await blocksOf({}, nothing, { annotations: "odd", images: "odd" })).toEqual([]);
  });

  test("of thinking are closed by their signature (RES-03)", async () => {
    const signed = (text: string): Delta => ({
      reasoning_details: [{ type: "reasoning.text", text, signature: "c2lnbg==" }],
    });
    expect(
      await blocksOf({ reasoning_content: "The moon." }, signed("The moon."), { content: "Ebb." }),
    ).toEqual([
      thought(0, { text: "The moon." }),
      thought(0, { signature: "c2lnbg==" }),
      stop(0),
      delta(1, { text: "Ebb." }),
      stop(1),
    ]);
    // Where nothing of the text has run, it comes with the signature.
    expect(await blocksOf({ content: "Ebb." }, signed("The moon."), signed(""))).toEqual([
      delta(0, { text: "Ebb." }),
      stop(0),
      thought(1, { text: "The moon." }),
      thought(1, { signature: "c2lnbg==" }),
      stop(1),
      thought(2, { signature: "c2lnbg==" }),
      stop(2),
    ]);
    const first: Delta = { ...signed("The moon."), reasoning_content: "The moon." };
    expect(await blocksOf(first)).toEqual([
      thought(0, { text: "The moon." }),
      thought(0, { signature: "c2lnbg==" }),
      stop(0),
    ]);
  });

  test("of thinking that is secret stand alone; without a signature there is nothing more to say", async () => {
    const details: Delta = {
      reasoning_details: [
        { type: "reasoning.text", text: "The moon." },
        { type: "reasoning.encrypted", data: "b3BhcXVl" },
      ],
    };
    expect(await blocksOf({ reasoning_content: "The moon." }, details, { reasoning_content: "So." })).toEqual(
      [
        thought(0, { text: "The moon." }),
        stop(0),
        thought(1, { redactedContent: "b3BhcXVl" }),
        stop(1),
        thought(2, { text: "So." }),
        stop(2),
      ],
    );
  });

  test("of calls stay open, since their pieces may mix", async () => {
    expect(
      await blocksOf(
        { content: "I look." },
        call(0, "", "t-0", "tide"),
        call(1, '{"a"', "t-1", "moon"),
        call(0, "{}"),
        { content: "Wait." },
        call(1, ":1}"),
        call(1, ""),
      ),
    ).toEqual([
      delta(0, { text: "I look." }),
      stop(0),
      start(1, { toolUse: { toolUseId: "t-0", name: "tide" } }),
      start(2, { toolUse: { toolUseId: "t-1", name: "moon" } }),
      delta(2, { toolUse: { input: '{"a"' } }),
      delta(1, { toolUse: { input: "{}" } }),
      delta(3, { text: "Wait." }),
      stop(3),
      delta(2, { toolUse: { input: ":1}" } }),
      stop(1),
      stop(2),
    ]);
  });

  test("of calls that came without id or name have ids of ours", async () => {
    expect(await blocksOf({ tool_calls: [{ index: 0 }] }, call(2, "{}"))).toEqual([
      start(0, { toolUse: { toolUseId: "tooluse_0", name: "" } }),
      start(1, { toolUse: { toolUseId: "tooluse_2", name: "" } }),
      delta(1, { toolUse: { input: "{}" } }),
      stop(0),
      stop(1),
    ]);
  });

  test("that cite hold their sources beside the text", async () => {
    const cited: Delta = {
      content: "High at six.",
      annotations: [
        { type: "url_citation", url_citation: { url: "https://tides.example/", title: "Tides" } },
        { type: "file_citation" },
      ],
    };
    const citation = { title: "Tides", location: { web: { url: "https://tides.example/" } } };
    expect(await blocksOf(cited, { annotations: cited.annotations })).toEqual([
      delta(0, { text: "High at six." }),
      delta(0, { citation }),
      delta(0, { citation }),
      stop(0),
    ]);
  });

  test("of pictures are announced, and whole", async () => {
    const picture = (url: string) => ({ type: "image_url", image_url: { url } });
    const images = [picture("data:image/png;base64,AAAA"), picture("https://harbour.example/a.png")];
    expect(await blocksOf({ content: "See:" }, { images }, { content: "So?", images })).toEqual([
      delta(0, { text: "See:" }),
      stop(0),
      start(1, { image: { format: "png" } }),
      delta(1, { image: { source: { bytes: "AAAA" } } }),
      stop(1),
      delta(2, { text: "So?" }),
      stop(2),
      start(3, { image: { format: "png" } }),
      delta(3, { image: { source: { bytes: "AAAA" } } }),
      stop(3),
    ]);
  });
});

describe("the end", () => {
  const ending = async (usage: UsageReading, more: JsonObject = {}) =>
    (await written([chunk({ content: "Ebb." }, more), END], usage)).slice(4);

  test("tells the usage, and what Bedrock alone says (STR-06)", async () => {
    const usage = {
      inputTokens: 3,
      outputTokens: 2,
      totalTokens: 5,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 0,
    };
    expect(await ending(known({ input: 3, output: 2 }))).toEqual([["metadata", { usage }]]);
    const trace = { guardrail: {} };
    expect(await ending(known({ input: 3, output: 2 }), { trace, service_tier: "flex" })).toEqual([
      ["metadata", { usage, trace, serviceTier: { type: "flex" } }],
    ]);
  });

  test("tells nothing where nothing is known", async () => {
    expect(await ending({ kind: "unknown" })).toEqual([]);
    const contradictory: UsageReading = { kind: "contradictory", problem: "both", raw: {} };
    expect(await ending(contradictory, { trace: { guardrail: {} } })).toEqual([
      ["metadata", { trace: { guardrail: {} } }],
    ]);
  });
});
