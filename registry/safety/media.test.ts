import { describe, expect, test } from "vitest";
import type { Json } from "../json.ts";
import { unsafeMedia } from "./index.ts";

const PRIVATE = "https://10.0.0.1/a.png";
const said = (...content: Json[]): Json => ({ messages: [{ role: "user", content }] });

describe("unsafeMedia", () => {
  test.each<[string, Json, string]>([
    [
      "OpenAI image",
      said({ type: "image_url", image_url: { url: PRIVATE } }),
      "messages[0].content[0].image_url.url",
    ],
    ["image as text", said({ type: "image_url", image_url: PRIVATE }), "messages[0].content[0].image_url"],
    [
      "video",
      said({ type: "video_url", video_url: { url: PRIVATE } }),
      "messages[0].content[0].video_url.url",
    ],
    [
      "document",
      said({ type: "document_url", document_url: PRIVATE }),
      "messages[0].content[0].document_url",
    ],
    [
      "file of chat",
      said({ type: "file", file: { file_data: PRIVATE } }),
      "messages[0].content[0].file.file_data",
    ],
    [
      "Responses file",
      { input: [{ content: [{ type: "input_file", file_url: PRIVATE }] }] },
      "input[0].content[0].file_url",
    ],
    [
      "Anthropic image",
      said({ type: "image", source: { type: "url", url: PRIVATE } }),
      "messages[0].content[0].source.url",
    ],
    [
      "in a tool's result",
      said({ type: "tool_result", content: [{ type: "image", source: { type: "url", url: PRIVATE } }] }),
      "messages[0].content[0].content[0].source.url",
    ],
    [
      "Gemini file",
      { contents: [{ parts: [{ fileData: { fileUri: PRIVATE } }] }] },
      "contents[0].parts[0].fileData.fileUri",
    ],
    [
      "with spaces before",
      said({ image_url: { url: ` ${PRIVATE}` } }),
      "messages[0].content[0].image_url.url",
    ],
    [
      "another scheme",
      said({ image_url: { url: "file:///etc/passwd" } }),
      "messages[0].content[0].image_url.url",
    ],
  ])("finds an address: %s", (_what, body, param) => {
    expect(unsafeMedia(body)?.param).toBe(param);
  });

  test.each<[string, Json]>([
    ["a public address", said({ image_url: { url: "https://images.example.com/a.png?x=1#y" } })],
    ["data", said({ image_url: { url: "data:image/png;base64,AAAA" } })],
    ["a cloud store", { contents: [{ parts: [{ fileData: { fileUri: "gs://bucket/a.pdf" } }] }] }],
    ["base64 that is no address", said({ type: "file", file: { file_data: "JVBERi0xLjQK" } })],
    ["text", said({ type: "text", text: `look at ${PRIVATE}` })],
    ["what a model said to a tool", said({ type: "tool_use", input: { image_url: PRIVATE } })],
    ["a schema", { tools: [{ input_schema: { properties: { image_url: { url: PRIVATE } } } }] }],
    ["nothing", null],
  ])("lets pass: %s", (_what, body) => {
    expect(unsafeMedia(body)).toBeNull();
  });
});
