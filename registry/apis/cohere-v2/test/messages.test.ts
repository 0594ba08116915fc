import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { ask, encode } from "./testing.ts";

/** The one message that Cohere gets. */
function sent(message: JsonObject): Json | undefined {
  const { messages } = encode(ask({ messages: [message] })).body;
  return Array.isArray(messages) ? messages[0] : undefined;
}

const call = { id: "t1", type: "function", function: { name: "tide", arguments: "{}" } };
const text = (words: string) => ({ type: "text", text: words });
const thinking = { type: "thinking", thinking: "The moon." };

describe("a message (MAP-05, MAP-07)", () => {
  test.each<[JsonObject, JsonObject]>([
    [
      { role: "developer", content: "Be brief." },
      { role: "system", content: "Be brief." },
    ],
    [
      { role: "system", content: [text("Be brief.")] },
      { role: "system", content: [text("Be brief.")] },
    ],
    [
      { role: "tool", tool_call_id: "t1", content: [text("low")], name: "tide" },
      { role: "tool", tool_call_id: "t1", content: [text("low")] },
    ],
    [
      { role: "user", content: [{ type: "image_url", image_url: { url: "https://a/", detail: "low" } }] },
      { role: "user", content: [{ type: "image_url", image_url: { url: "https://a/", detail: "low" } }] },
    ],
    [
      { role: "user", content: [{ type: "image_url", image_url: { url: "https://a/", detail: null } }] },
      { role: "user", content: [{ type: "image_url", image_url: { url: "https://a/" } }] },
    ],
    [
      { role: "user", content: [{ type: "refusal", refusal: "No." }] },
      { role: "user", content: [text("No.")] },
    ],
  ])("%j goes out as %j", (message, expected) => {
    expect(sent(message)).toEqual(expected);
  });

  test.each<[string, JsonObject, string]>([
    ["images in instructions", { role: "system", type: "image_url" }, "Cohere takes no images in this place"],
    [
      "images in results",
      { role: "tool", tool_call_id: "t", type: "image_url" },
      "Cohere takes no images in this place",
    ],
    [
      "images of the assistant's",
      { role: "assistant", type: "image_url" },
      "Cohere takes no images in this place",
    ],
    [
      "images before calls",
      { role: "assistant", tool_calls: [call], type: "image_url" },
      "Cohere takes no images in this place",
    ],
    ["sound", { role: "user", type: "input_audio" }, "Cohere takes no audio in this place"],
    ["files", { role: "user", type: "file" }, "Cohere takes no files in this place"],
    ["what nobody knows", { role: "user", type: "smell" }, "Cohere takes no smell in this place"],
  ])("with %s is refused", (_what, { type, ...message }, said) => {
    const part = { type: type as string, image_url: { url: "https://a/" } };
    expect(() => sent({ ...message, content: [text("x"), part] })).toThrow(
      expect.objectContaining({ param: "messages[0].content[1]", message: said }),
    );
  });
});

describe("an assistant's turn", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["words", { content: "Ebb." }, { content: "Ebb." }],
    ["parts", { content: [text("Ebb.")] }, { content: [text("Ebb.")] }],
    ["nothing", { content: null }, { content: " " }],
    ["an empty text", { content: "" }, { content: " " }],
    ["a refusal", { content: [{ type: "refusal", refusal: "No." }] }, { content: [text("No.")] }],
    ["thinking", { content: "Ebb.", reasoning_content: "The moon." }, { content: [thinking, text("Ebb.")] }],
    ["thinking alone", { content: "", reasoning_content: "The moon." }, { content: [thinking] }],
    ["calls", { content: null, tool_calls: [call] }, { tool_calls: [call] }],
    [
      "words before calls",
      { content: "I look.", tool_calls: [call] },
      { tool_plan: "I look.", tool_calls: [call] },
    ],
    [
      "parts before calls",
      { content: [text("I "), { type: "refusal", refusal: "look" }, text(".")], tool_calls: [call] },
      { tool_plan: "I look.", tool_calls: [call] },
    ],
    [
      "a plan and words",
      { content: "Ebb.", tool_plan: "I look.", tool_calls: [call] },
      { tool_plan: "I look.", content: "Ebb.", tool_calls: [call] },
    ],
    [
      "a plan without calls",
      { content: "Ebb.", tool_plan: "I look." },
      { tool_plan: "I look.", content: "Ebb." },
    ],
    [
      "thinking before calls",
      { content: null, reasoning_content: "The moon.", tool_calls: [call] },
      { content: [thinking], tool_calls: [call] },
    ],
    ["no calls", { content: "Ebb.", tool_calls: [] }, { content: "Ebb." }],
    [
      "citations",
      { content: "Ebb.", citations: [{ start: 0 }, null] },
      { content: "Ebb.", citations: [{ start: 0 }] },
    ],
    ["no citations", { content: "Ebb.", citations: [] }, { content: "Ebb." }],
    [
      "a call without arguments",
      { content: null, tool_calls: [{ ...call, function: { name: "tide", arguments: "" } }] },
      { tool_calls: [call] },
    ],
  ])("of %s goes out as Cohere has it", (_what, said, expected) => {
    expect(sent({ role: "assistant", ...said })).toEqual({ role: "assistant", ...expected });
  });
});
