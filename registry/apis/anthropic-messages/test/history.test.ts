/**
 * The conversation as a provider gets it: turns, parts, calls and results, signed thinking, marks for caches
 * (MAP-05, MAP-06, MAP-07, MAP-12).
 */
import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { chat, encode, encoding, refused, turns } from "./testing.ts";

const user = { role: "user", content: "Ebb?" };
const mark = { cache_control: { type: "ephemeral" } };
const call = (id: string, name = "tide", args = "{}") => ({
  id,
  type: "function",
  function: { name, arguments: args },
});
const used = (id: string, name = "tide", input: JsonObject = {}) => ({ type: "tool_use", id, name, input });
const text = (words: string, more: JsonObject = {}) => ({ type: "text", text: words, ...more });

/** The turns that follow a first one of the user's. */
const following = (...messages: object[]) => turns(encode({ messages: [user, ...messages] }).body).slice(1);
const contentOf = (message: object): Json | undefined => following(message)[0]?.content;
/** What the user's parts become. */
const blocks = (...content: Json[]): Json | undefined =>
  turns(encode({ messages: [{ role: "user", content }] }).body)[0]?.content;

describe("turns", () => {
  test("are a user's and an assistant's, with the instructions beside them", () => {
    const { body } = encode({
      messages: [
        { role: "system", content: "Be brief." },
        user,
        { role: "assistant", content: "Ebb.", tool_calls: [call("a"), call("b", "bell", '{"at":1}')] },
        { role: "tool", tool_call_id: "a", content: "Low." },
        { role: "tool", tool_call_id: "b", content: [text("Rung "), text("twice.")], is_error: true },
        { role: "developer", content: [text("Be kind.")] },
        { role: "user", content: [text("And "), text("then?")] },
        { role: "assistant", content: [text("Flow.")] },
        user,
        user,
      ],
    });
    expect(body.system).toEqual([text("Be brief."), text("Be kind.")]);
    expect(body.messages).toEqual([
      user,
      { role: "assistant", content: [text("Ebb."), used("a"), used("b", "bell", { at: 1 })] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "a", content: "Low." },
          {
            type: "tool_result",
            tool_use_id: "b",
            is_error: true,
            content: [text("Rung "), text("twice.")],
          },
          text("And "),
          text("then?"),
        ],
      },
      { role: "assistant", content: "Flow." },
      user,
      user,
    ]);
  });

  test("of the user's that are empty say as little as may be said, those of the assistant's are left out", () => {
    expect(following({ role: "assistant", content: " " }, { role: "user", content: "\n" })).toEqual([
      { role: "user", content: "." },
    ]);
    expect(following({ role: "assistant" }, { role: "user", content: [] })).toEqual([
      { role: "user", content: "." },
    ]);
  });

  test("are needed: instructions without any are refused", () =>
    expect(refused({ messages: [{ role: "system", content: "Rules." }] })).toEqual({
      param: "messages",
      message: "instructions alone are no conversation: add a user message",
    }));

  test("say what the model refused to say", () => {
    expect(contentOf({ role: "assistant", content: null, refusal: "Unsafe water." })).toBe("Unsafe water.");
    expect(contentOf({ role: "assistant", content: "Ebb.", refusal: null })).toBe("Ebb.");
    const part = { type: "refusal", refusal: "Unsafe water." };
    expect(contentOf({ role: "assistant", content: [text("No."), part], refusal: "None." })).toEqual([
      text("No."),
      text("Unsafe water."),
      text("None."),
    ]);
  });
});

