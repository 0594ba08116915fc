import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { refusalOf, requestOf } from "./testing.ts";

const MARK = { cache_control: { type: "ephemeral" } };
const POINT = { cachePoint: { type: "default" } };
const HOUR = { cachePoint: { type: "default", ttl: "1h" } };
const LONG = { cache_control: { type: "ephemeral", ttl: "1h" } };
const text = (said: string, more: JsonObject = {}): JsonObject => ({ type: "text", text: said, ...more });

const messagesOf = (messages: Json[], more: JsonObject = {}) => requestOf({ messages, ...more }).messages;
const user = (...content: Json[]): JsonObject => ({ role: "user", content });
const assistant = (...content: Json[]): JsonObject => ({ role: "assistant", content });
/** The one message that the blocks of a user become. */
const said = (...content: Json[]) => {
  const [first, ...more] = messagesOf([user(...content)]);
  expect(more).toEqual([]);
  return first;
};
const answered = (...content: Json[]) => messagesOf([user({ text: "Ebb?" }), assistant(...content)])[1];
const refusedIn = (...content: Json[]) => refusalOf({ messages: [user(...content)] });

describe("what a user says", () => {
  test("is plain where it is one text, and parts where it is more", () => {
    expect(said({ text: "Ebb?" })).toEqual({ role: "user", content: "Ebb?" });
    expect(said({ text: "" })).toEqual({ role: "user", content: "" });
    expect(said({ text: "Ebb" }, { text: "or flow?" })).toEqual({
      role: "user",
      content: [text("Ebb"), text("or flow?")],
    });
  });

  test("is marked by the points after it; a point that follows nothing marks nothing (MAP-12)", () => {
    expect(said(POINT, { text: "Ebb?" }, HOUR)).toEqual({ role: "user", content: [text("Ebb?", LONG)] });
    expect(said({ text: "Ebb" }, POINT, { text: "or flow?" })).toEqual({
      role: "user",
      content: [text("Ebb", MARK), text("or flow?")],
    });
    expect(refusedIn({ text: "Ebb?" }, { cachePoint: { type: "default", ttl: "2h" } })).toMatchObject({
      param: "messages[0].content[1].cachePoint.ttl",
      unsupported: false,
    });
    expect(refusedIn({ text: "Ebb?" }, { cachePoint: { type: "deep" } })).toMatchObject({
      param: "messages[0].content[1].cachePoint.type",
      unsupported: false,
    });
  });

  test("of its sources is the text that cites them", () => {
    const citationsContent = { content: [{ text: "High " }, {}, { text: "at six." }], citations: [] };
    expect(said({ citationsContent })).toEqual({ role: "user", content: "High at six." });
    expect(said({ citationsContent: { content: [] } })).toEqual({ role: "user", content: "" });
  });

  test.each<[JsonObject, string]>([
    [{ video: { format: "mp4", source: {} } }, "video blocks are not taken here"],
    [{ toolUse: { toolUseId: "a", name: "tide", input: {} } }, "toolUse blocks are not taken here"],
    [{ citationsContent: { citations: [] } }, "citationsContent blocks are not taken here"],
    [{}, "empty blocks are not taken here"],
  ])("cannot be %j", (block, message) => {
    const param = "messages[0].content[2]";
    const toolResult = { toolUseId: "a", content: [] };
    expect(refusedIn({ toolResult }, { text: "Ebb?" }, block)).toEqual({
      param,
      message: `${param}: ${message}`,
      unsupported: true,
    });
  });
});

describe("instructions", () => {
  test("are a message each", () => {
    const system = [{ text: "Be brief." }, { text: "Be kind." }, POINT];
    expect(messagesOf([user({ text: "Ebb?" })], { system })).toEqual([
      { role: "system", content: "Be brief." },
      { role: "system", content: [text("Be kind.", MARK)] },
      { role: "user", content: "Ebb?" },
    ]);
  });

  test("are named by their place where they are refused", () => {
    const system = [{ text: "Be brief." }, { guardContent: {} }];
    expect(refusalOf({ messages: [user({ text: "Ebb?" })], system })).toEqual({
      param: "system[1]",
      message: "system[1]: guardContent blocks are not taken here",
      unsupported: true,
    });
  });
});

