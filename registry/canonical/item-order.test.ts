/**
 * The order of a turn: when the flat view of a message says it by itself, and what is told where it does not.
 */
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { ChatRequestSchema } from "./chat.ts";
import { orderWithout, TurnOrder } from "./item-order.ts";

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
      "a signature with nothing beside it",
      (order) => {
        order.signature();
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
      "a text with the signature behind it, which readers of the flat view put in two places",
      (order) => {
        order.text("Ebb.");
        order.signature();
        order.piece("tool_call");
      },
      [
        { type: "text", start: 0, end: 4 },
        { type: "reasoning", index: 0 },
        { type: "tool_call", index: 0 },
      ],
    ],
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
      "thinking of which only a part is signed",
      (order) => {
        order.thinking("A");
        order.close();
        order.thinking("B");
        order.signed();
      },
      [
        { type: "reasoning", start: 0, end: 1 },
        { type: "reasoning", index: 0 },
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
