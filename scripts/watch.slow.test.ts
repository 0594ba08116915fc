/**
 * `npm test -- --watch` beside somebody who edits a provider, in a checkout of its own. What it said decides when the next
 * file is saved; how long a verdict took is printed by the command and not judged here.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyOfCheckout } from "./lib/testing/copy.ts";

/** A limit for runaways: a busy machine may take minutes. */
const LONG_MS = 600_000;
/** Somewhat less, so that there is time to say what was waited for. */
const PATIENCE_MS = LONG_MS - 30_000;
/** Nothing of the run that this test belongs to reaches the command. */
const ENV = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: tmpdir(), NO_COLOR: "1" };
const CLASS = "registry/providers/avian/index.ts";
const LAUNCHER = "scripts/run.mjs";
const WATCHED = ["--provider", "avian", "--area", "auth", "--watch"];

/** The end of a class that sends its key where nobody reads it. */
const OWN_HEADER = `
  override authenticate(request: OutboundRequest, { credential }: RequestContext): OutboundRequest {
    return { ...request, headers: [...request.headers, ["x-api-key", credential.secret]] };
  }
}
`;

let copy = "";
beforeAll(() => {
  copy = copyOfCheckout("watched-");
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** A command as it is read: what it says from one wait to the next. */
class Reading {
  private text = "";
  private readonly child: ChildProcess;
  private readonly tired = AbortSignal.timeout(PATIENCE_MS);
  private wake = () => {};

  constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (part: string) => {
        this.text += part;
        this.wake();
      });
    child.on("close", () => this.wake());
    this.tired.addEventListener("abort", () => this.wake());
  }

  /** Everything up to the end of the line that fits. @throws Error where the command ends without one, or takes too long */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.text);
      const end = found === null ? -1 : this.text.indexOf("\n", found.index + found[0].length);
      if (end >= 0) {
        const said = this.text.slice(0, end + 1);
        this.text = this.text.slice(end + 1);
        return said;
      }
      if (this.child.exitCode !== null) throw new Error(`it ended before ${pattern}:\n${this.text}`);
      if (this.tired.aborted) throw new Error(`it never came to ${pattern}:\n${this.text}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null
    ? new Promise((resolve) => child.once("close", (code) => resolve(code)))
    : Promise.resolve(child.exitCode);

describe("npm test -- --watch", () => {
  test("says at each saved file what it concerns and what came of it, red ones first", {
    timeout: LONG_MS,
  }, async () => {
    const child = spawn(process.execPath, [LAUNCHER, "test", ...WATCHED], { cwd: copy, env: ENV });
    try {
      const reading = new Reading(child);
      const path = join(copy, CLASS);
      const whole = readFileSync(path, "utf8");
      const save = (text: string) => {
        expect(text).not.toBe(readFileSync(path, "utf8"));
        writeFileSync(path, text);
      };

      const begun = await reading.until(/ {2}all \d+ runs/);
      expect(begun).toContain("watching --provider avian --area auth");
      expect(begun).toMatch(/first \d+ of \d+ runs \(\d+ as a sample\): \d+ passed, 0 failed/);

      // The key in a header of its own: one cause, with the class to look at.
      save(`${whole.trimEnd().slice(0, -1)}${OWN_HEADER}`);
      const broken = await reading.until(/first \d+ of .*runs now/);
      expect(broken).toContain(`saved ${CLASS}: concerns avian`);
      expect(broken).toContain("AUT-01 MUST");
      expect(broken).toContain(`look at   ${CLASS}`);
      expect(broken).toMatch(/first .*: \d+ passed, [1-9]\d* failed/);
      expect(broken.split("\n").length).toBeLessThan(60);
      // The rest runs while the next file is saved.
      save(whole);
      const mended = await reading.until(/first \d+ of /);
      expect(mended).toMatch(
        /first \d+ of \d+ runs \([1-9]\d* red the last time, \d+ as a sample\): \d+ passed, 0 failed/,
      );
      expect(await reading.until(/ {2}all \d+ runs: /)).toMatch(/ {2}all \d+ runs: \d+ passed, 0 failed/);

      // What is wrong with the data or the sources is a line; nothing runs.
      save(whole.replace('"AVIAN_API_KEY"', '"avian_api_key"'));
      expect(await reading.until(/error: /)).toMatch(
        /avian\/index\.ts:\d+ "avian" platformKeyEnv: given "avian_api_key", .*write AVIAN_API_KEY/,
      );
      save(whole.replace("readonly dashboard = {", "readonly dashboard = "));
      expect(await reading.until(/error: /)).toMatch(/avian\/index\.ts:\d+: /);

      save(whole);
      expect(await reading.until(/ {2}all \d+ runs: /)).toMatch(/ {2}all \d+ runs: \d+ passed, 0 failed/);
      child.kill("SIGINT");
      expect(await ended(child)).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
