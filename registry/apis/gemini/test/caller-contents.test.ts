import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { NO_SIGNATURE } from "../upstream/write-messages.ts";
import { refusalOf, requestOf } from "./testing.ts";

const messagesOf = (...contents: JsonObject[]) => requestOf({ contents }).messages;
const user = (...parts: JsonObject[]) => ({ role: "user", parts });
const model = (...parts: JsonObject[]) => ({ role: "model", parts });
const call = (name: string, more: JsonObject = {}) => ({ functionCall: { name, args: {}, ...more } });
const result = (name: string, output: Json, more: JsonObject = {}) => ({
  functionResponse: { name, response: { output }, ...more },
});

/** What the model said, as a message. */
const said = (...parts: JsonObject[]) => messagesOf(model(...parts))[0];
const heard = (...parts: JsonObject[]) => messagesOf(user(...parts))[0]?.content;

describe("what a caller's user says", () => {
  test("is a text, where it is one text alone", () => {
    expect(heard({ text: "Ebb?" })).toBe("Ebb?");
    expect(heard({ text: "Ebb?" }, { text: "Flow?" })).toEqual([
      { type: "text", text: "Ebb?" },
      { type: "text", text: "Flow?" },
    ]);
  });

  const inline = (mimeType: string) => ({ inlineData: { mimeType, data: "RWJi" } });
  const at = (fileUri: string, mimeType?: string) => ({
    fileData: { fileUri, ...(mimeType ? { mimeType } : {}) },
  });
  const sound = (format: string) => ({ type: "input_audio", input_audio: { data: "RWJi", format } });
  const file = (more: JsonObject) => ({ type: "file", file: more });
  const picture = (url: string) => ({ type: "image_url", image_url: { url } });

  test.each<[string, JsonObject, JsonObject]>([
    ["a picture", inline("image/png"), picture("data:image/png;base64,RWJi")],
    ["sound", inline("audio/mpeg"), sound("mp3")],
    ["sound by its other name", inline("audio/x-wav"), sound("wav")],
    [
      "sound that OpenAI has no word for",
      inline("audio/flac"),
      file({ file_data: "data:audio/flac;base64,RWJi" }),
    ],
    ["a document", inline("application/pdf"), file({ file_data: "data:application/pdf;base64,RWJi" })],
    [
      "a type that is a word of ours",
      inline("constructor"),
      file({ file_data: "data:constructor;base64,RWJi" }),
    ],
    ["a picture's address", at("https://pier.example/red", "image/png"), picture("https://pier.example/red")],
    [
      "a picture in a bucket",
      at("gs://pier/red", "image/png"),
      file({ file_data: "gs://pier/red", mime_type: "image/png" }),
    ],
    [
      "a film's address",
      at("https://pier.example/ebb", "video/mp4"),
      file({ file_data: "https://pier.example/ebb", mime_type: "video/mp4" }),
    ],
    [
      "an address without a type",
      at("https://pier.example/ebb"),
      file({ file_data: "https://pier.example/ebb" }),
    ],
  ])("may be %s (MAP-07)", (_what, part, content) => {
    expect(heard(part)).toStrictEqual([content]);
  });

  test.each<[string, JsonObject, string]>([
    ["code that ran", { codeExecutionResult: { outcome: "OUTCOME_OK" } }, "codeExecutionResult"],
    ["a part of nothing", {}, "part"],
  ])("cannot be %s", (_what, part, kind) => {
    expect(refusalOf({ contents: [user({ text: "Ebb?" }, part)] })).toEqual({
      param: `contents[0].parts[1].${kind}`,
      message: `contents[0].parts[1].${kind}: there is no equivalent of this part`,
      unsupported: true,
    });
  });

  test("may be instructions among the contents", () => {
    const system = { role: "system", parts: [{ text: "Be " }, { thought: false }, { text: "brief." }] };
    expect(messagesOf(system, user({ text: "Ebb?" }))).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Ebb?" },
    ]);
  });
});

describe("results", () => {
  const results = (...parts: JsonObject[]) =>
    messagesOf(
      model(call("tide", { id: "a" }), call("tide", { id: "b" }), call("moon")),
      user(...parts),
    ).slice(1);

  test("find their calls by id, whatever their order and name; by name without one", () => {
    expect(
      results(result("tides", "2", { id: "b" }), result("moon", "3"), result("tide", "1", { id: "nobody" })),
    ).toEqual([
      { role: "tool", tool_call_id: "b", content: "2" },
      { role: "tool", tool_call_id: "call_0", content: "3" },
      { role: "tool", tool_call_id: "a", content: "1" },
    ]);
  });

  test("stand where they stood among what the user says", () => {
    expect(results({ text: "One:" }, result("moon", "high"), { text: "Two:" }, { text: "Three." })).toEqual([
      { role: "user", content: "One:" },
      { role: "tool", tool_call_id: "call_0", content: "high" },
      {
        role: "user",
        content: [
          { type: "text", text: "Two:" },
          { type: "text", text: "Three." },
        ],
      },
    ]);
  });

  test.each<[string, JsonObject | null, string]>([
    ["an output's text", { output: "high" }, "high"],
    ["nothing", null, "{}"],
    ["an object", { height: 2 }, '{"height":2}'],
    ["an output beside something", { output: "high", at: 2 }, '{"output":"high","at":2}'],
    ["an output that is no text", { output: { at: 2 } }, '{"output":{"at":2}}'],
    ["an output that would be read as an object", { output: '{"at":2}' }, '{"output":"{\\"at\\":2}"}'],
  ])("are %s", (_what, response, content) => {
    expect(results({ functionResponse: { name: "moon", response } })).toEqual([
      { role: "tool", tool_call_id: "call_0", content },
    ]);
  });

  test("may have pictures", () => {
    const parts = [{ inlineData: { mimeType: "image/png", data: "RWJi" } }];
    expect(results(result("moon", "high", { parts }))).toEqual([
      {
        role: "tool",
        tool_call_id: "call_0",
        content: [
          { type: "text", text: "high" },
          { type: "image_url", image_url: { url: "data:image/png;base64,RWJi" } },
        ],
      },
    ]);
  });

  test("have parts that everybody knows, or are refused at their place", () => {
    const odd = result("tide", "low", {
      parts: [{ inlineData: { mimeType: "image/png", data: "" } }, { ebb: 1 }],
    });
    expect(refusalOf({ contents: [model(call("tide")), user(odd)] })).toMatchObject({
      param: "contents[1].parts[0].functionResponse.parts[1].ebb",
    });
  });

  test.each([
    ["that nobody asked for", result("tide", "low")],
    ["of a call that another one answered", result("moon", "low")],
  ])("%s are refused", (_what, part) => {
    expect(refusalOf({ contents: [model(call("moon")), user(result("moon", "high"), part)] })).toEqual({
      param: "contents[1].parts[1].functionResponse",
      message: "contents[1].parts[1].functionResponse: it answers no function call of an earlier turn",
      unsupported: false,
    });
  });
});

