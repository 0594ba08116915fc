import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { sent } from "./testing.ts";

type Messages = ChatRequest["messages"];

const call = (id: string, args = "{}", name = "tide") => ({
  id,
  type: "function" as const,
  function: { name, arguments: args },
});

/** The parts that messages become, content by content. */
const partsOf = (messages: JsonObject[], model?: string): (Json | undefined)[] =>
  (
    sent({ messages: messages as Messages }, model === undefined ? {} : { model }).contents as JsonObject[]
  ).map(({ parts }) => parts);

const spoken = (message: JsonObject) => partsOf([{ role: "assistant", ...message }])[0];
const heard = (...content: JsonObject[]) => partsOf([{ role: "user", content }])[0];

/** The result that an answer of a tool becomes. */
const answering = (content: Json): JsonObject[] => [
  { role: "assistant", tool_calls: [call("a")] },
  { role: "tool", tool_call_id: "a", content },
];
const answered = (content: Json, model?: string) => partsOf(answering(content), model)[1];

const refusal = (messages: JsonObject[]) => {
  try {
    sent({ messages: messages as Messages });
  } catch (error) {
    if (error instanceof UnsupportedInput) return { param: error.param, message: error.message };
  }
  throw new Error("nothing was refused");
};

describe("a file (MAP-07)", () => {
  const pdf = "https://pier.example/tides.pdf";
  test.each<[string, JsonObject, JsonObject]>([
    [
      "its own word for it",
      { file_data: pdf, filename: "tides.csv", mime_type: "text/plain" },
      { mimeType: "text/plain", fileUri: pdf },
    ],
    ["its name", { file_data: pdf, filename: "Tides.CSV" }, { mimeType: "text/csv", fileUri: pdf }],
    [
      "its address",
      { file_id: "https://pier.example/tides.md#low" },
      { mimeType: "text/markdown", fileUri: "https://pier.example/tides.md#low" },
    ],
    ["nothing", { file_id: "files/tides" }, { mimeType: "application/pdf", fileUri: "files/tides" }],
  ])("has the type that follows from %s", (_what, file, fileData) => {
    expect(heard({ type: "file", file })).toEqual([{ fileData }]);
  });

  test("may be bytes, whose own type counts", () => {
    const file = { file_data: "data:text/plain;charset=utf-8;base64,RWJi", filename: "tides.csv" };
    expect(heard({ type: "file", file })).toEqual([{ inlineData: { mimeType: "text/plain", data: "RWJi" } }]);
  });

  test("is an address, though a data URL stands within", () => {
    const address = "https://pier.example/?data:image/png;base64,RWJi";
    expect(heard({ type: "file", file: { file_data: address } })).toEqual([
      { fileData: { mimeType: "application/pdf", fileUri: address } },
    ]);
  });

  test.each<[string, JsonObject, string]>([
    ["nothing in it", { filename: "tides.pdf" }, "a file needs file_data or file_id"],
    [
      "a data URL that is not in base64",
      { file_data: "data:text/plain,Ebb" },
      "file_data must be a base64 data URL or an address",
    ],
    [
      "a data URL without a type",
      { file_data: "data:;base64,RWJi" },
      "file_data must be a base64 data URL or an address",
    ],
  ])("with %s is refused", (_what, file, message) => {
    const content = [
      { type: "text", text: "Ebb?" },
      { type: "file", file },
    ];
    expect(refusal([{ role: "user", content }])).toEqual({ param: "messages[0].content[1]", message });
  });
});

describe("pictures and sound (MAP-07)", () => {
  const picture = (url: string) => ({ type: "image_url", image_url: { url } });

  test("a picture whose address says nothing is a JPEG", () => {
    expect(heard(picture("https://pier.example/red"), picture("https://pier.example/red.PNG"))).toEqual([
      { fileData: { mimeType: "image/jpeg", fileUri: "https://pier.example/red" } },
      { fileData: { mimeType: "image/png", fileUri: "https://pier.example/red.PNG" } },
    ]);
  });

  test("a picture that is not in base64 is refused", () => {
    expect(refusal([{ role: "user", content: [picture("data:image/svg+xml,<x/>")] }])).toEqual({
      param: "messages[0].content[0]",
      message: "an image's data URL must be in base64",
    });
  });

  test.each([
    ["mp3", "audio/mpeg"],
    ["wav", "audio/wav"],
    ["flac", "audio/flac"],
    ["constructor", "audio/constructor"],
  ])("sound in %s is %s", (format, mimeType) => {
    expect(heard({ type: "input_audio", input_audio: { data: "RWJi", format } })).toEqual([
      { inlineData: { mimeType, data: "RWJi" } },
    ]);
  });
});

