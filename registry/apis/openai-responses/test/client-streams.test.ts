/** Streams for callers of the Responses API: the events that they see, to the letter (API-01, STR-04, STR-07). */
import { describe, expect, test } from "vitest";
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import { openaiResponses } from "../index.ts";
import { call, chunk, eventsFor, finish, KNOWN, outputOf, piece, read, rendering } from "./testing.ts";

/** What stands between the opening and the terminal event, without the numbers. */
const between = (deltas: readonly Delta[], body: JsonObject = {}): JsonObject[] =>
  eventsFor([...deltas.map((delta) => chunk(delta)), finish("stop")], { body })
    .slice(2, -1)
    .map(({ sequence_number: _, ...event }) => event);

const responseIn = (event: JsonObject | undefined): JsonObject =>
  isObject(event?.response) ? event.response : {};
const at = (kind: string, output_index: number) => ({
  item_id: `${kind}_ab12cd34_${output_index}`,
  output_index,
});
const part = (text: string, annotations: JsonObject[] = []) => ({
  type: "output_text",
  text,
  annotations,
  logprobs: [],
});
const message = (index: number, status: string, content: JsonObject[]) => ({
  id: `msg_ab12cd34_${index}`,
  type: "message",
  status,
  role: "assistant",
  content,
});
const said = (index: number, ...words: string[]): JsonObject[] => {
  const place = { ...at("msg", index), content_index: 0 };
  const text = words.join("");
  return [
    { type: "response.output_item.added", output_index: index, item: message(index, "in_progress", []) },
    { type: "response.content_part.added", ...place, part: part("") },
    ...words.map((delta) => ({ type: "response.output_text.delta", ...place, delta, logprobs: [] })),
    { type: "response.output_text.done", ...place, text, logprobs: [] },
    { type: "response.content_part.done", ...place, part: part(text) },
    {
      type: "response.output_item.done",
      output_index: index,
      item: message(index, "completed", [part(text)]),
    },
  ];
};
const reasoning = (index: number, text: string, more: JsonObject = {}): JsonObject => ({
  id: `rs_ab12cd34_${index}`,
  type: "reasoning",
  summary: text === "" ? [] : [{ type: "summary_text", text }],
  ...more,
});
const thought = (index: number, words: string[], more: JsonObject = {}): JsonObject[] => {
  const place = { ...at("rs", index), summary_index: 0 };
  const text = words.join("");
  const summary = { type: "summary_text", text };
  return [
    { type: "response.output_item.added", output_index: index, item: reasoning(index, "") },
    { type: "response.reasoning_summary_part.added", ...place, part: { ...summary, text: "" } },
    ...words.map((delta) => ({ type: "response.reasoning_summary_text.delta", ...place, delta })),
    { type: "response.reasoning_summary_text.done", ...place, text },
    { type: "response.reasoning_summary_part.done", ...place, part: summary },
    { type: "response.output_item.done", output_index: index, item: reasoning(index, text, more) },
  ];
};
const functionCall = (index: number, call_id: string, name: string, args: string, status = "completed") => ({
  id: `fc_ab12cd34_${index}`,
  type: "function_call",
  status,
  call_id,
  name,
  arguments: args,
});
const opened = (index: number, call_id: string, name: string) => ({
  type: "response.output_item.added",
  output_index: index,
  item: functionCall(index, call_id, name, "", "in_progress"),
});
const typed = (index: number, delta: string) => ({
  type: "response.function_call_arguments.delta",
  ...at("fc", index),
  delta,
});
const closed = (index: number, call_id: string, name: string, args: string): JsonObject[] => [
  { type: "response.function_call_arguments.done", ...at("fc", index), name, arguments: args },
  { type: "response.output_item.done", output_index: index, item: functionCall(index, call_id, name, args) },
];

