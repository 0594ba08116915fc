/** The mapper over its stores: each call once, whatever breaks (PRX-07). */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_TOOLS } from "../../registry/domains/usage.ts";
import { openRegistry } from "../../registry/index.ts";
import { CatalogueError, readCatalogue } from "../../registry/mapper/catalogue.ts";
import type { RecordStore } from "../parts.ts";
import { memoryApprovals } from "../passthrough/approvals.ts";
import { memoryPassthrough } from "../passthrough/parts.ts";
import { memoryPending, type PendingStore, type WaitingCall } from "../passthrough/pending.ts";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { memoryRecords, NO_LABELS, type RequestRecord } from "../telemetry/record.ts";
import { testParts } from "../testing/parts.ts";
import { DAY_MS, dailyRound, everyDay } from "./daily.ts";
import { runMapper } from "./run.ts";
import { loadCatalogue } from "./source.ts";

const registry = openRegistry();
const catalogue = readCatalogue({ lemonfox: { models: { m: { cost: { input: 1, output: 2 } } } } });
const RAW = { prompt_tokens: 1000, completion_tokens: 100 };

const record = (id: string, tenantId = "a"): RequestRecord => ({
  id,
  tenantId,
  startedAt: 5,
  route: "passthrough",
  api: null,
  targetHost: "api.lemonfox.ai",
  model: "m",
  stream: false,
  labels: NO_LABELS,
  outcome: "success",
  status: 200,
  error: null,
  attempts: [],
  dropped: [],
  served: {
    provider: "lemonfox",
    model: "m",
    endpoint: "",
    deployment: "",
    api: "openai-chat",
    mode: "byok",
    upstreamRequestId: null,
  },
  usage: { kind: "unknown" },
  cost: null,
  latencyMs: 1,
  firstTokenMs: null,
  cached: false,
});

const waiting = (id: string, more: Partial<WaitingCall> = {}): WaitingCall => ({
  tenantId: "a",
  id,
  at: 5,
  reason: 'no price for "m" at lemonfox',
  provider: "lemonfox",
  models: ["m"],
  raw: RAW,
  words: {},
  tools: NO_TOOLS,
  shape: "openai-chat",
  when: "2026-11-28T12:00:00.000Z",
  ...more,
});

interface Kept {
  records: RecordStore;
  pending: PendingStore;
}

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

const places: [string, () => Promise<Kept>][] = [
  ["memory", async () => ({ records: memoryRecords(), pending: memoryPending() })],
  ["the database", () => file.open()],
];

describe.each(places)("the mapper in %s", (_name, open) => {
  const { log } = testParts().parts;
  const run = (kept: Kept, prices: typeof catalogue | null = catalogue) =>
    runMapper({ registry, log, ...kept }, prices);

  test("prices what it can, once, and says why the rest waits", async () => {
    const kept = await open();
    for (const id of ["1", "2"]) await kept.records.put(record(id));
    await kept.pending.add(waiting("1"));
    await kept.pending.add(waiting("2", { models: ["unknown"] }));
    const first = await run(kept);
    expect(first).toMatchObject({ priced: 1, settled: 0 });
    expect([...first.waiting.values()]).toEqual([1]);
    // 1000 × 1 + 100 × 2 USD per million.
    expect(await kept.records.get("a", "1")).toMatchObject({
      cost: { amount: 1_200_000_000n, counted: "computed" },
      usage: { kind: "known" },
      model: "m",
    });
    const [left, ...none] = await kept.pending.page(null, 10);
    expect(none).toEqual([]);
    expect(left).toMatchObject({
      id: "2",
      reason: 'neither registry nor catalogue knows "unknown" at lemonfox',
    });
    expect(await run(kept)).toMatchObject({ priced: 0, settled: 0 });
  });

  test("prices no record that has a price: a run that broke off before it forgot the call is taken up again", async () => {
    const kept = await open();
    await kept.records.put(record("1"));
    await kept.pending.add(waiting("1"));
    const { remove } = kept.pending;
    kept.pending.remove = () => Promise.reject(new Error("the process ends here"));
    await expect(run(kept)).rejects.toThrow("ends here");
    kept.pending.remove = remove;
    const dearer = readCatalogue({ lemonfox: { models: { m: { cost: { input: 100, output: 200 } } } } });
    expect(await run(kept, dearer)).toMatchObject({ priced: 0, settled: 1 });
    expect(await kept.records.get("a", "1")).toMatchObject({ cost: { amount: 1_200_000_000n } });
    expect(await kept.pending.page(null, 10)).toEqual([]);
  });

  test("two runs at once price each call once between them", async () => {
    const kept = await open();
    for (let i = 0; i < 20; i++) {
      await kept.records.put(record(String(i)));
      await kept.pending.add(waiting(String(i)));
    }
    const [one, other] = await Promise.all([run(kept), run(kept)]);
    expect(one.priced + other.priced).toBe(20);
  });

  test("forgets calls whose record is gone", async () => {
    const kept = await open();
    await kept.pending.add(waiting("lost"));
    expect(await run(kept)).toMatchObject({ priced: 0, settled: 1 });
    expect(await kept.pending.page(null, 10)).toEqual([]);
  });

  test("keeps a call of one tenant apart from that of another with the same id, and pages in order", async () => {
    const kept = await open();
    for (const tenantId of ["b", "a"]) {
      await kept.records.put(record("1", tenantId));
      await kept.pending.add(waiting("1", { tenantId }));
    }
    await kept.pending.add(waiting("0", { at: 9 }));
    await kept.pending.add(waiting("1", { reason: "another" }));
    const [first] = await kept.pending.page(null, 1);
    expect(first).toMatchObject({ tenantId: "a", id: "1", reason: 'no price for "m" at lemonfox' });
    const rest = await kept.pending.page(first ?? null, 10);
    expect(rest.map(({ tenantId, id }) => [tenantId, id])).toEqual([
      ["b", "1"],
      ["a", "0"],
    ]);
    expect(await run(kept)).toMatchObject({ priced: 2, settled: 1 });
  });
});

