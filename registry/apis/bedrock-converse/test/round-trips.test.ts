import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChatChunk, type ChatCompletion, FINISH_REASONS } from "../../../canonical/chat.ts";
import type { Usage } from "../../../canonical/usage.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { bedrockConverse as dialect } from "../index.ts";
import {
  args,
  context,
  detail,
  encoded,
  endpoint,
  eventsOf,
  id,
  known,
  name,
  provider,
  rendering,
  SEED,
  words,
} from "./testing.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";

const turn = fc.record({
  said: fc.oneof(
    words,
    words.map((text) => [
      { type: "text", text, cache_control: { type: "ephemeral", ttl: "1h" } },
      { type: "image_url", image_url: { url: PNG } },
    ]),
  ),
  answer: fc.option(words),
  details: fc.array(detail, { maxLength: 2 }),
  calls: fc.uniqueArray(fc.record({ id, name, args, result: fc.oneof(words, fc.constant("")) }), {
    selector: (call) => call.id,
    maxLength: 3,
  }),
  mark: fc.constantFrom({}, { cache_control: { type: "ephemeral" } }),
});

/** A conversation in the form that the way back gives: no empty turns, results directly after their calls. */
const conversation = fc
  .record({
    system: fc.array(words, { maxLength: 2 }),
    turns: fc.array(turn, { minLength: 1, maxLength: 3 }),
    last: words,
  })
  .map(({ system, turns, last }) => [
    ...system.map((content) => ({ role: "system", content })),
    ...turns.flatMap(({ said, answer, details, calls, mark }, i) => {
      const named = calls.map((call) => ({ ...call, id: `${call.id}-${i}` }));
      return [
        { role: "user", content: said },
        {
          role: "assistant",
          content: answer ?? (named.length > 0 ? null : "Aye."),
          ...(details.length > 0 ? { reasoning_details: details } : {}),
          ...(named.length > 0
            ? {
                ...mark,
                tool_calls: named.map((call) => ({
                  id: call.id,
                  type: "function",
                  function: { name: call.name, arguments: call.args },
                })),
              }
            : {}),
        },
        ...named.map((call) => ({ role: "tool", tool_call_id: call.id, content: call.result, ...mark })),
        // Without a word between results and question they are one turn, and come back as two messages.
        { role: "user", content: "And then?" },
        { role: "assistant", content: "Fair wind." },
      ];
    }),
    { role: "user", content: last },
  ]);

const tools = fc.uniqueArray(
  fc.record({ name, description: fc.option(words), strict: fc.boolean() }).map((tool) => ({
    type: "function",
    function: {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      parameters: { type: "object", properties: { depth: { type: "number" } } },
      ...(tool.strict ? { strict: true } : {}),
    },
  })),
  { selector: (tool) => tool.function.name, minLength: 1, maxLength: 3 },
);

describe("requests", () => {
  test("come back as they were (MAP-05, MAP-06, MAP-12)", () => {
    const extras = fc.record(
      {
        temperature: fc.constantFrom(0, 0.5, 1),
        top_p: fc.constantFrom(0, 0.25),
        top_k: fc.nat(50),
        max_tokens: fc.integer({ min: 1, max: 4096 }),
        stop: fc.array(words, { minLength: 1, maxLength: 3 }),
        tool_choice: fc.constantFrom("auto", "required"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(conversation, tools, extras, (messages, declared, more) => {
        const request = { messages: messages as Json, tools: declared as Json, ...more } as JsonObject;
        const before = JSON.stringify(request);
        const { body, dropped } = encoded(request);
        expect(JSON.stringify(request)).toBe(before);
        expect(dropped).toEqual([]);
        const back = dialect.decodeRequest(body, { model: "keel" });
        expect(back.ok && JSON.parse(JSON.stringify(back.request))).toEqual({
          model: "keel",
          ...JSON.parse(JSON.stringify(request)),
        });
      }),
      SEED,
    );
  });

  test("turns alternate, whatever the messages (MAP-06)", () => {
    const message = fc.oneof(
      fc.record({
        role: fc.constantFrom("user", "assistant", "system", "developer"),
        content: fc.oneof(words, fc.constant("")),
      }),
      fc.record({ role: fc.constant("tool"), tool_call_id: fc.string({ minLength: 1 }), content: words }),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), (messages) => {
        const { body } = encoded({ messages: messages as Json });
        const turns = body.messages as JsonObject[];
        turns.forEach((turn, i) => {
          expect(turn.role).not.toBe(turns[i + 1]?.role);
          expect((turn.content as Json[]).length).toBeGreaterThan(0);
        });
        if (messages.some(({ role }) => role === "tool")) expect(body.toolConfig).toBeDefined();
      }),
      SEED,
    );
  });
});

const message = fc.record({
  content: words,
  reasoning: fc.option(fc.array(detail, { minLength: 1, maxLength: 2 })),
  calls: fc.uniqueArray(fc.record({ id, name, args }), { selector: (call) => call.id, maxLength: 3 }),
});

const finishOf = (reason: ChatCompletion["choices"][number]["finish_reason"], hasCalls: boolean) =>
  hasCalls && reason === "stop" ? "tool_calls" : reason === "function_call" ? "tool_calls" : reason;

