/**
 * Streams of a provider: what each event says, and how it is told to the caller (STR-04, STR-05).
 */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import {
  assembled,
  block,
  chat,
  chunksOf,
  closing,
  deltasOf,
  eventsOf,
  opening,
  spoken,
  written,
} from "./testing.ts";

const CALLER = { type: "code_execution_20250825", tool_id: "srvtoolu_1" };
const PAGE = { type: "web_search_result_location", url: "https://t.example", title: "Tides" };
const LOG = { type: "char_location", document_index: 0, cited_text: "low" };
const search = { type: "server_tool_use", id: "s", name: "web_search", input: {} };
const input = (partial_json: string) => ({ type: "input_json_delta", partial_json });
const tool = (more: JsonObject = {}) => ({
  type: "tool_use",
  id: "toolu_1",
  name: "tide",
  input: {},
  ...more,
});
const called = (index: number, id: string, text: string) => ({
  tool_calls: [{ index, id, type: "function", function: { name: "tide", arguments: text } }],
});
const more = (index: number, text: string) => ({ tool_calls: [{ index, function: { arguments: text } }] });

describe("a block says", () => {
  test.each<[string, JsonObject[], JsonObject[]]>([
    [
      "the text that it begins with",
      block(0, { type: "text", text: "Eb" }, { type: "text_delta", text: "b." }),
      [{ content: "Eb" }, { content: "b." }],
    ],
    [
      "the thinking that it begins with, and who signed it",
      block(
        0,
        { type: "thinking", thinking: "Mo" },
        { type: "thinking_delta", thinking: "on" },
        { type: "signature_delta", signature: "c2" },
        { type: "signature_delta", signature: "ln" },
      ),
      [
        { reasoning_content: "Mo" },
        { reasoning_content: "on" },
        { reasoning_details: [{ type: "reasoning.text", text: "Moon", signature: "c2ln" }] },
      ],
    ],
    [
      "thinking that nobody signed, once",
      block(0, { type: "thinking", thinking: "" }, { type: "thinking_delta", thinking: "Moon" }),
      [{ reasoning_content: "Moon" }],
    ],
    [
      "thinking that is sealed",
      block(0, { type: "redacted_thinking", data: "c2VhbGVk" }),
      [{ reasoning_details: [{ type: "reasoning.encrypted", data: "c2VhbGVk" }] }],
    ],
    ["nothing by a seal around nothing", block(0, { type: "redacted_thinking" }), []],
    [
      "a call in pieces",
      block(0, tool(), input(""), input('{"at":'), input('"noon"}')),
      [called(0, "toolu_1", ""), more(0, '{"at":'), more(0, '"noon"}')],
    ],
    [
      "a call that comes whole",
      block(0, tool({ input: { at: "noon" } })),
      [called(0, "toolu_1", '{"at":"noon"}')],
    ],
    ["a call without arguments", block(0, tool()), [called(0, "toolu_1", ""), more(0, "{}")]],
    [
      "calls without ids under ids of ours",
      [...block(0, tool({ id: null, input: { at: 1 } })), ...block(1, tool({ id: "", input: { at: 2 } }))],
      [called(0, "toolu_msg_1_0", '{"at":1}'), called(1, "toolu_msg_1_1", '{"at":2}')],
    ],
    [
      "nothing by a direct call's caller",
      block(0, tool({ caller: { type: "direct" } }), input("{}")),
      [called(0, "toolu_1", ""), more(0, "{}")],
    ],
    [
      "where the result of a call from code belongs",
      block(0, tool({ caller: CALLER }), input("{}")),
      [
        {
          tool_calls: [
            {
              index: 0,
              id: "toolu_1",
              type: "function",
              function: { name: "tide", arguments: "" },
              extra_content: { anthropic: { caller: CALLER } },
            },
          ],
        },
        more(0, "{}"),
        { anthropic_content: [tool({ caller: CALLER })] },
      ],
    ],
    [
      "what a tool of the provider's was asked, at its end",
      block(0, search, input('{"query":'), input('"tide"}')),
      [{ anthropic_content: [{ ...search, input: { query: "tide" } }] }],
    ],
    [
      "no more of that than came whole",
      [...block(0, search, input('{"query":')), ...block(1, search, input("[1]")), ...block(2, search)],
      [{ anthropic_content: [search] }, { anthropic_content: [search] }, { anthropic_content: [search] }],
    ],
    [
      "itself where nobody knows its type, whatever its fields are called",
      block(0, { type: "tide_table", text: "low", thinking: "Moon" }),
      [{ anthropic_content: [{ type: "tide_table", text: "low", thinking: "Moon" }] }],
    ],
    [
      "what was compacted",
      block(
        0,
        { type: "compaction" },
        { type: "compaction_delta", content: "Ebb, " },
        { type: "compaction_delta", content: "then flow." },
      ),
      [{ anthropic_content: [{ type: "compaction", content: "Ebb, then flow." }] }],
    ],
    [
      "which pages its passage of the whole text cites",
      [
        ...spoken("Look: "),
        ...block(
          1,
          { type: "text", text: "" },
          { type: "text_delta", text: "low." },
          { type: "citations_delta", citation: PAGE },
        ),
      ],
      [
        { content: "Look: " },
        { content: "low." },
        {
          annotations: [
            {
              type: "url_citation",
              url_citation: { url: PAGE.url, title: PAGE.title, start_index: 6, end_index: 10 },
            },
          ],
        },
      ],
    ],
    [
      "which documents it cites, as a block",
      block(
        0,
        { type: "text", text: "low" },
        { type: "citations_delta", citation: LOG },
        { type: "citations_delta", citation: { ...LOG, document_index: 1 } },
      ),
      [
        { content: "low" },
        {
          anthropic_content: [{ type: "text", text: "low", citations: [LOG, { ...LOG, document_index: 1 }] }],
        },
      ],
    ],
  ])("%s", async (_what, events, deltas) => expect(await deltasOf(events)).toStrictEqual(deltas));

  test.each<[string, JsonObject[]]>([
    ["an empty text", block(0, { type: "text", text: "" }, { type: "text_delta", text: "" })],
    ["a text that is none", block(0, { type: "text", text: 7 }, { type: "text_delta", text: null })],
    [
      "empty thinking",
      block(0, { type: "thinking", thinking: "" }, { type: "thinking_delta", thinking: "" }),
    ],
    ["thinking that is none", block(0, { type: "thinking" }, { type: "thinking_delta", thinking: 7 })],
    ["a delta that nobody knows", block(0, { type: "text", text: "" }, { type: "tide_delta", text: "low" })],
    [
      "a delta of no block",
      [{ type: "content_block_delta", index: 7, delta: { type: "text_delta", text: "x" } }],
    ],
    ["a delta that is no object", [...spoken("", 0).slice(0, 1), { type: "content_block_delta", index: 0 }]],
    ["the end of no block", [{ type: "content_block_stop", index: 7 }]],
    ["an event that nobody knows", [{ type: "tide_event" }]],
  ])("nothing by %s", async (_what, events) => {
    expect(await deltasOf(events)).toEqual([]);
    const kinds = (await eventsOf(written(opening(), ...events, ...closing()))).map((event) => event.type);
    expect(kinds).toEqual(["chunk", "usage", "chunk", "usage", "end"]);
  });

  test("the same where nobody ends it but the next one, or the end of the message", async () => {
    const blocks = [
      ...block(0, { type: "thinking", thinking: "Moon" }, { type: "signature_delta", signature: "c2ln" }),
      ...block(1, { type: "text", text: "low" }, { type: "citations_delta", citation: PAGE }),
      ...block(2, tool(), input("{}")),
      ...spoken("high", 3),
    ];
    const unended = blocks.filter(({ type }) => type !== "content_block_stop");
    const deltas = async (events: JsonObject[]) =>
      chunksOf(await eventsOf(written(opening(), ...events, ...closing()))).map(({ choices }) => choices);
    expect(await deltas(unended)).toStrictEqual(await deltas(blocks));
  });

  test("the names of tools as the caller wrote them, in the blocks that are kept too", async () => {
    const request = chat({ tools: [{ type: "function", function: { name: "harbour.bell" } }] });
    const call = tool({ name: "harbour_bell" });
    const result = { type: "web_search_tool_result", tool_use_id: "s", name: "harbour_bell", content: [] };
    expect(
      await deltasOf([...block(0, call), ...block(1, result), ...block(2, call)], request),
    ).toMatchObject([
      { tool_calls: [{ function: { name: "harbour.bell" } }] },
      { tool_calls: [{ function: { arguments: "{}" } }] },
      { anthropic_content: [{ name: "harbour.bell" }, { name: "harbour_bell" }] },
      { tool_calls: [{ index: 1, function: { name: "harbour.bell" } }] },
      {
        tool_calls: [{ index: 1, function: { arguments: "{}" } }],
        anthropic_content: [{ name: "harbour.bell" }],
      },
    ]);
  });

  test("itself in order, once the first block of Anthropic's own has come", async () => {
    const events = [
      ...spoken("Look."),
      ...block(1, search, input('{"query":"tide"}')),
      ...spoken("Low.", 2),
      ...closing({}, { stop_reason: "pause_turn" }),
    ];
    expect(assembled(chunksOf(await eventsOf(written(opening(), ...events))))).toMatchObject({
      text: "Look.Low.",
      blocks: [
        { type: "text", text: "Look." },
        { ...search, input: { query: "tide" } },
        { type: "text", text: "Low." },
      ],
      finish: [["stop", "pause_turn"]],
    });
  });
});

