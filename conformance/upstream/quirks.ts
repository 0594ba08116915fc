/**
 * The catalogue of wire quirks: what some host was seen to do to a stream, as a transformation of any host's stream.
 * Hosts change their servers, so today's quirk of one is tomorrow's of another: none may change the answer.
 * @module
 */
import type { ApiId, StreamType } from "../../registry/apis/codec.ts";
import { isUpstreamApi, type UpstreamApiId } from "../../registry/apis/index.ts";
import { readFrameEvents, writeFrameEvents } from "./frame-events.ts";
import { TOOLS, USAGE } from "./quirks-of-answers.ts";
import { ANTHROPIC } from "./quirks-of-anthropic.ts";
import { BEDROCK } from "./quirks-of-bedrock.ts";
import { COHERE } from "./quirks-of-cohere.ts";
import { GEMINI } from "./quirks-of-gemini.ts";
import {
  choicesOf,
  DONE,
  deltaOf,
  eachChoice,
  eachChunk,
  event,
  like,
  type Quirk,
  readEvents,
  salted,
  writeEvents,
} from "./wire-events.ts";

export type { Quirk } from "./wire-events.ts";

/** A recorded stream with a quirk put on. */
export function withQuirk(
  quirk: Quirk,
  { bytes, type }: { bytes: Uint8Array; type: StreamType },
  paths: readonly (readonly string[])[],
): Uint8Array {
  const isFramed = type === "application/vnd.amazon.eventstream";
  const read = (isFramed ? readFrameEvents(bytes) : readEvents(bytes)).map((each) => structuredClone(each));
  const events = quirk.events?.(read, paths) ?? read;
  if (isFramed) return writeFrameEvents(events);
  const text = writeEvents(events);
  return new TextEncoder().encode(quirk.text?.(text) ?? text);
}

const framing = (id: string, title: string, seenIn: string, text: (text: string) => string): Quirk => ({
  id,
  title,
  seenIn,
  text,
  family: "framing",
});
const chunks = (id: string, title: string, seenIn: string, events: Quirk["events"]): Quirk => ({
  id,
  title,
  seenIn,
  family: "chunks",
  ...(events ? { events } : {}),
});

