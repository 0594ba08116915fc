/**
 * Caches that store less than an answer said (CAC-01).
 * @module
 */
import { isObject, type Json, type JsonObject, without } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** What is stored of the choices of an answer, changed. */
const withStored = (change: (choices: JsonObject[]) => JsonObject[]): Plant =>
  withParts(({ answers }) => ({
    answers: {
      ...answers,
      put: (key, slot, text, ttl) => {
        const stored: JsonObject = JSON.parse(text);
        const { completion } = stored;
        if (!isObject(completion)) return answers.put(key, slot, text, ttl);
        const changed = { ...completion, choices: change(objects(completion.choices)) };
        return answers.put(key, slot, JSON.stringify({ ...stored, completion: changed }), ttl);
      },
    },
  }));

const inMessage = (change: (message: JsonObject) => JsonObject): Plant =>
  withStored((choices) =>
    choices.map((choice) => ({ ...choice, message: change(isObject(choice.message) ? choice.message : {}) })),
  );

const about = { seenIn: "own", breaks: ["CAC-01"] } as const;

export const cacheStoredDefects: readonly Defect[] = [
  {
    id: "cache.places-move-up",
    title: "Answers of a bucket move up where one before them is over",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: withParts(({ answers }) => ({
      answers: {
        ...answers,
        get: async (key, slots) => {
          const found = (await answers.get(key, slots)).filter((text) => text !== null);
          return Array.from({ length: slots }, (_, slot) => found[slot] ?? null);
        },
      },
    })),
  },
  {
    ...about,
    id: "cache.stored-without-likelihoods",
    title: "Likelihoods are not stored with an answer",
    plant: withStored((choices) => choices.map((choice) => ({ ...choice, logprobs: null }))),
  },
  {
    ...about,
    id: "cache.stored-without-stop-sequence",
    title: "Which sequence stopped an answer is not stored with it",
    providers: ["anthropic"],
    plant: withStored((choices) => choices.map((choice) => without(choice, ["stop_sequence"]))),
  },
  {
    ...about,
    id: "cache.stored-without-signatures",
    title: "Signatures of thinking are not stored with an answer",
    providers: ["anthropic"],
    plant: inMessage((message) => without(message, ["reasoning_details"])),
  },
  {
    ...about,
    id: "cache.stored-first-source",
    title: "Of the sources of an answer the first one is stored",
    providers: ["openai"],
    plant: inMessage((message) =>
      Array.isArray(message.annotations)
        ? { ...message, annotations: message.annotations.slice(0, 1) }
        : message,
    ),
  },
  {
    ...about,
    id: "cache.stored-first-choice",
    title: "Of several choices the first one is stored",
    plant: withStored((choices) => choices.slice(0, 1)),
  },
];
