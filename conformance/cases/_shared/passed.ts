/**
 * Answers that are passed on, as bytes with their meaning: written in a provider's API, packed as hosts pack them, broken
 * off anywhere, and sent in two parts, so that the moments of their beginning and end can be told apart.
 * @module
 */
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { CaseContext } from "../../engine/context.ts";
import { type Answer, type AnswerUsage, dice, lastUsage } from "../../oracle/meaning/answer.ts";
import type { Habits } from "../../oracle/meaning/speak.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import type { Asking, CameBack } from "../../upstream/target-side.ts";
import { spokenAt } from "./exchange.ts";
import type { Passing } from "./pass.ts";

/** What a target sends. */
export interface Sent {
  type: string;
  encoding: string;
  bytes: Buffer;
  /** The usage that has been told by its end. */
  told: AnswerUsage | null;
  /** Does it come as events or frames? */
  isStream: boolean;
  isWhole: boolean;
}

/** Types as hosts spell them: in any case, with parameters, and JSON by the name of its maker. */
const JSON_TYPES = ["application/json", "Application/JSON; Charset=UTF-8", "application/vnd.tide.v2+json"];

/** The type of a stream, spelt in one of the ways that mean the same. */
export const spelt = (type: string, roll: (below: number) => number): string =>
  [type, `${type}; charset=utf-8`, type.toUpperCase(), `${type};Charset=UTF-8`][roll(4)] ?? type;

const PACKERS: readonly (readonly [string, (plain: Buffer) => Buffer])[] = [
  ["identity", (plain) => plain],
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
  ["deflate", deflateSync],
];

type Plain = Omit<Sent, "encoding" | "bytes"> & { plain: Buffer };

/** In one of the encodings; what breaks off is sent plainly, so that what had been said by then is known. */
function packed({ plain, ...sent }: Plain, roll: (below: number) => number): Sent {
  const [encoding, pack] = (sent.isWhole ? PACKERS[roll(PACKERS.length)] : undefined) ?? PACKERS[0] ?? [];
  if (encoding === undefined || pack === undefined) throw new Error("there is no way to pack an answer");
  return { ...sent, encoding, bytes: pack(plain) };
}

/** A whole answer; one that breaks off has told nothing, since its end is missing. */
export function wholeOf(context: CaseContext, said: Answer, habits: Habits, isWhole: boolean): Sent {
  const plain = Buffer.from(JSON.stringify(SPEAKERS[spokenAt(context)].whole(said, habits)));
  const roll = dice(said.order);
  const type = JSON_TYPES[roll(JSON_TYPES.length)] ?? "";
  const cut = plain.subarray(0, -1 - (said.order % (plain.byteLength - 1)));
  const about = { type, isStream: false, isWhole };
  return packed(
    isWhole ? { ...about, plain, told: lastUsage(said) } : { ...about, plain: cut, told: null },
    roll,
  );
}

export const textOf = (piece: string | Uint8Array): string => Buffer.from(piece).toString("utf8");

/** Gemini's stream as it comes where nobody asks for events: one list, whose items come one by one. */
export function asList(pieces: readonly string[]): Buffer {
  const items = pieces.map((piece) => piece.replace(/^data: /, "").trimEnd());
  return Buffer.from(`[${items.join("\n,\r\n")}\n]\n`);
}

/**
 * A stream. Cut at a step, it ends in the midst of the piece that would have come next, and has told what the pieces before
 * it told.
 */
export function streamOf(context: CaseContext, said: Answer, habits: Habits, cut: number | null): Sent {
  const api = spokenAt(context);
  const steps = SPEAKERS[api].stream(said, habits);
  const roll = dice(said.order);
  const type = spelt(context.wire.streamType, roll);
  if (cut === null) {
    const ending = { told: lastUsage(said), isWhole: true };
    if (api === "gemini" && roll(2) === 0) {
      const plain = asList(steps.map(({ piece }) => textOf(piece)));
      return packed({ type: "application/json", plain, isStream: false, ...ending }, roll);
    }
    const plain = Buffer.concat(steps.map(({ piece }) => Buffer.from(piece)));
    return packed({ type, plain, isStream: true, ...ending }, roll);
  }
  const at = cut % steps.length;
  const whole = steps.slice(0, at).map(({ piece }) => Buffer.from(piece));
  const next = Buffer.from(steps[at]?.piece ?? "");
  const plain = Buffer.concat([...whole, next.subarray(0, Math.ceil(next.byteLength / 2))]);
  return packed({ type, plain, told: steps[at - 1]?.told ?? null, isStream: true, isWhole: false }, roll);
}

/** Until its first bytes, and from them to its end, in milliseconds: no two of these and their sums are the same. */
export const UNTIL_FIRST_MS = 170;
export const UNTIL_END_MS = 4_100;

/**
 * Passes a call whose answer comes in two parts: time goes on before the first one and, once the caller has that, before
 * the second. An answer that is not whole breaks off when the caller has all of it.
 * @param later how much time goes on in the midst of the answer, in milliseconds
 */
export async function sendSlowly(
  { side, pass, session }: Passing,
  { target, ...asking }: Asking & { target: string },
  { type, encoding, bytes: content, isWhole }: Omit<Sent, "told" | "isStream">,
  { fields = [], later = UNTIL_END_MS }: { fields?: readonly [string, string][]; later?: number } = {},
): Promise<CameBack> {
  const { clock } = session.gateway;
  const first = Math.ceil(content.byteLength / 3);
  let has = 0;
  const waiting: { for: number; then: () => void }[] = [];
  const once = (count: number, then: () => void): void => {
    if (has >= count) then();
    else waiting.push({ for: count, then });
  };
  side.answer((outgoing) => {
    clock.advance(UNTIL_FIRST_MS);
    outgoing.writeHead(200, [["content-type", type], ["content-encoding", encoding], ...fields].flat());
    outgoing.write(content.subarray(0, first));
    once(first, () => {
      clock.advance(later);
      const rest = content.subarray(first);
      if (isWhole) return void outgoing.end(rest);
      outgoing.write(rest);
      once(content.byteLength, () => outgoing.destroy());
    });
  });
  return pass(target, {
    ...asking,
    came: (count) => {
      has += count;
      for (const { then } of waiting.filter((one) => one.for <= has)) then();
      waiting.splice(0, waiting.length, ...waiting.filter((one) => one.for > has));
    },
  });
}
