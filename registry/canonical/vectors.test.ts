import { describe, expect, test } from "vitest";
import { base64Of, floatsOf, readVector, readVectors, vectorLength } from "./vectors.ts";

/** 1 and 0.1 as 32-bit floats, little end first, by hand: 00 00 80 3F CD CC CC 3D. */
const PACKED = "AACAP83MzD0=";

describe("vectors in base64", () => {
  test("are read as little-endian 32-bit floats, in the fewest digits that are the same float", () => {
    expect(floatsOf({ form: "base64", text: PACKED })).toEqual([1, 0.1]);
    expect(vectorLength({ form: "base64", text: PACKED })).toBe(2);
  });

  test("are written with each number rounded once", () => {
    expect(base64Of({ form: "float", values: [1, 0.1] })).toBe(PACKED);
    expect(base64Of({ form: "base64", text: PACKED })).toBe(PACKED);
  });

  test("keep every bit on the way through numbers", () => {
    const view = new DataView(new ArrayBuffer(4 * 500));
    for (let i = 0; i < 500; i++) view.setFloat32(i * 4, Math.sin(i * 1.7) / (i + 1), true);
    const text = Buffer.from(view.buffer).toString("base64");
    expect(base64Of({ form: "float", values: floatsOf({ form: "base64", text }) })).toBe(text);
  });

  test("of 64-bit floats are understood where the length is known", () => {
    const view = new DataView(new ArrayBuffer(16));
    view.setFloat64(0, 0.5, true);
    view.setFloat64(8, -0.25, true);
    const read = readVector(Buffer.from(view.buffer).toString("base64"), 2);
    expect(read).toMatchObject({ ok: true, vector: { form: "float", values: [0.5, -0.25] } });
  });
});

describe("a vector that is none", () => {
  test.each<[string, unknown]>([
    ["an empty list", []],
    ["an empty text", ""],
    ["null", null],
    ["a text inside", [1, "0.1"]],
    ["null inside", [1, null]],
    ["a number beyond 32-bit floats", [1, 1e39]],
    ["base64 with a letter too many", `${PACKED}A`],
    ["base64 of NaN", "AADAfwAAgD8="],
    ["base64 of infinity", "AACAfwAAgD8="],
    ["base64 of three bytes", "AAAA"],
    ["three dimensions", [1, 2, 3]],
  ])("is refused: %s", (_name, given) => {
    expect(readVector(given, 2)).toMatchObject({ ok: false, problem: expect.stringMatching(/./) });
  });

  test("is refused where its length is not that of the others", () => {
    const asked = { count: 2, expected: null };
    expect(readVectors([[1], [2]], asked)).toMatchObject({ ok: true });
    expect(readVectors([[1], [2, 3]], asked)).toMatchObject({ ok: false });
    expect(readVectors([[1]], asked)).toEqual({ ok: false, problem: "1 vectors for 2 inputs" });
  });
});
