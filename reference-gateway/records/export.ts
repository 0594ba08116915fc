/**
 * The request log as a file: JSON Lines or CSV, written page by page as the reader takes it.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";
import type { Filter } from "./filter.ts";
import type { LoggedRequest, Position, RequestLog } from "./log.ts";
import { requestView } from "./view.ts";

export const EXPORT_FORMATS = ["jsonl", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  jsonl: "application/x-ndjson",
  csv: "text/csv; charset=utf-8",
};

/** Requests that are held at a time. */
export const EXPORT_PAGE = 100;

/** Columns of the CSV, in order; what is nested is JSON text. */
const COLUMNS = [
  "request_id",
  "request_created_at",
  "route",
  "model",
  "model_served",
  "provider",
  "endpoint",
  "mode",
  "outcome",
  "status",
  "latency",
  "time_to_first_token",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cost",
  "cached",
  "user_id",
  "session_id",
  "properties",
  "feedback",
  "scores",
] as const;

/** A spreadsheet takes a cell that begins so for a formula, whoever wrote it. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  const text = typeof value === "string" && FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvLine = (view: JsonObject): string => `${COLUMNS.map((name) => cell(view[name])).join(",")}\r\n`;

const LINE: Readonly<Record<ExportFormat, (view: JsonObject) => string>> = {
  jsonl: (view) => `${JSON.stringify(view)}\n`,
  csv: csvLine,
};

const endOf = (page: readonly LoggedRequest[]): Position | null => {
  const last = page.at(-1);
  return last ? { startedAt: last.record.startedAt, id: last.record.id } : null;
};

/** Every request that the filter selects, oldest first. */
export async function* exported(
  log: RequestLog,
  tenantId: string,
  filter: Filter,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === "csv") yield `${COLUMNS.join(",")}\r\n`;
  let after: Position | null = null;
  for (;;) {
    const page = await log.page(tenantId, filter, after, EXPORT_PAGE);
    if (page.length > 0) yield page.map((request) => LINE[format](requestView(request))).join("");
    after = endOf(page);
    if (page.length < EXPORT_PAGE) return;
  }
}
