import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { encodeFrame } from "../../_shared/event-stream.ts";
import {
  delta,
  deltasOf,
  END,
  event,
  eventsOf,
  type Host,
  more,
  OPENING,
  raw,
  said,
  start,
  stop,
  tool,
} from "./testing.ts";

const TEXT = said("Ebb.");
const input = (index: number, text: Json) => delta(index, { toolUse: { input: text } });
const thought = (content: JsonObject) => delta(0, { reasoningContent: content });
const call = (index: number, id: string, name = "tide") => ({
  tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }],
});

describe("chunks (STR-04)", () => {
  const identity = {
    id: "chatcmpl-test",
    object: "chat.completion.chunk",
    created: 1_796_000_000,
    model: "harbour.keel-v1:0",
  };
  const choice = (delta: JsonObject, finish_reason: string | null = null) => ({
    index: 0,
    delta,
    finish_reason,
  });

  test("name the speaker first, and end with the reason", async () => {
    expect(await eventsOf([OPENING, OPENING, TEXT, END])).toEqual([
      {
        type: "chunk",
        content: false,
        chunk: { ...identity, choices: [choice({ role: "assistant", content: "" })] },
      },
      { type: "chunk", content: true, chunk: { ...identity, choices: [choice({ content: "Ebb." })] } },
      { type: "chunk", content: true, chunk: { ...identity, choices: [choice({}, "stop")] } },
      { type: "end" },
    ]);
  });

  test("name the speaker with whatever comes first", async () => {
    const [first] = await eventsOf([TEXT, OPENING, END]);
    expect(first).toMatchObject({
      content: true,
      chunk: { choices: [{ delta: { role: "assistant", content: "Ebb." } }] },
    });
  });

  test("are none where nothing is said", async () => {
    const silent = [said(""), delta(1, { reasoningContent: {} }), input(2, ""), input(2, "{}")];
    expect(await deltasOf([...silent, stop(2), stop(7), stop(0), stop(0)])).toEqual([]);
  });

  test("belong to block 0 where they have no index", async () => {
    expect(
      await deltasOf([
        event("contentBlockStart", { start: { toolUse: { toolUseId: "a", name: "tide" } } }),
        event("contentBlockDelta", { contentBlockIndex: "0", delta: { toolUse: { input: "{}" } } }),
        stop(0),
      ]),
    ).toEqual([call(0, "a"), more(0, "{}")]);
    // A frame may have no payload at all.
    const ended = [tool(0), raw("", "contentBlockStop"), tool(1)];
    expect(await deltasOf(ended)).toEqual([call(0, "t-0"), more(0, "{}"), call(1, "t-1"), more(1, "{}")]);
  });

  test("of unknown kinds say only that the connection lives (STR-05)", async () => {
    const nameless = encodeFrame([[":message-type", "event"]], "{}");
    const events = await eventsOf([OPENING, event("tideTurned", { level: 3 }), nameless, TEXT, END]);
    expect(events.map(({ type }) => type)).toEqual([
      "chunk",
      "keep-alive",
      "keep-alive",
      "chunk",
      "chunk",
      "end",
    ]);
  });

  test("after the finish are none", async () => {
    const events = await eventsOf([OPENING, TEXT, END, TEXT, tool(1), stop(0), event("tideTurned", {}), END]);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "chunk", "chunk", "end"]);
  });

  test.each<[JsonObject, string, string | undefined]>([
    [{ stopReason: "end_turn" }, "stop", undefined],
    [{ stopReason: "max_tokens" }, "length", undefined],
    [{ stopReason: "stop_sequence" }, "stop", "stop_sequence"],
    [{ stopReason: "guardrail_intervened" }, "content_filter", "guardrail_intervened"],
  ])("finish with %j as %s (RES-02)", async (body, finish, native) => {
    const events = await eventsOf([OPENING, TEXT, event("messageStop", body)]);
    expect(events.at(-2)).toEqual({
      type: "chunk",
      content: true,
      chunk: {
        ...identity,
        choices: [
          { ...choice({}, finish), ...(native === undefined ? {} : { native_finish_reason: native }) },
        ],
      },
    });
  });
});