describe("a stream", () => {
  const events = eventsFor(
    [chunk({ role: "assistant", content: "" }), chunk({ content: "Ebb." }), finish("stop")],
    {
      usage: KNOWN,
    },
  );

  test("is numbered from 0 without a gap", () => {
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, i) => i));
  });

  test("opens with the response twice, of which nothing is known yet", () => {
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(["response.created", "response.in_progress"]);
    for (const event of events.slice(0, 2))
      expect(event.response).toMatchObject({
        id: "resp_ab12cd34",
        status: "in_progress",
        output: [],
        usage: null,
        completed_at: null,
      });
  });

  test("ends with one terminal event, which has all items as they were closed, and the usage", () => {
    const last = events.at(-1);
    expect(last).toMatchObject({ type: "response.completed", response: { status: "completed" } });
    const items = events.filter(({ type }) => type === "response.output_item.done").map(({ item }) => item);
    expect(outputOf(responseIn(last))).toEqual(items);
    expect(responseIn(last)).toMatchObject({
      id: "resp_ab12cd34",
      usage: { input_tokens: 14, total_tokens: 22 },
    });
  });

  test("shows the provider's tier and its own fields at the end", () => {
    const more = { service_tier: "flex", search_results: [1] };
    const last = eventsFor([chunk({ content: "Ebb." }, {}, more), finish("stop")]).at(-1);
    expect(last?.response).toMatchObject(more);
  });

  test("ignores every choice but the first", () => {
    const other = { ...finish("length").choices[0], index: 1, delta: { content: "No." } };
    const chunks = [
      chunk({ content: "Ebb." }),
      { ...finish("stop"), choices: [other] } as ChatChunk,
      finish("stop"),
    ];
    expect(eventsFor(chunks)).toEqual(eventsFor([chunk({ content: "Ebb." }), finish("stop")]));
  });

  test("of nothing has an opening and an end", () => {
    expect(eventsFor([finish("stop")]).map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.completed",
    ]);
  });
});

