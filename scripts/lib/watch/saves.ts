/**
 * Files as they are saved, several in one go where they come within a moment.
 * @module
 */
import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** What decides about cases. */
const FOLDERS = ["registry", "reference-gateway", "conformance", "recordings"];
/** An editor writes a file in several steps, each within so long of the one before. */
const TOGETHER_MS = 40;
/** What goes on for longer is told in parts. */
const LONGEST_MS = 400;
/** Files that editors keep beside those that are saved. */
const ASIDE = /(?:^|\/)(?:\.|#)|~$|\.(?:swp|tmp|bak)$|\/\d+$/;

export interface Saved {
  /** Paths from the root, with `/`, each once. */
  files: string[];
  /** When the first of them was, in milliseconds of `performance`. */
  at: number;
}

/** Tells of what is saved below `root` until it is closed. @returns what closes it */
export function watchSaves(root: string, onSaved: (saved: Saved) => void): () => void {
  let files = new Set<string>();
  let at = 0;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    const saved = { files: [...files].sort(), at };
    files = new Set();
    onSaved(saved);
  };
  const note = (file: string) => {
    if (ASIDE.test(file)) return;
    const now = performance.now();
    if (files.size === 0) at = now;
    files.add(file);
    clearTimeout(timer);
    timer = setTimeout(tell, Math.max(0, Math.min(TOGETHER_MS, at + LONGEST_MS - now)));
  };
  const watchers = FOLDERS.map(
    (folder): FSWatcher =>
      watch(join(root, folder), { recursive: true }, (_event, name) => {
        if (name !== null) note(`${folder}/${name.replaceAll("\\", "/")}`);
      }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
