import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { blocksOf, encoded, refused, sent, turns } from "./testing.ts";

const user = (content: Json, more: JsonObject = {}): JsonObject => ({ role: "user", content, ...more });
const text = (said: string, more: JsonObject = {}): JsonObject => ({ type: "text", text: said, ...more });
const call = (id: string, args = "{}"): JsonObject => ({
  id,
  type: "function",
  function: { name: "tide", arguments: args },
});
const calling = (...calls: JsonObject[]): JsonObject => ({
  role: "assistant",
  content: null,
  tool_calls: calls,
});
const result = (id: string, content: Json, more: JsonObject = {}): JsonObject => ({
  role: "tool",
  tool_call_id: id,
  content,
  ...more,
});
const MARK = { cache_control: { type: "ephemeral" } };
const POINT = { cachePoint: { type: "default" } };

describe("turns (MAP-05)", () => {
  test("alternate; instructions stand apart, and blanks are left out (MAP-11)", () => {
    const { body } = encoded({
      messages: [
        { role: "system", content: "Be brief." },
        user(" \n"),
        { role: "assistant", content: "Ahoy." },
        user("Ebb?"),
        { role: "developer", content: [text("Be kind."), text("")] },
        user([text("Or"), text(" "), text("flow?")]),
      ],
    });
    expect(body).toEqual({
      system: [{ text: "Be brief." }, { text: "Be kind." }],
      messages: [
        { role: "assistant", content: [{ text: "Ahoy." }] },
        { role: "user", content: [{ text: "Ebb?" }, { text: "Or" }, { text: "flow?" }] },
      ],
    });
    expect(sent({})).not.toHaveProperty("system");
  });

  test("give refusals of an earlier turn as what was said", () => {
    expect(blocksOf({ role: "assistant", content: [{ type: "refusal", refusal: "No pilot." }] })).toEqual([
      { text: "No pilot." },
    ]);
  });

  test("hold no parts that Bedrock has no blocks for, which are refused by place and kind (MAP-07)", () => {
    const sound = { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } };
    expect(refused(() => turns([user("Ebb?"), user([text("Hear:"), sound])]))).toEqual([
      "messages[1].content[1]",
      "Bedrock takes no input_audio parts",
    ]);
  });
});

describe("marks for caches (MAP-12)", () => {
  test("become points after what they mark: a part, or a whole message", () => {
    expect(blocksOf(user([text("Ebb?", MARK), text("Flow?")], MARK))).toEqual([
      { text: "Ebb?" },
      POINT,
      { text: "Flow?" },
      POINT,
    ]);
    expect(blocksOf(user("Ebb?", MARK))).toEqual([{ text: "Ebb?" }, POINT]);
    expect(blocksOf({ role: "assistant", content: "Ebb.", ...MARK })).toEqual([{ text: "Ebb." }, POINT]);
  });

  test.each<[string, Json, JsonObject[]]>([
    ["a lifetime", { type: "ephemeral", ttl: "1h" }, [{ cachePoint: { type: "default", ttl: "1h" } }]],
    ["a lifetime that is no word", { type: "ephemeral", ttl: 300 }, [POINT]],
    ["nothing that is a mark", "ephemeral", []],
    ["nothing", null, []],
  ])("with %s", (_what, cache_control, expected) => {
    expect(blocksOf(user([text("Ebb?", { cache_control })]))).toEqual([{ text: "Ebb?" }, ...expected]);
  });

  test("mark nothing where nothing is left of what they stood on", () => {
    expect(blocksOf(user([text("Ebb?"), text(" ", MARK)]))).toEqual([{ text: "Ebb?" }]);
    expect(turns([user("Ebb?"), { role: "assistant", content: "", ...MARK }])).toEqual([
      { role: "user", content: [{ text: "Ebb?" }] },
    ]);
  });

  test("on results stand outside of them", () => {
    expect(blocksOf(result("a", [text("low", MARK), text("and falling")]))).toEqual([
      { toolResult: { toolUseId: "a", content: [{ text: "low" }, { text: "and falling" }] } },
      POINT,
    ]);
    expect(blocksOf(result("a", "low", MARK))).toEqual([
      { toolResult: { toolUseId: "a", content: [{ text: "low" }] } },
      POINT,
    ]);
  });

  const priced = (rates: { input?: bigint; cacheRead?: bigint }) => ({
    tiers: [{ from: 0, boundary: "at", basis: ["input"], shape: "whole", rates }] as const,
  });

  test.each<[string, Parameters<typeof blocksOf>[1], JsonObject[]]>([
    [
      "a model whose cache has a price",
      { endpoint: { tiers: [...priced({ cacheRead: 1n }).tiers] } },
      [POINT],
    ],
    ["a model whose cache has none", { endpoint: { tiers: [...priced({ input: 1n }).tiers] } }, []],
    [
      "a model that nobody knows",
      { endpoint: { priced: false, tiers: [...priced({ input: 1n }).tiers] } },
      [POINT],
    ],
    ["a model without prices", { endpoint: { tiers: [] } }, [POINT]],
    ["a host that takes none", { traits: { cacheControl: false } }, []],
  ])("at %s", (_where, host, points) => {
    expect(blocksOf(user("Ebb?", MARK), host)).toEqual([{ text: "Ebb?" }, ...points]);
  });
});