describe("chunks", () => {
  const head = {
    id: "msg_1",
    object: "chat.completion.chunk",
    created: 1_796_000_000,
    model: "claude",
  };
  const chunk = (delta: JsonObject, choice: JsonObject = {}, top: JsonObject = {}) => ({
    ...head,
    ...top,
    choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  });

  test("have one head, name the speaker once, and tell whether they carry an answer", async () => {
    const events = await eventsOf(written(opening(), ...spoken("Ebb."), { type: "ping" }, ...closing()));
    expect(events).toEqual([
      { type: "chunk", chunk: chunk({ role: "assistant", content: "" }), content: false },
      { type: "usage", usage: { kind: "unknown" }, reportedCost: null },
      { type: "chunk", chunk: chunk({ content: "Ebb." }), content: true },
      { type: "keep-alive" },
      { type: "chunk", chunk: chunk({}, { finish_reason: "stop" }), content: true },
      { type: "usage", usage: { kind: "unknown" }, reportedCost: null },
      { type: "end" },
    ]);
  });

  test("have the gateway's id and the endpoint's model where the provider gives none", async () => {
    const events = await eventsOf(
      written({ type: "message_start" }, ...block(0, tool({ id: null, input: { at: 1 } })), ...closing()),
    );
    const chunks = chunksOf(events);
    expect(new Set(chunks.map(({ id, model }) => `${id} ${model}`))).toEqual(
      new Set(["msg_fallback claude-made-up"]),
    );
    expect(assembled(chunks).calls).toMatchObject([{ id: "toolu_msg_fallback_0" }]);
  });

  test("at the end carry what open blocks still have to say, then why the answer ended", async () => {
    const open = [
      ...spoken("Ebb."),
      ...block(1, tool()).slice(0, 1),
      ...block(2, { type: "text" }).slice(0, 1),
    ];
    const events = await eventsOf(written(opening(), ...open, ...closing({}, { stop_reason: "tool_use" })));
    expect(events.slice(-4)).toEqual([
      { type: "chunk", chunk: chunk(more(0, "{}")), content: true },
      { type: "chunk", chunk: chunk({}, { finish_reason: "tool_calls" }), content: true },
      { type: "usage", usage: { kind: "unknown" }, reportedCost: null },
      { type: "end" },
    ]);
  });

  test.each<[string, JsonObject[], JsonObject]>([
    [
      "the sequence that ended it",
      closing({}, { stop_reason: "stop_sequence", stop_sequence: "SLACK" }),
      chunk({}, { finish_reason: "stop", native_finish_reason: "stop_sequence", stop_sequence: "SLACK" }),
    ],
    [
      "no sequence where none did",
      closing({}, { stop_sequence: null }),
      chunk({}, { finish_reason: "stop" }),
    ],
    [
      "why the model refused",
      closing({}, { stop_reason: "refusal", stop_details: { explanation: "Unsafe water." } }),
      chunk({ refusal: "Unsafe water." }, { finish_reason: "content_filter" }),
    ],
    [
      "the fields of the provider's own, wherever they stand",
      closing({}, { container: { id: "c" } }).map((event) => ({
        ...event,
        context_management: { edits: [] },
      })),
      chunk({}, { finish_reason: "stop" }, {
        container: { id: "c" },
        context_management: { edits: [] },
      } as JsonObject),
    ],
    [
      "no such field without a value",
      closing({}, { container: null, buoy: "lit" }),
      chunk({}, { finish_reason: "stop" }),
    ],
  ])("at the end say %s", async (_what, last, expected) => {
    const chunks = chunksOf(await eventsOf(written(opening(), ...spoken("Ebb."), ...last)));
    expect(chunks.at(-1)).toStrictEqual(expected);
  });

  test("finish once: what is said of the content afterwards is not heard, what is counted is", async () => {
    const used = { input_tokens: 3, output_tokens: 5 };
    const [finish = {}, stop = {}] = closing();
    const again = { type: "message_delta", delta: { stop_reason: "max_tokens" }, usage: used };
    const events = await eventsOf(
      written(opening(), ...spoken("Ebb."), finish, ...spoken("Flow.", 1), opening(), again, stop),
    );
    expect(assembled(chunksOf(events))).toMatchObject({ text: "Ebb.", finish: [["stop", null]] });
    expect(events.at(-2)).toMatchObject({ type: "usage", usage: { usage: { input: 3, output: 5 } } });
    const kinds = ["chunk", "usage", "chunk", "chunk", "usage", "usage", "end"];
    expect(events.map((event) => event.type)).toEqual(kinds);
  });

  test("do not finish by a count alone", async () => {
    const count = { type: "message_delta", delta: {}, usage: { input_tokens: 3, output_tokens: 5 } };
    const events = await eventsOf(written(opening(), count, { type: "message_stop" }));
    expect(events.map(({ type }) => type)).toEqual(["chunk", "usage", "usage", "broken"]);
  });
});
