/**
 * What a provider told, read off the bytes that its stand-in sent: in the suite's own items, by readers that the gateway has
 * no part in.
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import { readFrameEvents } from "../../upstream/frame-events.ts";
import { readEvents, type WireEvent } from "../../upstream/wire-events.ts";
import type { AnswerChoice, Finish } from "./answer.ts";
import { hearBedrock, hearBedrockStream } from "./hear-bedrock.ts";
import { hearChat } from "./hear-chat.ts";
import { hearCohere, hearCohereStream } from "./hear-cohere.ts";
import { hasPieces, hearGemini } from "./hear-gemini.ts";
import { hearMessages } from "./hear-messages.ts";
import { hearResponses } from "./hear-responses.ts";
import type { Answered, Heard } from "./heard.ts";
import { HOLDS, type SpokenApi } from "./holds.ts";
import { inOpenAiWords, renumbered } from "./host-words.ts";

const wholeOf = (json: JsonObject): Answered => ({ json, events: [] });
const streamOf = (events: JsonObject[]): Answered => ({ json: null, events });

const WHOLE: Readonly<Record<SpokenApi, (body: JsonObject) => Heard>> = {
  "openai-chat": (body) => hearChat(wholeOf(inOpenAiWords(body))),
  "openai-responses": (body) => hearResponses(wholeOf(body)),
  "anthropic-messages": (body) => hearMessages(wholeOf(body)),
  gemini: (body) => hearGemini([body]),
  "bedrock-converse": hearBedrock,
  "cohere-v2": hearCohere,
};

const bodiesOf = (events: readonly WireEvent[]): JsonObject[] =>
  events.flatMap(({ json }) => (json === null ? [] : [json]));

const STREAMED: Readonly<Record<SpokenApi, (events: readonly WireEvent[]) => Heard>> = {
  "openai-chat": (events) => hearChat(streamOf(renumbered(bodiesOf(events).map(inOpenAiWords)))),
  "openai-responses": (events) => hearResponses(streamOf(bodiesOf(events))),
  "anthropic-messages": (events) => hearMessages(streamOf(bodiesOf(events))),
  gemini: (events) => hearGemini(bodiesOf(events)),
  "bedrock-converse": (events) =>
    hearBedrockStream(
      events.map(({ fields, json }) => ({
        type: fields.find((line) => line.startsWith(":event-type: "))?.slice(13) ?? "",
        body: json ?? {},
      })),
    ),
  "cohere-v2": (events) => hearCohereStream(bodiesOf(events)),
};

/** An event that says that something failed: what was told before it is not an answer. */
const isFailure = ({ json, fields }: WireEvent): boolean =>
  isObject(json?.error) ||
  json?.type === "error" ||
  fields.some((line) => /^(?:event: error|:message-type: (?:exception|error))$/.test(line));

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // Broken on purpose: nobody has to understand it.
  }
}

/** The least that a frame takes: prelude, no headers, no payload, checksums. */
const LEAST_FRAME = 16;

/** Do the lengths of the frames add up to the bytes? */
function isWhole(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes);
  let at = 0;
  while (at + LEAST_FRAME <= all.length) {
    const length = all.readUInt32BE(at);
    if (length < LEAST_FRAME) return false;
    at += length;
  }
  return at === all.length;
}

/** The events of a stream; `null` where frames end in their midst. */
function eventsIn(bytes: Uint8Array, isFramed: boolean): WireEvent[] | null {
  if (!isFramed) return readEvents(bytes);
  return isWhole(bytes) ? readFrameEvents(bytes) : null;
}

/**
 * What an answer says, or `null` where it is none: broken, failed, or not over.
 * @param type its content type
 */
export function toldIn(api: SpokenApi, type: string, bytes: Uint8Array): Heard | null {
  const isFramed = type.includes("eventstream");
  if (!isFramed && !type.includes("event-stream")) {
    const body = parsed(Buffer.from(bytes).toString("utf8"));
    return body === null || isObject(body.error) ? null : over(WHOLE[api](body));
  }
  const events = eventsIn(bytes, isFramed);
  if (events === null || events.some(isFailure)) return null;
  if (api === "gemini" && hasPieces(bodiesOf(events))) return null;
  return over(STREAMED[api](events));
}

/** Words that say that there is more to come, and none at all. */
const UNFINISHED = ["", "in_progress", "queued"];

/** Only what has ended in every choice is an answer. */
const over = (heard: Heard): Heard | null =>
  heard.choices.length > 0 &&
  heard.choices.every(({ finish }) => finish.some((word) => !UNFINISHED.includes(word)))
    ? heard
    : null;

/** A provider's word as those who say {@link Finish} mean it; `null` for a word that the facts do not name. */
export function finishOf(api: SpokenApi, { finish, calls }: Heard["choices"][number]): Finish | null {
  const word = finish.at(-1)?.replace(/^incomplete: /, "") ?? "";
  const found = (Object.keys(HOLDS[api].words) as Finish[]).find((name) =>
    HOLDS[api].words[name].includes(word),
  );
  if (found === "stop" && calls.length > 0) return "tool_calls";
  return found ?? (word === "stop_sequence" ? "stop" : null);
}

/** What a client's finish needs to know of a choice. */
export const endOf = (
  api: SpokenApi,
  choice: Heard["choices"][number],
): Pick<AnswerChoice, "finish" | "word" | "refusal"> | null => {
  const finish = finishOf(api, choice);
  if (finish === null) return null;
  return { finish, word: choice.finish.at(-1) ?? "", refusal: choice.refusal === "" ? null : choice.refusal };
};