describe("calls", () => {
  test("have ids in accepted characters, alike in calls and results", () => {
    const [said, results] = following(
      { role: "assistant", content: "", tool_calls: [call("fn.tide:0"), call("fn_tide_0")] },
      { role: "tool", tool_call_id: "fn.tide:0", content: "Low." },
      { role: "tool", tool_call_id: "fn_tide_0", content: [text("High.")], is_error: true },
    );
    expect(said?.content).toEqual([used("fn_tide_0_2"), used("fn_tide_0")]);
    expect(results?.content).toEqual([
      { type: "tool_result", tool_use_id: "fn_tide_0_2", content: "Low." },
      { type: "tool_result", tool_use_id: "fn_tide_0", content: "High.", is_error: true },
    ]);
  });

  test("have results that may be empty, and no error unless it is said", () => {
    const [, results] = following(
      { role: "assistant", tool_calls: [call("a"), call("b")] },
      { role: "tool", tool_call_id: "a", content: " ", is_error: false },
      { role: "tool", tool_call_id: "b", content: [], ...mark },
    );
    expect(results?.content).toStrictEqual([
      { type: "tool_result", tool_use_id: "a" },
      { type: "tool_result", tool_use_id: "b", ...mark },
    ]);
  });

  test.each(["[1]", "low", '{"at":'])("with %s for arguments are refused by place", (args) => {
    const tool_calls = [call("a"), call("b", "tide", args)];
    expect(refused({ messages: [user, { role: "assistant", tool_calls }] })).toEqual({
      param: "messages[1].tool_calls[1].function.arguments",
      message: "the arguments of a past tool call must be a JSON object",
    });
  });

  test("without an id have one all the same", () => {
    const messages = [
      { role: "assistant", tool_calls: [call("")] },
      { role: "tool", tool_call_id: "", content: "Low." },
    ];
    const request = { model: "made-up", messages } as unknown as ChatRequest;
    expect(turns(anthropicMessages.encodeRequest(request, encoding()).body)).toEqual([
      { role: "assistant", content: [used("call")] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "call", content: "Low." }] },
    ]);
  });

  test("without arguments have an empty object for input", () => {
    const bare = { ...call("a"), function: { name: "tide" } };
    const request = {
      model: "made-up",
      messages: [user, { role: "assistant", tool_calls: [call("b", "tide", ""), bare] }],
    } as unknown as ChatRequest;
    const [, said] = turns(anthropicMessages.encodeRequest(request, encoding()).body);
    expect(said?.content).toEqual([used("b"), used("a")]);
  });
});

describe("what the model thought", () => {
  test("is replayed first and unchanged where it was signed or sealed, and nothing else is", () => {
    const reasoning_details = [
      { type: "reasoning.text", text: "Unsigned." },
      { type: "reasoning.text", text: "Signed.", signature: "c2ln", data: "c2VhbGVk" },
      { type: "reasoning.text", signature: "c3Vu" },
      { type: "reasoning.encrypted", data: "c2VhbGVk" },
      { type: "reasoning.encrypted", data: 7, signature: "c2ln" },
      { type: "reasoning.summary", summary: "Moon.", signature: "c2ln" },
      null,
    ];
    const thought = [
      { type: "thinking", thinking: "Signed.", signature: "c2ln" },
      { type: "thinking", thinking: "", signature: "c3Vu" },
      { type: "redacted_thinking", data: "c2VhbGVk" },
    ];
    expect(contentOf({ role: "assistant", content: "Ebb.", reasoning_details })).toEqual([
      ...thought,
      text("Ebb."),
    ]);
    expect(contentOf({ role: "assistant", content: "Ebb.", reasoning_details: "Moon." })).toBe("Ebb.");
  });

  test("and said in blocks of Anthropic's own is replayed from them, under the wire's names", () => {
    const anthropic_content = [
      null,
      { type: "server_tool_use", id: "s", name: "harbour.bell", input: {} },
      used("a", "harbour.bell"),
    ];
    const said = { role: "assistant", content: "Ebb.", tool_calls: [call("a", "harbour.bell")] };
    expect(contentOf({ ...said, anthropic_content })).toEqual([
      { type: "server_tool_use", id: "s", name: "harbour.bell", input: {} },
      used("a", "harbour_bell"),
    ]);
    expect(contentOf({ ...said, anthropic_content: [] })).toEqual([text("Ebb."), used("a", "harbour_bell")]);
  });
});

describe("marks for caches (MAP-12)", () => {
  test("stay on their parts; those of a message go to its last block", () => {
    expect(blocks(text("Ebb?", mark), text("Flow?"))).toEqual([text("Ebb?", mark), text("Flow?")]);
    expect(contentOf({ role: "user", content: "Flow?", ...mark })).toEqual([text("Flow?", mark)]);
    const said = { role: "assistant", content: "Ebb.", refusal: "No.", tool_calls: [call("a"), call("b")] };
    expect(contentOf({ ...said, ...mark })).toEqual([
      text("Ebb."),
      text("No."),
      used("a"),
      { ...used("b"), ...mark },
    ]);
    const { system } = encode({ messages: [{ role: "system", content: "Rules.", ...mark }, user] }).body;
    expect(system).toEqual([text("Rules.", mark)]);
  });

  test("of a result stand on it, not in it", () => {
    const result = { role: "tool", tool_call_id: "a", content: "Low.", ...mark };
    expect(following({ role: "assistant", tool_calls: [call("a")] }, result)[1]?.content).toEqual([
      { type: "tool_result", tool_use_id: "a", content: "Low.", ...mark },
    ]);
  });

  test("go where the host takes none", () => {
    const marked = {
      messages: [{ role: "user", content: [text("Go.", mark)], ...mark }],
      tools: [{ type: "function", function: { name: "tide" }, ...mark }],
    };
    const { endpoint, traits } = encoding();
    const plain = { endpoint, traits: { ...traits, cacheControl: false } };
    const { body } = anthropicMessages.encodeRequest(chat(marked), plain);
    expect(JSON.stringify(body)).not.toContain("cache_control");
  });
});

