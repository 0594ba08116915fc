/**
 * The files of a report: `result.json`, `junit.xml`, `summary.md`, and a badge of each provider.
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { badge, badgeSvg } from "./badge.ts";
import { reportJson } from "./compact.ts";
import { renderSummary } from "./github.ts";
import { renderJunit } from "./junit.ts";
import type { Report } from "./report-schema.ts";

/** Writes a file below a folder, which need not exist. */
export function writeBelow(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Writes all files of a report into a folder. */
export function writeReport(folder: string, report: Report): void {
  writeBelow(folder, "result.json", reportJson(report));
  writeBelow(folder, "junit.xml", renderJunit(report));
  writeBelow(folder, "summary.md", renderSummary(report));
  for (const own of report.conformance.providers) {
    writeBelow(folder, `badges/${own.provider}.json`, `${JSON.stringify(badge(report, own))}\n`);
    writeBelow(folder, `badges/${own.provider}.svg`, badgeSvg(report, own));
  }
}
