/**
 * How commands start: from what was built of their sources, in a checkout of a few files.
 */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundled, rebuilt } from "./bundle.mjs";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = "scripts/hello.ts";
const WORD = "lib/word.ts";
const HOUR_MS = 3_600_000;

let root = "";
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const setBack = (path: string, ms: number): void => {
  const time = new Date(Date.now() - ms);
  utimesSync(path, time, time);
};
/** A source with a time of change that no build can meet. */
const source = (path: string, text: string, ageMs = HOUR_MS): void => {
  put(path, text);
  setBack(join(root, path), ageMs);
};

const wordModule = (word: string): string =>
  `export const word: string = "${word}";\nexport const address: string = import.meta.url;\n`;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "bundle with a space ")));
  for (const file of ["scripts/run.mjs", "scripts/lib/bundle.mjs"])
    cpSync(join(ROOT, file), join(root, file));
  for (const name of ["esbuild", "@esbuild", "tsx"]) {
    mkdirSync(join(root, "node_modules"), { recursive: true });
    symlinkSync(realpathSync(join(ROOT, "node_modules", name)), join(root, "node_modules", name));
  }
  source("package.json", JSON.stringify({ type: "module" }));
  source("tsconfig.json", "{}");
  source(WORD, wordModule("first"));
  source("lib/late.ts", 'console.log("late is loaded");\nexport const late = 1;\n');
  source(
    COMMAND,
    `import { word } from "../lib/word.ts";
console.log(word, process.argv.slice(2).join());
if (process.argv[2] === "late") await import("../lib/late.ts");
if (process.argv[2] === "fail") throw new Error("as asked");
process.exitCode = 3;
`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const built = async (): Promise<string> => (await bundled(root, [WORD]))[WORD];

/** The folder of a build, by one of its files. */
const folderOf = (file = ""): string => dirname(dirname(file));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as `npm run` does. */
async function hello(...args: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH };
  try {
    return {
      code: 0,
      ...(await run(process.execPath, ["scripts/run.mjs", "hello", ...args], { cwd: root, env })),
    };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as Ended;
    return { code, stdout, stderr };
  }
}

describe("the bundle of a checkout", () => {
  test("stays the same until a source changes", async () => {
    const first = await built();
    expect(await built()).toBe(first);
    source(WORD, wordModule("other"), HOUR_MS / 2);
    const second = await built();
    expect(second).not.toBe(first);
    const { word } = await import(pathToFileURL(second).href);
    expect(word).toBe("other");
  });

  test("is built again when a source changed after its build began", async () => {
    source(WORD, wordModule("other"), -HOUR_MS);
    const first = await built();
    expect(await built()).not.toBe(first);
  });

  test("is built again when an entry is asked for that it does not have", async () => {
    source("scripts/other.ts", "export const other = 2;\n");
    await built();
    const both = await bundled(root, [WORD, "scripts/other.ts"]);
    expect(existsSync(both["scripts/other.ts"])).toBe(true);
  });

  test("tells each module the address of its source", async () => {
    const { address } = await import(pathToFileURL(await built()).href);
    expect(address).toBe(pathToFileURL(join(root, WORD)).href);
  });

  test("keeps what was just replaced, and removes it some hours later", async () => {
    const builds: string[] = [];
    for (const word of ["one", "two", "three"]) {
      source(WORD, wordModule(word), HOUR_MS + word.length);
      builds.push(await built());
      if (word === "two") setBack(folderOf(builds[0]), 3 * HOUR_MS);
    }
    expect(builds.map((file) => existsSync(file))).toEqual([false, true, true]);
  });

  test("goes with its checkout", async () => {
    const folder = dirname(folderOf(await built()));
    const shared = dirname(folder);
    const other = realpathSync(mkdtempSync(join(tmpdir(), "bundle-other-")));
    mkdirSync(join(other, "scripts"));
    writeFileSync(join(other, COMMAND), "export {};\n");
    symlinkSync(join(root, "node_modules"), join(other, "node_modules"));
    await bundled(other, [COMMAND]);
    expect(readdirSync(shared)).toHaveLength(2);
    rmSync(other, { recursive: true });
    source(WORD, wordModule("other"), HOUR_MS / 2);
    await built();
    expect(readdirSync(shared)).toEqual([basename(folder)]);
  });

  test("is whole for each of two processes that need it at once", async () => {
    const ended = await Promise.all([hello("a"), hello("b"), hello("late")]);
    expect(ended.map(({ stdout }) => stdout)).toEqual([
      "first a\n",
      "first b\n",
      "first late\nlate is loaded\n",
    ]);
    expect(ended.map(({ stderr }) => stderr)).toEqual(["", "", ""]);
    const left = readdirSync(dirname(folderOf(await built())));
    expect(left.filter((name) => !/^(?:build-[0-9a-f]{12}|current\.json)$/.test(name))).toEqual([]);
  });

  test("is not made of sources that do not parse", async () => {
    source(WORD, "export const word: string = ;\n");
    await expect(built()).rejects.toThrow("lib/word.ts:1:28: ERROR: Unexpected");
  });
});

