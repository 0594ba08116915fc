/**
 * Vectors as APIs send them: numbers, or the base64 of little-endian 32-bit floats. Either is checked when it arrives and
 * turned into the other only where the caller asked for that.
 * @module
 */

/** A vector in the form in which it came. */
export type Vector = { form: "float"; values: readonly number[] } | { form: "base64"; text: string };

const SINGLE = 4;
const DOUBLE = 8;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** How many dimensions a vector has. */
export function vectorLength(vector: Vector): number {
  if (vector.form === "float") return vector.values.length;
  const padding = vector.text.endsWith("==") ? 2 : vector.text.endsWith("=") ? 1 : 0;
  return ((vector.text.length / 4) * 3 - padding) / SINGLE;
}

/** A view of its own bytes: pooled buffers may begin anywhere. */
const viewOf = (text: string): DataView => {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return new DataView(bytes.buffer);
};

const readAll = (view: DataView, width: typeof SINGLE | typeof DOUBLE): number[] =>
  Array.from({ length: view.byteLength / width }, (_, i) =>
    width === SINGLE ? view.getFloat32(i * SINGLE, true) : view.getFloat64(i * DOUBLE, true),
  );

/** The shortest decimal that a 32-bit float is read from again. */
function shortest(value: number): number {
  for (const digits of [6, 7, 8]) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/** The vector as numbers. */
export const floatsOf = (vector: Vector): readonly number[] =>
  vector.form === "float" ? vector.values : readAll(viewOf(vector.text), SINGLE).map(shortest);

/** The vector as base64 of 32-bit floats: numbers are rounded to them once. */
export function base64Of(vector: Vector): string {
  if (vector.form === "base64") return vector.text;
  const view = new DataView(new ArrayBuffer(vector.values.length * SINGLE));
  for (const [i, value] of vector.values.entries()) view.setFloat32(i * SINGLE, value, true);
  return Buffer.from(view.buffer).toString("base64");
}

/** A vector that arrived, or what is wrong with it. */
export type ReadVector = { ok: true; vector: Vector; length: number } | { ok: false; problem: string };

const bad = (problem: string): ReadVector => ({ ok: false, problem });

/** Is it a number that a 32-bit float can hold? */
const isFloat = (value: unknown): boolean => typeof value === "number" && Number.isFinite(Math.fround(value));

function readNumbers(values: readonly unknown[]): ReadVector {
  if (values.length === 0) return bad("a vector is empty");
  if (!values.every(isFloat)) return bad("a vector holds what is no finite 32-bit float");
  return { ok: true, vector: { form: "float", values: values as number[] }, length: values.length };
}

/** How far the length of a unit vector may be from 1, for rounding. */
const ROUNDING = 0.01;

/**
 * Are these bytes a unit vector in 64-bit floats? Pairs of 32-bit floats, read as one, are anything from 0 to infinity and
 * never come to it.
 */
function isUnitOfDoubles(view: DataView): boolean {
  if (view.byteLength % DOUBLE !== 0) return false;
  const squares = readAll(view, DOUBLE).reduce((sum, value) => sum + value * value, 0);
  return Math.abs(squares - 1) < ROUNDING;
}

/**
 * Some versions of vLLM pack 64-bit floats. A known length tells, since half as many values would fit just as well; where
 * none is known, only a unit vector does.
 */
function readText(text: string, expected: number | null): ReadVector {
  if (text === "" || !BASE64.test(text)) return bad("a vector is no base64");
  const view = viewOf(text);
  const { byteLength } = view;
  const isDouble = expected === null ? isUnitOfDoubles(view) : byteLength === expected * DOUBLE;
  if (isDouble) return readNumbers(readAll(view, DOUBLE));
  if (byteLength % SINGLE !== 0) return bad(`a vector of ${byteLength} bytes is no list of 32-bit floats`);
  for (let i = 0; i < byteLength; i += SINGLE)
    if (!Number.isFinite(view.getFloat32(i, true))) return bad("a vector holds NaN or infinity");
  return { ok: true, vector: { form: "base64", text }, length: byteLength / SINGLE };
}

/**
 * Reads one vector as it stands in an answer.
 * @param expected the length that it must have; `null` where nobody knows
 */
export function readVector(given: unknown, expected: number | null): ReadVector {
  const read =
    typeof given === "string"
      ? readText(given, expected)
      : Array.isArray(given)
        ? readNumbers(given)
        : bad("a vector is neither a list of numbers nor base64");
  if (!read.ok || expected === null || read.length === expected) return read;
  return bad(`a vector has ${read.length} dimensions where ${expected} were asked for`);
}

/** Reads the vectors of an answer: as many as there were inputs, all of one length. */
export function readVectors(
  given: readonly unknown[],
  { count, expected }: { count: number; expected: number | null },
): { ok: true; vectors: Vector[] } | { ok: false; problem: string } {
  if (given.length !== count) return { ok: false, problem: `${given.length} vectors for ${count} inputs` };
  const vectors: Vector[] = [];
  let length = expected;
  for (const item of given) {
    const read = readVector(item, length);
    if (!read.ok) return read;
    length ??= read.length;
    vectors.push(read.vector);
  }
  return { ok: true, vectors };
}
