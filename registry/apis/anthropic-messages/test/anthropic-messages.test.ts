/**
 * The dialect in both directions keeps what requests and answers mean (MAP-05, MAP-06, RES-03, STR-01, USE-01).
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatCompletion, ChatRequest, FinishReason } from "../../../canonical/chat.ts";
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import type { Usage, UsageReading } from "../../../canonical/usage.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import { anthropicMessages } from "../index.ts";
import { assembled, chunksOf, decoding, encoding, eventsOf, rendering } from "./testing.ts";

const SEED = { seed: 20261 };
const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

const text = fc.oneof(
  fc.constantFrom("The tide is out.", "港 🚢", " ", "", "line\nbreak"),
  fc.string({ maxLength: 12 }),
);
const spoken = fc.constantFrom("The tide is out.", "港 🚢 ", '{"a":1}', "line\r\nbreak");
const toolName = fc.constantFrom(
  "tide",
  "harbour.tide/now",
  "harbour_tide_now",
  "höhe",
  "a".repeat(70),
  "constructor",
);
const input = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
const id = fc.stringMatching(/^toolu_[a-zA-Z0-9]{4,8}$/);

const systemMessage = fc.record({
  role: fc.constantFrom("system", "developer"),
  content: fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 2 }).map(asParts)),
});
const userMessage = fc.record({
  role: fc.constant("user"),
  content: fc.oneof(
    text,
    fc
      .tuple(text, fc.constantFrom(PIXEL, "https://harbour.example/boat.png"))
      .map(([words, url]) => [...asParts([words]), { type: "image_url", image_url: { url } }]),
  ),
});
const toolTurn = fc
  .tuple(
    fc.option(spoken),
    fc.uniqueArray(fc.tuple(id, toolName, input, text), {
      minLength: 1,
      maxLength: 3,
      selector: ([callId]) => callId,
    }),
  )
  .map(([content, calls]) => [
    {
      role: "assistant",
      content,
      tool_calls: calls.map(([callId, name, args]) => ({
        id: callId,
        type: "function",
        function: { name, arguments: Object.keys(args).length === 0 ? "" : JSON.stringify(args) },
      })),
    },
    ...calls.map(([callId, , , result]) => ({ role: "tool", tool_call_id: callId, content: result })),
  ]);
const assistantMessage = fc.record({ role: fc.constant("assistant"), content: fc.option(text) });

function asParts(texts: string[]) {
  return texts.map((words) => ({ type: "text", text: words }));
}

const request: fc.Arbitrary<ChatRequest> = fc
  .record(
    {
      messages: fc
        .tuple(
          fc.array(systemMessage, { maxLength: 2 }),
          userMessage,
          fc.array(
            fc.oneof(
              toolTurn,
              ...[userMessage, assistantMessage, systemMessage].map((one) => one.map((m) => [m])),
            ),
            { maxLength: 4 },
          ),
        )
        .map(([system, first, rest]) => [...system, first, ...rest.flat()]),
      tools: fc.uniqueArray(toolName, { minLength: 1, maxLength: 3 }).map((names) =>
        names.map((name) => ({
          type: "function",
          function: { name, parameters: { type: "object", properties: {} } },
        })),
      ),
      tool_choice: fc.constantFrom("none", "auto", "required"),
      temperature: fc.constantFrom(0, 0.5, 1),
      stop: fc.constantFrom(["END"], ["a", "b"]),
      user: fc.constantFrom("", "sailor"),
      max_tokens: fc.integer({ min: 1, max: 5000 }),
      stream: fc.boolean(),
    },
    { requiredKeys: ["messages"] },
  )
  .map((fields) => ChatRequestSchema.parse({ model: "claude-made-up", ...fields }));

const parts = (content: unknown): JsonObject[] =>
  typeof content === "string"
    ? [{ type: "text", text: content }]
    : Array.isArray(content)
      ? (content as Json[]).filter(isObject)
      : [];
const textsOf = (content: unknown): string[] =>
  parts(content).flatMap((part) =>
    typeof part.text === "string" && part.text.trim() !== "" ? [part.text] : [],
  );
const imagesOf = (content: unknown): unknown[] =>
  parts(content).flatMap(({ image_url: image }) => (isObject(image) ? [image.url] : []));

/** What a conversation says: instructions, then turns; results and the user's words after them are one turn. */
function meaningOf({ messages, tools }: ChatRequest, spell: (name: string) => string) {
  const isInstruction = ({ role }: { role: string }) => role === "system" || role === "developer";
  const said = messages
    .filter((message) => !isInstruction(message))
    .flatMap((message): unknown[] => {
      const texts = textsOf(message.content);
      const images = imagesOf(message.content);
      if (message.role === "tool") return [{ result: message.tool_call_id, texts }];
      if (message.role === "user")
        return [
          { user: texts.length + images.length === 0 ? [] : texts.filter((words) => words !== "."), images },
        ];
      const calls = message.role === "assistant" ? (message.tool_calls ?? []) : [];
      if (texts.length === 0 && calls.length === 0) return [];
      return [
        {
          assistant: texts,
          calls: calls.map((call) => [
            call.id,
            spell(call.function.name),
            JSON.parse(call.function.arguments || "{}"),
          ]),
        },
      ];
    });
  return {
    system: messages.filter(isInstruction).flatMap(({ content }) => textsOf(content)),
    said,
    tools: (tools ?? []).map((tool) => spell(String((tool.function as JsonObject).name))),
  };
}