describe("pictures and documents (MAP-07)", () => {
  const image = (format: Json, source: Json) => ({ image: { format, source } });
  const document = (more: JsonObject) => ({ document: { name: "tides", format: "pdf", ...more } });
  const file = (filename: string, file_data: string) => ({
    role: "user",
    content: [{ type: "file", file: { filename, file_data } }],
  });

  test.each([
    ["png", "image/png"],
    ["jpeg", "image/jpeg"],
    ["gif", "image/gif"],
    ["webp", "image/webp"],
  ])("a %s is a picture of type %s", (format, type) => {
    expect(said(image(format, { bytes: "AAAA" }))).toEqual({
      role: "user",
      content: [{ type: "image_url", image_url: { url: `data:${type};base64,AAAA` } }],
    });
  });

  test.each<[JsonObject, string, string]>([
    [image("png", { s3Location: { uri: "s3://harbour/a.png" } }), "image", "images with their bytes"],
    [image("png", { bytes: 7 }), "image", "images with their bytes"],
    [image("tiff", { bytes: "AAAA" }), "image", "images with their bytes"],
    [{ image: { source: { bytes: "AAAA" } } }, "image", "images with their bytes"],
    [document({ source: { s3Location: {} } }), "document", "documents with bytes or text"],
    [document({ source: { bytes: 7 } }), "document", "documents with bytes or text"],
    [document({ format: "epub", source: { bytes: "AAAA" } }), "document", "documents with bytes or text"],
  ])("%j is refused by its place", (block, kind, what) => {
    const param = `messages[0].content[1].${kind}.source`;
    expect(refusedIn({ text: "See:" }, block)).toEqual({
      param,
      message: `${param}: only ${what} are taken`,
      unsupported: true,
    });
  });

  test.each<[JsonObject, string, string]>([
    [{ source: { bytes: "AAAA" } }, "tides", "data:application/pdf;base64,AAAA"],
    [{ format: "md", source: { bytes: "AAAA" } }, "tides", "data:text/markdown;base64,AAAA"],
    [{ name: undefined, source: { bytes: "AAAA" } }, "document", "data:application/pdf;base64,AAAA"],
    [{ format: undefined, source: { text: "Ebb" } }, "tides", "data:text/plain;base64,RWJi"],
    // UTF-8: two bytes for the umlaut.
    [{ format: "txt", source: { text: "Büsum" } }, "tides", "data:text/plain;base64,QsO8c3Vt"],
    [{ format: "csv", source: { text: "" } }, "tides", "data:text/csv;base64,"],
  ])("a document %j is a file", (more, filename, data) => {
    expect(said(JSON.parse(JSON.stringify(document(more))))).toEqual(file(filename, data));
  });

  test("that are no media are wrong", () => {
    expect(refusedIn({ image: { format: 7, source: {} } })).toMatchObject({
      param: "messages[0].content[0].image.format",
      unsupported: false,
    });
    expect(refusedIn({ document: { format: "pdf" } })).toMatchObject({
      param: "messages[0].content[0].document.source",
      unsupported: false,
    });
  });
});

describe("results of tools (MAP-06)", () => {
  const result = (content: Json, more: JsonObject = {}) => ({
    toolResult: { toolUseId: "a", content, ...more },
  });

  test.each<[string, Json, Json]>([
    ["a text", [{ text: "low" }], "low"],
    ["nothing", [], ""],
    ["texts", [{ text: "low" }, { text: "falling" }], [text("low"), text("falling")]],
    ["data", [{ json: { depth: 3 } }], '{"depth":3}'],
    ["no data", [{ json: null }], "null"],
    [
      "a picture",
      [{ image: { format: "png", source: { bytes: "AAAA" } } }],
      [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }],
    ],
  ])("hold %s", (_what, content, expected) => {
    expect(messagesOf([user(result(content))])).toEqual([
      { role: "tool", tool_call_id: "a", content: expected },
    ]);
  });

  test("say whether they failed", () => {
    const tool = { role: "tool", tool_call_id: "a", content: "aground" };
    const content = [{ text: "aground" }];
    expect(said(result(content, { status: "error" }))).toEqual({ ...tool, is_error: true });
    expect(said(result(content, { status: "success" }))).toEqual(tool);
    expect(refusedIn(result(content, { status: "lost" }))).toMatchObject({
      param: "messages[0].content[0].toolResult.status",
      unsupported: false,
    });
  });

  test("stand before what the user says in the same turn", () => {
    expect(messagesOf([user({ text: "So?" }, POINT, result([{ text: "low" }]))])).toEqual([
      { role: "tool", tool_call_id: "a", content: "low" },
      { role: "user", content: [text("So?", MARK)] },
    ]);
  });

  test("are marked by the points right after them, not what is said (MAP-12)", () => {
    const low = { role: "tool", tool_call_id: "a", content: "low" };
    const given = result([{ text: "low" }]);
    expect(messagesOf([user({ text: "So?" }, given, HOUR, given, POINT)])).toEqual([
      { ...low, ...LONG },
      { ...low, ...MARK },
      { role: "user", content: "So?" },
    ]);
    expect(messagesOf([user(given, { text: "So?" }, POINT)])).toEqual([
      low,
      { role: "user", content: [text("So?", MARK)] },
    ]);
  });

  test("with content of no canonical form are refused by its place", () => {
    const param = "messages[1].content[0].toolResult.content[1]";
    const messages = [user({ text: "Ebb?" }), user(result([{ text: "low" }, { video: {} }]))];
    expect(refusalOf({ messages })).toEqual({
      param,
      message: `${param}: video blocks are not taken here`,
      unsupported: true,
    });
    const picture = { image: { format: "png", source: {} } };
    expect(refusedIn(result([picture]))).toMatchObject({
      param: "messages[0].content[0].toolResult.content[0].image.source",
    });
  });

  test.each<[JsonObject, string]>([
    [{ toolResult: { toolUseId: "", content: [] } }, "messages[0].content[0].toolResult.toolUseId"],
    [{ toolResult: { toolUseId: "a" } }, "messages[0].content[0].toolResult.content"],
    [result([{ text: 7 }]), "messages[0].content[0].toolResult.content[0].text"],
  ])("%j is wrong", (block, param) => {
    expect(refusedIn(block)).toMatchObject({ param, unsupported: false });
  });
});

