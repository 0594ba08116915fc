import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatChunk, ChatCompletion, ChatRequest, Delta } from "../../../canonical/chat.ts";
import {
  COMPLETION_CLASSES,
  PROMPT_CLASSES,
  sumClasses,
  USAGE_CLASSES,
  type Usage,
} from "../../../canonical/usage.ts";
import type { Endpoint } from "../../../endpoint.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import type { JsonObject } from "../../../json.ts";
import { CohereProvider } from "../../../providers/cohere/index.ts";
import type { DecodeContext, StreamEvent } from "../../codec.ts";
import { cohereV2 } from "../index.ts";
import { completions } from "./generated.ts";

const SEED = { seed: 20261121, numRuns: 150 };
const { traits, usage: convention } = new CohereProvider().chatApi();
const endpoint = {
  providerModelId: "command-test",
} as unknown as Endpoint;
const ask = (more: JsonObject = {}): ChatRequest =>
  ({ model: "any", messages: [{ role: "user", content: "Tide?" }], ...more }) as unknown as ChatRequest;

const contextOf = (request: ChatRequest = ask()): DecodeContext => ({
  endpoint,
  traits,
  convention,
  request,
  nowSeconds: 1,
  fallbackId: "fallback",
});
const render = { request: ask(), requestId: "request-1", body: {}, now: () => 1, usageExtras: () => ({}) };

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let i = 0; start < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

async function decode(
  bytes: Uint8Array,
  { sizes = [bytes.length], request = ask() }: { sizes?: number[]; request?: ChatRequest } = {},
): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of cohereV2.decodeStream(cut(bytes, sizes), contextOf(request))) events.push(event);
  return events;
}

