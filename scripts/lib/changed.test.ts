import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  changedEntriesIn,
  changedFiles,
  changedProviders,
  concernOf,
  endpointProvidersIn,
  providersInEndpoints,
} from "./changed.ts";
import { WrongUse } from "./wrong-use.ts";

const providers = ["deepinfra", "groq", "openai"];
const facts = {
  providers,
  endpointProviders: (folder: string, models?: readonly string[]) => {
    if (!folder.includes("qwen")) return undefined;
    return models === undefined ? ["deepinfra", "groq"] : ["groq"];
  },
  changedEntries: (file: string) => DIFFERING[file] ?? null,
};
/** The entries that differ, by file. */
const DIFFERING: Readonly<Record<string, readonly string[]>> = {
  "registry/authors/alibaba/qwen3.5/endpoints.ts": ["qwen3.5:openai", "qwen3.5:gone"],
  "registry/authors/alibaba/qwen3.5/models.ts": ["qwen3.5"],
  "registry/authors/alibaba/qwen2/models.ts": [],
  "registry/providers/index.ts": ["groq", "gone"],
};

describe("what a changed file concerns", () => {
  it.each([
    ["registry/providers/groq/index.ts", ["groq"]],
    ["registry/providers/groq/keys.test.ts", []],
    ["registry/providers/index.ts", ["groq"]],
    ["registry/authors/alibaba/qwen3.5/endpoints.ts", ["openai"]],
    ["registry/authors/alibaba/qwen3.5/models.ts", ["groq"]],
    ["registry/authors/alibaba/qwen2/models.ts", []],
    ["registry/authors/alibaba/metadata.ts", "all"],
    ["scripts/prove.ts", []],
    ["conformance/defects/hosts.ts", []],
    ["conformance/engine/plan.test.ts", []],
    ["conformance/cases/errors/judge.ts", "all"],
    ["registry/providers/_shared/base.ts", "all"],
    ["recordings/deepinfra/chat.basic/recording.json", ["deepinfra"]],
    ["recordings/schema.json", "all"],
    ["snapshots/endpoints/groq.txt", ["groq"]],
    ["snapshots/deepinfra.md", ["deepinfra"]],
    ["recordings/README.md", []],
    ["snapshots/deepinfra.requests.json", ["deepinfra"]],
    ["snapshots/models.txt", "all"],
    ["registry/authors/alibaba/qwen3/endpoints.ts", ["deepinfra", "groq"]],
    ["registry/authors/meta/llama-4/models.ts", "all"],
    ["registry/authors/family.ts", "all"],
    ["registry/pricing/cost.ts", "all"],
    ["conformance/engine/runner.ts", "all"],
    ["package.json", "all"],
    ["docs/guide.md", []],
    ["LICENSE", []],
  ])("of %s is %j", (file, concern) => {
    expect(concernOf(file, facts)).toEqual(concern);
  });

  it("adds up, in the order of the registry", () => {
    expect(
      changedProviders(["recordings/openai/a/x.json", "registry/providers/deepinfra/index.ts"], facts),
    ).toEqual(["deepinfra", "openai"]);
    expect(changedProviders(["README.md"], facts)).toEqual([]);
    expect(changedProviders(["README.md", "conformance/engine/runner.ts"], facts)).toEqual(providers);
  });

  it("reads the providers of endpoint keys", () => {
    const text = `"qwen3:groq": { providerModelId: "a:deepinfra" }, "b:openai" : {}, "c:constructor": {}`;
    expect(providersInEndpoints(text, providers)).toEqual(["groq", "openai"]);
  });
});

describe("the changed files of a checkout", () => {
  let root = "";
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", ...args],
      {
        cwd: root,
        stdio: "pipe",
      },
    );
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  beforeEach(() => {
    // A hook that runs the tests sets these, which would point git at the wrong checkout.
    for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"]) vi.stubEnv(name, undefined);
    root = mkdtempSync(join(tmpdir(), "changed-"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });

  it("are refused outside of git, with what to do instead", () => {
    expect(() => changedFiles(root)).toThrow(WrongUse);
    expect(() => changedFiles(root)).toThrow(/needs a git checkout\. Use --provider/);
  });

  it("are all files before the first commit", () => {
    git("init", "-q");
    write("staged.ts", "");
    write("new file.ts", "");
    git("add", "staged.ts");
    expect(changedFiles(root)).toEqual(["new file.ts", "staged.ts"]);
  });

  it("are the edited, staged, deleted and new ones, but not the ignored", () => {
    git("init", "-q");
    for (const file of ["edited.ts", "staged.ts", "deleted.ts", "same.ts"]) write(file, "1");
    write(".gitignore", "report/\n");
    git("add", ".");
    git("commit", "-qm", "first");
    expect(changedFiles(root)).toEqual([]);
    write("edited.ts", "2");
    write("staged.ts", "2");
    git("add", "staged.ts");
    rmSync(join(root, "deleted.ts"));
    write("new/ä.ts", "1");
    write("report/result.json", "{}");
    expect(changedFiles(root)).toEqual(["deleted.ts", "edited.ts", "new/ä.ts", "staged.ts"]);
  });

  it("tell of entries that differ, and of none in a file that is new", () => {
    const file = "registry/authors/alibaba/qwen3/endpoints.ts";
    git("init", "-q");
    write(file, 'export const endpoints = {\n  "qwen3:groq": {},\n};\n');
    git("add", ".");
    git("commit", "-qm", "first");
    write(file, 'export const endpoints = {\n  "qwen3:groq": {},\n  "qwen3:openai": {},\n};\n');
    const changedEntries = changedEntriesIn(root);
    expect(changedEntries(file)).toEqual(["qwen3:openai"]);
    write("registry/authors/alibaba/new/endpoints.ts", "export const endpoints = {};\n");
    expect(changedEntries("registry/authors/alibaba/new/endpoints.ts")).toBeNull();
  });

  it("tell of endpoints that are there, and of those that were taken out", () => {
    const folder = "registry/authors/alibaba/qwen3";
    git("init", "-q");
    write(`${folder}/endpoints.ts`, '"qwen3:deepinfra": {}');
    git("add", ".");
    git("commit", "-qm", "first");
    write(`${folder}/endpoints.ts`, '"qwen3:groq": {}');
    const endpointProviders = endpointProvidersIn(root, providers);
    expect(endpointProviders(folder)).toEqual(["deepinfra", "groq"]);
    expect(endpointProviders("registry/authors/alibaba")).toEqual(["deepinfra", "groq"]);
    expect(endpointProviders("registry/authors/gone")).toBeUndefined();
  });
});
