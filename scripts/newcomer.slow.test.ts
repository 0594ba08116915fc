/**
 * A newcomer adds an OpenAI-compatible host (ADD-01): from an empty clone, with documented commands, and with two files
 * edited by hand. The host is like Together: it counts cached tokens in a place of its own, and says a full context as a 403.
 * How long the machine took is printed and not judged: how fast it is, is not what is tested.
 */
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ReportSchema } from "../conformance/outcome/report-schema.ts";
import { copyOfCheckout } from "./lib/testing/copy.ts";

const run = promisify(execFile);
/** A limit for runaways: a busy machine may take minutes. */
const LONG_MS = 900_000;
/** Nothing of the run that this test belongs to reaches the newcomer's. */
const ENV = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: tmpdir(),
  npm_config_update_notifier: "false",
};
const CLASS = "registry/providers/harbour-ai/index.ts";
const ENDPOINTS = "registry/authors/openai/gpt-oss/endpoints.ts";

let clone = "";
const git = (at: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=newcomer", "-c", "user.email=newcomer@example.com", ...args], {
    cwd: at,
    env: ENV,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });

/** The checkout as it stands now, committed anew, with everything installed. */
beforeAll(() => {
  clone = copyOfCheckout("newcomer-");
  git(clone, "init", "--quiet");
  writeFileSync(join(clone, ".git/info/exclude"), "node_modules\n");
  git(clone, "add", "--all");
  git(clone, "commit", "--quiet", "--message", "as cloned");
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

interface Ended {
  code: number;
  text: string;
}

/** Runs a command of the README in the clone; a failure is a result too. */
async function npm(...args: string[]): Promise<Ended> {
  const begun = performance.now();
  const options = { cwd: clone, env: ENV, timeout: LONG_MS, maxBuffer: 64 * 1024 * 1024 };
  const ended = await run("npm", ["--silent", ...args], options).then(
    ({ stdout, stderr }): Ended => ({ code: 0, text: stdout + stderr }),
    ({ code, stdout, stderr }): Ended => ({ code, text: `${stdout}${stderr}` }),
  );
  console.info(`npm ${args.join(" ")}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return ended;
}

/** A person's work in one file: every answer is asked for, and afterwards nothing is left to do. */
function edit(file: string, answers: readonly (readonly [asked: RegExp, answer: string])[]): void {
  const path = join(clone, file);
  let text = readFileSync(path, "utf8");
  for (const [asked, answer] of answers) {
    expect(text).toMatch(asked);
    text = text.replace(asked, answer);
  }
  expect(text).not.toContain("TODO");
  writeFileSync(path, text);
}

/** What the host documents of its usage and of its errors. */
const DOCUMENTED = `evidence: "its API reference: cached_tokens directly in usage",
      },
      errorMeanings: [
        { status: 403, meaning: "context_length", evidence: "its error codes: 403 where the prompt exceeds the context" },
      ],
`;

test("adds a host with one command and two edited files, and gets its claim", {
  timeout: LONG_MS,
}, async () => {
  const made = await npm(
    "run",
    "new-provider",
    "--",
    "harbour-ai",
    "--name",
    "Harbour AI",
    "--base-url",
    "https://api.harbour.ai/v1",
    "--model",
    "gpt-oss-120b",
  );
  expect(made.text).toContain("What is left, in two files");
  expect(made.code).toBe(0);

  edit(CLASS, [
    [/\/TODO/g, "/docs"],
    [/TODO: what it offers, in one sentence/, "Open-weight models at the quay"],
    [/TODO: what its keys look like/, "hb- and 32 letters"],
    [/evidence: "TODO: where its usage object was seen",\n {6}\},\n/, DOCUMENTED],
    [/usage: \[\]/, 'usage: ["cached_tokens"]'],
  ]);
  edit(ENDPOINTS, [
    [/TODO\//, "harbour/"],
    [/TODO: the page that these prices and limits are from/, "https://harbour.ai/pricing"],
  ]);
  const hand = git(clone, "status", "--porcelain", "--untracked-files=all").trimEnd().split("\n");
  // The list and the address of the host are the command's own.
  const written = ["recordings/harbour-ai/calls.json", "registry/providers/index.ts"];
  expect(hand.map((line) => line.slice(3)).sort()).toEqual([ENDPOINTS, CLASS, ...written].sort());

  const tested = await npm("test", "--", "--changed", "-u", "--every", "150");
  expect(tested.text).toContain("changed: harbour-ai (4 changed files)");
  const report = ReportSchema.parse(JSON.parse(readFileSync(join(clone, "report/result.json"), "utf8")));
  expect(report.causes).toEqual([]);
  expect(report.conformance.providers).toMatchObject([{ provider: "harbour-ai", verdict: "conforms" }]);
  expect(Object.keys(report.proof)).toEqual(["derived"]);
  // The console breaks its lines.
  expect(tested.text.replaceAll(/\s+/g, " ")).toContain("nothing is known of this host");
  expect(tested.code).toBe(0);

  const owed = await npm("test", "--", "--provider", "harbour-ai", "--owed");
  expect(owed.text).toContain("[x] class");
  expect(owed.text).toContain("[x] snapshots");
  expect(owed.text).toContain("[x] keys of callers");
  expect(owed.text).toContain("[ ] knowledge of the host");
  expect(owed.text).toContain("[ ] documentation: its row in README.md\n        npm run readme");
});
