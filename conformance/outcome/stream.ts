/**
 * `--stream`: results as JSON Lines while a run goes on, for programs that watch it. The first line says what is planned, the
 * last one how it ended; in between each result stands as it does in `result.json`, without the index of a cause.
 * @module
 */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { compactResult } from "./compact.ts";
import type { Report } from "./report-schema.ts";
import type { CaseResult } from "./result.ts";

export class ResultStream {
  private readonly path: string;

  /** Begins the file anew. */
  constructor(path: string, start: { command: string; planned: number | null }) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ type: "start", ...start })}\n`);
  }

  result(result: CaseResult): void {
    this.line({ type: "result", ...compactResult(result, null) });
  }

  end({ ok, totals }: Pick<Report, "ok" | "totals">): void {
    this.line({ type: "end", ok, totals });
  }

  private line(value: object): void {
    appendFileSync(this.path, `${JSON.stringify(value)}\n`);
  }
}
