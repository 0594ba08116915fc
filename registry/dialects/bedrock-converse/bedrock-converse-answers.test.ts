import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChatChunk, type ChatCompletion, FINISH_REASONS } from "../../chat.ts";
import type { Json, JsonObject } from "../../json.ts";
import { classify, type Usage, type UsageReading } from "../../usage.ts";
import type { StreamEvent } from "../dialect.ts";
import { encodeFrame } from "../event-stream.ts";
import { bedrockConverse as dialect } from "./index.ts";
import { args, context, detail, endpoint, id, name, provider, rendering, SEED, words } from "./testing.ts";

async function* feed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function decoded(chunks: readonly Uint8Array[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of dialect.decodeStream(feed(chunks), context)) events.push(event);
  return events;
}

const event = (type: string, body: JsonObject): Uint8Array =>
  encodeFrame(
    [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    JSON.stringify(body),
  );

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
const known = (value: Usage): UsageReading => ({ kind: "known", usage: value, raw: {} });

function completionOf(
  said: typeof message extends fc.Arbitrary<infer T> ? T : never,
  reason: (typeof FINISH_REASONS)[number],
) {
  const thought = (said.reasoning ?? []).map((each) => ("text" in each ? each.text : "")).join("");
  return {
    ...{
      id: "chatcmpl-test",
      object: "chat.completion",
      created: 1_796_000_000,
      model: endpoint.providerModelId,
    },
    choices: [
      {
        index: 0,
        message: {
          ...{ role: "assistant", content: said.content, refusal: null },
          ...(thought === "" ? {} : { reasoning_content: thought }),
          ...(said.reasoning === null ? {} : { reasoning_details: said.reasoning }),
          ...(said.calls.length === 0
            ? {}
            : {
                tool_calls: said.calls.map((call) => ({
                  ...{ id: call.id, type: "function" },
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

  test.each([
    [{}, "no message"],
    [{ output: { message: { content: [{ text: "half" }] } } }, "stopReason"],
    [{ output: { message: { content: [7] } }, stopReason: "end_turn" }, "not an object"],
    [{ output: { message: { content: [{ toolUse: {} }] } }, stopReason: "tool_use" }, "no name"],
    [{ output: { message: { content: [] } }, stopReason: "malformed_tool_use" }, "malformed_tool_use"],
  ] as [JsonObject, string][])("no answer: %j", (body, problem) => {
    const back = dialect.decodeResponse(body, context);
    expect(back.ok ? "" : back.problem).toContain(problem);
  });

  test("what has no canonical place stays beside it, as it came", () => {
    const server = {
      toolUse: { toolUseId: "s1", name: "nova_grounding", input: {}, type: "server_tool_use" },
    };
    const cited = {
      citationsContent: {
        content: [{ text: "High at six." }],
        citations: [{ title: "Tides", location: { web: { url: "https://tides.example/" } } }],
      },
    };
    const body = { output: { message: { content: [server, cited] } }, stopReason: "end_turn" };
    const back = dialect.decodeResponse(body, context);
    const said = back.ok ? back.completion.choices[0]?.message : undefined;
    expect(said).toMatchObject({
      content: "High at six.",
      annotations: [
        {
          type: "url_citation",
          url_citation: { url: "https://tides.example/", title: "Tides", start_index: 0, end_index: 12 },
        },
      ],
      bedrock_content: [server],
    });
    expect(said?.tool_calls).toBeUndefined();
  });

  test("usage that contradicts itself is told, not mended (USE-03)", () => {
    const base = {
      inputTokens: 3,
      outputTokens: 61,
      totalTokens: 2435,
      cacheReadInputTokens: 2074,
      cacheWriteInputTokens: 297,
    };
    const read = (more: JsonObject) => dialect.readUsage({ ...base, ...more }, provider.usage);
    expect(read({})).toMatchObject({ usage: { input: 3, cacheRead: 2074, cacheWrite5m: 297, output: 61 } });
    expect(read({ cacheReadInputTokenCount: 9, cacheWriteInputTokenCount: 9 })).toMatchObject({
      kind: "known",
    });
    expect(read({ cacheDetails: [{ ttl: "1h", inputTokens: 297 }] })).toMatchObject({
      usage: { cacheWrite1h: 297 },
    });
    expect(read({ cacheDetails: [{ ttl: "1h", inputTokens: 296 }] }).kind).toBe("contradictory");
    expect(read({ totalTokens: 64 }).kind).toBe("contradictory");
    expect(dialect.readUsage({ inputTokens: 3 }, provider.usage).kind).toBe("unknown");
    expect(classify({ prompt: 1, completion: 1 }, provider.usage, {}).kind).toBe("known");
  });
});

/** Chunks as decoders give them: role first, calls with id and name before their arguments, the finish alone. */
function chunksOf(completion: ChatCompletion): ChatChunk[] {
  const [choice] = completion.choices;
  const chunk = (delta: JsonObject, finish: string | null = null) =>
    ({
      ...{ id: completion.id, object: "chat.completion.chunk", created: completion.created },
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
          const whole = await decoded(pieces);
          const seen = whole.flatMap((each) => (each.type === "chunk" ? [each.chunk] : []));
          expect(JSON.parse(JSON.stringify(seen))).toEqual(JSON.parse(JSON.stringify(chunks)));
          expect(whole.at(-1)).toEqual({ type: "end" });
          expect(whole.at(-2)).toMatchObject({ type: "usage", usage: { kind: "known", usage: spent } });
          const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
          const edges = [0, ...positions.map((at) => at % bytes.length).sort((a, b) => a - b), bytes.length];
          expect(await decoded(edges.slice(1).map((end, i) => bytes.slice(edges[i], end)))).toEqual(whole);
        },
      ),
      SEED,
    );
  });

  const opening = event("messageStart", { role: "assistant" });
  const text = event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Ahoy" }, p: "abc" });
  const stop = event("messageStop", { stopReason: "end_turn" });
  const exception = encodeFrame(
    [
      [":exception-type", "throttlingException"],
      [":content-type", "application/json"],
      [":message-type", "exception"],
    ],
    '{"message":"Too many requests"}',
  );

  test("without a finish they are broken, without usage they are not", async () => {
    expect((await decoded([opening, text])).at(-1)?.type).toBe("broken");
    expect((await decoded([])).at(-1)?.type).toBe("broken");
    expect((await decoded([opening, text, stop])).at(-1)?.type).toBe("end");
  });

  test("an exception frame ends them, whatever follows", async () => {
    const events = await decoded([opening, text, exception, text, stop]);
    expect(events.at(-1)).toMatchObject({
      type: "error",
      body: { message: "Too many requests", type: "ThrottlingException", status: 429 },
    });
    expect(events.filter((each) => each.type === "chunk")).toHaveLength(2);
  });

  test("a malformed answer is an error, and its usage is still told", async () => {
    const metadata = event("metadata", { usage: { inputTokens: 5, outputTokens: 2, totalTokens: 7 } });
    const events = await decoded([
      opening,
      event("messageStop", { stopReason: "malformed_tool_use" }),
      metadata,
    ]);
    expect(events.map((each) => each.type)).toEqual(["chunk", "usage", "error"]);
  });

  test("frames that nobody knows say nothing, and junk breaks (STR-05)", async () => {
    const events = await decoded([opening, event("tideTurned", { level: 3 }), text, stop]);
    expect(events.filter((each) => each.type === "chunk")).toHaveLength(3);
    const junk = encodeFrame([[":event-type", "contentBlockDelta"]], "{half");
    expect((await decoded([opening, junk, text, stop])).at(-1)?.type).toBe("broken");
    expect(
      (await decoded([text, text.map((byte, i) => (i === 40 ? byte ^ 1 : byte)), stop])).at(-1)?.type,
    ).toBe("broken");
  });

  test("nothing of an error is lost on the way to a caller of this dialect", async () => {
    const error = provider.normalizeError({
      ...{ status: 429, headers: new Headers({ "x-amzn-errortype": "ThrottlingException:http://a/" }) },
      ...{ text: '{"message":"Slow down"}', secrets: [], nowMs: 0 },
    });
    expect(error).toMatchObject({ meaning: "rate_limit", message: "Slow down" });
    expect(dialect.encodeError(error, "r-1", [])).toMatchObject({
      ...{ __type: "ThrottlingException", message: "Slow down", request_id: "r-1" },
    });
    const [last] = (await decoded(dialect.encodeStream(rendering).error(error))).slice(-1);
    expect(last).toMatchObject({
      type: "error",
      body: { type: "ThrottlingException", message: "Slow down" },
    });
  });
});
