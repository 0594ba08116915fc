/**
 * The browser of this machine; tests that need one report as not run where there is none.
 * @module
 */
import { existsSync } from "node:fs";

/** Where Chromium is, or `undefined`. */
export const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
