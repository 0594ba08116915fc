import { describe, expect, test } from "vitest";
import type { ChatRequest } from "./chat.ts";
import { markedOrigin, ownHistory, readOrigin, readSignedId, reasoningOrigin, withOrigin } from "./origin.ts";

const gemini = {
  author: "google",
  model: "gemini-3-flash-preview",
  provider: "vertex",
  api: "gemini",
} as const;
const claude = {
  author: "anthropic",
  model: "claude-sonnet-5",
  provider: "bedrock",
  api: "bedrock-converse",
} as const;
const llama = { author: "meta", model: "llama-4", provider: "groq", api: "openai-chat" } as const;

const call = {
  id: "call_1",
  type: "function" as const,
  function: { name: "bell", arguments: "{}" },
  extra_content: { google: { thought_signature: "c2ln" } },
};

const said = (message: object): ChatRequest => ({
  model: "m",
  messages: [{ role: "assistant", content: "Aye.", ...message }],
});

const history = (message: object, endpoint: Parameters<typeof ownHistory>[1], replays = false) =>
  ownHistory(said(message), endpoint, replays).messages[0];

describe("the origin of reasoning", () => {
  test.each([
    [gemini, "google/gemini-3/vertex"],
    [claude, "anthropic"],
    [llama, "meta/llama-4/groq"],
    [{ ...llama, api: "anthropic-messages" as const }, "anthropic"],
  ])("is %j", (endpoint, expected) => {
    expect(reasoningOrigin(endpoint)).toBe(expected);
  });

  test("stands in a signature that is not Claude's, and comes back out of it", () => {
    const text = withOrigin("c2ln", "google/gemini-3/vertex");
    expect(readOrigin(text)).toEqual({ origin: "google/gemini-3/vertex", signature: "c2ln" });
    expect(withOrigin("c2ln", "anthropic")).toBe("c2ln");
    expect(readOrigin("c2ln")).toEqual({ origin: "anthropic", signature: "c2ln" });
  });
});

describe("the signature of a call", () => {
  const [marked] = markedOrigin({ tool_calls: [{ index: 0, ...call }] }, reasoningOrigin(gemini)).tool_calls;
  const ordinary = { ...call, id: marked?.id, extra_content: undefined };

  test("stands behind its id in letters that every client gives back", () => {
    expect(marked?.id).toMatch(/^call_1[a-zA-Z0-9_-]+$/);
    expect(readSignedId(marked?.id ?? "").id).toBe("call_1");
  });

  test("comes back to the endpoint that gave it", () => {
    expect(history({ tool_calls: [ordinary] }, gemini)).toMatchObject({ tool_calls: [call] });
  });

  test.each([
    ["another host", { ...gemini, provider: "google-ai-studio" }],
    ["another generation", { ...gemini, model: "gemini-2.5-pro" }],
    ["another author", claude],
  ])("does not reach %s, not even where the client kept it", (_who, endpoint) => {
    const text = JSON.stringify(history({ tool_calls: [{ ...call, id: marked?.id }] }, endpoint));
    expect(text).toContain('"call_1"');
    expect(text).not.toContain("c2ln");
  });

  test.each(["call_1", "__signed_", "call__signed_!!", ""])("is none in the id %j", (id) => {
    expect(readSignedId(id).signature).toBeUndefined();
  });
});

describe("the history that an endpoint sees", () => {
  const claudes = { type: "reasoning.text", text: "Ring.", signature: "c2ln" };
  const geminis = { ...claudes, origin: reasoningOrigin(gemini) };

  test("holds its own thinking, without the mark", () => {
    expect(history({ reasoning_details: [geminis] }, gemini)).toMatchObject({ reasoning_details: [claudes] });
    expect(history({ reasoning_details: [claudes] }, claude)).toMatchObject({ reasoning_details: [claudes] });
  });

  test.each([
    ["Claude's", claudes, gemini],
    ["Gemini's", geminis, claude],
    ["Gemini's by a relay's word", { ...claudes, format: "google-gemini-v1" }, claude],
    ["anybody's", claudes, llama],
  ])("holds nothing of %s thinking where it is another's", (_whose, detail, endpoint) => {
    const seen = history({ reasoning_content: "Ring.", reasoning_details: [detail] }, endpoint);
    expect(seen).toEqual({ role: "assistant", content: "Aye." });
  });

  test("gives a relay back what it gave, and nothing that somebody else signed", () => {
    const relayed = { ...claudes, format: "anthropic-claude-v1" };
    const seen = history({ reasoning_details: [relayed, geminis] }, llama, true);
    expect(seen).toMatchObject({ reasoning_details: [relayed] });
  });

  test("keeps thinking that nobody signed", () => {
    const message = { reasoning_content: "It is noon." };
    expect(history(message, llama)).toMatchObject(message);
  });
});