describe("signed thinking (RES-03)", () => {
  const SIGNED = { type: "reasoning.text", text: "The moon is high.", signature: "c2lnbg==" };
  const SECRET = { type: "reasoning.encrypted", data: "b3BhcXVl" };
  const said = (reasoning_details: Json): JsonObject => ({
    role: "assistant",
    content: "Ebb.",
    reasoning_details,
  });

  test("goes back as it came, before what was said", () => {
    expect(blocksOf(said([SIGNED, SECRET]))).toEqual([
      { reasoningContent: { reasoningText: { text: "The moon is high.", signature: "c2lnbg==" } } },
      { reasoningContent: { redactedContent: "b3BhcXVl" } },
      { text: "Ebb." },
    ]);
  });

  test.each<[string, Json]>([
    ["without a signature", [{ type: "reasoning.text", text: "The moon." }]],
    ["of another kind", [null, { type: "reasoning.summary", signature: "c2lnbg==" }]],
    ["that is no list", { 0: SIGNED }],
  ])("%s stays here", (_what, details) => {
    expect(blocksOf(said(details))).toEqual([{ text: "Ebb." }]);
  });

  test("goes only to models that think", () => {
    const thoughtless = { capabilities: new Set<never>(), supportedParameters: [] };
    expect(blocksOf(said([SIGNED]), { endpoint: thoughtless })).toEqual([{ text: "Ebb." }]);
    for (const endpoint of [
      { ...thoughtless, capabilities: new Set(["reasoning"] as const) },
      { ...thoughtless, supportedParameters: ["thinking"] as const },
    ])
      expect(blocksOf(said([SIGNED]), { endpoint })).toHaveLength(2);
  });
});

describe("calls and results (MAP-06)", () => {
  test.each<[string, Json]>([
    ['{"port":"Cuxhaven"}', { port: "Cuxhaven" }],
    ["", {}],
    [" \n", {}],
    ["[1]", [1]],
  ])("arguments %j are sent as %j", (args, input) => {
    expect(blocksOf(calling(call("a", args)))).toEqual([
      { toolUse: { toolUseId: "a", name: "tide", input } },
    ]);
  });

  test("arguments that are no JSON are refused by their place", () => {
    const history = [user("Ebb?"), calling(call("a"), call("b", "{half"))];
    expect(refused(() => turns(history))).toEqual([
      "messages[1].tool_calls[1].function.arguments",
      "Bedrock takes arguments of tool calls as JSON, and these are none",
    ]);
  });

  test("results say that they failed, where the caller says so", () => {
    const failed = (is_error: Json) => blocksOf(result("a", "aground", { is_error }));
    const toolResult = { toolUseId: "a", content: [{ text: "aground" }] };
    expect(failed(true)).toEqual([{ toolResult: { ...toolResult, status: "error" } }]);
    expect(failed(false)).toEqual([{ toolResult }]);
    expect(failed("no")).toEqual([{ toolResult }]);
  });

  test("ids are spelled alike in both, and no two become one", () => {
    const ids = (...given: string[]): Json[] => {
      const history = [calling(...given.map((id) => call(id))), ...given.map((id) => result(id, "low"))];
      const [calls, results] = turns(history) as unknown as { content: Record<string, JsonObject>[] }[];
      const sentCalls = calls?.content.map(({ toolUse }) => toolUse?.toolUseId ?? null) ?? [];
      expect(results?.content.map(({ toolResult }) => toolResult?.toolUseId)).toEqual(sentCalls);
      return sentCalls;
    };
    expect(ids("call.1", "call_1", "call/1")).toEqual(["call_1_2", "call_1", "call_1_3"]);
    expect(ids("c".repeat(64))).toEqual(["c".repeat(64)]);
    expect(ids("c".repeat(65))).toEqual(["c".repeat(58)]);
  });

  test("a history with either has tools, since Bedrock refuses it without (MAP-06)", () => {
    const undeclared = (name: string) => ({
      toolSpec: { name, inputSchema: { json: { type: "object", properties: {} } } },
    });
    expect(sent({ messages: [calling(call("a"), call("b"))] }).toolConfig).toEqual({
      tools: [undeclared("tide")],
    });
    expect(sent({ messages: [result("a", "low")] }).toolConfig).toEqual({ tools: [undeclared("tool")] });
  });

  test("what a user's message holds besides is no call", () => {
    const odd = user("Ebb?", { tool_calls: [call("a")] });
    expect(sent({ messages: [odd] })).toEqual({ messages: [{ role: "user", content: [{ text: "Ebb?" }] }] });
    expect(sent({ messages: [odd, result("b", "low")] }).toolConfig).toMatchObject({
      tools: [{ toolSpec: { name: "tool" } }],
    });
  });
});