describe("calls", () => {
  test("come in pieces, mixed with others, and count from 0", async () => {
    expect(
      await deltasOf([
        TEXT,
        stop(0),
        tool(1),
        tool(2, { name: "moon" }),
        input(1, '{"a"'),
        input(2, "{}"),
        input(1, ":1}"),
        stop(2),
        stop(1),
      ]),
    ).toEqual([
      { content: "Ebb." },
      call(0, "t-1"),
      call(1, "t-2", "moon"),
      more(0, '{"a"'),
      more(1, "{}"),
      more(0, ":1}"),
    ]);
  });

  test.each(["end_turn", "tool_use", null])(
    "finish the answer, though its word is %j",
    async (stopReason) => {
      const events = await eventsOf([OPENING, tool(0), stop(0), event("messageStop", { stopReason })]);
      expect(events.at(-2)).toMatchObject({
        chunk: { choices: [{ delta: {}, finish_reason: "tool_calls" }] },
      });
      expect(JSON.stringify(events.at(-2))).not.toContain("native_finish_reason");
    },
  );

  test("without arguments get an empty object once they are whole (MAP-06)", async () => {
    expect(await deltasOf([tool(0), input(0, ""), input(0, 7), stop(0), tool(1)])).toEqual([
      call(0, "t-0"),
      more(0, "{}"),
      call(1, "t-1"),
      more(1, "{}"),
    ]);
  });

  test("have ids of ours where Bedrock gives none, and the caller's names (MAP-11)", async () => {
    const request = { tools: [{ type: "function", function: { name: "harbour.tide" } }] };
    const nameless = [tool(0, { toolUseId: "", name: "harbour_tide" }), tool(1, { toolUseId: null })];
    const deltas = await deltasOf(nameless, { request });
    expect(deltas.slice(0, 2)).toEqual([
      call(0, "tooluse_chatcmpl-test_0", "harbour.tide"),
      call(1, "tooluse_chatcmpl-test_1"),
    ]);
  });

  test("of tools that Bedrock runs itself are none of the caller's, and are kept whole with their results", async () => {
    const server = { toolUseId: "s", name: "nova_grounding", type: "server_tool_use" };
    const result = { toolUseId: "s", type: "nova_grounding_result" };
    const blocks = [
      start(0, { toolUse: server }),
      input(0, '{"q":'),
      input(0, '"tides"}'),
      stop(0),
      start(1, { toolResult: result }),
      delta(1, { toolResult: [{ text: "High" }] }),
      delta(1, { toolResult: [{ text: "at six." }] }),
      delta(1, { toolResult: "odd" }),
      stop(1),
    ];
    expect(await deltasOf(blocks)).toEqual([
      { bedrock_content: [{ toolUse: { ...server, input: { q: "tides" } } }] },
      { bedrock_content: [{ toolResult: { ...result, content: [{ text: "High" }, { text: "at six." }] } }] },
    ]);
    const events = await eventsOf([OPENING, ...blocks, END]);
    expect(events.at(-2)).toMatchObject({ chunk: { choices: [{ finish_reason: "stop" }] } });
  });

  test("that were cut are kept as the text they are", async () => {
    const server = { toolUseId: "s", name: "nova_grounding", type: "server_tool_use" };
    expect(await deltasOf([start(0, { toolUse: server }), input(0, '{"q":')])).toEqual([
      { bedrock_content: [{ toolUse: { ...server, input: '{"q":' } }] },
    ]);
  });
});

describe("thinking (RES-03)", () => {
  test("is told as it comes; its signature once it is whole", async () => {
    const pieces = [thought({ text: "The moon " }), thought({ text: "is high." })];
    const signed = [thought({ signature: "c2ln" }), thought({ signature: "bg==" }), stop(0)];
    const told = [{ reasoning_content: "The moon " }, { reasoning_content: "is high." }];
    expect(await deltasOf([...pieces, ...signed])).toEqual([
      ...told,
      {
        reasoning_details: [{ type: "reasoning.text", text: "The moon is high.", signature: "c2lnbg==" }],
      },
    ]);
    expect(await deltasOf([...pieces, stop(0)])).toEqual(told);
  });

  test("that is secret is kept, in pieces as well", async () => {
    const secret = [thought({ redactedContent: "b3Bh" }), thought({ redactedContent: "cXVl" }), stop(0)];
    expect(await deltasOf(secret)).toEqual([
      { reasoning_details: [{ type: "reasoning.encrypted", data: "b3BhcXVl" }] },
    ]);
    // Each piece is encoded by itself: "opaq", "u", "e".
    const odd = ["b3BhcQ==", "dQ==", "ZQ=="].map((redactedContent) => thought({ redactedContent }));
    expect(await deltasOf([...odd, stop(0)])).toEqual(await deltasOf(secret));
    expect(await deltasOf([thought({ redactedContent: 7, text: 7, signature: 7 }), stop(0)])).toEqual([]);
  });
});

