/**
 * Reasoning that a stand-in signs and knows again. Pure: the key is given.
 * @module
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Whose reasoning it is. */
export interface ReasoningOrigin {
  /** Who made the model, such as `anthropic`. */
  author: string;
  /** The family within which reasoning may be handed on, such as `gemini-3`. */
  family: string;
  /** The provider that ran it. */
  host: string;
}

const SEPARATOR = "\u0000";

const macOf = (key: Uint8Array, { author, family, host }: ReasoningOrigin, text: string): Buffer =>
  createHmac("sha256", key).update([author, family, host, text].join(SEPARATOR)).digest();

/**
 * A signature as providers give it: opaque base64.
 * @param text what is signed; empty where nothing beside the signature is checked
 */
export function signReasoning(key: Uint8Array, origin: ReasoningOrigin, text = ""): string {
  const { author, family, host } = origin;
  const mac = macOf(key, origin, text).toString("base64");
  return Buffer.from(JSON.stringify([author, family, host, mac])).toString("base64");
}

function parsed(signature: string): [origin: ReasoningOrigin, mac: Buffer] | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(signature, "base64").toString("utf8"));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 4 || !value.every((part) => typeof part === "string"))
    return null;
  const [author, family, host, mac] = value as [string, string, string, string]; // Checked in the line above.
  return [{ author, family, host }, Buffer.from(mac, "base64")];
}

/** Whether a value has the form of what {@link signReasoning} gives, whatever its key: then it can be checked. */
export const canBeChecked = (signature: string): boolean => parsed(signature) !== null;

/** Whose signature it is, or null: not of this key, or of another text. */
export function readSignature(key: Uint8Array, signature: string, text = ""): ReasoningOrigin | null {
  const found = parsed(signature);
  if (!found) return null;
  const [origin, mac] = found;
  const expected = macOf(key, origin, text);
  return mac.length === expected.length && timingSafeEqual(mac, expected) ? origin : null;
}