describe("pictures and files (MAP-07)", () => {
  const picture = (url: string) => user([{ type: "image_url", image_url: { url } }]);
  const file = (more: JsonObject) => user([text("Read:"), { type: "file", file: more }]);

  test.each([
    ["image/png", "png"],
    ["image/jpeg", "jpeg"],
    ["image/jpg", "jpeg"],
    ["image/gif", "gif"],
    ["image/webp", "webp"],
    ["image/PNG", "png"],
    ["image/png;charset=utf-8;name=buoy", "png"],
  ])("a picture of type %s is a %s", (type, format) => {
    expect(blocksOf(picture(`data:${type};base64,AAAA`))).toEqual([
      { image: { format, source: { bytes: "AAAA" } } },
    ]);
  });

  const ADDRESS = "Bedrock takes images as base64 data URLs only, not by address";
  test.each([
    ["https://harbour.example/buoy.png", ADDRESS],
    ["https://harbour.example/?data:image/png;base64,AAAA", ADDRESS],
    ["data:image/png,AAAA", ADDRESS],
    ["data:image/tiff;base64,AAAA", "Bedrock takes no image/tiff images"],
  ])("a picture %s is refused", (url, message) => {
    expect(refused(() => blocksOf(picture(url)))).toEqual(["messages[0].content[0]", message]);
  });

  test.each([
    ["application/pdf", "pdf"],
    ["text/csv", "csv"],
    ["application/msword", "doc"],
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
    ["application/vnd.ms-excel", "xls"],
    ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"],
    ["text/html", "html"],
    ["text/plain;charset=utf-8", "txt"],
    ["text/markdown", "md"],
  ])("a file of type %s is a %s", (type, format) => {
    expect(blocksOf(file({ filename: "tides", file_data: `data:${type};base64,AA\nAA` }))).toEqual([
      { text: "Read:" },
      { document: { format, name: "tides", source: { bytes: "AA\nAA" } } },
    ]);
  });

  test.each<[JsonObject, string]>([
    [{ file_id: "file-1" }, "Bedrock takes files as base64 data URLs in file_data only"],
    [
      { file_data: "https://harbour.example/a.pdf" },
      "Bedrock takes files as base64 data URLs in file_data only",
    ],
    [{ file_data: "data:application/zip;base64,AAAA" }, "Bedrock takes no application/zip files"],
  ])("a file %j is refused", (more, message) => {
    expect(refused(() => blocksOf(file(more)))).toEqual(["messages[0].content[1]", message]);
  });

  test("names of files are spelled in Bedrock's alphabet, each once in a request", () => {
    const names = ["../Tide table (2026).pdf", "Tide__table (2026) pdf", "Tide table (2026) pdf"];
    const odd = [undefined, "", "???", "x".repeat(200)];
    const data = "data:application/pdf;base64,AAAA";
    const messages = [...names, ...odd].map((filename) =>
      user([{ type: "file", file: { file_data: data, ...(filename === undefined ? {} : { filename }) } }]),
    );
    const [turn] = turns(messages) as unknown as { content: { text?: string; document: JsonObject }[] }[];
    const [beside, ...documents] = turn?.content ?? [];
    // Documents alone are refused: the name of the first stands beside them.
    expect(beside).toEqual({ text: "Tide table (2026) pdf" });
    expect(documents.map(({ document }) => document.name)).toEqual([
      "Tide table (2026) pdf",
      "Tide table (2026) pdf 2",
      "Tide table (2026) pdf 3",
      "document",
      "document 2",
      "document 3",
      "x".repeat(190),
    ]);
  });
});