describe("what the model said", () => {
  const use = (id: string, more: JsonObject = { input: { port: "Cuxhaven" } }) => ({
    toolUse: { toolUseId: id, name: "tide", ...more },
  });
  const call = (id: string, args: string) => ({
    id,
    type: "function",
    function: { name: "tide", arguments: args },
  });
  const thought = { reasoningContent: { reasoningText: { text: "The moon.", signature: "c2lnbg==" } } };

  test("is text, thinking and calls", () => {
    expect(answered(thought, { text: "I look." }, use("a"), use("b", {}))).toEqual({
      role: "assistant",
      content: "I look.",
      reasoning_details: [{ type: "reasoning.text", text: "The moon.", signature: "c2lnbg==" }],
      tool_calls: [call("a", '{"port":"Cuxhaven"}'), call("b", "{}")],
    });
  });

  test("is only what there is", () => {
    const only = (...content: Json[]) => Object.entries(answered(...content) ?? {});
    expect(only({ text: "Ebb." })).toEqual([
      ["role", "assistant"],
      ["content", "Ebb."],
    ]);
    expect(only(use("a"))).toEqual([
      ["role", "assistant"],
      ["content", null],
      ["tool_calls", [call("a", '{"port":"Cuxhaven"}')]],
    ]);
  });

  test.each<[string, JsonObject, JsonObject[] | undefined]>([
    [
      "unsigned",
      { reasoningText: { text: "The moon.", signature: null } },
      [{ type: "reasoning.text", text: "The moon." }],
    ],
    ["secret", { redactedContent: "b3BhcXVl" }, [{ type: "reasoning.encrypted", data: "b3BhcXVl" }]],
    ["of no kind", { reasoningTide: {} }, undefined],
  ])("may be thinking that is %s", (_what, reasoningContent, details) => {
    const { reasoning_details } = (answered({ reasoningContent }, { text: "Ebb." }) ?? {}) as JsonObject;
    expect(reasoning_details).toEqual(details);
    expect(answered({ reasoningContent }, { text: "Ebb." })).toMatchObject({ content: "Ebb." });
  });

  test("is marked by the points right after calls, as a whole (MAP-12)", () => {
    expect(answered({ text: "I look." }, use("a"), POINT, use("b"), HOUR)).toMatchObject({
      content: "I look.",
      tool_calls: [{ id: "a" }, { id: "b" }],
      ...LONG,
    });
    expect(answered(use("a"), POINT, use("b"))).toMatchObject(MARK);
    expect(answered({ text: "I look." }, POINT, use("a"))).toStrictEqual({
      role: "assistant",
      content: [text("I look.", MARK)],
      tool_calls: [call("a", '{"port":"Cuxhaven"}')],
    });
  });

  test("may be cited text, marked for a cache", () => {
    const citationsContent = { content: [{ text: "High at six." }], citations: [] };
    expect(answered({ citationsContent }, HOUR)).toEqual({
      role: "assistant",
      content: [text("High at six.", LONG)],
    });
  });

  test("is refused by its place in the turn, thinking and calls counted", () => {
    const messages = [user({ text: "Ebb?" }), assistant(thought, use("a"), { text: "Ebb." }, { audio: {} })];
    expect(refusalOf({ messages })).toEqual({
      param: "messages[1].content[3]",
      message: "messages[1].content[3]: audio blocks are not taken here",
      unsupported: true,
    });
  });

  test.each<[JsonObject, string]>([
    [use("", {}), "messages[0].content[0].toolUse.toolUseId"],
    [use("a", { name: "" }), "messages[0].content[0].toolUse.name"],
    [
      { reasoningContent: { reasoningText: {} } },
      "messages[0].content[0].reasoningContent.reasoningText.text",
    ],
  ])("%j is wrong", (block, param) => {
    expect(refusalOf({ messages: [assistant(block)] })).toMatchObject({ param, unsupported: false });
  });
});
