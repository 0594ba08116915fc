/**
 * Turns as ordered items: what the flat view of a message says by itself, and what its order adds.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { ChatRequestSchema } from "./chat.ts";
import { citationsWithin, type Item, itemsOf, orderWithout, TurnOrder } from "./items.ts";

const noted = (note: (order: TurnOrder) => void): JsonObject => {
  const order = new TurnOrder();
  note(order);
  return order.field();
};

describe("the order of a turn", () => {
  test.each<[string, (order: TurnOrder) => void]>([
    ["nothing", () => undefined],
    [
      "thoughts, texts and calls",
      (order) => {
        order.thinking("Hm.");
        order.signed();
        order.text("Ebb.");
        order.text(" Flow.");
        order.piece("tool_call");
        order.piece("tool_call");
      },
    ],
    [
      "a text with the signature behind it",
      (order) => {
        order.text("Ebb.");
        order.signature();
        order.piece("tool_call");
      },
    ],
    [
      "what is the provider's own, a text, a refusal and a picture",
      (order) => {
        order.other(0);
        order.text("Ebb.");
        order.refusal();
        order.piece("image");
      },
    ],
    [
      "empty pieces in every place",
      (order) => {
        order.piece("tool_call");
        order.text("");
        order.thinking("");
      },
    ],
  ])("is not told where the flat view says it: %s", (_what, note) => {
    expect(noted(note)).toStrictEqual({});
  });

  test.each<[string, (order: TurnOrder) => void, Json[]]>([
    [
      "a text behind a call",
      (order) => {
        order.text("Ebb.");
        order.piece("tool_call");
        order.text("Rang.");
      },
      [
        { type: "text", start: 0, end: 4 },
        { type: "tool_call", index: 0 },
        { type: "text", start: 4, end: 9 },
      ],
    ],
    [
      "thinking between texts, signed and not",
      (order) => {
        order.thinking("A");
        order.signed();
        order.text("one");
        order.thinking("B");
        order.thinking("C");
        order.close();
        order.thinking("D");
        order.signed();
      },
      [
        { type: "reasoning", index: 0 },
        { type: "text", start: 0, end: 3 },
        { type: "reasoning", start: 1, end: 3 },
        { type: "reasoning", index: 1 },
      ],
    ],
    [
      "thinking of several items with a blank line between them",
      (order) => {
        for (const text of ["A", "B"]) {
          order.between("\n\n");
          order.thinking(text);
          order.close();
          order.piece("tool_call");
        }
      },
      [
        { type: "reasoning", start: 0, end: 1 },
        { type: "tool_call", index: 0 },
        { type: "reasoning", start: 3, end: 4 },
        { type: "tool_call", index: 1 },
      ],
    ],
    [
      "a signature between two texts",
      (order) => {
        order.text("Ebb.");
        order.signature();
        order.text("Flow.");
      },
      [
        { type: "text", start: 0, end: 4 },
        { type: "reasoning", index: 0 },
        { type: "text", start: 4, end: 9 },
      ],
    ],
    [
      "parts behind a call, and a refusal that is told in pieces",
      (order) => {
        order.part();
        order.piece("tool_call");
        order.part();
        order.refusal();
        order.refusal();
      },
      [
        { type: "text", index: 0 },
        { type: "tool_call", index: 0 },
        { type: "text", index: 1 },
        { type: "refusal" },
      ],
    ],
  ])("is told for %s", (_what, note, item_order) => {
    expect(noted(note)).toStrictEqual({ item_order });
  });
});

const call = (id: string) => ({ id, type: "function", function: { name: "bell", arguments: "{}" } });
const detail = (text: string) => ({ type: "reasoning.text", text, signature: "c2ln" });
const part = (text: string, start: number): Item => ({
  type: "part",
  part: { type: "text", text },
  index: 0,
  start,
});

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
      part("Wait.", 0),
      { type: "tool_call", index: 0 },
      { type: "reasoning", detail: detail("Ring first."), listed: true },
      part("There.", 5),
      { type: "reasoning", detail: { type: "reasoning.text", text: "Hm." }, listed: false },
      { type: "tool_call", index: 1 },
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
      { type: "part", part: marked, index: 0, start: 0 },
      { type: "tool_call", index: 0 },
      { type: "part", part: content[1], index: 1, start: 0 },
    ]);
  });

  test("are pictures, a refusal and what is the provider's own, each in its place", () => {
    const image = { type: "image_url", image_url: { url: "https://pier.example/red.png" } };
    const item_order = [
      { type: "image", index: 0 },
      { type: "other", index: 2 },
      { type: "refusal" },
      { type: "text", index: 0 },
    ];
    expect(itemsOf({ content: "Red.", refusal: "No.", images: [image], item_order })).toStrictEqual([
      { type: "image", image },
      { type: "other", index: 2 },
      { type: "refusal", refusal: "No." },
      part("Red.", 0),
    ]);
  });

  test("leave out reasoning that is not there any more, and pictures", () => {
    const { reasoning_content: _said, reasoning_details: _details, ...rest } = message;
    const item_order = [...message.item_order, { type: "image", index: 0 }, { type: "refusal" }];
    expect(itemsOf({ ...rest, item_order })?.map(({ type }) => type)).toStrictEqual([
      "part",
      "tool_call",
      "part",
      "tool_call",
    ]);
  });

  const [first, ...others] = message.item_order;
  test.each<[string, JsonObject]>([
    ["no order", { item_order: null }],
    ["an order that is none", { item_order: [{ type: "tide" }] }],
    ["a longer text", { content: "Wait.There. Go." }],
    ["a shorter text", { content: "Wait." }],
    ["a text in parts", { content: [{ type: "text", text: "Wait." }] }],
    ["a call that has no place", { tool_calls: [call("a"), call("b"), call("c")] }],
    ["reasoning that has no place", { reasoning_details: [detail("A"), detail("B")] }],
    ["a piece without a place", { item_order: others }],
    ["a piece with two places", { item_order: [...message.item_order, { type: "tool_call", index: 1 }] }],
    ["a text that stands twice", { item_order: [first ?? null, ...message.item_order] }],
    ["a text that ends before it begins", { item_order: [{ type: "text", start: 3, end: 1 }] }],
  ])("are unknown for %s", (_what, more) => {
    expect(itemsOf({ ...message, ...more })).toBeNull();
  });
});

describe("an order that a caller gives back", () => {
  const asked = (item_order: Json) =>
    ChatRequestSchema.safeParse({
      model: "m",
      messages: [{ role: "assistant", content: "Ebb.", item_order }],
    });

  test("is taken in its form alone", () => {
    expect(asked([{ type: "text", start: 0, end: 4 }]).success).toBe(true);
    expect(asked(null).success).toBe(true);
    expect(asked("text").error?.issues[0]?.path).toStrictEqual(["messages", 0, "item_order"]);
    expect(asked([{ type: "text", start: -1 }]).error?.issues[0]?.path).toStrictEqual([
      "messages",
      0,
      "item_order",
      0,
      "start",
    ]);
  });

  test("counts what is left of the reasoning", () => {
    const item_order: Json[] = [
      { type: "reasoning", index: 0 },
      { type: "text", start: 0, end: 4 },
      { type: "reasoning", index: 1 },
      { type: "reasoning", start: 0, end: 2 },
      { type: "reasoning", index: 2 },
    ];
    expect(orderWithout({ item_order }, [1, 2])).toStrictEqual({
      item_order: [
        { type: "text", start: 0, end: 4 },
        { type: "reasoning", index: 0 },
        { type: "reasoning", start: 0, end: 2 },
        { type: "reasoning", index: 1 },
      ],
    });
    expect(orderWithout({}, [0])).toStrictEqual({});
  });
});

test("counts citations of a slice from where it starts", () => {
  const cited = (start_index: number, end_index: number): JsonObject => ({
    type: "url_citation",
    url_citation: { url: "https://tide.example", start_index, end_index },
  });
  const annotations = [cited(0, 4), cited(5, 9), cited(4, 6), { type: "file_citation" }, null];
  expect(citationsWithin(annotations, 4, 9)).toStrictEqual([cited(1, 5), cited(0, 2)]);
  expect(citationsWithin(undefined, 0, 9)).toStrictEqual([]);
});

describe("a generated turn", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 });
  const piece = fc.oneof(
    fc.record({ kind: fc.constant("signed" as const), text }),
    fc.record({ kind: fc.constant("unsigned" as const), text }),
    fc.record({ kind: fc.constant("text" as const), text }),
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
        const ranks = pieces.map(({ kind }) => ["signed", "unsigned", "text", "call"].indexOf(kind));
        const isFlat = ranks.every(
          (rank, i) => i === 0 || Math.max(rank, 1) >= Math.max(ranks[i - 1] ?? 0, 1),
        );
        if (isFlat) expect(items).toBeNull();
        else {
          const told = items?.map((item) => {
            if (item.type === "reasoning") return [item.listed ? "signed" : "unsigned", item.detail.text];
            return item.type === "part" ? ["text", item.part.text] : ["call", ""];
          });
          // Texts that follow each other are one.
          const wanted: (typeof pieces)[number][] = [];
          for (const one of pieces) {
            const last = wanted.at(-1);
            if (one.kind === "text" && last?.kind === "text")
              wanted.splice(-1, 1, { kind: "text", text: last.text + one.text });
            else wanted.push(one);
          }
          expect(told).toStrictEqual(wanted.map(({ kind, text: said }) => [kind, said]));
        }
      }),
      { seed: 20_261 },
    );
  });
});
