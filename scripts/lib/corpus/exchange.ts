/**
 * Recorded exchanges as a corpus holds them: one JSON object a line.
 * @module
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Json } from "../../../registry/json.ts";
import { WrongUse } from "../wrong-use.ts";

const JsonValue = z.custom<Json>((value) => value !== undefined, "any JSON value");

const ExchangeSchema = z.object({
  id: z.string().min(1),
  provider: z.string().min(1),
  provenance: z.string(),
  kind: z.string(),
  api: z.string(),
  framing: z.string().nullish(),
  request: z
    .object({
      url: z.string().nullish(),
      headers: z.record(z.string(), z.string()).optional(),
      body: JsonValue.nullish(),
    })
    .nullable(),
  response: z.object({
    status: z.int().nullable(),
    headers: z.record(z.string(), z.string()).default({}),
    body: JsonValue.nullish(),
    /** Stands in for a body that is no text: AWS event streams. */
    bodyBase64: z.string().optional(),
  }),
});
export type CorpusExchange = z.infer<typeof ExchangeSchema>;

const jsonlFiles = (path: string): string[] =>
  readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((file) => file.endsWith(".jsonl"))
    .sort();

function parseLine(file: string, line: string, number: number): CorpusExchange {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new WrongUse(`${file}:${number}: not JSON; a corpus has one JSON object a line`);
  }
  const parsed = ExchangeSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new WrongUse(`${file}:${number}: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** Every exchange below a folder, or of one file. @throws WrongUse naming file, line and field */
export function* readCorpus(path: string): Generator<CorpusExchange> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new WrongUse(`${path}: there is no such file or folder`);
  const files = found.isDirectory() ? jsonlFiles(path) : [path];
  if (files.length === 0) throw new WrongUse(`${path}: holds no *.jsonl`);
  for (const file of files) {
    const lines = readFileSync(file, "utf8").split("\n");
    for (const [i, line] of lines.entries()) if (line !== "") yield parseLine(file, line, i + 1);
  }
}
