/**
 * What those who tell turns share.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Piece } from "../../upstream/wires/wire.ts";
import { dice } from "../meaning/answer.ts";
import type { Turn, TurnItem } from "./turn.ts";

/** Numbers from 0 to `below`, 1 excluded. */
export type Roll = (below: number) => number;

/** The numbers that decide how a turn is told: those of turns that are nearly the same have nothing in common. */
export const rollOf = (turn: Turn, seed: number): Roll =>
  dice(Math.imul(JSON.stringify(turn).length, 0x9e37_79b1) ^ seed);

export interface Teller {
  whole(turn: Turn): JsonObject;
  /** @param roll decides where texts are cut, what comes together, and what is left out that a host may leave out */
  stream(turn: Turn, roll: Roll): Piece[];
}

/** What every API can say. */
export type PlainItem = Extract<TurnItem, { kind: "thought" | "text" | "call" }>;

/** An item of an API that says no others. @throws Error for what turns in it are not generated with */
export function plain(item: TurnItem): PlainItem {
  if (item.kind === "sealed" || item.kind === "image")
    throw new Error(`nobody tells ${item.kind} in this API: see BESIDE in turn.ts`);
  return item;
}

export const calls = (turn: Turn): boolean => turn.some(({ kind }) => kind === "call");

/** A text in one or two pieces. */
export function cut(text: string, roll: Roll): string[] {
  const characters = [...text];
  const at = roll(characters.length);
  return [characters.slice(0, at).join(""), characters.slice(at).join("")].filter((piece) => piece !== "");
}

/** Bytes in base64 as a host streams them: in one or two pieces, each of them encoded by itself. */
export function cutBytes(data: string, roll: Roll): string[] {
  const bytes = Buffer.from(data, "base64");
  const at = roll(bytes.length);
  return [bytes.subarray(0, at), bytes.subarray(at)]
    .filter(({ length }) => length > 0)
    .map((piece) => piece.toString("base64"));
}

export const event = (body: JsonObject): string =>
  `event: ${String(body.type)}\ndata: ${JSON.stringify(body)}\n\n`;
