/** `npm run sync` as a process: its report, its exit codes, and the files that it writes. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRegistry, registrySource } from "../registry/index.ts";
import { CatalogueError } from "../registry/mapper/catalogue.ts";
import { LAUNCHER } from "./lib/launcher.ts";
import { pastLines, syncReport } from "./lib/sync.ts";
import { readSource } from "./lib/sync-source.ts";

const repository = fileURLToPath(new URL("..", import.meta.url));
const SMALL = join(repository, "registry/sync/testing/api.json");
const FAMILY = "registry/authors/openai/gpt-oss";
let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "sync-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const sync = (...args: string[]) =>
  spawnSync(process.execPath, [LAUNCHER, "sync", ...args], {
    cwd: repository,
    encoding: "utf8",
    timeout: 240_000,
    env: { PATH: process.env.PATH ?? "", HOME: dir },
  });

test("reports new, gone and changed prices with the money moved, and exits with 1", () => {
  const { status, stdout } = sync("--from", SMALL);
  expect(status).toBe(1);
  const lines = stdout.split("\n");
  expect(lines).toContain("new      deepinfra made-up/new: input 1, output 2");
  expect(lines).toContain("not read deepinfra made-up/noise: 0.30000000000000004 has more than six decimals");
  const at = lines.indexOf(
    "changed  gpt-oss-120b:deepinfra (openai/gpt-oss-120b): input 0.039 → 0.05, output 0.19 → 0.24",
  );
  // 1,000 × 0.05 + 200 × 0.24 = 98 USD per million, against 1,000 × 0.039 + 200 × 0.19 = 77.
  expect(lines[at + 1]).toBe("           chat 1k/200: 0.000077 → 0.000098 USD");
  expect(lines.some((line) => line.startsWith("gone     llama-3.3-70b-instruct:deepinfra"))).toBe(true);
  expect(stdout).not.toContain("made-up/unpriced");
  expect(stdout).not.toContain("somebody-else");
});

test("writes what it can below --root, and lists what needs a person", () => {
  mkdirSync(join(dir, FAMILY), { recursive: true });
  cpSync(join(repository, FAMILY), join(dir, FAMILY), { recursive: true });
  const { stdout } = sync(
    "--from",
    SMALL,
    "--write",
    "--root",
    dir,
    "--date",
    "2026-10-01",
    "--source",
    "a small list",
  );
  const written = readFileSync(join(dir, FAMILY, "endpoints.ts"), "utf8");
  expect(written).toContain('since("2026-10-01", base({ input: "0.05", output: "0.24" }))');
  expect(written).toContain('"source":"a small list"');
  expect(stdout).toContain("written  gpt-oss-120b:deepinfra\n");
  expect(stdout).toMatch(/^left {5}gpt-oss-20b:deepinfra: .*zero-price/m);
  expect(stdout).toContain("left     deepinfra made-up/new: a new model needs its limits");
  expect(readFileSync(join(repository, FAMILY, "endpoints.ts"), "utf8")).not.toContain("a small list");
});

test.each([
  [[], "--from"],
  [["--from", "no-such-file.json"], "it cannot be read"],
  [["--from", "http://models.example/api.json"], "must begin with https://"],
  [["--from", SMALL, "--date", "2026-13-45"], "a day like"],
])("tells wrong use %j, with exit code 2", (args, problem) => {
  const { status, stderr } = sync(...args);
  expect(stderr).toContain(problem);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(status).toBe(2);
});

describe("a checkout", () => {
  const model = (path: string, text: string): void => {
    const file = join(dir, "checkout/providers", path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  };

  test("is read file by file, ids with slashes from their folders, broken files told", async () => {
    model("p/models/plain.toml", 'name = "x"\n[cost]\ninput = 1\noutput = 2.5\n');
    model(
      "p/models/org/deep.toml",
      '[cost]\ninput = 1\noutput = 2\n[[cost.tiers]]\ninput = 3\ntier = { type = "context", size = 1000 }\n',
    );
    model("p/models/broken.toml", "[cost\n");
    model("q/provider.toml", 'name = "no models"\n');
    const { catalogue, isWhole } = await readSource(join(dir, "checkout"));
    const { providers, problems } = catalogue;
    expect(isWhole).toBe(true);
    const rows = providers.get("p");
    expect([...(rows?.keys() ?? [])]).toEqual(["org/deep", "plain"]);
    expect(rows?.get("plain")?.tiers[0]?.usdPerMillion).toEqual({ input: "1", output: "2.5" });
    expect(rows?.get("org/deep")?.tiers[1]).toMatchObject({ from: 1000, usdPerMillion: { input: "3" } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("broken.toml");
  });

  test("without providers is no catalogue", async () => {
    await expect(readSource(dir)).rejects.toThrow(CatalogueError);
  });
});

test("compares price rows as JSON lines, and says nothing of models that one list does not have", () => {
  const list = join(dir, "since.jsonl");
  const prices = { input_usd_per_million: 0.05, output_usd_per_million: 0.19 };
  const row = { provider: "deepinfra", provider_model_id: "openai/gpt-oss-120b", ...prices };
  writeFileSync(list, `${JSON.stringify(row)}\n`);
  const { status, stdout } = sync("--from", list);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^changed {2}gpt-oss-120b:deepinfra .*: input 0\.039 → 0\.05$/m);
  expect(stdout).toContain("0 new, 0 gone, 1 changed");
  writeFileSync(list, "{\n");
  expect(sync("--from", list)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("line 1 is not JSON"),
  });
});

test("counts the prices that are past their day, and lists them where asked", () => {
  const past = [
    { id: "m:p", provider: "p", source: "a list", since: "2026-04-01" },
    { id: "n:p", provider: "p", source: "a list", since: "2026-04-01" },
    { id: "m:q", provider: "q", source: "a page", since: "2026-05-01" },
  ];
  const count = "3 prices are past the day to be looked at again: p 2, q 1";
  expect(pastLines(past, false)).toEqual([count]);
  expect(pastLines(past, true)).toEqual([
    "past     m:p: to be looked at again after 2026-04-01 (a list)",
    "past     n:p: to be looked at again after 2026-04-01 (a list)",
    "past     m:q: to be looked at again after 2026-05-01 (a page)",
    count,
  ]);
  expect(pastLines([], true)).toEqual(["0 prices are past the day to be looked at again"]);
});

/** Price lists are no part of this repository; where a folder is named, or lies beside the checkout, it is compared. */
const FACTS = process.env.FACTS ?? join(repository, "..", "shared", "facts");

test(
  existsSync(FACTS)
    ? "finds nothing unexplained in the price lists beside the checkout"
    : "compares no price lists: none lie beside the checkout",
  async () => {
    expect(existsSync(FACTS) || process.env.FACTS === undefined).toBe(true);
    if (!existsSync(FACTS)) return;
    const { catalogue, isWhole } = await readSource(FACTS);
    const { open, stale, explained } = syncReport(createRegistry(registrySource), catalogue, {
      on: "2026-11-29",
      isWhole,
    });
    expect(open.map(({ kind, provider, model }) => `${kind} ${provider} ${model}`)).toEqual([]);
    expect(stale).toEqual([]);
    expect(explained).toBeGreaterThan(1_000);
  },
);
