/** The commands on what the passthrough keeps: each in a process of its own, on one database file. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../reference-gateway/config.ts";
import { openParts, openStoresFor } from "../reference-gateway/server.ts";
import { providers } from "../registry/index.ts";
import { LAUNCHER } from "./lib/launcher.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "domains-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function run(script: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, script, ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 240_000,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: dir,
      DATABASE_URL: `file:${join(dir, "gateway.db")}`,
      ...env,
    },
  });
  return { status, stdout, stderr };
}

test("approves a domain, and lists it behind those of the table", () => {
  expect(run("domains", ["approve", "LLM.Example.com."])).toMatchObject({
    status: 0,
    stdout: "llm.example.com is approved\n",
  });
  const { status, stdout } = run("domains", ["list"]);
  expect(status).toBe(0);
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(25);
  expect(lines[0]).toBe("api.openai.com\ttable\tOpenAI");
  expect(lines[24]).toMatch(/^llm\.example\.com\toperator\tsince \d{4}-\d{2}-\d{2}$/);
});

test.each([
  [["approve", "127.0.0.1"], {}, /"127\.0\.0\.1" is no domain that could be called/],
  [["list"], { DATABASE_URL: "memory:" }, /keeps nothing/],
])("says what is wrong with %j %j, with exit code 2", (args, env, problem) => {
  const { status, stderr } = run("domains", args as string[], env as Record<string, string>);
  expect(status).toBe(2);
  expect(stderr).toMatch(problem);
  expect(stderr).not.toMatch(/\n {4}at /);
});

test.each(["domains", "mapper"])(
  "leaves keys that gateways have declared as they are: %s",
  async (script) => {
    const url = `file:${join(dir, `${script}.db`)}`;
    const config = readConfig(
      {
        DATABASE_URL: url,
        GATEWAY_KEYS: "acme=the-key-of-acme",
        VAULT_KEYS: '[{"tenant":"acme","provider":"groq","key":"own"}]',
        VAULT_SECRET: Buffer.alloc(32, 7).toString("base64"),
      },
      Object.values(providers),
    );
    await (await openParts(config, () => {})).close();
    expect(run(script, script === "domains" ? ["list"] : [], { DATABASE_URL: url })).toMatchObject({
      status: 0,
    });
    if (config.database.kind === "memory") throw new Error("the test needs a file");
    const stores = await openStoresFor(config.database, config);
    try {
      expect((await stores.vault.list("acme")).map(({ provider }) => provider)).toEqual(["groq"]);
      expect(await stores.tenants.findByKey("the-key-of-acme")).toMatchObject({ id: "acme" });
    } finally {
      await stores.close();
    }
  },
);

test("runs the mapper with a catalogue, tells its broken rows, and refuses one that is none", () => {
  const good = join(dir, "good.json");
  const models = { m: { cost: { input: 1, output: 1 } }, odd: { cost: { input: -1, output: 1 } } };
  writeFileSync(good, JSON.stringify({ lemonfox: { models } }));
  const ran = run("mapper", ["--catalogue", good]);
  expect(ran).toMatchObject({ status: 0 });
  expect(ran.stdout).toMatch(/^not read: lemonfox odd: .*\npriced 0\n$/);
  const bad = join(dir, "bad.json");
  writeFileSync(bad, "<html>");
  expect(run("mapper", ["--catalogue", bad])).toMatchObject({
    status: 1,
    stderr: "error: the catalogue: it is not JSON\n",
  });
});
