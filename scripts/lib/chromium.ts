/**
 * The browser of this machine; tests that need one report as not run where there is none.
 * @module
 */
import { existsSync } from "node:fs";

/** How long a page may take: a limit for runaways, since a busy machine is no broken page. */
export const PAGE_MS = 240_000;

/** Where Chromium is, or `undefined`. */
export const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
