/**
 * Tool-call ids in the shape that a host demands. Only a history is respelled: the ids of an answer are the host's own
 * and fit already.
 * @module
 */
import type { ChatRequest } from "../../../canonical/chat.ts";
import { callIdsIn, respelled } from "../../_shared/spelling.ts";
import type { ApiTraits } from "../../codec.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const WIDTH = BigInt(ALPHABET.length);

/** FNV-1a over UTF-16 units, 64 bits: the same id is the same spelling in every turn of a conversation. */
function hash(text: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return value;
}

function spelling(text: string, length: number): string {
  let rest = hash(text);
  let out = "";
  while (out.length < length) {
    out += ALPHABET.charAt(Number(rest % WIDTH));
    rest /= WIDTH;
  }
  return out;
}

/**
 * A one-to-one spelling of the request's tool-call ids, alike in calls and results. Ids that fit stay.
 * @example callIds(request, { pattern: /^[a-zA-Z0-9]{9}$/, length: 9 })("call_lis01") // nine letters and digits
 */
export function callIds(request: ChatRequest, shape: ApiTraits["toolCallIds"]): (id: string) => string {
  if (!shape) return (id) => id;
  const wire = respelled(
    callIdsIn(request),
    (id) => shape.pattern.test(id),
    (id, attempt) => spelling(attempt === 1 ? id : `${id}#${attempt}`, shape.length),
  );
  return (id) => wire.get(id) ?? id;
}