describe("a command", () => {
  test("gets its arguments, and ends with its own exit code", async () => {
    expect(await hello("a", "b")).toEqual({ code: 3, stdout: "first a,b\n", stderr: "" });
  });

  test("loads what it imports late only when it comes there", async () => {
    expect((await hello("late")).stdout).toBe("first late\nlate is loaded\n");
  });

  test("names the place in the source of what it throws", async () => {
    const { code, stderr } = await hello("fail");
    expect(code).toBe(1);
    expect(stderr).toContain("Error: as asked");
    expect(stderr).toContain(`${join(root, COMMAND)}:4:`);
  });

  test("runs from its sources, and says so, where nothing can be kept", async () => {
    put("node_modules/.cache", "a file in the place of the folder");
    const { code, stdout, stderr } = await hello("a");
    expect({ code, stdout }).toEqual({ code: 3, stdout: "first a\n" });
    expect(stderr).toMatch(/^note: starts slowly, from the single sources: .*node_modules\/\.cache.*\n$/);
  });

  test("names the source that does not parse", async () => {
    source(WORD, "export const word: string = ;\n");
    const { code, stderr } = await hello("a");
    expect(code).toBe(1);
    expect(stderr).toContain("lib/word.ts:1:28: ERROR: Unexpected");
  });

  test("is named where there is none of this name", async () => {
    const env = { PATH: process.env.PATH };
    const given = ["scripts/run.mjs", "helo"];
    await expect(run(process.execPath, given, { cwd: root, env })).rejects.toMatchObject({
      code: 2,
      stderr: 'error: there is no command "helo" (scripts/helo.ts)\n',
    });
  });
});

describe("a build that is kept warm", () => {
  test("gives a file another name whenever its text differs, and the same one where it does not", async () => {
    const build = await rebuilt(root, [WORD]);
    const wordOf = async (file: string): Promise<string> => (await import(pathToFileURL(file).href)).word;
    const first = (await build.rebuild())[WORD];
    expect(await wordOf(first)).toBe("first");
    expect((await build.rebuild())[WORD]).toBe(first);
    source(WORD, wordModule("other"));
    const second = (await build.rebuild())[WORD];
    expect(second).not.toBe(first);
    expect(await wordOf(second)).toBe("other");
    await build.dispose();
    expect(existsSync(second)).toBe(false);
  });

  test("says in a line which file does not parse, and builds what is saved after it", async () => {
    const build = await rebuilt(root, [WORD]);
    source(WORD, "export const word = ;");
    await expect(build.rebuild()).rejects.toThrow(/^lib\/word\.ts:1: Unexpected ";"$/);
    source(WORD, wordModule("mended"));
    const { word } = await import(pathToFileURL((await build.rebuild())[WORD]).href);
    expect(word).toBe("mended");
    await build.dispose();
  });

  test("keeps the files that a process may still load, through what does not parse and one build more", async () => {
    const build = await rebuilt(root, [WORD]);
    const files: string[] = [(await build.rebuild())[WORD]];
    const left = () => files.map((file) => existsSync(file));
    source(WORD, "export const word = ;");
    await expect(build.rebuild()).rejects.toThrow(/^lib\/word\.ts:1: Unexpected ";"$/);
    expect(left()).toEqual([true]);
    for (const word of ["second", "third"]) {
      source(WORD, wordModule(word));
      files.push((await build.rebuild())[WORD]);
      expect(left().slice(-2)).toEqual([true, true]);
    }
    expect(left()).toEqual([false, true, true]);
    await build.dispose();
    expect(left()).toEqual([false, false, false]);
  });
});