describe("a request", () => {
  test("means the same when it is read back", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const before = JSON.stringify(sent);
        const { body } = anthropicMessages.encodeRequest(sent, encoding());
        expect(JSON.stringify(sent)).toBe(before);
        const back = anthropicMessages.decodeRequest(body, {});
        if (!back.ok) throw new Error(back.message);
        const silent = ({ user, images }: Record<string, unknown>) =>
          Array.isArray(user) && user.length === 0 && Array.isArray(images) && images.length === 0;
        const names = toolNames(sent);
        const expected = meaningOf(sent, names.toWire);
        const seen = meaningOf(back.request, (name) => name);
        // A turn of nothing after results vanishes in them; elsewhere it stays as a turn without words.
        const spokenTurns = (said: unknown[]) =>
          said.filter((turn) => !silent(turn as Record<string, unknown>));
        expect({ ...seen, said: spokenTurns(seen.said) }).toEqual({
          ...expected,
          said: spokenTurns(expected.said),
        });
        for (const key of ["temperature", "stop", "user", "max_tokens", "stream"] as const)
          if (sent[key] !== undefined) expect(back.request[key], key).toEqual(sent[key]);
        if (sent.tools) expect(back.request.tool_choice).toEqual(sent.tool_choice);
        const again = anthropicMessages.encodeRequest(back.request, encoding());
        expect(again.body).toEqual(body);
      }),
      { ...SEED, numRuns: 300 },
    );
  });

  test("has turns that Anthropic accepts: no empty text, results right after their calls, roles in turn", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const { body } = anthropicMessages.encodeRequest(sent, encoding());
        const messages = (body.messages as Json[]).filter(isObject);
        messages.forEach(({ role, content }, i) => {
          const blocks = parts(content);
          expect(blocks.length).toBeGreaterThan(0);
          for (const block of blocks)
            if (block.type === "text") expect(String(block.text).trim()).not.toBe("");
          const calls = blocks.filter(({ type }) => type === "tool_use").map((block) => block.id);
          const next = parts(messages[i + 1]?.content);
          const results = next.filter(({ type }) => type === "tool_result").map((block) => block.tool_use_id);
          if (calls.length > 0) expect([role, results]).toEqual(["assistant", calls]);
          for (const block of blocks)
            if (block.type === "tool_use") expect(block.name).toMatch(/^[\w-]{1,64}$/);
        });
      }),
      { ...SEED, numRuns: 200 },
    );
  });
});

const usage: fc.Arbitrary<Usage> = fc.record(
  {
    input: fc.integer({ min: 1, max: 9000 }),
    cacheRead: fc.integer({ min: 1, max: 9000 }),
    cacheWrite5m: fc.integer({ min: 1, max: 9000 }),
    cacheWrite1h: fc.integer({ min: 1, max: 9000 }),
    output: fc.integer({ min: 1, max: 9000 }),
    reasoning: fc.integer({ min: 1, max: 9000 }),
    search: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: [] },
);
const reading: fc.Arbitrary<UsageReading> = usage.map((known) => ({ kind: "known", usage: known, raw: {} }));

const call = fc.tuple(id, fc.constantFrom("tide", "bell"), input).map(([callId, name, args]) => ({
  id: callId,
  type: "function" as const,
  function: { name, arguments: JSON.stringify(args) },
}));
const calls = fc.uniqueArray(call, { maxLength: 3, selector: (one) => one.id });
const details = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant("reasoning.text" as const),
      text: spoken,
      signature: fc.base64String({ minLength: 4 }),
    }),
    fc.record({ type: fc.constant("reasoning.encrypted" as const), data: fc.base64String({ minLength: 4 }) }),
  ),
  { maxLength: 2 },
);
const finish = fc.constantFrom<[FinishReason, string | null]>(
  ["stop", null],
  ["length", null],
  ["content_filter", null],
  ["stop", "pause_turn"],
  ["stop", "stop_sequence"],
  ["length", "model_context_window_exceeded"],
);

