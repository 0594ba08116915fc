/**
 * Answers in Bedrock's Converse.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import { encodeFrame } from "../../recordings/frames.ts";
import {
  type Answer,
  type AnswerChoice,
  type AnswerUsage,
  COMPLETION,
  dice,
  lastUsage,
  type Passage,
  PROMPT,
  piecesOf,
  sumOf,
} from "./answer.ts";
import { type Failure, type Habits, interleaved, type Step } from "./speak.ts";

/** Usage: the cache beside the input, all four counts in the total. */
function usageOf({ counts, breakdown }: AnswerUsage): JsonObject {
  const { cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = counts;
  // An entry a cache point: two points may live equally long.
  const first = Math.floor(cacheWrite5m / 3);
  const details = [
    { ttl: "5m", inputTokens: first },
    { ttl: "1h", inputTokens: cacheWrite1h },
    { ttl: "5m", inputTokens: cacheWrite5m - first },
  ];
  return {
    inputTokens: counts.input ?? 0,
    outputTokens: sumOf(counts, COMPLETION),
    totalTokens: sumOf(counts, PROMPT) + sumOf(counts, COMPLETION),
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite5m + cacheWrite1h,
    ...(breakdown ? { cacheDetails: details } : {}),
  };
}

const citationsOf = ({ sources }: Passage): JsonObject[] =>
  sources.map(({ title, url }) => ({ title, sourceContent: [], location: { web: { url } } }));

function blocksOf(choice: AnswerChoice, { tools }: Habits): JsonObject[] {
  const { reasoning, signature, passages, calls } = choice;
  return [
    ...(reasoning === "" ? [] : [{ reasoningContent: { reasoningText: { text: reasoning, signature } } }]),
    ...passages.map(
      (passage): JsonObject =>
        passage.sources.length === 0
          ? { text: passage.text }
          : { citationsContent: { content: [{ text: passage.text }], citations: citationsOf(passage) } },
    ),
    ...calls.map(({ id, tool, arguments: args }) => ({
      toolUse: { toolUseId: id, name: tools[tool] ?? "", input: JSON.parse(args) as Json },
    })),
  ];
}

function only({ choices }: Answer): AnswerChoice {
  const [choice] = choices;
  if (!choice) throw new Error("a generated answer has at least one choice");
  return choice;
}

/** A whole answer; it names neither itself nor its model. */
export function whole(said: Answer, habits: Habits): JsonObject {
  const choice = only(said);
  return {
    output: { message: { role: "assistant", content: blocksOf(choice, habits) } },
    stopReason: choice.word,
    usage: usageOf(lastUsage(said)),
    metrics: { latencyMs: 321 },
  };
}

const event = (type: string, body: JsonObject): Uint8Array =>
  encodeFrame({
    headers: [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    payload: JSON.stringify({ ...body, p: "abcdefgh" }),
  });

/** A stream, step by step: the usage comes behind the stop, in the metadata. */
export function stream(said: Answer, habits: Habits): Step[] {
  const roll = dice(said.order);
  const choice = only(said);
  const frames: Uint8Array[] = [event("messageStart", { role: "assistant" })];
  let contentBlockIndex = 0;
  // Some relays end no block: the next one begins, or the message stops.
  const isClosed = dice(said.order ^ 0xb10c)(3) > 0;
  const block = (start: JsonObject | null, deltas: readonly JsonObject[]): void => {
    if (start) frames.push(event("contentBlockStart", { contentBlockIndex, start }));
    frames.push(...deltas.map((delta) => event("contentBlockDelta", { contentBlockIndex, delta })));
    if (isClosed) frames.push(event("contentBlockStop", { contentBlockIndex }));
    contentBlockIndex += 1;
  };
  if (choice.reasoning !== "")
    block(null, [
      ...piecesOf(choice.reasoning, roll).map((text) => ({ reasoningContent: { text } })),
      { reasoningContent: { signature: choice.signature } },
    ]);
  // Citations come behind the text that they are about, before it, or within.
  for (const passage of choice.passages)
    block(
      null,
      interleaved<JsonObject>(
        [
          piecesOf(passage.text, roll).map((text) => ({ text })),
          citationsOf(passage).map((citation) => ({ citation })),
        ],
        roll,
      ),
    );
  for (const { id, tool, arguments: args } of choice.calls)
    block(
      { toolUse: { toolUseId: id, name: habits.tools[tool] ?? "" } },
      piecesOf(args, roll).map((input) => ({ toolUse: { input } })),
    );
  const last = lastUsage(said);
  const metadata = event("metadata", { usage: usageOf(last), metrics: { latencyMs: 321 } });
  return [
    ...frames.map((piece) => ({ piece, told: null, finished: false })),
    { piece: event("messageStop", { stopReason: choice.word }), told: null, finished: true },
    { piece: metadata, told: last, finished: true },
  ];
}

/** A stop that says that the model's output could not be read; its usage follows as that of any other. */
export function failure(said: Answer): Failure {
  const told = lastUsage(said);
  const stop = event("messageStop", { stopReason: "malformed_model_output" });
  const metadata = event("metadata", { usage: usageOf(told), metrics: { latencyMs: 321 } });
  return { piece: Buffer.concat([stop, metadata]), told };
}
