import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatChunk, ChatCompletion, ChatRequest } from "../../../canonical/chat.ts";
import { PROMPT_CLASSES, type Usage, type UsageClass } from "../../../canonical/usage.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { GEMINI_TRAITS, GEMINI_USAGE } from "../../../providers/_shared/gemini-at-google.ts";
import { functionNames } from "../answer-fields.ts";
import { gemini } from "../index.ts";
import { asked, assembled, decoding, endpointWith, eventsOf, orderOf, rendering } from "./testing.ts";

const SEED = { seed: 20_261_121, numRuns: 200 };

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
const base64 = fc.base64String({ minLength: 4, maxLength: 16 });
const toolName = fc.constantFrom(
  "tide",
  "harbour.tide/now",
  "harbour_tide_now",
  "höhe",
  "1st-mate",
  "-x",
  "a b",
);
const object = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
const args = object.map((value) => JSON.stringify(JSON.parse(JSON.stringify(value))));

const image = fc.oneof(
  base64.map((data) => `data:image/png;base64,${data}`),
  fc.constant("https://pier.example/red.png"),
);
const userContent = fc.oneof(
  text,
  fc.constant(""),
  fc.tuple(text, image).map(([words, url]) => [
    { type: "text" as const, text: words },
    { type: "image_url" as const, image_url: { url } },
  ]),
);

const result = fc.oneof(
  text,
  args,
  fc.constantFrom("", '{"output":"x"}', "[1]", "12345678901234567890", '{"a":1e400}'),
);
const detail = fc.oneof(
  fc.record({ type: fc.constant("reasoning.text" as const), text, signature: base64 }),
  fc.record({ type: fc.constant("reasoning.text" as const), text }),
);
const seal = base64.map((data) => ({ type: "reasoning.encrypted" as const, data }));

const call = fc.record({
  name: toolName,
  args,
  signature: fc.option(base64, { nil: undefined }),
  result,
});

const signed = (signature: string | undefined) =>
  signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } };

/** A turn of user and model, with calls and their results where there are any. */
const turn = fc
  .record({
    user: userContent,
    said: text,
    calls: fc.array(call, { maxLength: 3 }),
    details: fc.array(detail, { maxLength: 2 }),
    seals: fc.array(seal, { maxLength: 2 }),
  })
  .map(({ user, said, calls, details, seals }) => ({ user, said, calls, thinking: [...details, ...seals] }));

const thoughtsOf = (thinking: readonly { type: string; text?: string }[]): string =>
  thinking.map((each) => each.text ?? "").join("");

const conversation: fc.Arbitrary<ChatRequest["messages"]> = fc
  .tuple(fc.array(text, { maxLength: 2 }), fc.array(turn, { minLength: 1, maxLength: 3 }))
  .map(([systems, turns]) => [
    ...systems.map((content) => ({ role: "system" as const, content })),
    ...turns.flatMap(({ user, said, calls, thinking }, t) => [
      { role: "user" as const, content: user },
      {
        role: "assistant" as const,
        content: said,
        ...(thoughtsOf(thinking) === "" ? {} : { reasoning_content: thoughtsOf(thinking) }),
        ...(thinking.length === 0 ? {} : { reasoning_details: thinking }),
        ...orderOf(thinking, said, calls.length),
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map((each, i) => ({
                id: `call_${t}_${i}`,
                type: "function" as const,
                function: { name: each.name, arguments: each.args },
                ...signed(each.signature),
              })),
            }),
      },
      ...calls.map((each, i) => ({
        role: "tool" as const,
        tool_call_id: `call_${t}_${i}`,
        content: each.result,
      })),
    ]),
    { role: "user" as const, content: "Go on." },
  ]);

const parameters = fc.record(
  {
    temperature: fc.constantFrom(0, 0.5, 2),
    top_p: fc.constantFrom(0, 1),
    seed: fc.integer(),
    n: fc.constantFrom(1, 2),
    stop: fc.array(text, { minLength: 1, maxLength: 3 }),
    max_tokens: fc.integer({ min: 1, max: 9999 }),
    frequency_penalty: fc.constantFrom(0, -1),
    reasoning_effort: fc.constantFrom("none", "minimal", "low", "medium", "high"),
    tool_choice: fc.constantFrom("none" as const, "auto" as const, "required" as const),
    response_format: fc.constantFrom(
      { type: "json_object" as const },
      {
        type: "json_schema" as const,
        json_schema: { name: "response", schema: { type: "object", $ref: "#/x" } },
      },
    ),
  },
  { requiredKeys: [] },
);

