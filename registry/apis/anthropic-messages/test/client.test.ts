/**
 * Anthropic's own client reads what is written for it: answers, streams, errors.
 */
import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import { anthropicMessages } from "../index.ts";
import { rendering } from "./testing.ts";

const clientFor = (response: () => Response) =>
  new Anthropic({ apiKey: "KEY", maxRetries: 0, fetch: () => Promise.resolve(response()) });
const call = { model: "claude", max_tokens: 9, messages: [{ role: "user" as const, content: "Hi." }] };
const usage: UsageReading = {
  kind: "known",
  usage: { input: 3, cacheRead: 5, cacheWrite5m: 7, cacheWrite1h: 11, output: 13, reasoning: 2 },
  raw: {},
};
const counts = {
  input_tokens: 3,
  cache_read_input_tokens: 5,
  cache_creation_input_tokens: 18,
  output_tokens: 15,
};
const head = { id: "msg_1", object: "chat.completion.chunk" as const, created: 1, model: "claude" };
const chunk = (delta: Delta, finish: "tool_calls" | null = null): ChatChunk => ({
  ...head,
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const CONTENT = [
  { type: "thinking", thinking: "Look up.", signature: "c2ln" },
  { type: "text", text: "I will look." },
  { type: "tool_use", id: "toolu_1", name: "tide", input: { at: "noon" } },
  { type: "tool_use", id: "toolu_2", name: "bell", input: {} },
];

test("a stream", async () => {
  const encoder = anthropicMessages.encodeStream(rendering());
  const deltas: Delta[] = [
    { role: "assistant", content: "" },
    { reasoning_content: "Look " },
    { reasoning_content: "up." },
    { reasoning_details: [{ type: "reasoning.text", text: "Look up.", signature: "c2ln" }] },
    { content: "I will " },
    { content: "look." },
    {
      tool_calls: [
        { index: 0, id: "toolu_1", type: "function", function: { name: "tide", arguments: '{"at":' } },
      ],
    },
    {
      tool_calls: [{ index: 1, id: "toolu_2", type: "function", function: { name: "bell", arguments: "" } }],
    },
    { tool_calls: [{ index: 0, function: { arguments: '"noon"}' } }] },
    { tool_calls: [{ index: 1, function: { arguments: "{}" } }] },
  ];
  const frames = [
    ...encoder.keepAlive(),
    ...deltas.flatMap((delta) => encoder.chunk(chunk(delta))),
    ...encoder.chunk(chunk({}, "tool_calls")),
    ...encoder.end(usage),
  ];
  const client = clientFor(
    () => new Response(Buffer.concat(frames), { headers: { "content-type": "text/event-stream" } }),
  );
  const message = await client.messages.stream(call).finalMessage();
  expect(message).toMatchObject({
    id: "msg_1",
    role: "assistant",
    content: CONTENT,
    stop_reason: "tool_use",
  });
  expect(message.usage).toMatchObject(counts);
});

test("an answer", async () => {
  const message = {
    role: "assistant" as const,
    content: "I will look.",
    reasoning_details: [{ type: "reasoning.text" as const, text: "Look up.", signature: "c2ln" }],
    tool_calls: [
      { id: "toolu_1", type: "function" as const, function: { name: "tide", arguments: '{"at":"noon"}' } },
      { id: "toolu_2", type: "function" as const, function: { name: "bell", arguments: "{}" } },
    ],
  };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: "tool_calls" as const }];
  const completion = { ...head, object: "chat.completion" as const, choices };
  const body = anthropicMessages.encodeResponse(completion, usage, rendering());
  const read = await clientFor(() => Response.json(body)).messages.create(call);
  expect(read).toMatchObject({ content: CONTENT, stop_reason: "tool_use", usage: counts });
});

test("an error, and one in the midst of a stream", async () => {
  const error = gatewayError("rate_limit", "Slow down");
  const body = anthropicMessages.encodeError(error, "req_1", []);
  const refused = clientFor(() => Response.json(body, { status: error.status })).messages.create(call);
  await expect(refused).rejects.toBeInstanceOf(Anthropic.RateLimitError);
  const encoder = anthropicMessages.encodeStream(rendering());
  const frames = Buffer.concat([...encoder.chunk(chunk({ content: "Hi" })), ...encoder.error(error)]);
  const client = clientFor(() => new Response(frames, { headers: { "content-type": "text/event-stream" } }));
  await expect(client.messages.stream(call).finalMessage()).rejects.toThrow("Slow down");
});
