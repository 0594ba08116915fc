/**
 * Answers that are tidied up on their way to the caller: pieces that seem odd, or of no use, are lost (RES, STR-04).
 * @module
 */
import type { ChatChoice, ChatCompletion } from "../../registry/canonical/chat.ts";
import type { Json } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withCodec } from "./plants.ts";
import { eachDelta, mapChunks } from "./stream-plants.ts";

/** Whole answers changed before they are given to the caller. */
const withCompletion = (change: (completion: ChatCompletion) => ChatCompletion): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      return decoded.ok ? { ...decoded, completion: change(decoded.completion) } : decoded;
    },
  }));

const withChoices = (change: (choice: ChatChoice) => ChatChoice): Plant =>
  withCompletion((completion) => ({ ...completion, choices: completion.choices.map(change) }));

const both =
  (first: Plant, second: Plant): Plant =>
  (parts) =>
    second(first(parts));

const trimmed = <Text extends string | null | undefined>(text: Text) => (text ? (text.trim() as Text) : text);

export const tidiedDefects: readonly Defect[] = [
  {
    id: "response.text-trimmed",
    title: "Blanks and line ends around the text of an answer are trimmed",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withChoices((choice) => ({
      ...choice,
      message: { ...choice.message, content: trimmed(choice.message.content) },
    })),
  },
  {
    id: "streaming.blank-pieces-dropped",
    title: "Pieces that hold only blanks are taken for empty ones",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) => eachDelta(chunk, (delta) => ({ ...delta, content: trimmed(delta.content) }))),
  },
  {
    id: "response.null-content-emptied",
    title: "An answer without text has an empty one",
    seenIn: "own",
    breaks: ["RES-01"],
    plant: withChoices((choice) => ({
      ...choice,
      message: { ...choice.message, content: choice.message.content ?? "" },
    })),
  },
  {
    id: "response.logprobs-lost",
    title: "Likelihoods of tokens are dropped",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withChoices((choice) => ({ ...choice, logprobs: null })),
  },
  {
    id: "streaming.logprobs-lost",
    title: "Likelihoods of tokens are dropped from streams",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) => ({
      ...chunk,
      choices: chunk.choices.map(({ logprobs: _dropped, ...choice }) => choice),
    })),
  },
  {
    id: "response.fingerprint-lost",
    title: "The fingerprint of the system is dropped from answers and chunks",
    seenIn: "own",
    breaks: ["RES-04"],
    plant: both(
      withCompletion((completion) => ({ ...completion, system_fingerprint: undefined })),
      mapChunks((chunk) => ({ ...chunk, system_fingerprint: undefined })),
    ),
  },
  {
    id: "streaming.created-moves",
    title: "Every chunk is created at a time of its own",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: (parts) => {
      let passed = 0;
      return mapChunks((chunk) => ({ ...chunk, created: chunk.created + passed++ }))(parts);
    },
  },
  {
    id: "response.first-text-only",
    title: "Of several pieces of text the first one is taken for the answer",
    seenIn: "own",
    breaks: ["RES-03"],
    providers: ["anthropic", "google-ai-studio", "bedrock", "cohere"],
    plant: withCodec((original) => ({
      decodeResponse: (body, context) => {
        let found = false;
        const first = everywhere(body as Json, (value, key) => {
          if (key !== "text" || typeof value !== "string") return value;
          const kept = found ? "" : value;
          found = true;
          return kept;
        });
        return original.decodeResponse(first, context);
      },
    })),
  },
  {
    id: "response.length-is-stop",
    title: "An answer that was cut at the limit finishes like any other",
    seenIn: "own",
    breaks: ["RES-02"],
    providers: ["google-ai-studio", "bedrock", "cohere"],
    plant: withChoices((choice) =>
      choice.finish_reason === "length" ? { ...choice, finish_reason: "stop" } : choice,
    ),
  },
  {
    id: "response.sources-lost",
    title: "Citations and annotations are dropped",
    seenIn: "own",
    breaks: ["RES-03"],
    providers: ["anthropic", "google-ai-studio", "bedrock", "cohere"],
    plant: withChoices((choice) => {
      const { annotations: _a, citations: _c, ...message } = choice.message;
      return { ...choice, message: message as typeof choice.message };
    }),
  },
  {
    id: "response.plan-lost",
    title: "What a model plans before it calls tools is dropped",
    seenIn: "own",
    breaks: ["RES-03"],
    providers: ["cohere"],
    plant: withChoices((choice) => {
      const { tool_plan: _dropped, ...message } = choice.message;
      return { ...choice, message: message as typeof choice.message };
    }),
  },
  {
    id: "streaming.signature-dropped",
    title: "Streams carry the thought and lose its signature",
    seenIn: "own",
    breaks: ["STR-04"],
    providers: ["anthropic", "bedrock"],
    plant: mapChunks((chunk) =>
      eachDelta(chunk, (delta) => {
        const { reasoning_details: _dropped, ...rest } = delta;
        return rest;
      }),
    ),
  },
  {
    id: "streaming.native-finish-hidden",
    title: "A stream does not show the unknown word for its finish",
    seenIn: "own",
    breaks: ["RES-02"],
    plant: mapChunks((chunk) => ({
      ...chunk,
      choices: chunk.choices.map((choice) => ({ ...choice, native_finish_reason: undefined })),
    })),
  },
  {
    id: "streaming.sources-lost",
    title: "Citations and annotations are dropped from streams",
    seenIn: "own",
    breaks: ["RES-03"],
    providers: ["anthropic", "google-ai-studio", "cohere"],
    plant: mapChunks((chunk) =>
      eachDelta(chunk, (delta) => ({ ...delta, annotations: undefined, citations: undefined })),
    ),
  },
];
