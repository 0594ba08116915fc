import { describe, expect, test } from "vitest";
import { type ContractSubject, type ConversationState, contractFor, signReasoning } from "../index.ts";
import type { JsonObject } from "../json.ts";
import { originOf } from "./places.ts";
import { readSignature } from "./signatures.ts";

const KEY = new TextEncoder().encode("a key of this test");
const STATE: ConversationState = { key: KEY };
const CLAUDE = originOf("anthropic", "claude-sonnet-4-5");
const GEMINI = originOf("google-ai-studio", "gemini-3-flash-preview");
const GPT = originOf("openai", "gpt-5");

describe("a signature", () => {
  test("tells whose it is", () => {
    expect(readSignature(KEY, signReasoning(KEY, CLAUDE, "It turns."), "It turns.")).toEqual(CLAUDE);
  });

  test.each([
    ["another text", signReasoning(KEY, CLAUDE, "It turned."), "It turns."],
    ["another key", signReasoning(new Uint8Array([1]), CLAUDE, "It turns."), "It turns."],
    ["no signature at all", "bm90aGluZw==", "It turns."],
    ["no base64", "%%%", "It turns."],
  ])("is not taken from %s", (_what, signature, text) => {
    expect(readSignature(KEY, signature, text)).toBeNull();
  });

  test("refuses a claim of another origin", () => {
    const [, , , mac] = JSON.parse(Buffer.from(signReasoning(KEY, CLAUDE), "base64").toString());
    const claimed = Buffer.from(JSON.stringify(["google", "gemini-3", "vertex", mac])).toString("base64");
    expect(readSignature(KEY, claimed)).toBeNull();
  });
});

const USER: JsonObject = { role: "user", content: "Where is the tide?" };

const ANTHROPIC: ContractSubject = {
  api: "anthropic-messages",
  host: "anthropic",
  model: "claude-sonnet-4-5",
};
const thinking = (signature: string, text = "It turns."): JsonObject => ({
  model: "claude-sonnet-4-5",
  max_tokens: 64,
  messages: [
    USER,
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: text, signature },
        { type: "text", text: "Out." },
      ],
    },
    USER,
  ],
});

const STUDIO: ContractSubject = { api: "gemini", host: "google-ai-studio", model: "gemini-3-flash-preview" };
const signed = (thoughtSignature: string): JsonObject => ({
  contents: [
    { role: "user", parts: [{ text: "Where?" }] },
    { role: "model", parts: [{ functionCall: { name: "tide", args: {} }, thoughtSignature }] },
    { role: "user", parts: [{ functionResponse: { name: "tide", response: {} } }] },
  ],
});

const CONVERSE: ContractSubject = {
  api: "bedrock-converse",
  host: "bedrock",
  model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
};
const reasoned = (signature: string): JsonObject => ({
  messages: [
    { role: "user", content: [{ text: "Where?" }] },
    {
      role: "assistant",
      content: [{ reasoningContent: { reasoningText: { text: "It turns.", signature } } }, { text: "Out." }],
    },
    { role: "user", content: [{ text: "When?" }] },
  ],
});

const RESPONSES: ContractSubject = { api: "openai-responses", host: "openai", model: "gpt-5" };
const encrypted = (content: string): JsonObject => ({
  model: "gpt-5",
  input: [
    USER,
    { type: "reasoning", id: "rs_1", summary: [], encrypted_content: content },
    { role: "assistant", content: "Out." },
    USER,
  ],
});

const CASES: readonly [string, ContractSubject, JsonObject, boolean][] = [
  ["Claude's own thinking", ANTHROPIC, thinking(signReasoning(KEY, CLAUDE, "It turns.")), true],
  [
    "Claude's thinking with another text",
    ANTHROPIC,
    thinking(signReasoning(KEY, CLAUDE, "It turns."), "It turned."),
    false,
  ],
  [
    "Claude's thinking from another platform",
    ANTHROPIC,
    thinking(signReasoning(KEY, { ...CLAUDE, host: "bedrock" }, "It turns.")),
    true,
  ],
  ["Gemini's signature at Claude", ANTHROPIC, thinking(signReasoning(KEY, GEMINI, "It turns.")), false],
  ["Gemini's own signature", STUDIO, signed(signReasoning(KEY, GEMINI)), true],
  ["Claude's signature at Gemini", STUDIO, signed(signReasoning(KEY, CLAUDE)), false],
  [
    "Gemini's signature from another route",
    STUDIO,
    signed(signReasoning(KEY, { ...GEMINI, host: "vertex" })),
    false,
  ],
  ["the documented placeholder", STUDIO, signed("skip_thought_signature_validator"), true],
  [
    "Claude's own thinking on Bedrock",
    CONVERSE,
    reasoned(signReasoning(KEY, { ...CLAUDE, host: "bedrock" }, "It turns.")),
    true,
  ],
  [
    "OpenAI's encrypted reasoning at Claude on Bedrock",
    CONVERSE,
    reasoned(signReasoning(KEY, GPT, "It turns.")),
    false,
  ],
  ["OpenAI's own encrypted reasoning", RESPONSES, encrypted(signReasoning(KEY, GPT)), true],
  [
    "encrypted reasoning of another host",
    RESPONSES,
    encrypted(signReasoning(KEY, { ...GPT, host: "azure" })),
    false,
  ],
];

test.each(CASES)("judges %s", (_what, subject, body, ok) => {
  const verdict = contractFor(subject).check(body, STATE);
  expect(verdict.ok).toBe(ok);
  if (!verdict.ok) {
    expect(verdict.rule).toMatch(/^state\./);
    expect(verdict.refusal.status).toBe(400);
    expect(verdict.evidence.length).toBeGreaterThan(0);
  }
});

test("takes signatures that recordings hold", () => {
  const state: ConversationState = { key: KEY, known: new Set(["cmVjb3JkZWQ="]) };
  expect(contractFor(ANTHROPIC).check(thinking("cmVjb3JkZWQ="), state).ok).toBe(true);
  expect(contractFor(ANTHROPIC).check(thinking("cmVjb3JkZWQ="), STATE).ok).toBe(false);
});

test("judges no signature without a state", () => {
  expect(contractFor(ANTHROPIC).check(thinking("YW55"))).toMatchObject({ ok: true });
});

test("holds a continued response to the calls that it left open", () => {
  const state: ConversationState = { key: KEY, calls: new Set(["call_1", "call_2"]) };
  const continued = (...ids: string[]): JsonObject => ({
    model: "gpt-5",
    previous_response_id: "resp_1",
    input: ids.map((id) => ({ type: "function_call_output", call_id: id, output: "out" })),
  });
  const judged = (...ids: string[]) => contractFor(RESPONSES).check(continued(...ids), state);
  expect(judged("call_1", "call_2").ok).toBe(true);
  expect(judged("call_1")).toMatchObject({ ok: false, seen: '"call_2"' });
  expect(judged("call_1", "call_2", "call_3")).toMatchObject({ ok: false, pointer: "/input/2/call_id" });
});