describe("the items are announced, filled and closed:", () => {
  test.each<[string, Delta[], JsonObject[]]>([
    [
      "pieces of text, and no item for an empty one",
      [{ content: "" }, { content: "Eb" }, { content: "b." }],
      said(0, "Eb", "b."),
    ],
    [
      "thinking before and after text",
      [
        { reasoning_content: "Mo" },
        { reasoning_content: "on" },
        { content: "Ebb." },
        { reasoning_content: "Hm" },
      ],
      [...thought(0, ["Mo", "on"]), ...said(1, "Ebb."), ...thought(2, ["Hm"])],
    ],
    [
      "a call alone",
      [call(0, "c1", "tide"), piece(0, '{"a"'), piece(0, ":1}")],
      [opened(0, "c1", "tide"), typed(0, '{"a"'), typed(0, ":1}"), ...closed(0, "c1", "tide", '{"a":1}')],
    ],
    [
      "a call without arguments",
      [call(0, "c1", "tide")],
      [opened(0, "c1", "tide"), typed(0, "{}"), ...closed(0, "c1", "tide", "{}")],
    ],
    [
      "calls whose pieces interleave, each by its index",
      [call(0, "c1", "tide", '{"a"'), call(1, "c2", "wind", "{"), piece(0, ":1}"), piece(1, "}")],
      [
        opened(0, "c1", "tide"),
        typed(0, '{"a"'),
        opened(1, "c2", "wind"),
        typed(1, "{"),
        typed(0, ":1}"),
        typed(1, "}"),
        ...closed(0, "c1", "tide", '{"a":1}'),
        ...closed(1, "c2", "wind", "{}"),
      ],
    ],
    [
      "a call that is whole when the next begins is closed before it",
      [call(0, "c1", "tide", "{}"), call(1, "c2", "wind", "{}")],
      [
        opened(0, "c1", "tide"),
        typed(0, "{}"),
        ...closed(0, "c1", "tide", "{}"),
        opened(1, "c2", "wind"),
        typed(1, "{}"),
        ...closed(1, "c2", "wind", "{}"),
      ],
    ],
    [
      "text, then a call, at indexes of their own",
      [{ content: "Ebb." }, call(0, "c1", "tide", "{}")],
      [...said(0, "Ebb."), opened(1, "c1", "tide"), typed(1, "{}"), ...closed(1, "c1", "tide", "{}")],
    ],
  ])("%s", (_what, deltas, expected) => {
    expect(between(deltas)).toEqual(expected);
  });

  test("signed thinking once, with what must come back", () => {
    const details = [{ type: "reasoning.text", text: "Moon", signature: "c2ln" } as const];
    const events = between([{ reasoning_content: "Moon" }, { reasoning_details: details }]);
    const encrypted_content = expect.stringMatching(/^hlc1\./);
    expect(events).toEqual(thought(0, ["Moon"], { encrypted_content }));
    expect(between([{ reasoning_details: details }])).toEqual(events);
  });

  test("encrypted thinking as an item without a summary, beside the one that is open", () => {
    const events = between([
      { reasoning_content: "Moon" },
      { reasoning_details: [{ type: "reasoning.encrypted", data: "eA==" }] },
    ]);
    expect(events.slice(0, -2)).toEqual(thought(0, ["Moon"]));
    expect(events.slice(-2)).toMatchObject([
      { type: "response.output_item.added", output_index: 1, item: { summary: [] } },
      { type: "response.output_item.done", output_index: 1, item: { encrypted_content: expect.any(String) } },
    ]);
  });

  test("unsigned details only where the text was not told already", () => {
    const detail = { type: "reasoning.text", text: "Moon" } as const;
    expect(between([{ reasoning_content: "Moon", reasoning_details: [detail] }])).toEqual(
      thought(0, ["Moon"]),
    );
    expect(between([{ reasoning_details: [detail] }])).toEqual(thought(0, ["Moon"]));
  });

  test("what a call must carry stands in an item before it", () => {
    const extra_content = { google: { thought_signature: "c2ln" } };
    const events = between([call(0, "c1", "tide", "{}", { extra_content })]);
    expect(events.map(({ type, output_index }) => [type, output_index]).slice(0, 3)).toEqual([
      ["response.output_item.added", 0],
      ["response.output_item.done", 0],
      ["response.output_item.added", 1],
    ]);
  });

  test("a refusal as a part after the text", () => {
    const place = { ...at("msg", 0), content_index: 1 };
    const refusal = { type: "refusal", refusal: "No." };
    expect(between([{ content: "Ebb." }, { refusal: "N" }, { refusal: "o." }]).slice(5, -1)).toEqual([
      { type: "response.content_part.added", ...place, part: { ...refusal, refusal: "" } },
      { type: "response.refusal.delta", ...place, delta: "N" },
      { type: "response.refusal.delta", ...place, delta: "o." },
      { type: "response.refusal.done", ...place, refusal: "No." },
      { type: "response.content_part.done", ...place, part: refusal },
    ]);
  });

  test("citations between the text and its end, flat and numbered", () => {
    const cited = { url: "https://a.example", title: "A" };
    const annotations = [{ type: "url_citation", url_citation: cited }];
    const events = between([{ content: "Ebb." }, { annotations }, { annotations }]);
    const flat = { type: "url_citation", ...cited };
    expect(events.slice(3, 6)).toMatchObject([
      { type: "response.output_text.annotation.added", annotation_index: 0, annotation: flat },
      { type: "response.output_text.annotation.added", annotation_index: 1, annotation: flat },
      { type: "response.output_text.done" },
    ]);
    expect(events.at(-1)).toMatchObject({ item: { content: [part("Ebb.", [flat, flat])] } });
  });

  test("citations that come late at the text that they are of, in its own counts", () => {
    const cited = (start_index: number, end_index: number) => ({
      type: "url_citation",
      url_citation: { url: "https://a.example", title: "A", start_index, end_index },
    });
    const flat = ({ url_citation: { url, title } }: ReturnType<typeof cited>, from: number, to: number) => ({
      type: "url_citation",
      url,
      title,
      start_index: from,
      end_index: to,
    });
    const [first, second] = [cited(0, 4), cited(5, 9)];
    const chunks = [{ content: "Ebb." }, { reasoning_content: "Hm." }, { content: " Rise." }];
    const events = eventsFor([
      ...chunks.map((delta) => chunk(delta)),
      chunk({ annotations: [first, second] }),
      finish("stop"),
    ]);
    const told = events.filter(({ type }) => type === "response.output_text.annotation.added");
    expect(told).toMatchObject([
      { ...at("msg", 0), content_index: 0, annotation_index: 0, annotation: flat(first, 0, 4) },
      { ...at("msg", 2), content_index: 0, annotation_index: 0, annotation: flat(second, 1, 5) },
    ]);
    expect(outputOf(responseIn(events.at(-1)))).toMatchObject([
      { content: [part("Ebb.", [flat(first, 0, 4)])] },
      { type: "reasoning" },
      { content: [part(" Rise.", [flat(second, 1, 5)])] },
    ]);
  });

  test("a provider's own fields at the message, lists as they grew", () => {
    const events = between([{ content: "Ebb.", notes: [1], mood: "calm" }, { notes: [2] }]);
    expect(events.at(-1)).toMatchObject({ item: { notes: [1, 2], mood: "calm" } });
  });

  test("the free text of a custom tool when it is whole", () => {
    const body = { tools: [{ type: "custom", name: "patch" }] };
    const place = at("ctc", 0);
    expect(between([call(0, "c1", "patch", '{"input":'), piece(0, '"a b"}')], body)).toMatchObject([
      { type: "response.output_item.added", item: { type: "custom_tool_call", input: "" } },
      { type: "response.custom_tool_call_input.delta", ...place, delta: "a b" },
      { type: "response.custom_tool_call_input.done", ...place, input: "a b" },
      { type: "response.output_item.done", item: { type: "custom_tool_call", call_id: "c1", input: "a b" } },
    ]);
  });

  test("the probabilities of tokens, piece by piece and together", () => {
    const token = (text: string) => ({ token: text, logprob: -0.1, bytes: null, top_logprobs: [] });
    const chunks = ["Eb", "b."].map((text) =>
      chunk({ content: text }, { logprobs: { content: [token(text)] } }),
    );
    const events = eventsFor([...chunks, finish("stop")]);
    expect(events[4]).toMatchObject({ delta: "Eb", logprobs: [token("Eb")] });
    expect(events[6]).toMatchObject({
      type: "response.output_text.done",
      logprobs: [token("Eb"), token("b.")],
    });
  });
});