const counts = fc.nat(1_000_000);
const usage: fc.Arbitrary<Usage> = fc
  .record({ input: counts, cacheRead: counts, cacheWrite5m: counts, cacheWrite1h: counts, output: counts })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0)));

function completionOf(
  said: typeof message extends fc.Arbitrary<infer T> ? T : never,
  reason: (typeof FINISH_REASONS)[number],
) {
  const thought = (said.reasoning ?? []).map((each) => ("text" in each ? each.text : "")).join("");
  return {
    id: "chatcmpl-test",
    object: "chat.completion",
    created: 1_796_000_000,
    model: endpoint.providerModelId,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: said.content,
          refusal: null,
          ...(thought === "" ? {} : { reasoning_content: thought }),
          ...(said.reasoning === null ? {} : { reasoning_details: said.reasoning }),
          ...(said.calls.length === 0
            ? {}
            : {
                tool_calls: said.calls.map((call) => ({
                  id: call.id,
                  type: "function",
                  function: { name: call.name, arguments: call.args },
                })),
              }),
        },
        logprobs: null,
        finish_reason: finishOf(reason, said.calls.length > 0),
      },
    ],
  } as ChatCompletion;
}

describe("answers", () => {
  test("come back as they were, with their usage (RES-01…03, USE-01)", () => {
    fc.assert(
      fc.property(message, fc.constantFrom(...FINISH_REASONS), usage, (said, reason, spent) => {
        const completion = completionOf(said, reason);
        const body = dialect.encodeResponse(completion, known(spent), rendering);
        const back = dialect.decodeResponse(JSON.parse(JSON.stringify(body)), context);
        expect(back.ok && back.completion).toEqual(completion);
        expect(back.ok && back.usage.kind === "known" && back.usage.usage).toEqual(spent);
      }),
      SEED,
    );
  });
});

/** Chunks as decoders give them: role first, calls with id and name before their arguments, the finish alone. */
function chunksOf(completion: ChatCompletion): ChatChunk[] {
  const [choice] = completion.choices;
  const chunk = (delta: JsonObject, finish: string | null = null) =>
    ({
      id: completion.id,
      object: "chat.completion.chunk",
      created: completion.created,
      model: completion.model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    }) as ChatChunk;
  const said = choice?.message;
  const details = said?.reasoning_details ?? [];
  return [
    chunk({ role: "assistant", content: "" }),
    ...details.flatMap((each) => [
      ...(each.type === "reasoning.text" ? [chunk({ reasoning_content: each.text })] : []),
      chunk({ reasoning_details: [each] as unknown as Json }),
    ]),
    chunk({ content: said?.content ?? "" }),
    ...(said?.tool_calls ?? []).flatMap((call, index) => [
      chunk({
        tool_calls: [
          { index, id: call.id, type: "function", function: { name: call.function.name, arguments: "" } },
        ],
      }),
      chunk({ tool_calls: [{ index, function: { arguments: call.function.arguments } }] }),
    ]),
    chunk({}, choice?.finish_reason ?? "stop"),
  ];
}

describe("streams", () => {
  test("come back as they were, and the same wherever they are cut (STR-01, STR-04)", async () => {
    await fc.assert(
      fc.asyncProperty(
        message,
        fc.constantFrom(...FINISH_REASONS),
        usage,
        fc.array(fc.nat(), { maxLength: 12 }),
        async (said, reason, spent, positions) => {
          const completion = completionOf(said, reason);
          const chunks = chunksOf(completion);
          const encoder = dialect.encodeStream(rendering);
          const pieces = [...chunks.flatMap((chunk) => encoder.chunk(chunk)), ...encoder.end(known(spent))];
          const whole = await eventsOf(pieces);
          const seen = whole.flatMap((each) => (each.type === "chunk" ? [each.chunk] : []));
          expect(JSON.parse(JSON.stringify(seen))).toEqual(JSON.parse(JSON.stringify(chunks)));
          expect(whole.at(-1)).toEqual({ type: "end" });
          expect(whole.at(-2)).toMatchObject({ type: "usage", usage: { kind: "known", usage: spent } });
          const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
          const edges = [0, ...positions.map((at) => at % bytes.length).sort((a, b) => a - b), bytes.length];
          expect(await eventsOf(edges.slice(1).map((end, i) => bytes.slice(edges[i], end)))).toEqual(whole);
        },
      ),
      SEED,
    );
  });

  test("nothing of an error is lost on the way to a caller of this dialect", async () => {
    const error = provider.normalizeError({
      status: 429,
      headers: new Headers({ "x-amzn-errortype": "ThrottlingException:http://a/" }),
      text: '{"message":"Slow down"}',
      secrets: [],
      nowMs: 0,
    });
    expect(error).toMatchObject({ meaning: "rate_limit", message: "Slow down" });
    expect(dialect.encodeError(error, "r-1", [])).toMatchObject({
      __type: "ThrottlingException",
      message: "Slow down",
      request_id: "r-1",
    });
    const [last] = (await eventsOf(dialect.encodeStream(rendering).error(error))).slice(-1);
    expect(last).toMatchObject({
      type: "error",
      body: { type: "ThrottlingException", message: "Slow down" },
    });
  });
});
