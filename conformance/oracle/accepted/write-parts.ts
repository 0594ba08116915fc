/**
 * What all forms of a generated conversation are made from.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Call, Conversation, Part } from "./conversation.ts";

export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const PDF = "JVBERi0xLjQKJcfsj6IKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK";
export const ADDRESS = "https://harbour.example/chart.png";

export const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

export const nameAt = ({ tools }: Conversation, at: number): string => tools[at]?.name ?? "tide_table";

export const uniqueId = (call: Call, at: number): string => (at === 0 ? call.id : `${call.id}_${at}`);

export const textsOf = (parts: readonly Part[]): string => parts.map(({ text }) => text).join("");

/** Calls without arguments, or with text that is none, are `{}` where arguments are objects. */
export const inputOf = ({ arguments: args }: Call): Json => (args === "" ? {} : (JSON.parse(args) as Json));

/** Blocks are never empty, nor blank. */
export const spoken = (text: string): JsonObject[] => (text.trim() === "" ? [] : [{ type: "text", text }]);
