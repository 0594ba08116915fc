/**
 * The files of a recording, each read and checked by itself.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { z } from "zod";
import { API_IDS } from "../../registry/apis/codec.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { describeProblem, problemsOf } from "../../registry/load/problem.ts";
import { encodeFrame, readFrameLines } from "./frames.ts";
import { parseJson } from "./json.ts";
import { RecordingError } from "./problem.ts";

/** Refuses a file. @throws RecordingError always */
export const fail = (file: string, field: string, given: unknown, allowed: string): never => {
  throw new RecordingError([describeProblem({ file, field, given, allowed })]);
};

/** Reads a file. @throws RecordingError when it is missing. */
export function readBytes(file: string): Uint8Array {
  if (!existsSync(file)) return fail(file, "(whole file)", undefined, "a file of this name");
  return readFileSync(file);
}

/** Reads a JSON file. @throws RecordingError when it is missing or is not JSON. */
export function readJson(file: string): Json {
  const text = new TextDecoder().decode(readBytes(file));
  try {
    return parseJson(text);
  } catch (error) {
    return fail(
      file,
      "(whole file)",
      text.slice(0, 60),
      `JSON (${error instanceof Error ? error.message : error})`,
    );
  }
}

/** Reads a JSON file by a schema. @throws RecordingError that names every wrong field. */
export function readChecked<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  const input = readJson(file);
  const result = schema.safeParse(input);
  if (!result.success) throw new RecordingError(problemsOf(file, input, result.error));
  return result.data;
}

/** Reads `request.json`. */
export function readRequestBody(dir: string): JsonObject {
  const file = join(dir, "request.json");
  const body = readJson(file);
  return isObject(body) ? body : fail(file, "(whole file)", body, "a JSON object");
}

export const META_FILE = "recording.json";
export const CHUNKS_FILE = "response.chunks.json";

/** Where the frames of an event stream lie. */
export const FRAMES_FILE = "response.frames.jsonl";

/** The bytes of a body as the provider sent them, and the sizes of their frames where there are frames. */
export function readBody(dir: string, name: string | null): { bytes: Uint8Array; frames: number[] | null } {
  if (name === null) return { bytes: new Uint8Array(), frames: null };
  const file = join(dir, name);
  const bytes = readBytes(file);
  if (name !== FRAMES_FILE) return { bytes, frames: null };
  const encoded = readFrameLines(file, new TextDecoder().decode(bytes)).map(encodeFrame);
  return { bytes: new Uint8Array(Buffer.concat(encoded)), frames: encoded.map(({ length }) => length) };
}

/** Does a folder of a provider hold the recordings of one of its further APIs? */
export const isApiFolder = (name: string): boolean => (API_IDS as readonly string[]).includes(name);

/** `provider/scenario`, or `provider/api/scenario` for the further APIs of a provider. */
export function homeOf(dir: string): string {
  const [scenario, above] = [basename(dir), resolve(dir, "..")];
  const name = basename(above);
  return isApiFolder(name) ? `${basename(resolve(above, ".."))}/${name}/${scenario}` : `${name}/${scenario}`;
}