describe("loadCatalogue", () => {
  test("reads a file", async () => {
    const dir = mkdtempSync(join(tmpdir(), "catalogue-"));
    const path = join(dir, "c.json");
    writeFileSync(path, JSON.stringify({ a: { models: { m: { cost: { input: 1, output: 1 } } } } }));
    expect((await loadCatalogue(path)).providers.get("a")?.size).toBe(1);
    rmSync(dir, { recursive: true });
  });

  test("reads an https address, and follows no redirect", async () => {
    const seen: (RequestInit | undefined)[] = [];
    const send: typeof fetch = async (_url, init) => {
      seen.push(init);
      return new Response('{"a":{"models":{}}}');
    };
    expect((await loadCatalogue("https://prices.example/c.json", send)).providers.size).toBe(1);
    expect(seen[0]?.redirect).toBe("error");
  });

  test.each([
    ["no file", "/nowhere/c.json", "it cannot be read"],
    ["http", "http://prices.example/c.json", "https://"],
    ["an error", "https://prices.example/500", "answered with 500"],
    ["no JSON", "https://prices.example/text", "it is not JSON"],
  ])("refuses %s", async (_what, source, problem) => {
    const send: typeof fetch = async (url) =>
      new Response("text", { status: String(url).endsWith("500") ? 500 : 200 });
    await expect(loadCatalogue(source, send)).rejects.toThrow(problem);
    await expect(loadCatalogue(source, send)).rejects.toThrow(CatalogueError);
  });
});

describe("every day", () => {
  const timed = () => {
    const timers: { ms: number; callback: () => void; cancelled: boolean }[] = [];
    const clock = {
      now: () => 7,
      after: (ms: number, callback: () => void) => {
        const timer = { ms, callback, cancelled: false };
        timers.push(timer);
        return () => {
          timer.cancelled = true;
        };
      },
    };
    return { timers, clock };
  };

  test("a round runs, and the next one a day later, until it is stopped", async () => {
    const { timers, clock } = timed();
    const { parts } = testParts({ clock });
    let rounds = 0;
    const stop = everyDay(parts, async () => void rounds++);
    expect(timers.map(({ ms }) => ms)).toEqual([DAY_MS]);
    timers[0]?.callback();
    await parts.background.idle();
    expect([rounds, timers.length]).toEqual([1, 2]);
    stop();
    expect(timers[1]?.cancelled).toBe(true);
  });

  test("a catalogue that fails costs no price of the registry, and domains are looked at all the same", async () => {
    const { clock } = timed();
    const approvals = memoryApprovals([
      { host: "gone.example", how: "txt", at: 1, checkedAt: 1 },
      { host: "kept.example", how: "txt", at: 1, checkedAt: 1 },
      { host: "dark.example", how: "txt", at: 1, checkedAt: 1 },
      { host: "ours.example", how: "operator", at: 1, checkedAt: 1 },
    ]);
    const passthrough = memoryPassthrough({ approvals });
    passthrough.network = {
      ...passthrough.network,
      resolver: {
        addresses: async () => [],
        texts: async (name) => {
          if (name === "dark.example") throw new Error("SERVFAIL");
          return name === "kept.example"
            ? ["other", "hconeai-verification=true"]
            : ["hconeai-verification=false"];
        },
      },
    };
    const { parts, lines } = testParts({ clock, passthrough });
    await parts.records.put(record("1"));
    await passthrough.pending.add(waiting("1", { provider: "openai", models: ["gpt-4o-mini"] }));
    await dailyRound(parts, () => Promise.reject(new CatalogueError("broken")));
    expect(await parts.records.get("a", "1")).toMatchObject({ cost: { amount: 210_000_000n } });
    expect((await approvals.list()).map(({ host, checkedAt }) => [host, checkedAt])).toEqual([
      ["dark.example", 1],
      ["kept.example", 7],
      ["ours.example", 1],
    ]);
    expect(lines.join("\n")).toMatch(/daily\.failed .*catalogue/);
    expect(lines.join("\n")).toMatch(/domain\.approval-ended .*gone\.example/);
    expect(lines.join("\n")).toMatch(/domain\.not-checked .*dark\.example/);
  });
});
