import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../../../canonical/chat.ts";
import { PLAIN_TRAITS, UnsupportedInput } from "../../codec.ts";
import { placedMessages } from "../upstream/media.ts";

const text = (words: string) => ({ type: "text", text: words });
const image = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGg==" } };
const result = (...content: object[]) => ({ role: "tool", tool_call_id: "call_1", content });

const placed = (messages: object[], traits = {}) =>
  placedMessages(messages as ChatMessage[], { ...PLAIN_TRAITS, ...traits });
const sent = (file: object, traits = {}) =>
  placed([{ role: "user", content: [{ type: "file", file }] }], traits)[0]?.content;

describe("media in the result of a tool", () => {
  const heading = text("From the result of the call call_1:");

  test("go into a user's turn after all results", () => {
    expect(
      placed([result(text("Here."), image), { ...result(text("No.")), tool_call_id: "call_2" }]),
    ).toEqual([
      result(text("Here.")),
      { ...result(text("No.")), tool_call_id: "call_2" },
      { role: "user", content: [heading, image] },
    ]);
  });

  test("go before what the user says next", () => {
    expect(placed([result(text("Here."), image), { role: "user", content: "And?" }])).toEqual([
      result(text("Here.")),
      { role: "user", content: [heading, image, text("And?")] },
    ]);
  });

  test("leave a word where they were alone", () => {
    const [tool] = placed([result(image), { role: "assistant", content: "Aye." }]);
    expect(tool).toEqual(result(text("The result is in the user's next message.")));
  });

  test("leave texts alone", () => {
    const messages = [result(text("Here.")), { role: "tool", tool_call_id: "call_2", content: "No." }];
    expect(placed(messages)).toEqual(messages);
  });
});

describe("a document", () => {
  const pdf = { file_data: "data:application/pdf;base64,JVBERi0=", filename: "tides.pdf" };

  test("keeps the fields that chat completions know, and its cache mark", () => {
    const mark = { cache_control: { type: "ephemeral" } };
    const part = { type: "file", file: { ...pdf, pages: 3 }, citations: { enabled: true }, ...mark };
    expect(placed([{ role: "user", content: [part] }])[0]?.content).toEqual([
      { type: "file", file: pdf, ...mark },
    ]);
  });

  test("becomes a text where it is one", () => {
    const data = `data:text/plain;charset=utf-8;base64,${btoa("High at noon.")}`;
    expect(sent({ file_data: data })).toEqual([text("High at noon.")]);
    expect(sent({ file_data: data, filename: "tides.txt" })).toEqual([text("tides.txt\n\nHigh at noon.")]);
  });

  test("is refused by name where its address is all there is, unless the host fetches it", () => {
    const file = { file_url: "https://harbour.example/tides.pdf" };
    expect(() => sent(file)).toThrow(UnsupportedInput);
    expect(sent(file, { fileAddresses: true })).toEqual([
      { type: "file", file: { file_data: "https://harbour.example/tides.pdf" } },
    ]);
  });

  test("is refused by name where its text is not in base64", () => {
    expect(() => sent({ file_data: "data:text/plain;base64,§" })).toThrow(UnsupportedInput);
  });
});
