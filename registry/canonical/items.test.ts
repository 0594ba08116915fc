/**
 * Messages as ordered items: what the flat view of a message says by itself, and what its order adds.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import type { Item, TextItem } from "./item.ts";
import { TurnOrder } from "./item-order.ts";
import { itemsOf } from "./items.ts";

const call = (id: string) => ({ id, type: "function", function: { name: "bell", arguments: "{}" } });
const callItem = (id: string, index: number): Item => ({
  type: "tool_call",
  id,
  name: "bell",
  arguments: "{}",
  extra: null,
  index,
});
const detail = (text: string) => ({ type: "reasoning.text", text, signature: "c2ln" });
const signed = (text: string): Item => ({
  type: "reasoning",
  author: "anthropic",
  text,
  signature: "c2ln",
  encrypted: null,
  detail: detail(text),
});
const unsigned = (text: string): Item => ({
  type: "reasoning",
  author: null,
  text,
  signature: null,
  encrypted: null,
  detail: null,
});
const text = (said: string): TextItem => ({ type: "text", text: said, part: {}, citations: [] });
const image = (url: string) => ({ type: "image_url", image_url: { url } });

describe("the items of a message", () => {
  const message = {
    content: "Wait.There.",
    reasoning_content: "Ring first.Hm.",
    reasoning_details: [detail("Ring first.")],
    tool_calls: [call("a"), call("b")],
    item_order: [
      { type: "text", start: 0, end: 5 },
      { type: "tool_call", index: 0 },
      { type: "reasoning", index: 0 },
      { type: "text", start: 5, end: 11 },
      { type: "reasoning", start: 11, end: 14 },
      { type: "tool_call", index: 1 },
    ],
  };

  test("stand in their order, each with what it says", () => {
    expect(itemsOf(message)).toStrictEqual([
      text("Wait."),
      callItem("a", 0),
      signed("Ring first."),
      text("There."),
      unsigned("Hm."),
      callItem("b", 1),
    ]);
  });

  test("are parts with all their fields where the content is a list of them", () => {
    const marked = { type: "text", text: "Wait.", cache_control: { type: "ephemeral" } };
    const content = [marked, { type: "refusal", refusal: "No." }];
    const item_order = [
      { type: "text", index: 0 },
      { type: "tool_call", index: 0 },
      { type: "text", index: 1 },
    ];
    expect(itemsOf({ content, tool_calls: [call("a")], item_order })).toStrictEqual([
      { ...text("Wait."), part: marked },
      callItem("a", 0),
      { type: "refusal", refusal: "No.", part: content[1] },
    ]);
  });

  const red = image("https://pier.example/red.png");
  const made = { type: "media", kind: "image", part: red, index: 0, isMade: true };
  const others = ["tide", "ebb", "flow"].map((name): JsonObject => ({ name }));

  test("are pictures, a refusal and what is the provider's own, each in its place", () => {
    const item_order = [
      { type: "image", index: 0 },
      { type: "other", index: 2 },
      { type: "refusal" },
      { type: "text", index: 0 },
    ];
    const drawn = { content: "Red.", refusal: "No.", images: [red], item_order };
    expect(itemsOf(drawn, { others })).toStrictEqual([
      made,
      { type: "other", part: { name: "flow" }, index: 2 },
      { type: "refusal", refusal: "No.", part: {} },
      text("Red."),
    ]);
  });

  test("hold what came after the order was told: a refusal, and pictures", () => {
    const { item_order } = message;
    const items = itemsOf({ ...message, refusal: "No.", images: [red], item_order });
    expect(items.slice(6)).toStrictEqual([{ type: "refusal", refusal: "No.", part: {} }, made]);
  });

  test("leave out reasoning that is not there any more, and pictures", () => {
    const { reasoning_content: _said, reasoning_details: _details, ...rest } = message;
    const item_order = [...message.item_order, { type: "image", index: 0 }, { type: "refusal" }];
    expect(itemsOf({ ...rest, item_order }).map(({ type }) => type)).toStrictEqual([
      "text",
      "tool_call",
      "text",
      "tool_call",
    ]);
  });

  const [first, ...rest] = message.item_order;
  test.each<[string, JsonObject]>([
    ["no order", { item_order: null }],
    ["an order that is none", { item_order: [{ type: "tide" }] }],
    ["a longer text", { content: "Wait.There. Go." }],
    ["a shorter text", { content: "Wait." }],
    ["a text in parts", { content: [{ type: "text", text: "Wait." }] }],
    ["a call that has no place", { tool_calls: [call("a"), call("b"), call("c")] }],
    ["reasoning that has no place", { reasoning_details: [detail("A"), detail("B")] }],
    ["a piece without a place", { item_order: rest }],
    ["a piece with two places", { item_order: [...message.item_order, { type: "tool_call", index: 1 }] }],
    ["a text that stands twice", { item_order: [first ?? null, ...message.item_order] }],
    ["a text that ends before it begins", { item_order: [{ type: "text", start: 3, end: 1 }] }],
  ])("stand in the order of the flat view for %s", (_what, more) => {
    const { item_order: _order, ...plain } = { ...message, ...more };
    const items = itemsOf({ ...message, ...more });
    expect(items).toStrictEqual(itemsOf(plain));
    const ranks = items.map(({ type }) => ["reasoning", "text", "tool_call"].indexOf(type));
    expect(ranks).toStrictEqual(ranks.toSorted((a, b) => a - b));
    expect(ranks).not.toContain(-1);
  });
});

describe("a message without an order", () => {
  const secret = { type: "reasoning.encrypted", data: "c2Vj", origin: "google/gemini-3/vertex" };
  const hidden: Item = {
    type: "reasoning",
    author: "google/gemini-3/vertex",
    text: "",
    signature: null,
    encrypted: "c2Vj",
    detail: secret,
  };
  const turn = {
    content: "Ebb.",
    reasoning_details: [detail("Hm."), secret],
    reasoning_content: "Hm.",
    tool_calls: [call("a")],
    images: [image("data:image/png;base64,AA==")],
    refusal: "No.",
  };

  test("thinks, speaks, draws and calls", () => {
    const others = [{ name: "tide" }];
    expect(itemsOf(turn, { others })).toStrictEqual([
      signed("Hm."),
      hidden,
      { type: "other", part: { name: "tide" }, index: 0 },
      text("Ebb."),
      { type: "refusal", refusal: "No.", part: {} },
      { type: "media", kind: "image", part: turn.images[0], index: 0, isMade: true },
      callItem("a", 0),
    ]);
  });

  test("has unreadable reasoning behind its texts where an API signs these by it", () => {
    const kinds = itemsOf(turn, { signsTexts: true }).map(({ type }) => type);
    expect(kinds).toStrictEqual(["reasoning", "text", "reasoning", "refusal", "media", "tool_call"]);
  });

  test("has the words of thinking whose signed form holds none, and each word once", () => {
    const shown = (...reasoning_details: JsonObject[]) =>
      itemsOf({ reasoning_content: "Hm.", reasoning_details });
    expect(shown(secret)).toStrictEqual([unsigned("Hm."), hidden]);
    expect(shown(detail("Hm."))).toStrictEqual([signed("Hm.")]);
    expect(shown()).toStrictEqual([unsigned("Hm.")]);
  });

  test("has summaries as its thinking, under the format that their relay named", () => {
    const summary = { type: "reasoning.summary", summary: "Rang.", format: "openai-responses-v1" };
    const sealed = { type: "reasoning.encrypted", data: "c2Vj", format: "openai-responses-v1" };
    const items = itemsOf({ reasoning_details: [summary, sealed] });
    expect(items).toMatchObject([
      { text: "Rang.", author: null, encrypted: null },
      { text: "", author: "openai-responses-v1", encrypted: "c2Vj" },
    ]);
  });

  test.each<[string, Json | undefined, unknown[]]>([
    ["nothing", null, []],
    ["an empty text", "", [text("")]],
    ["no content", undefined, []],
  ])("says %s as such", (_what, content, items) => {
    expect(itemsOf({ role: "assistant", content })).toStrictEqual(items);
  });
});

describe("who is no model", () => {
  const audio = { type: "input_audio", input_audio: { data: "AA==", format: "wav" } };
  const file = { type: "file", file: { file_id: "file-1" } };
  const red = image("https://pier.example/red.png");
  const said = [{ type: "text", text: "Look." }, red, audio, file];
  const items = [
    { ...text("Look."), part: said[0] },
    ...(
      [
        ["image", red],
        ["audio", audio],
        ["file", file],
      ] as const
    ).map(([kind, part], i) => ({
      type: "media",
      kind,
      part,
      index: i + 1,
      isMade: false,
    })),
  ];

  test.each(["user", "system", "developer"])("says and shows the parts of its content: %s", (role) => {
    const stray = { refusal: "No.", images: [red], tool_calls: [call("a")] };
    expect(itemsOf({ role, content: said, ...stray })).toStrictEqual(items);
  });

  test("answers a call with the parts of its content", () => {
    const answer = { role: "tool", tool_call_id: "a", content: said };
    expect(itemsOf({ ...answer, is_error: true })).toStrictEqual([
      { type: "tool_result", call: "a", content: items, hasFailed: true },
    ]);
    expect(itemsOf({ ...answer, content: "Rang." })).toStrictEqual([
      { type: "tool_result", call: "a", content: [text("Rang.")], hasFailed: false },
    ]);
  });
});

describe("citations", () => {
  const cited = (start_index: number, end_index: number): JsonObject => ({
    type: "url_citation",
    url_citation: { url: "https://tide.example", start_index, end_index },
  });
  const turn = {
    content: "Ebb.Flow.",
    tool_calls: [call("a")],
    item_order: [
      { type: "text", start: 0, end: 4 },
      { type: "tool_call", index: 0 },
      { type: "text", start: 4, end: 9 },
    ],
  };

  test("stand on the text that they begin in, counted from its start", () => {
    const annotations = [cited(0, 4), cited(5, 9), cited(3, 6), { type: "file_citation" }, null];
    const bare = { type: "file_citation" };
    expect(itemsOf({ ...turn, annotations })).toStrictEqual([
      { ...text("Ebb."), citations: [cited(0, 4), cited(3, 6), bare] },
      callItem("a", 0),
      { ...text("Flow."), citations: [cited(1, 5)] },
    ]);
  });

  test("are items of their own in a turn without a text", () => {
    expect(itemsOf({ content: null, annotations: [cited(0, 0)] })).toStrictEqual([
      { type: "citation", annotation: cited(0, 0) },
    ]);
  });
});

describe("a generated turn", () => {
  const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 });
  const piece = fc.oneof(
    fc.record({ kind: fc.constant("signed" as const), text: words }),
    fc.record({ kind: fc.constant("unsigned" as const), text: words }),
    fc.record({ kind: fc.constant("text" as const), text: words }),
    fc.record({ kind: fc.constant("call" as const), text: fc.constant("") }),
  );

  test("has the items that it was made of, whenever its order is told", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const order = new TurnOrder();
        for (const { kind, text: said } of pieces) {
          if (kind === "text") order.text(said);
          else if (kind === "call") order.piece("tool_call");
          else {
            order.thinking(said);
            if (kind === "signed") order.signed();
            else order.close();
          }
        }
        const of = (...kinds: string[]) => pieces.filter(({ kind }) => kinds.includes(kind));
        const joined = (list: typeof pieces) => list.map((one) => one.text).join("");
        const items = itemsOf({
          content: joined(of("text")),
          reasoning_content: joined(of("signed", "unsigned")),
          reasoning_details: of("signed").map((one) => detail(one.text)),
          tool_calls: of("call").map((_, i) => call(String(i))),
          ...order.field(),
        });
        const told = items.flatMap((item): [string, string][] => {
          if (item.type === "reasoning")
            return [[item.signature === null ? "unsigned" : "signed", item.text]];
          if (item.type === "text") return item.text === "" ? [] : [["text", item.text]];
          return [["call", ""]];
        });
        // Texts that follow each other are one, and so is thinking that nobody signed where the flat view says its order.
        const isOrdered = Object.keys(order.field()).length > 0;
        const isOne = ({ kind }: (typeof pieces)[number]): boolean =>
          kind === "text" || (kind === "unsigned" && !isOrdered);
        const wanted: (typeof pieces)[number][] = [];
        for (const one of pieces) {
          const last = wanted.at(-1);
          if (last && isOne(one) && one.kind === last.kind)
            wanted.splice(-1, 1, { kind: one.kind, text: last.text + one.text } as typeof one);
          else wanted.push(one);
        }
        expect(told).toStrictEqual(wanted.map(({ kind, text: said }) => [kind, said]));
      }),
      { seed: 20_261 },
    );
  });
});
