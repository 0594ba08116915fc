/**
 * Reads results of runs and writes the page about them.
 * @module
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { z } from "zod";
import { compareReports } from "../../conformance/outcome/compare.ts";
import { readGeneratedProof } from "../../conformance/outcome/generated-proof.ts";
import { renderHtml } from "../../conformance/outcome/html/render.tsx";
import { type Report, ReportSchema, SCHEMA_VERSION } from "../../conformance/outcome/report-schema.ts";
import { checklistMarkdown } from "./checklist.ts";
import { reportFacts } from "./report-facts.ts";
import { WrongUse } from "./wrong-use.ts";

/** No run is larger; what is, is no result. */
const MAX_BYTES = 64 * 1024 * 1024;

interface FileKind<T> {
  schema: z.ZodType<T>;
  /** @example "result of this version (schemaVersion 4)" */
  kind: string;
  /** What to do where the file is not there. */
  missing: string;
}

/** A file of a report, or the one of this name in a directory. @throws WrongUse that says what is wrong with it */
export function readJsonFile<T>(path: string, name: string, as: FileKind<T>): T {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new WrongUse(`${path}: there is no such file. ${as.missing}`);
  if (found.isDirectory()) return readJsonFile(join(path, name), name, as);
  if (found.size > MAX_BYTES) throw new WrongUse(`${path}: larger than ${MAX_BYTES} bytes.`);
  const parsed = as.schema.safeParse(jsonOf(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new WrongUse(`${path} is no ${as.kind}: at /${issue?.path.join("/")}: ${issue?.message}`);
}

/** A `result.json`, or the one in a directory. @throws WrongUse that says what is wrong with it */
export const readReport = (path: string): Report =>
  readJsonFile(path, "result.json", {
    schema: ReportSchema,
    kind: `result of this version (schemaVersion ${SCHEMA_VERSION})`,
    missing: "Run npm test first.",
  });

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new WrongUse(`${path} is no JSON: ${error.message}`);
    throw error;
  }
}

export interface Written {
  path: string;
  bytes: number;
}

/** Writes `report.html` beside a result, or where told. @throws WrongUse for a result that cannot be read */
export function writeHtml(result: string, options: { compare?: string; out?: string } = {}): Written {
  const folder = statSync(result, { throwIfNoEntry: false })?.isDirectory() ? result : dirname(result);
  const generatedProof = readGeneratedProof(folder);
  // Defects that were planted after the run are told, too.
  const report: Report = { ...readReport(result), ...(generatedProof === null ? {} : { generatedProof }) };
  const comparison =
    options.compare === undefined ? null : compareReports(readReport(options.compare), report);
  const facts = reportFacts(report);
  const html = renderHtml({ report, facts, comparison });
  mkdirSync(join(folder, "checklists"), { recursive: true });
  for (const [slug, items] of Object.entries(facts.checklists))
    writeFileSync(join(folder, "checklists", `${slug}.md`), checklistMarkdown(slug, items));
  const path = options.out ?? join(folder, "report.html");
  writeFileSync(path, html);
  return { path, bytes: Buffer.byteLength(html) };
}