describe("a cut answer", () => {
  test.each([
    ["length", "max_output_tokens"],
    ["content_filter", "content_filter"],
  ] as const)("by %s ends incomplete, and so does its last item", (reason, told) => {
    const events = eventsFor([chunk({ content: "Eb" }), chunk(call(0, "c1", "tide", '{"a')), finish(reason)]);
    expect(events.at(-1)).toMatchObject({
      type: "response.incomplete",
      response: { status: "incomplete", incomplete_details: { reason: told }, completed_at: null },
    });
    expect(outputOf(responseIn(events.at(-1))).map(({ status }) => status)).toEqual([
      "completed",
      "incomplete",
    ]);
    expect(events.at(-2)).toMatchObject({ item: { arguments: '{"a', status: "incomplete" } });
  });
});

describe("a stream that breaks", () => {
  const breaking = (chunks: readonly ChatChunk[], error = gatewayError("rate_limit", "Slow down.")) => {
    const writer = openaiResponses.encodeStream(rendering());
    return read([...chunks.flatMap((one) => writer.chunk(one)), ...writer.error(error)]);
  };

  test("ends with the error, flat and nested, and a failed response of what had come", () => {
    const events = breaking([chunk({ reasoning_content: "Moon" }), chunk({ content: "Eb" })]);
    const told = { code: "rate_limit_exceeded", message: "Slow down." };
    expect(events.slice(-2)).toMatchObject([
      { type: "error", ...told, param: null, error: { type: "rate_limit_error", ...told, param: null } },
      {
        type: "response.failed",
        response: { status: "failed", error: told, usage: null, completed_at: null },
      },
    ]);
    expect(outputOf(responseIn(events.at(-1)))).toMatchObject([
      { type: "reasoning" },
      { type: "message", status: "incomplete", content: [part("Eb")] },
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, i) => i));
  });

  test("before anything came is opened first", () => {
    expect(breaking([]).map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "error",
      "response.failed",
    ]);
  });

  test("says a provider's own code, and that a server failed where there is none", () => {
    const codes = [gatewayError("api", "x", { code: "odd" }), gatewayError("api", "x")].map(
      (error) => breaking([], error)[2]?.code,
    );
    expect(codes).toEqual(["odd", "server_error"]);
  });
});

test("a quiet stream is kept open with a comment", () => {
  const frames = openaiResponses.encodeStream(rendering()).keepAlive();
  expect(frames.map((frame) => new TextDecoder().decode(frame))).toEqual([": keep-alive\n\n"]);
});