describe("what else a block holds", () => {
  const web = { title: "Tides", location: { web: { url: "https://tides.example/" } } };
  const page = { title: "Chart", location: { documentPage: { start: 3 } } };
  const annotation = (start_index: number, end_index: number) => ({
    type: "url_citation",
    url_citation: { url: "https://tides.example/", title: "Tides", start_index, end_index },
  });
  const cite = (index: number, citation: JsonObject) => delta(index, { citation });

  test("sources in the web annotate the text of their block", async () => {
    expect(
      await deltasOf([
        said("Ahoy. "),
        stop(0),
        delta(1, { text: "High " }),
        cite(1, web),
        delta(1, { text: "at six." }),
        cite(1, web),
        stop(1),
      ]),
    ).toEqual([
      { content: "Ahoy. " },
      { content: "High " },
      { content: "at six." },
      { annotations: [annotation(6, 18), annotation(6, 18)] },
    ]);
  });

  test("sources in documents have no address, and are kept as they came", async () => {
    expect(await deltasOf([TEXT, cite(0, web), cite(0, page), stop(0)])).toEqual([
      { content: "Ebb." },
      {
        annotations: [annotation(0, 4)],
        bedrock_content: [{ citationsContent: { citations: [web, page] } }],
      },
    ]);
    expect(await deltasOf([cite(0, page), stop(0)])).toEqual([
      { bedrock_content: [{ citationsContent: { citations: [page] } }] },
    ]);
  });

  test("pictures come in one delta, or in an announcement and one", async () => {
    const image = (url: string) => ({ images: [{ type: "image_url", image_url: { url } }] });
    expect(
      await deltasOf([
        start(0, { image: { format: "png" } }),
        delta(0, { image: { source: { bytes: "AAAA" } } }),
        stop(0),
        delta(1, { image: { format: "gif", source: { bytes: "BBBB" } } }),
        stop(1),
      ]),
    ).toEqual([image("data:image/png;base64,AAAA"), image("data:image/gif;base64,BBBB")]);
  });

  test("what nobody knows is kept with its announcement", async () => {
    const film = { video: { format: "mp4" } };
    const pieces = [delta(0, { video: { source: { bytes: "AA" } } }), delta(0, { citation: "odd" })];
    expect(await deltasOf([start(0, film), ...pieces, stop(0)])).toEqual([
      {
        bedrock_content: [{ ...film, deltas: [{ video: { source: { bytes: "AA" } } }, { citation: "odd" }] }],
      },
    ]);
    expect(await deltasOf([start(0, film), stop(0), start(1, "odd"), stop(1)])).toEqual([]);
  });
});

describe("what follows the finish (USE-04)", () => {
  const following = async (body: JsonObject, host?: Host) =>
    (await eventsOf([OPENING, TEXT, END, event("metadata", body)], host)).slice(3);
  const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };

  test("is usage, once", async () => {
    expect(await following({ usage, metrics: { latencyMs: 7 } })).toEqual([
      {
        type: "usage",
        usage: { kind: "known", usage: { input: 3, output: 2 }, raw: usage },
        reportedCost: null,
      },
      { type: "end" },
    ]);
  });

  test.each<JsonObject>([{}, { usage: null }, { usage: "3" }])("%j is none", async (body) => {
    expect(await following(body)).toEqual([{ type: "end" }]);
  });

  test("is what Bedrock alone says, in a chunk without an answer (RES-04)", async () => {
    const trace = { guardrail: {} };
    const [first, ...rest] = await following({ trace, serviceTier: { type: "flex" } });
    expect(first).toMatchObject({
      type: "chunk",
      content: false,
      chunk: { id: "chatcmpl-test", choices: [], trace, service_tier: "flex" },
    });
    expect(rest).toEqual([{ type: "end" }]);
  });

  test("stands in the finish where the model itself says it", async () => {
    const additionalModelResponseFields = { stop: "ebb" };
    const ending = event("messageStop", { stopReason: "stop_sequence", additionalModelResponseFields });
    expect((await eventsOf([OPENING, TEXT, ending])).at(-2)).toMatchObject({
      chunk: { choices: [{ finish_reason: "stop" }], additionalModelResponseFields },
    });
  });
});