describe("a part", () => {
  const image = (url: Json) => ({ type: "image_url", image_url: { url } });
  const file = (fields: JsonObject, more: JsonObject = {}) => ({ type: "file", file: fields, ...more });

  test.each<[string, Json, Json]>([
    [
      "an image by URL",
      image("https://a.example/b.png"),
      { type: "image", source: { type: "url", url: "https://a.example/b.png" } },
    ],
    [
      "an image by value, marked",
      { ...image("data:image/png;name=boat;base64,AAAA"), ...mark },
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" }, ...mark },
    ],
    [
      "a PDF",
      file({ filename: "log.pdf", file_data: "data:application/pdf;base64,AAAA" }, mark),
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "AAAA" },
        title: "log.pdf",
        ...mark,
      },
    ],
    [
      "a text",
      file({ file_data: "data:text/plain;base64,aMO2aGU=" }),
      { type: "document", source: { type: "text", media_type: "text/plain", data: "höhe" } },
    ],
    [
      "a file by id",
      file({ file_id: "file_1" }),
      { type: "document", source: { type: "file", file_id: "file_1" } },
    ],
    [
      "a file by URL",
      file({ file_url: "https://a.example/log.pdf" }),
      { type: "document", source: { type: "url", url: "https://a.example/log.pdf" } },
    ],
    [
      "a file that may be cited",
      file({ file_id: "file_1" }, { context: "Spring tides", citations: { enabled: true }, colour: "red" }),
      {
        type: "document",
        source: { type: "file", file_id: "file_1" },
        context: "Spring tides",
        citations: { enabled: true },
      },
    ],
    [
      "a file that says nothing by nulls",
      file({ file_id: "file_1", filename: null }, { context: null, citations: null }),
      { type: "document", source: { type: "file", file_id: "file_1" } },
    ],
  ])("that is %s becomes a block", (_name, part, block) => expect(blocks(part)).toStrictEqual([block]));

  const IMAGES = "images must be image/jpeg, image/png, image/gif, image/webp, as base64 or https URL";
  const FILES = "files must be application/pdf or text/plain as a base64 data URL";

  test.each<[string, object, string]>([
    ["a vector image", image("data:image/svg+xml;base64,AAAA"), IMAGES],
    ["an image in plain letters", image("data:image/png,AAAA"), IMAGES],
    ["a spreadsheet", file({ file_data: "data:text/csv;base64,AAAA" }), FILES],
    ["a file of nothing", file({}), FILES],
    ["a file that is none", file({ file_data: 7 }), FILES],
    [
      "a text that is not in base64",
      file({ file_data: "data:text/plain;base64,%%" }),
      "the file's data is not base64",
    ],
    [
      "a sound",
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
      "Anthropic's messages take no parts of type input_audio",
    ],
  ])("that is %s is refused by place, with the reason", (_name, part, message) =>
    expect(refused({ messages: [user, { role: "user", content: [text("Look."), part] }] })).toEqual({
      param: "messages[1].content[1]",
      message,
    }),
  );

  test("that is no part, or says nothing, is left out", () => {
    const content = [null, { type: "text" }, { type: "refusal" }, text(" "), text("Ebb?")];
    const request = { model: "made-up", messages: [{ role: "user", content }] } as unknown as ChatRequest;
    expect(anthropicMessages.encodeRequest(request, encoding()).body.messages).toEqual([user]);
    const odd = { type: "image_url", image_url: "https://a.example/b.png" };
    const bare = { ...request, messages: [{ role: "user", content: [odd] }] } as unknown as ChatRequest;
    expect(() => anthropicMessages.encodeRequest(bare, encoding())).toThrow(IMAGES);
  });
});