describe("messages without words", () => {
  test("have an empty text, since Gemini wants parts", () => {
    expect(
      partsOf([
        { role: "user", content: [] },
        { role: "assistant", content: null },
      ]),
    ).toEqual([[{ text: "" }], [{ text: "" }]]);
  });

  test("are no turns where they are instructions, whoever gives them", () => {
    const messages: Messages = [
      { role: "developer", content: "Be brief." },
      { role: "user", content: "Ebb?" },
      { role: "system", content: [{ type: "text", text: "Be kind." }] },
    ];
    expect(sent({ messages })).toStrictEqual({
      systemInstruction: { parts: [{ text: "Be brief." }, { text: "Be kind." }] },
      contents: [{ role: "user", parts: [{ text: "Ebb?" }] }],
    });
  });

  test("may be instructions between results: one turn's results stay together (MAP-05)", () => {
    const messages = [
      { role: "assistant", tool_calls: [call("a"), call("b")] },
      { role: "tool", tool_call_id: "a", content: "low" },
      { role: "system", content: "Be brief." },
      { role: "tool", tool_call_id: "b", content: "high" },
    ] as Messages;
    expect(sent({ messages })).toMatchObject({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [
        { role: "model" },
        {
          role: "user",
          parts: [
            { functionResponse: { id: "a", name: "tide", response: { output: "low" } } },
            { functionResponse: { id: "b", name: "tide", response: { output: "high" } } },
          ],
        },
      ],
    });
  });
});

describe("what a tool answered (MAP-06)", () => {
  const response = (content: Json) => {
    const [part] = answered(content) as { functionResponse: JsonObject }[];
    return part?.functionResponse.response;
  };

  test("an object goes as one, however it is spaced", () => {
    expect(response('{ "tide":\n  "low  water",\t"said": "a \\" b", "at": [ 1, 2 ] }')).toEqual({
      tide: "low  water",
      said: 'a " b',
      at: [1, 2],
    });
    expect(response('{"output":"low","depth":2}')).toEqual({ output: "low", depth: 2 });
  });

  test.each([
    "low",
    "",
    "[1]",
    '{"depth":1e400}',
    '{"depth":12345678901234567890}',
    '{"output":"low"}',
    '{"tide"',
  ])("%s goes as text, letter by letter", (content) =>
    expect(response(content)).toEqual({ output: content }),
  );

  const PICTURED = [
    { type: "text", text: "low " },
    { type: "image_url", image_url: { url: "data:image/png;base64,RWJi" } },
    { type: "text", text: "water" },
  ];

  test("pictures stand in the user's turn before Gemini 3", () => {
    const [, results, user] = partsOf(answering(PICTURED), "gemini-2.5-flash");
    expect(results).toEqual([
      { functionResponse: { id: "a", name: "tide", response: { output: "low water" } } },
    ]);
    expect(user).toEqual([
      { text: "From the result of the call a:" },
      { inlineData: { mimeType: "image/png", data: "RWJi" } },
    ]);
  });

  test("pictures stand beside its text", () => {
    expect(answered(PICTURED, "gemini-3-flash-preview")).toEqual([
      {
        functionResponse: {
          id: "a",
          name: "tide",
          response: { output: "low water" },
          parts: [{ inlineData: { mimeType: "image/png", data: "RWJi" } }],
        },
      },
    ]);
  });

  test("needs the call", () => {
    expect(refusal([{ role: "tool", tool_call_id: "a", content: "low" }])).toEqual({
      param: "messages[0].tool_call_id",
      message: "Gemini needs the call that a tool result answers",
    });
  });
});