const declared = toolName.map((name) => ({
  type: "function" as const,
  function: {
    name,
    description: "Tells.",
    parameters: { type: "object", properties: { type: { type: "string" } } },
  },
}));

const request: fc.Arbitrary<ChatRequest> = fc
  .record({
    messages: conversation,
    tools: fc.array(declared, { minLength: 1, maxLength: 2 }),
    more: parameters,
  })
  .map(({ messages, tools, more }) => ({ model: "m", stream: true, messages, tools, ...more }));

/** The same request with its tools under the names that the wire has for them. */
function respelled(whole: ChatRequest): Json {
  const names = functionNames(whole);
  const spell = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(spell);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner = null]): [string, Json] => {
      const fn = inner as JsonObject;
      return key === "function" ? [key, { ...fn, name: names.toWire(String(fn.name)) }] : [key, spell(inner)];
    });
    return Object.fromEntries(entries);
  };
  return spell(whole as unknown as Json);
}

describe("requests", () => {
  test("come back as they went (MAP-03, MAP-05, MAP-06, MAP-08, MAP-10)", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const before = structuredClone(sent);
        const { body, dropped } = gemini.encodeRequest(sent, {
          endpoint: endpointWith(),
          traits: GEMINI_TRAITS,
        });
        expect(sent).toEqual(before);
        expect(dropped).toEqual([]);
        const back = gemini.decodeRequest(JSON.parse(JSON.stringify(body)), { model: "m", stream: true });
        expect(back).toEqual({ ok: true, request: respelled(sent) });
      }),
      SEED,
    );
  });

  test("every function name fits the wire, and no two become one (MAP-11)", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const { toWire, fromWire } = functionNames(sent);
        for (const { function: fn } of sent.tools as { function: { name: string } }[]) {
          expect(toWire(fn.name)).toMatch(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/);
          expect(fromWire(toWire(fn.name))).toBe(fn.name);
        }
      }),
      SEED,
    );
  });
});

const FINISHES = [
  { finish_reason: "stop" as const },
  { finish_reason: "length" as const },
  { finish_reason: "content_filter" as const, native_finish_reason: "SAFETY" },
  { finish_reason: "content_filter" as const, native_finish_reason: "RECITATION" },
  { finish_reason: "stop" as const, native_finish_reason: "OTHER" },
];

const answer = fc
  .record({
    said: fc.option(text, { nil: null }),
    details: fc.array(detail, { maxLength: 2 }),
    seals: fc.array(seal, { maxLength: 1 }),
    calls: fc.array(
      fc.record({
        name: fc.constantFrom("tide", "höhe"),
        args,
        signature: fc.option(base64, { nil: undefined }),
      }),
      {
        maxLength: 3,
      },
    ),
    finish: fc.constantFrom(...FINISHES),
  })
  .map(({ said, details, seals, calls, finish }) => ({
    said,
    calls,
    finish,
    thinking: [...details, ...seals],
  }));

type Answer = typeof answer extends fc.Arbitrary<infer Value> ? Value : never;

function messageOf({ said, thinking, calls }: Answer) {
  return {
    role: "assistant" as const,
    content: said,
    refusal: null,
    ...(thoughtsOf(thinking) === "" ? {} : { reasoning_content: thoughtsOf(thinking) }),
    ...(thinking.length === 0 ? {} : { reasoning_details: thinking }),
    ...orderOf(thinking, said, calls.length),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((each, i) => ({
            id: `call_${i}`,
            type: "function" as const,
            function: { name: each.name, arguments: each.args },
            ...signed(each.signature),
          })),
        }),
  };
}

/** Gemini finishes calls with STOP, which is read as what it means. */
const finishOf = ({ calls, finish }: Answer) =>
  calls.length > 0 && finish.finish_reason === "stop" && !("native_finish_reason" in finish)
    ? { finish_reason: "tool_calls" as const }
    : finish;

const usage: fc.Arbitrary<Usage> = fc
  .record(
    Object.fromEntries(
      (
        [
          "input",
          "cacheRead",
          "audioInput",
          "imageInput",
          "output",
          "reasoning",
          "audioOutput",
          "imageOutput",
        ] as const
      ).map((name: UsageClass) => [name, fc.nat(100_000)]),
    ),
    { requiredKeys: [] },
  )
  .map((counts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)));

const identity = { id: "harbour-answer", created: 1_796_000_000, model: "gemini-2.5-flash" };