describe("what a caller's model said", () => {
  test("is one text, however many parts it had", () => {
    expect(said({ text: "Ebb" }, { text: "." })).toStrictEqual({ role: "assistant", content: "Ebb." });
    expect(said({ text: "" })).toStrictEqual({ role: "assistant", content: "" });
    expect(said(call("tide"))).toStrictEqual({
      role: "assistant",
      content: null,
      tool_calls: [{ id: "call_0", type: "function", function: { name: "tide", arguments: "{}" } }],
    });
  });

  test("keeps its thoughts and signatures", () => {
    expect(
      said(
        { text: "The moon ", thought: true },
        { text: "is high.", thought: true, thoughtSignature: "bW9vbg==" },
        { text: "Ebb.", thoughtSignature: "b25l" },
        { text: "", thoughtSignature: "dHdv" },
        { ...call("tide", { id: "a", args: null }), thoughtSignature: "dGhyZWU=" },
      ),
    ).toStrictEqual({
      role: "assistant",
      content: "Ebb.",
      reasoning_content: "The moon is high.",
      reasoning_details: [
        { type: "reasoning.text", text: "The moon " },
        { type: "reasoning.text", text: "is high.", signature: "bW9vbg==" },
        { type: "reasoning.encrypted", data: "b25l" },
        { type: "reasoning.encrypted", data: "dHdv" },
      ],
      item_order: [
        { type: "reasoning", index: 0 },
        { type: "reasoning", index: 1 },
        { type: "text", start: 0, end: 4 },
        { type: "reasoning", index: 2 },
        { type: "reasoning", index: 3 },
        { type: "tool_call", index: 0 },
      ],
      tool_calls: [
        {
          id: "a",
          type: "function",
          function: { name: "tide", arguments: "{}" },
          extra_content: { google: { thought_signature: "dGhyZWU=" } },
        },
      ],
    });
  });

  test("may be a seal alone", () => {
    expect(said({ text: "", thoughtSignature: "b25l" })).toStrictEqual({
      role: "assistant",
      content: null,
      reasoning_details: [{ type: "reasoning.encrypted", data: "b25l" }],
    });
  });

  test("loses the stand-in for signatures: other providers know nothing of it", () => {
    const thoughtSignature = NO_SIGNATURE;
    expect(said({ ...call("tide", { id: "a" }), thoughtSignature })).toStrictEqual({
      role: "assistant",
      content: null,
      tool_calls: [{ id: "a", type: "function", function: { name: "tide", arguments: "{}" } }],
    });
    expect(said({ text: "", thoughtSignature })).toStrictEqual({ role: "assistant", content: "" });
  });

  test("may have pictures, with their seals", () => {
    const inlineData = { mimeType: "image/png", data: "RWJi" };
    expect(said({ text: "Look." }, { inlineData, thoughtSignature: "b25l" })).toStrictEqual({
      role: "assistant",
      content: "Look.",
      reasoning_details: [{ type: "reasoning.encrypted", data: "b25l" }],
      images: [{ type: "image_url", image_url: { url: "data:image/png;base64,RWJi" } }],
      item_order: [
        { type: "text", start: 0, end: 5 },
        { type: "image", index: 0 },
        { type: "reasoning", index: 0 },
      ],
    });
  });

  test.each<[string, JsonObject]>([
    ["code that ran", { executableCode: { code: "print(1)" }, thoughtSignature: "b25l" }],
    ["a thought that is code", { executableCode: { code: "print(1)" }, thought: true }],
    ["sound", { inlineData: { mimeType: "audio/wav", data: "RWJi" }, thoughtSignature: "b25l" }],
    ["a sketch, which is a thought", { inlineData: { mimeType: "image/png", data: "RWJi" }, thought: true }],
    ["a file", { fileData: { fileUri: "gs://pier/red", mimeType: "image/png" } }],
  ])("keeps %s whole, for Google alone", (_what, part) => {
    expect(said(part, { text: "Ebb." })).toStrictEqual({
      role: "assistant",
      content: "Ebb.",
      extra_content: { google: { parts: [part] } },
    });
  });
});