const completion: fc.Arbitrary<ChatCompletion> = fc
  .record({ content: fc.option(spoken), tool_calls: calls, reasoning_details: details, finish })
  .map(({ content, tool_calls, reasoning_details, finish: [reason, native] }) => {
    const reasoning = reasoning_details.map((one) => ("text" in one ? one.text : "")).join("");
    const choice = {
      index: 0,
      message: {
        role: "assistant" as const,
        content,
        refusal: null,
        ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
        ...(reasoning_details.length === 0 ? {} : { reasoning_details }),
        ...(tool_calls.length === 0 ? {} : { tool_calls }),
      },
      logprobs: null,
      finish_reason: tool_calls.length > 0 ? ("tool_calls" as const) : reason,
      ...(native === null || tool_calls.length > 0 ? {} : { native_finish_reason: native }),
    };
    const head = { id: "msg_1", object: "chat.completion" as const, created: 1_796_000_000, model: "claude" };
    return { ...head, choices: [choice] };
  });

test("an answer, its finish and every class of its usage are the same when they are read back", () => {
  fc.assert(
    fc.property(completion, reading, (answer, counts) => {
      const body = anthropicMessages.encodeResponse(answer, counts, rendering());
      const back = anthropicMessages.decodeResponse(body, decoding());
      if (!back.ok) throw new Error(back.problem);
      expect(back.completion).toEqual(answer);
      expect(back.usage).toMatchObject({ kind: "known", usage: counts.kind === "known" ? counts.usage : {} });
    }),
    { ...SEED, numRuns: 300 },
  );
});

/** The chunks that a decoder of any dialect makes of an answer; calls may come interleaved. */
function chunksFor(answer: ChatCompletion, interleaved: boolean) {
  const [choice] = answer.choices;
  if (!choice) throw new Error("no choice");
  const { content, reasoning_details = [], tool_calls = [] } = choice.message;
  const deltas: JsonObject[] = [{ role: "assistant", content: "" }];
  for (const detail of reasoning_details) {
    if (detail.type === "reasoning.text")
      deltas.push(...[...detail.text].map((letter) => ({ reasoning_content: letter })));
    deltas.push({ reasoning_details: [detail as unknown as JsonObject] });
  }
  if (content !== null) deltas.push(...[...content].map((letter) => ({ content: letter })));
  const pieces = tool_calls.map(({ id: callId, function: fn }, index) => [
    { tool_calls: [{ index, id: callId, type: "function", function: { name: fn.name, arguments: "" } }] },
    ...[...fn.arguments].map((letter) => ({ tool_calls: [{ index, function: { arguments: letter } }] })),
  ]);
  const longest = Math.max(0, ...pieces.map(({ length }) => length));
  if (interleaved)
    for (let i = 0; i < longest; i++)
      for (const piece of pieces) if (piece[i]) deltas.push(piece[i] as JsonObject);
  if (!interleaved) deltas.push(...(pieces.flat() as JsonObject[]));
  const { index: _index, message: _message, logprobs: _logprobs, ...end } = choice;
  const head = {
    id: answer.id,
    object: "chat.completion.chunk" as const,
    created: answer.created,
    model: answer.model,
  };
  const all = deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] }));
  return [...all, { ...head, choices: [{ ...end, index: 0, delta: {} }] }];
}

test("a stream adds up to the same answer when it is read back, wherever it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      completion,
      reading,
      fc.boolean(),
      fc.array(fc.nat(4000), { maxLength: 8 }),
      async (answer, counts, interleaved, cuts) => {
        const chunks = chunksFor(answer, interleaved);
        const encoder = anthropicMessages.encodeStream(rendering());
        const frames = [...chunks.flatMap((chunk) => encoder.chunk(chunk)), ...encoder.end(counts)];
        const events = await eventsOf(frames);
        expect(events.at(-1)).toEqual({ type: "end" });
        const seen = assembled(chunksOf(events));
        expect(seen).toEqual({ ...assembled(chunks), roles: 1 });
        const last = events.findLast((event) => event.type === "usage");
        expect(last?.usage).toMatchObject({
          kind: "known",
          usage: counts.kind === "known" ? counts.usage : {},
        });
        const bytes = Buffer.concat(frames);
        const edges = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
        const recut = await eventsOf(edges.slice(1).map((end, i) => bytes.subarray(edges[i], end)));
        expect(recut).toEqual(events);
      },
    ),
    { ...SEED, numRuns: 150 },
  );
});
