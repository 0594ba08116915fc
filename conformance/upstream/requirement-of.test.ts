/**
 * A wrong request is named by what it breaks, in the words of its own API.
 */
import { expect, test } from "vitest";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { requirementOf } from "./requirement-of.ts";

const at = (api: UpstreamApiId, pointer: string) =>
  requirementOf({ pointer, expected: 1, seen: undefined }, api);

test.each<[UpstreamApiId, string, string]>([
  ["openai-chat", "/body/messages/0/content", "MAP-05"],
  ["openai-chat", "/body/max_completion_tokens", "MAP-04"],
  ["openai-chat", "/body/something", "MAP-09"],
  ["anthropic-messages", "/body/system", "MAP-05"],
  ["anthropic-messages", "/body/messages/1/content/0/input/city", "MAP-06"],
  ["anthropic-messages", "/body/messages/0/content/1/source/data", "MAP-07"],
  ["anthropic-messages", "/body/thinking/budget_tokens", "MAP-10"],
  ["gemini", "/body/systemInstruction/parts/0/text", "MAP-05"],
  ["gemini", "/body/contents/1/parts/0/functionCall/args", "MAP-06"],
  ["gemini", "/body/contents/0/parts/1/inlineData/mimeType", "MAP-07"],
  ["gemini", "/body/toolConfig/functionCallingConfig/mode", "MAP-06"],
  ["gemini", "/body/generationConfig/responseSchema", "MAP-08"],
  ["gemini", "/body/generationConfig/maxOutputTokens", "MAP-04"],
  ["gemini", "/body/generationConfig/thinkingConfig", "MAP-10"],
  ["bedrock-converse", "/body/messages/2/content/0/toolResult/status", "MAP-06"],
  ["bedrock-converse", "/body/inferenceConfig/maxTokens", "MAP-04"],
  ["bedrock-converse", "/body/additionalModelRequestFields/thinking", "MAP-10"],
  ["cohere-v2", "/body/messages/1/tool_calls/0/id", "MAP-06"],
  ["cohere-v2", "/body/p", "MAP-10"],
  ["cohere-v2", "/credential/authorization", "AUT-01"],
  ["gemini", "/url", "MAP-01"],
])("names, for %s at %s, %s", (api, pointer, requirement) => {
  expect(at(api, pointer)).toBe(requirement);
});

test("names MAP-09 where there is nothing to compare with", () => {
  expect(requirementOf(null, "gemini")).toBe("MAP-09");
});
