/**
 * Predicates that rules of several hosts share.
 * @module
 */
import type { ContractApi, Finding } from "../contract.ts";
import { dig, isText, type JsonObject, step } from "../json.ts";
import { bareModel } from "../models/model.ts";
import { first } from "./define.ts";
import { messages } from "./openai-chat-messages.ts";

const CHAT: readonly ContractApi[] = ["openai-chat"];
export const at = (...hosts: string[]) => ({ apis: CHAT, hosts });

/** A field on messages that a host does not take. */
export const onMessages =
  (name: string, message: (pointer: string) => string, code?: string) =>
  (body: JsonObject): Finding | null =>
    first(messages(body), ([pointer, given]) =>
      given[name] === undefined
        ? null
        : {
            pointer: step(pointer, name),
            seen: given[name],
            message: message(pointer),
            ...(code ? { code } : {}),
          },
    );

/** A field of the body that a host does not take. */
export const present =
  (names: readonly string[], message: (name: string) => string, code?: string) =>
  (body: JsonObject): Finding | null =>
    first(names, (name) =>
      body[name] === undefined || body[name] === null
        ? null
        : { pointer: `/${name}`, seen: body[name], message: message(name), ...(code ? { code } : {}) },
    );

export const roleOf =
  (role: string, message: string) =>
  (body: JsonObject): Finding | null =>
    first(messages(body), ([pointer, given]) =>
      given.role === role ? { pointer: step(pointer, "role"), seen: role, message } : null,
    );

export const formatOf =
  (type: string, message: string) =>
  (body: JsonObject): Finding | null =>
    dig(body, "response_format", "type") === type
      ? { pointer: "/response_format/type", seen: type, message }
      : null;

export const emptyTools =
  (message: string) =>
  (body: JsonObject): Finding | null =>
    Array.isArray(body.tools) && body.tools.length === 0 ? { pointer: "/tools", seen: [], message } : null;

/** Effort words that a host's models have. */
export const effort =
  (models: RegExp, words: readonly string[], message: (word: string) => string) =>
  (body: JsonObject, { model }: { model: string }): Finding | null => {
    const word = body.reasoning_effort;
    return isText(word) && models.test(bareModel(model)) && !words.includes(word)
      ? {
          pointer: "/reasoning_effort",
          seen: word,
          message: message(word),
          repair: words.length === 0 ? "leave the effort out" : `send one of ${words.join(", ")}`,
        }
      : null;
  };
