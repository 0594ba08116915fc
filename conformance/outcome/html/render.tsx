/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * `report.html`: one file that opens from disk and stays below a size that people can mail.
 * @module
 */
import type { PageProps } from "./facts.ts";
import { Page } from "./page.tsx";

/** Bytes of the whole file. */
export const MAX_BYTES = 2_000_000;
/** How many causes show their exchange: fewer where the file would get too large. */
const EXCHANGES = [40, 10, 3, 0];

/** The page as HTML. @throws Error where even without exchanges it is too large */
export function renderHtml(props: Omit<PageProps, "exchanges">): string {
  for (const exchanges of EXCHANGES) {
    const html = `<!doctype html>\n${(<Page {...props} exchanges={exchanges} />).toString()}\n`;
    if (Buffer.byteLength(html) < MAX_BYTES) return html;
  }
  throw new Error(`the report is larger than ${MAX_BYTES} bytes: run less at once, or read result.json`);
}