describe("what the model said", () => {
  test("in parts is said in parts, refusals too", () => {
    const content = [
      { type: "text", text: "Ebb." },
      { type: "refusal", refusal: "No." },
      { type: "text", text: "" },
    ];
    expect(spoken({ content, refusal: "Not again." })).toEqual([
      { text: "Ebb." },
      { text: "No." },
      { text: "Not again." },
    ]);
    expect(heard({ type: "refusal", refusal: "No." })).toEqual([{ text: "No." }]);
  });

  test("may be a refusal alone", () => {
    expect(spoken({ content: null, refusal: "No." })).toEqual([{ text: "No." }]);
    expect(spoken({ content: [], refusal: "No." })).toEqual([{ text: "No." }]);
  });

  test("beside calls is left out where it is empty, and only there", () => {
    const functionCall = { id: "a", name: "tide", args: {} };
    expect(spoken({ content: "", tool_calls: [call("a")] })).toEqual([{ functionCall }]);
    expect(spoken({ content: "Let me see.", tool_calls: [call("a")] })).toEqual([
      { text: "Let me see." },
      { functionCall },
    ]);
  });

  test("keeps its thoughts with their signatures; those without a text seal what was said", () => {
    const reasoning_details = [
      { type: "reasoning.text", text: "The moon.", signature: "bW9vbg==" },
      { type: "reasoning.text", text: "High.", signature: "" },
      { type: "reasoning.encrypted", data: "b25l" },
      { type: "reasoning.encrypted", data: "dHdv" },
      { type: "reasoning.summary", text: "Moon.", data: "bm9uZQ==" },
      { type: "reasoning.text" },
      { type: "reasoning.encrypted" },
      "The moon.",
      null,
    ];
    const thoughts = [
      { text: "The moon.", thought: true, thoughtSignature: "bW9vbg==" },
      { text: "High.", thought: true },
    ];
    const other = { text: "", thoughtSignature: "dHdv" };
    expect(spoken({ content: "Ebb.", reasoning_details })).toEqual([
      ...thoughts,
      { text: "Ebb.", thoughtSignature: "b25l" },
      other,
    ]);
    expect(spoken({ content: "", reasoning_details })).toEqual([
      ...thoughts,
      { text: "" },
      { text: "", thoughtSignature: "b25l" },
      other,
    ]);
    expect(spoken({ content: null, reasoning_details })).toEqual([
      ...thoughts,
      { text: "", thoughtSignature: "b25l" },
      other,
    ]);
  });

  test("seals the last of several texts", () => {
    const content = ["Ebb.", "Flow.", "Slack."].map((text) => ({ type: "text", text }));
    const reasoning_details = [{ type: "reasoning.encrypted", data: "b25l" }];
    expect(spoken({ content, reasoning_details })).toEqual([
      { text: "Ebb." },
      { text: "Flow." },
      { text: "Slack.", thoughtSignature: "b25l" },
    ]);
  });

  test("keeps its pictures, and what only Google has words for", () => {
    const ran = { executableCode: { language: "PYTHON", code: "print(1)" } };
    const images = [
      { type: "image_url", image_url: { url: "data:image/png;base64,RWJi" } },
      { type: "image_url", image_url: { url: "https://pier.example/red" } },
      { type: "image_url", image_url: {} },
      { type: "image_url", image_url: "https://pier.example/red" },
    ];
    expect(spoken({ content: "Look.", images, extra_content: { google: { parts: [ran, 7] } } })).toEqual([
      ran,
      { text: "Look." },
      { inlineData: { mimeType: "image/png", data: "RWJi" } },
      { fileData: { mimeType: "image/jpeg", fileUri: "https://pier.example/red" } },
    ]);
  });

  test.each([["{}"], [""], ["  \n"]])("calls functions without arguments: %j (MAP-06)", (args) => {
    expect(spoken({ tool_calls: [call("a", args)] })).toEqual([
      { functionCall: { id: "a", name: "tide", args: {} } },
    ]);
  });

  test.each(["[1]", "7", '{"tide"', "ebb"])("cannot call with arguments that are no object: %s", (args) => {
    expect(refusal([{ role: "assistant", tool_calls: [call("a"), call("b", args)] }])).toEqual({
      param: "messages[0].tool_calls[1].function.arguments",
      message: "Gemini takes arguments only as a JSON object",
    });
  });
});
