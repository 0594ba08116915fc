/**
 * The message that items make: what of it the flat view says, and that reading it gives the items again.
 * @module
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject, type JsonObject } from "../json.ts";
import {
  callItem,
  type Item,
  imageItem,
  isContent,
  othersOf,
  partItem,
  reasoningItem,
  refusalItem,
  textItem,
  thoughtItem,
} from "./item.ts";
import { ORDER_FIELD } from "./item-order.ts";
import { itemsOf } from "./items.ts";
import { answerOf, messageOf } from "./message.ts";

const SEED = { seed: 20_262, numRuns: 500 };

const call = (id: string) => callItem({ id, function: { name: "bell", arguments: "{}" } });
const signed = (text: string) => reasoningItem({ type: "reasoning.text", text, signature: "c2ln" });
const secret = reasoningItem({ type: "reasoning.encrypted", data: "c2Vj" });
const cited = (from: number, to: number): JsonObject => ({
  type: "url_citation",
  url_citation: { url: "https://tide.example", start_index: from, end_index: to },
});
const red: JsonObject = { type: "image_url", image_url: { url: "https://pier.example/red.png" } };

describe("the message of an answer", () => {
  test("says what each item says in its own field, and the order where they have another one", () => {
    const items = [textItem("Wait."), call("a"), signed("Hm."), textItem("There."), imageItem(red)];
    expect(answerOf(items)).toStrictEqual({
      role: "assistant",
      content: "Wait.There.",
      refusal: null,
      reasoning_content: "Hm.",
      reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: "c2ln" }],
      tool_calls: [{ id: "a", type: "function", function: { name: "bell", arguments: "{}" } }],
      images: [red],
      item_order: [
        { type: "text", start: 0, end: 5 },
        { type: "tool_call", index: 0 },
        { type: "reasoning", index: 0 },
        { type: "text", start: 5, end: 11 },
        { type: "image", index: 0 },
      ],
    });
  });

  test("has no content without a text, an empty one with an empty text, and no order where it keeps to the view", () => {
    expect(answerOf([])).toStrictEqual({ role: "assistant", content: null, refusal: null });
    expect(answerOf([textItem("")]).content).toBe("");
    expect(answerOf([signed("Hm."), textItem("Ebb."), refusalItem("No."), call("a")])).not.toHaveProperty(
      ORDER_FIELD,
    );
  });

  test("counts citations from the start of the whole text", () => {
    const items = [textItem("Ebb.", [cited(0, 4)]), call("a"), textItem("Flow.", [cited(1, 3)])];
    expect(answerOf(items).annotations).toStrictEqual([cited(0, 4), cited(5, 7)]);
  });

  test("joins refusals, and puts what stands between thoughts between them alone", () => {
    const items = [thoughtItem("A"), thoughtItem(""), thoughtItem("B"), refusalItem("No"), refusalItem(".")];
    expect(answerOf(items, { between: "\n\n" })).toMatchObject({
      refusal: "No.",
      reasoning_content: "A\n\nB",
    });
  });

  test("has a signature of a text behind it where the API signs texts", () => {
    const items = [textItem("Ebb."), secret];
    const told = answerOf(items, { signsTexts: true });
    expect(told).toHaveProperty(ORDER_FIELD);
    // Whoever reads it, knowing that texts are signed or not: the signature stands behind the text.
    for (const signsTexts of [false, true]) expect(itemsOf({ ...told }, { signsTexts })).toStrictEqual(items);
  });
});

describe("a message of a history", () => {
  test("has signed thinking in its details alone where a history is told apart", () => {
    const items = [signed("Hm."), thoughtItem("Well.")];
    expect(messageOf("assistant", items, { signedApart: true }).reasoning_content).toBe("Well.");
    expect(messageOf("assistant", items).reasoning_content).toBe("Hm.Well.");
  });

  test("is a text where nothing stands beside it, and parts otherwise", () => {
    const plain = { type: "text", text: "Ebb." };
    const marked = { ...plain, cache_control: { type: "ephemeral" } };
    expect(messageOf("user", [partItem(plain)])).toStrictEqual({ role: "user", content: "Ebb." });
    expect(messageOf("user", [])).toStrictEqual({ role: "user", content: [] });
    expect(messageOf("system", [partItem(marked)]).content).toStrictEqual([marked]);
    expect(messageOf("user", [textItem("Look."), partItem(red)]).content).toStrictEqual([
      { type: "text", text: "Look." },
      red,
    ]);
  });

  test("answers a call, and says where it failed", () => {
    const result: Item = { type: "tool_result", call: "a", content: [textItem("Rang.")], hasFailed: false };
    expect(messageOf("tool", [result])).toStrictEqual({ role: "tool", tool_call_id: "a", content: "Rang." });
    expect(messageOf("tool", [{ ...result, hasFailed: true }]).is_error).toBe(true);
    expect(messageOf("tool", [{ ...result, content: [] }]).content).toBe("");
  });
});

const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 });

/** Offsets in a text that is not empty: the citation begins in it. */
const citation = (length: number) =>
  fc
    .tuple(fc.nat(length - 1), fc.nat(length))
    .map(([from, more]) => cited(from, Math.min(length, from + more)));