const join = (frames: Uint8Array[]): Uint8Array => Buffer.concat(frames);
const sse = (...events: (JsonObject | string)[]): Uint8Array =>
  Buffer.from(
    events
      .map((event) =>
        typeof event === "string" ? event : `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
      )
      .join(""),
  );

/** An answer as the chunks of a stream. */
function chunksOf({ choices, ...rest }: ChatCompletion): ChatChunk[] {
  const [choice] = choices;
  if (!choice) return [];
  const { content, reasoning_content, tool_plan, tool_calls = [] } = choice.message;
  const deltas: Delta[] = [
    { role: "assistant" },
    ...(tool_plan === undefined ? [] : [{ tool_plan }]),
    ...(reasoning_content === undefined ? [] : [{ reasoning_content }]),
    ...(content === null ? [] : [{ content }]),
    ...tool_calls.flatMap(({ id, type, function: { name, arguments: args } }, index): Delta[] => [
      { tool_calls: [{ index, id, type, function: { name, arguments: "" } }] },
      { tool_calls: [{ index, function: { arguments: args } }] },
    ]),
  ];
  const chunk = (delta: Delta, last = false): ChatChunk => ({
    id: rest.id,
    created: rest.created,
    model: rest.model,
    object: "chat.completion.chunk" as const,
    choices: [{ index: 0, delta, finish_reason: last ? choice.finish_reason : null }],
  });
  return [...deltas.map((delta) => chunk(delta)), chunk({}, true)];
}

/** What a stream says, put together. */
function said(events: readonly StreamEvent[]): JsonObject {
  const whole = { content: "", thinking: "", plan: "", finish: [] as string[], roles: 0 };
  const calls: { id: string; name: string; args: string }[] = [];
  for (const event of events) {
    for (const { delta, finish_reason } of event.type === "chunk" ? event.chunk.choices : []) {
      whole.content += delta.content ?? "";
      whole.thinking += delta.reasoning_content ?? "";
      whole.plan += (delta.tool_plan as string | undefined) ?? "";
      whole.roles += delta.role === undefined ? 0 : 1;
      if (finish_reason !== null) whole.finish.push(finish_reason);
      for (const { index, id, function: fn } of delta.tool_calls ?? []) {
        if (id !== undefined) calls[index] = { id, name: fn?.name ?? "", args: "" };
        const call = calls[index];
        if (call) call.args += fn?.arguments ?? "";
      }
    }
  }
  return { ...whole, calls, end: events.at(-1)?.type ?? null };
}

describe("answers", () => {
  test("keep their meaning on the way there and back (RES-03)", () => {
    fc.assert(
      fc.property(completions, (completion) => {
        const body = cohereV2.encodeResponse(completion, { kind: "unknown" }, render);
        const back = cohereV2.decodeResponse(body, contextOf());
        if (!back.ok) throw new Error(back.problem);
        expect(back.completion).toEqual(completion);
        expect(back.usage.kind).toBe("unknown");
      }),
      SEED,
    );
  });

  test("name the caller's own tools again (MAP-11)", () => {
    const name = "ns.tool/name";
    const request = ask({ tools: [{ type: "function", function: { name } }] });
    const call = { id: "x", type: "function", function: { name: "ns_tool_name", arguments: "null" } };
    const read = cohereV2.decodeResponse(
      { id: "1", message: { role: "assistant", tool_calls: [call] }, finish_reason: "TOOL_CALL" },
      contextOf(request),
    );
    if (!read.ok) throw new Error(read.problem);
    expect(read.completion.choices[0]?.message.tool_calls).toEqual([
      { id: "x", type: "function", function: { name, arguments: "{}" } },
    ]);
  });

  test.each([
    [null],
    ["text"],
    [[]],
    [{}],
    [{ message: "no" }],
    [{ message: {} }],
    [{ message: { content: [{ type: "text", text: "x" }] }, finish_reason: "ERROR" }],
    [{ message: { tool_calls: [{ id: "x", function: {} }] }, finish_reason: "TOOL_CALL" }],
  ])("%j is none (RES-05)", (body) => {
    expect(cohereV2.decodeResponse(body as never, contextOf()).ok).toBe(false);
  });

  test("cite documents with an address as annotations, and all of them under Cohere's name", () => {
    const document = { id: "d", url: "https://pier.example/", title: "Pier" };
    const citation = { start: 4, end: 8, text: "pier", sources: [{ type: "document", id: "d", document }] };
    const body = {
      id: "1",
      message: { content: [{ type: "text", text: "The pier." }], citations: [citation] },
      finish_reason: "COMPLETE",
    };
    const read = cohereV2.decodeResponse(body, contextOf());
    if (!read.ok) throw new Error(read.problem);
    const message = read.completion.choices[0]?.message;
    expect(message?.citations).toEqual([citation]);
    const url_citation = { url: "https://pier.example/", title: "Pier", start_index: 4, end_index: 8 };
    expect(message?.annotations).toEqual([{ type: "url_citation", url_citation }]);
  });
});

describe("streams", () => {
  test("keep their meaning on the way there and back, however they are cut (STR-01)", async () => {
    await fc.assert(
      fc.asyncProperty(
        completions,
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
        async (completion, sizes) => {
          const writer = cohereV2.encodeStream(render);
          const usage = { kind: "known", usage: { input: 5, output: 2 }, raw: null } as const;
          const bytes = join([
            ...chunksOf(completion).flatMap((chunk) => writer.chunk(chunk)),
            ...writer.keepAlive(),
            ...writer.end(usage),
          ]);
          const events = await decode(bytes);
          expect(await decode(bytes, { sizes })).toEqual(events);
          const { message, finish_reason } = completion.choices[0] ?? {};
          expect(said(events)).toEqual({
            content: message?.content ?? "",
            thinking: message?.reasoning_content ?? "",
            plan: message?.tool_plan ?? "",
            finish: [finish_reason],
            roles: 1,
            end: "end",
            calls: (message?.tool_calls ?? []).map(({ id, function: fn }) => ({
              id,
              name: fn.name,
              args: fn.arguments,
            })),
          });
          expect(events.flatMap((event) => (event.type === "usage" ? [event.usage] : []))).toMatchObject([
            { kind: "known", usage: { input: 5, output: 2 } },
          ]);
        },
      ),
      { ...SEED, numRuns: 60 },
    );
  });

  const start = { type: "message-start", id: "s1", delta: { message: { role: "assistant" } } };
  const text = { type: "content-delta", index: 0, delta: { message: { content: { text: "Out." } } } };
  const end = (word: string | null, more: JsonObject = {}) => ({
    type: "message-end",
    delta: { finish_reason: word, ...more },
  });

  test.each([
    ["cut off", sse(start, text), "broken"],
    ["without a finish", sse(start, text, end(null), "data: [DONE]\n\n"), "broken"],
    ["with junk", sse(start, "data: {half\n\n", end("COMPLETE")), "broken"],
    ["that failed", sse(start, text, end("ERROR", { error: "The lock jammed" }), text), "error"],
    ["with a named error", sse(start, 'event: error\ndata: {"message":"no"}\n\n', text), "error"],
    ["with an error body", sse(start, 'data: {"id":"x","message":"no"}\n\n', text), "error"],
    ["without [DONE]", sse(start, text, end("COMPLETE")), "end"],
    ["with unknown events", sse(start, { type: "debug" }, text, end("COMPLETE")), "end"],
    ["with nothing", sse(), "broken"],
  ])("a stream %s ends once, with its own word (STR-05, STR-07)", async (_title, bytes, last) => {
    const events = await decode(bytes);
    expect(
      events.filter(({ type }) => ["end", "broken", "error"].includes(type)).map(({ type }) => type),
    ).toEqual([last]);
    expect(events.at(-1)?.type).toBe(last);
  });

  test.each([[[]], [["null"]], [["nu", "ll"]], [["", " "]]])(
    "a call with arguments %j gets {}",
    async (pieces) => {
      const call = { id: "c", type: "function", function: { name: "tide", arguments: "" } };
      const events = await decode(
        sse(
          start,
          { type: "tool-call-start", index: 0, delta: { message: { tool_calls: call } } },
          ...pieces.map((piece) => ({
            type: "tool-call-delta",
            index: 0,
            delta: { message: { tool_calls: { function: { arguments: piece } } } },
          })),
          { type: "tool-call-end", index: 0 },
          end("TOOL_CALL"),
        ),
      );
      expect(said(events).calls).toEqual([{ id: "c", name: "tide", args: "{}" }]);
    },
  );

  test("that broke are written with the message and without [DONE]", async () => {
    const writer = cohereV2.encodeStream(render);
    const bytes = join(writer.error(gatewayError("api", "The lock jammed")));
    expect(Buffer.from(bytes).toString()).not.toContain("[DONE]");
    expect((await decode(bytes)).at(-1)).toMatchObject({
      type: "error",
      body: { message: "The lock jammed" },
    });
  });
});

describe("usage", () => {
  const classes: fc.Arbitrary<Usage> = fc.dictionary(
    fc.constantFrom(...USAGE_CLASSES.filter((name) => name !== "request")),
    fc.nat(100_000),
  );

  test("keeps what is charged, whatever the classes (USE-01)", () => {
    fc.assert(
      fc.property(classes, (usage) => {
        const read = cohereV2.readUsage(cohereV2.writeUsage(usage), convention);
        if (read.kind !== "known") throw new Error(read.kind);
        expect(read.usage.input ?? 0).toBe(sumClasses(usage, PROMPT_CLASSES));
        expect(read.usage.output ?? 0).toBe(sumClasses(usage, COMPLETION_CLASSES));
        expect(read.usage.search ?? 0).toBe(usage.search ?? 0);
      }),
      SEED,
    );
  });

  test.each([
    [
      {
        billed_units: { input_tokens: 33, output_tokens: 22 },
        tokens: { input_tokens: 1452, output_tokens: 33 },
        cached_tokens: 144,
      },
      { input: 33, output: 22 },
    ],
    [
      { billed_units: { input_tokens: 33, output_tokens: 22, search_units: 1 } },
      { input: 33, output: 22, search: 1 },
    ],
    [{ tokens: { input_tokens: 9, output_tokens: 2 } }, { input: 9, output: 2 }],
  ])("%j", (raw, usage) => {
    expect(cohereV2.readUsage(raw, convention)).toMatchObject({ kind: "known", usage });
  });

  test("is unknown where half of the charge is missing, contradictory where it is no count", () => {
    expect(
      cohereV2.readUsage(
        { billed_units: { input_tokens: 3 }, tokens: { input_tokens: 9, output_tokens: 2 } },
        convention,
      ).kind,
    ).toBe("unknown");
    expect(
      cohereV2.readUsage({ billed_units: { input_tokens: 1.5, output_tokens: 2 } }, convention).kind,
    ).toBe("contradictory");
    expect(cohereV2.readUsage(null, convention).kind).toBe("unknown");
  });
});

describe("errors", () => {
  test("are read and written in Cohere's own form", () => {
    expect(cohereV2.decodeError('{"id":"e1","message":"model gone"}', new Headers())).toMatchObject({
      message: "model gone",
      code: null,
      type: null,
    });
    expect(cohereV2.encodeError(gatewayError("not_found", "No such model"), "r1", [])).toEqual({
      id: "r1",
      message: "No such model",
    });
  });

  test.each([
    [{ id: "x", message: "no" }, true],
    [{ error: { message: "no" } }, true],
    [{ message: { role: "assistant" }, finish_reason: "TIMEOUT" }, true],
    [{ message: { role: "assistant" }, finish_reason: "COMPLETE" }, false],
    [{}, false],
    [null, false],
  ])("%j in a success: %s (ERR-04)", (body, expected) => {
    expect(cohereV2.isError(body)).toBe(expected);
  });
});