describe("answers", () => {
  test("come back as they went, usage included (RES-01, RES-02, RES-03, USE-01)", () => {
    fc.assert(
      fc.property(answer, usage, (said, counts) => {
        const completion: ChatCompletion = {
          ...identity,
          object: "chat.completion",
          choices: [{ index: 0, message: messageOf(said), logprobs: null, ...finishOf(said) }],
        };
        const reading = { kind: "known" as const, usage: counts, raw: {} };
        const body = JSON.parse(JSON.stringify(gemini.encodeResponse(completion, reading, rendering)));
        const back = gemini.decodeResponse(body, decoding());
        expect(back).toMatchObject({ ok: true, completion, usage: { kind: "known", usage: counts } });
        expect(back.ok && back.completion).toEqual(completion);
      }),
      SEED,
    );
  });

  test("every class of usage survives; cache writes become prompt (USE-01, USE-02)", () => {
    fc.assert(
      fc.property(usage, fc.nat(1000), (counts, written) => {
        const raw = gemini.writeUsage({ ...counts, cacheWrite5m: written });
        const back = gemini.readUsage(raw, GEMINI_USAGE);
        const input = (counts.input ?? 0) + written;
        const expected = { ...counts, ...(input === 0 ? {} : { input }) };
        expect(back.kind === "known" && back.usage).toEqual(expected);
        const prompt = PROMPT_CLASSES.reduce((sum, name) => sum + (expected[name] ?? 0), 0);
        expect(raw.promptTokenCount).toBe(prompt);
      }),
      SEED,
    );
  });
});

const chunk = (choice: Partial<ChatChunk["choices"][number]>): ChatChunk => ({
  ...identity,
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta: {}, finish_reason: null, ...choice }],
});

/** An answer as OpenAI streams it: arguments in two pieces, the finish alone. */
function chunksOf(said: Answer): ChatChunk[] {
  const { content, reasoning_details: details = [], tool_calls: calls = [] } = messageOf(said);
  const half = (words: string) => [words.slice(0, words.length >> 1), words.slice(words.length >> 1)];
  return [
    chunk({ delta: { role: "assistant", content: "" } }),
    ...details.map((each) => chunk({ delta: { reasoning_details: [each] } })),
    ...(content === null ? [] : half(content).map((piece) => chunk({ delta: { content: piece } }))),
    ...calls.flatMap((each, index) => {
      const { id, type, function: fn } = each;
      const [first = "", second = ""] = half(fn.arguments);
      const extra = "extra_content" in each ? { extra_content: each.extra_content } : {};
      return [
        chunk({
          delta: {
            tool_calls: [{ index, id, type, function: { name: fn.name, arguments: first }, ...extra }],
          },
        }),
        chunk({ delta: { tool_calls: [{ index, function: { arguments: second } }] } }),
      ];
    }),
    chunk(finishOf(said)),
  ];
}

/** The bytes cut at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

describe("streams", () => {
  test("come back as they went, wherever the bytes are cut (STR-01, STR-04, USE-04)", async () => {
    await fc.assert(
      fc.asyncProperty(answer, usage, fc.array(fc.nat(), { maxLength: 12 }), async (said, counts, places) => {
        const encoder = gemini.encodeStream(rendering);
        const frames = chunksOf(said).flatMap((each) => encoder.chunk(each));
        frames.push(...encoder.keepAlive(), ...encoder.end({ kind: "known", usage: counts, raw: {} }));
        const bytes = new Uint8Array(frames.flatMap((frame) => [...frame]));
        const events = await eventsOf([bytes]);
        expect(await eventsOf(cut(bytes, places))).toEqual(events);
        const message = messageOf(said);
        expect(assembled(events)).toEqual({
          text: said.said ?? "",
          reasoning: message.reasoning_content ?? "",
          details: message.reasoning_details ?? [],
          refusal: "",
          calls: (message.tool_calls ?? []).map((each) => ({
            id: each.id,
            ...each.function,
            extra: "extra_content" in each ? each.extra_content : undefined,
          })),
          roles: 1,
          finishes: [finishOf(said).finish_reason],
          usage: counts,
          last: "end",
        });
      }),
      { ...SEED, numRuns: 100 },
    );
  });

  test("one that is cut short is broken, whatever is missing (STR-07)", async () => {
    await fc.assert(
      fc.asyncProperty(answer, fc.nat(), async (said, place) => {
        const encoder = gemini.encodeStream({ ...rendering, request: asked });
        const frames = chunksOf(said).flatMap((each) => encoder.chunk(each));
        const bytes = new Uint8Array(frames.flatMap((frame) => [...frame]));
        const events = await eventsOf([bytes.subarray(0, place % (bytes.length + 1))]);
        expect(events.at(-1)?.type).toBe("broken");
        expect(events.filter(({ type }) => type === "end" || type === "broken")).toHaveLength(1);
      }),
      { ...SEED, numRuns: 100 },
    );
  });
});