const said = words.chain((text) =>
  fc.array(citation(text.length), { maxLength: 2 }).map((citations): Item => textItem(text, citations)),
);
const part = fc.oneof(
  words.map((text) => partItem({ type: "text", text })),
  words.map((text) => partItem({ type: "text", text, cache_control: { type: "ephemeral" } })),
  words.map((refusal) => partItem({ type: "refusal", refusal })),
  fc.constant(partItem(red)),
  fc.constant(partItem({ type: "input_audio", input_audio: { data: "AA==", format: "wav" } })),
);
const origin = fc.constantFrom({}, { origin: "google/gemini-3/vertex" });
const thinking = fc.oneof(
  words.map(thoughtItem),
  fc
    .tuple(words, origin)
    .map(([text, mark]) => reasoningItem({ type: "reasoning.text", text, signature: "c2ln", ...mark })),
  origin.map((mark) => reasoningItem({ type: "reasoning.encrypted", data: "c2Vj", ...mark })),
);
const made = words.map((url) => imageItem({ type: "image_url", image_url: { url } }));
const calls = fc
  .tuple(words, fc.option(fc.constant({ google: { thought_signature: "c2ln" } })))
  .map(([id, extra]) => callItem({ id, function: { name: "bell", arguments: "{}" }, extra_content: extra }));
const other = words.map((name): Item => ({ type: "other", part: { name }, index: 0 }));

/** Items as reading a message gives them: counted by their kind, texts that follow each other in one, one refusal. */
function counted(items: readonly Item[]): Item[] {
  const counts = { call: 0, image: 0, part: 0, other: 0 };
  const isListed = items.some((item) => isContent(item) && item.part.type !== undefined);
  const read: Item[] = [];
  for (const item of items) {
    const last = read.at(-1);
    if (item.type === "tool_call") read.push({ ...item, index: counts.call++ });
    else if (item.type === "other") read.push({ ...item, index: counts.other++ });
    else if (item.type === "media" && item.isMade) read.push({ ...item, index: counts.image++ });
    else if (item.type === "media") read.push({ ...item, index: counts.part++ });
    else if (isListed && isContent(item)) {
      counts.part += 1;
      read.push(item);
    } else if (item.type === "text" && last?.type === "text")
      read[read.length - 1] = textItem(last.text + item.text, [
        ...last.citations,
        ...item.citations.map((one) => moved(one, last.text.length)),
      ]);
    else read.push(item);
  }
  return read;
}

function moved(annotation: JsonObject, by: number): JsonObject {
  const { url_citation: at } = annotation;
  return isObject(at) ? cited(Number(at.start_index) + by, Number(at.end_index) + by) : annotation;
}

/** Thinking that nobody signed is one where the view says the order: which words were which is not told. */
function joined(items: readonly Item[]): Item[] {
  const read: Item[] = [];
  for (const item of items) {
    const last = read.at(-1);
    const isOn = last?.type === "reasoning" && last.detail === null;
    if (isOn && item.type === "reasoning" && item.detail === null)
      read[read.length - 1] = thoughtItem(last.text + item.text);
    else read.push(item);
  }
  return read;
}

describe("a generated turn", () => {
  const turns = fc.oneof(
    fc.array(fc.oneof(said, thinking, calls, made, other), { maxLength: 12 }),
    fc.array(fc.oneof(part, thinking, calls, made, other), { maxLength: 12 }),
  );

  test.each([
    ["with all thinking in words", {}],
    ["with signed thinking apart", { signedApart: true }],
    ["with signatures of texts", { signsTexts: true }],
  ])("is read again as the items that it was made of: %s", (_how, writing) => {
    fc.assert(
      fc.property(turns, (generated) => {
        const items = counted(generated);
        const message = messageOf("assistant", items, writing);
        const read = itemsOf(message, { others: othersOf(items), ...writing });
        const isTold = message[ORDER_FIELD] !== undefined;
        const plain = message.content;
        // One plain part is a text.
        const wanted = (isTold ? items : joined(items)).map((item) =>
          item.type === "text" && typeof plain === "string" ? textItem(item.text, item.citations) : item,
        );
        expect(read).toStrictEqual(wanted);
      }),
      SEED,
    );
  });

  test("is written again as the message that it was read from", () => {
    fc.assert(
      fc.property(turns, fc.boolean(), (generated, signsTexts) => {
        const items = counted(generated);
        const writing = { signsTexts };
        const message = messageOf("assistant", items, writing);
        const read = itemsOf(message, { others: othersOf(items), signsTexts });
        expect(messageOf("assistant", read, writing)).toStrictEqual(message);
      }),
      SEED,
    );
  });

  test("is the same as an answer, but that this says each time if the model refused", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(said, thinking, calls, made), { maxLength: 12 }), (items) => {
        const { refusal, ...answer } = answerOf(items);
        expect(refusal).toBe(null);
        expect(messageOf("assistant", items)).toStrictEqual(answer);
      }),
      SEED,
    );
  });
});

describe("a generated message of who is no model", () => {
  test.each(["user", "system", "developer"] as const)("is read again as its parts: %s", (role) => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), (generated) => {
        const items = generated.map((item, index) => (item.type === "media" ? { ...item, index } : item));
        expect(itemsOf(messageOf(role, items))).toStrictEqual(items);
      }),
      SEED,
    );
  });

  test("is read again as the result of its call", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), fc.boolean(), (generated, hasFailed) => {
        const content = generated.map((item, index) => (item.type === "media" ? { ...item, index } : item));
        const items: Item[] = [{ type: "tool_result", call: "a", content, hasFailed }];
        expect(itemsOf(messageOf("tool", items))).toStrictEqual(items);
      }),
      SEED,
    );
  });
});
