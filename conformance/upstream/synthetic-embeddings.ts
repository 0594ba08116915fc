/**
 * Made-up embeddings that fit a request: as many vectors as inputs, as long as was asked for, of length one, and the same
 * for the same text and seed.
 * @module
 */
import { createHash } from "node:crypto";
import type { Json } from "../../registry/json.ts";
import type { SeenRequest } from "../recordings/match.ts";
import { sizeOf } from "./embeddings/facts.ts";
import type { EmbeddingsWire, WireAnswer } from "./embeddings/wire.ts";

/** Longest vector that is made up, whatever is asked for. */
const LONGEST = 8192;
/** About so many characters are a token. */
const CHARACTERS = 4;

/** A vector of length one that only the input, its seed and its size decide. */
function vectorOf(input: Json, size: number, seed: number): number[] {
  const values: number[] = [];
  for (let block = 0; values.length < size; block++) {
    const digest = createHash("sha256")
      .update(JSON.stringify([seed, block, input]))
      .digest();
    for (const byte of digest.subarray(0, size - values.length)) values.push(byte - 127.5);
  }
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** As OpenAI writes them on request: 32-bit floats, the least byte first. */
function packed(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}

/** @throws Error for a model whose vectors nobody looked up, where the request says no length */
export function syntheticEmbeddings(wire: EmbeddingsWire, request: SeenRequest, seed: number): WireAnswer {
  const { model, inputs, dimensions, format } = wire.read(request);
  const size = typeof dimensions === "number" ? Math.min(dimensions, LONGEST) : sizeOf(model);
  const vectors = inputs.map((input) => vectorOf(input, size, seed));
  const tokens = inputs.reduce<number>((sum, input) => sum + tokensOf(input), 0);
  return wire.answer(wire.isOpenAi && format === "base64" ? vectors.map(packed) : vectors, tokens, model);
}

/** A list is tokens already. */
const tokensOf = (input: Json): number =>
  Array.isArray(input) ? input.length : Math.max(1, Math.ceil(String(input).length / CHARACTERS));