const FRAMING: readonly Quirk[] = [
  framing(
    "keep-alive",
    "Comments before, between and after the events",
    "openrouter, deepinfra",
    (text) => `: wait\n\n${text.replaceAll("\n\n", "\n\n: wait\n\n:\n\n")}`,
  ),
  framing("crlf", "Lines end with CRLF", "azure, vercel/ai#6200", (text) => text.replaceAll("\n", "\r\n")),
  framing("cr", "Lines end with CR alone", "NousResearch/hermes-agent#112456", (text) =>
    text.replaceAll("\n", "\r"),
  ),
  framing("mixed-ends", "Lines end differently from event to event", "own", (text) =>
    text
      .split("\n\n")
      .map((block, i) => block.replaceAll("\n", i % 2 === 0 ? "\r\n" : "\n"))
      .join("\r\n\r\n"),
  ),
  framing("no-space", "No space after `data:`", "envoyproxy/ai-gateway#2470", (text) =>
    text.replaceAll(/^data: /gm, "data:"),
  ),
  framing("bom", "A byte order mark comes first", "own", (text) => `\ufeff${text}`),
  framing("event-lines", "Every event has a name, an id and a retry", "anthropic, own", (text) =>
    text.replaceAll(/^data: \{/gm, "event: message\nid: 7\nretry: 3000\ndata: {"),
  ),
  framing(
    "blank-events",
    "Blank lines and events without data",
    "own",
    (text) => `\n\n${text.replaceAll("\n\n", "\n\n\n\ndata:\n\ndata: \n\n")}`,
  ),
  framing("split-data", "One event in several data lines", "own", (text) =>
    text.replaceAll(/^data: \{"/gm, 'data: {\ndata: "'),
  ),
  framing("unknown-lines", "Lines that no standard knows", "own", (text) =>
    text.replaceAll(/^data: /gm, "weather: fine\nlonely\ndata: "),
  ),
  framing("no-done", "No `[DONE]` at the end", "half of all recorded streams", (text) =>
    text.replaceAll(`data: ${DONE}\n\n`, ""),
  ),
  framing("done-twice", "`[DONE]` comes twice, with blanks behind it", "own", (text) =>
    text.replaceAll(`data: ${DONE}\n\n`, `data: ${DONE}\n\ndata: ${DONE}\n\n\n\n`),
  ),
];

const CHUNKS: readonly Quirk[] = [
  chunks(
    "empty-choices",
    "Chunks with an empty list of choices",
    "azure, litellm#30761",
    salted((json) => like(json, [])),
  ),
  chunks(
    "null-choices",
    "Chunks whose choices are null",
    "any-llm#515",
    salted((json) => like(json, null)),
  ),
  chunks(
    "no-choices",
    "Chunks without choices",
    "litellm#35785",
    salted(({ id }) => ({ id, object: "chat.completion.chunk" })),
  ),
  chunks("unknown-event", "Events of an unknown type", "anthropic ping, own", (events) =>
    events.flatMap((each) => [{ ...event({ type: "ping" }), fields: ["event: ping"] }, each]),
  ),
  chunks(
    "null-deltas",
    "Choices whose delta is null or missing",
    "litellm#36553, pydantic-ai#5170",
    salted((json) =>
      like(json, [
        { index: 0, delta: null, finish_reason: null },
        { index: 0, finish_reason: null },
      ]),
    ),
  ),
  chunks(
    "null-fields",
    "Fields that are null wherever they may be",
    "vercel/ai#11387, vllm",
    eachChoice((choice) => ({
      ...choice,
      logprobs: choice.logprobs ?? null,
      delta: { content: null, refusal: null, tool_calls: null, reasoning: null, ...deltaOf(choice) },
    })),
  ),
  chunks(
    "empty-finish",
    "The finish reason is an empty string until the end",
    "relays, own",
    eachChoice((choice) => ({ ...choice, finish_reason: choice.finish_reason ?? "" })),
  ),
  chunks(
    "role-repeated",
    "The role stands on every delta",
    "vllm, own",
    eachChoice((choice) => ({ ...choice, delta: { role: "assistant", ...deltaOf(choice) } })),
  ),
  chunks(
    "id-changes",
    "Every chunk has an id of its own",
    "envoyproxy/ai-gateway#1533",
    eachChunk((json, position) => ({ ...json, id: `chatcmpl-${position}` })),
  ),
  chunks(
    "padding",
    "Padding of random length on every chunk",
    "openai obfuscation, bedrock p",
    eachChunk((json, position) => ({ ...json, obfuscation: "x".repeat(position % 17), p: "abcdefghij" })),
  ),
  chunks(
    "extra-fields",
    "Fields that nobody documents",
    "tensorzero#4617",
    eachChunk((json) => ({ ...json, message: null, stop_sequence: null, weather: { wind: [1, 2] } })),
  ),
  chunks("finish-repeated", "The finish reason comes twice", "sglang, own", (events) =>
    events.flatMap((each) =>
      choicesOf(each).some(({ finish_reason: reason }) => typeof reason === "string")
        ? [
            each,
            event(
              like(
                each.json ?? {},
                choicesOf(each).map((choice) => ({ ...choice, delta: {} })),
              ),
            ),
          ]
        : [each],
    ),
  ),
  chunks(
    "no-identity",
    "Chunks after the first have neither id nor model nor time",
    "own",
    eachChunk((json, position) => (position === 0 ? json : { ...json, id: "", model: "", created: 0 })),
  ),
];

/** How events are written as text, which is the same for every dialect. */
export const FRAMING_QUIRKS = FRAMING;

/** What stands in the events, by dialect. */
/** The quirks of an API's streams; none for an API that streams nothing. */
export const quirksOfApi = (api: ApiId): readonly Quirk[] => (isUpstreamApi(api) ? QUIRKS_OF[api] : []);

export const QUIRKS_OF: Readonly<Record<UpstreamApiId, readonly Quirk[]>> = {
  "openai-chat": [...CHUNKS, ...USAGE, ...TOOLS],
  "openai-responses": [],
  "anthropic-messages": ANTHROPIC,
  gemini: GEMINI,
  "cohere-v2": COHERE,
  "bedrock-converse": BEDROCK,
};
