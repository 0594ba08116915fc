/**
 * What does not compile, one line each.
 * @module
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** `registry/x.ts(12,3): error TS2322: Type …`; the lines below it are indented. */
const LINE = /^(\S+?)\((\d+),\d+\): error (TS\d+): (.+)$/;

/** Runs the compiler without output below `root`. @throws Error where it cannot be started */
export function typeProblems(root: string): Promise<string[]> {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const compiler = join(dirname(manifest), "bin", "tsc");
  const child = spawn(process.execPath, [compiler, "--noEmit", "--pretty", "false"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const lines = text.split("\n").flatMap((line) => {
        const [, file, number, , message] = LINE.exec(line) ?? [];
        return file === undefined ? [] : [`${file}:${number}: ${message}`];
      });
      resolve(
        code === 0 || lines.length > 0
          ? lines
          : [`the compiler ended with exit code ${code}: ${text.trim()}`],
      );
    });
  });
}
