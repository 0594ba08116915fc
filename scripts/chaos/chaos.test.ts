import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../reference-gateway/server.ts";
import { openStores } from "../../reference-gateway/stores/stores.ts";
import { recordOf } from "../../reference-gateway/telemetry/testing/record.ts";
import type { Outcome } from "./callers.ts";
import { CROWD, requestOf } from "./crowd.ts";
import { faultsOf } from "./crowd-round.ts";
import type { Kill } from "./gateway-process.ts";
import { HOSTILE_KINDS, hostileInputs } from "./hostile.ts";
import { growth, isFault } from "./hostile-round.ts";
import { judgeRound, LOST_MS } from "./judge.ts";
import { BLOWS, CALLERS, roundOf, UPSTREAM } from "./plan.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chaos-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, "gateway.db");
const stores = () =>
  openStores(
    { kind: "embedded", path: file() },
    { clock: systemClock, ids: { uuid: () => crypto.randomUUID() }, log: () => {}, vaultSecrets: [] },
  );
const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  id: "5d2d7a5e-2b1f-4a53-9d53-0d9c3f0f3c11",
  call: { caller: "reads", upstream: "good", stream: false, api: "openai-chat", hostile: 0 },
  status: 200,
  whole: true,
  text: "",
  endedAt: 1_000_000,
  ...change,
});
const judge = (outcomes: Outcome[], { log = "", restarts = 0, kills = [] as Kill[] } = {}) =>
  judgeRound({ file: file(), log, restarts, kills, outcomes, others: [] });
const problems = async (outcomes: Outcome[], log = "", restarts = 0) =>
  (await judge(outcomes, { log, restarts })).problems;

describe("a round of chaos", () => {
  test("is the same for the same seed, and every kind of thing happens within twenty", () => {
    expect(roundOf(7, 40)).toEqual(roundOf(7, 40));
    const rounds = Array.from({ length: 20 }, (_, seed) => roundOf(seed + 1, 80));
    const calls = rounds.flatMap((round) => round.calls);
    expect(new Set(calls.map(({ caller }) => caller))).toEqual(new Set(CALLERS));
    expect(new Set(calls.map(({ upstream }) => upstream))).toEqual(new Set(UPSTREAM));
    expect(new Set(rounds.flatMap(({ blows }) => blows.map(({ kind }) => kind)))).toEqual(new Set(BLOWS));
  });

  test("finds an answer without a record, a fault of ours, a call without an end and a bare stack", async () => {
    expect(await problems([outcome()])).toEqual([expect.stringContaining("left no record")]);
    const fault = outcome({ status: 500, whole: false, text: '{"code":"gateway_fault"}' });
    expect(await problems([fault], "", 1)).toEqual([expect.stringMatching(/^500: /)]);
    expect(await problems([outcome({ status: null, whole: false })])).toEqual([
      expect.stringContaining("no whole answer"),
    ]);
    expect(await problems([], '{"event":"x"}\nError: at relay.ts\n')).toEqual([
      "1 lines beside the log, first: Error: at relay.ts",
    ]);
  });

  test("counts the record of an uncharged answer that a kill right after it took, and finds every other loss", async () => {
    const refused = outcome({ status: 400 });
    const strike = (ms: number) => {
      const at = refused.endedAt + ms;
      return { restarts: 1, kills: [{ at, backAt: at + 500 }] };
    };
    for (const ms of [LOST_MS, 1, -500])
      expect(await judge([refused], strike(ms))).toEqual({ problems: [], lost: 1 });
    for (const [lost, struck] of [
      [refused, strike(LOST_MS + 1)],
      [refused, strike(-501)],
      [outcome({ status: 200 }), strike(1)],
    ] as const)
      expect(await judge([lost], struck)).toEqual({
        problems: [expect.stringContaining("left no record")],
        lost: 0,
      });
  });

  test("finds a charge without a record, whoever was killed, and a record of no call", async () => {
    const { wallet, records, close } = await stores();
    await wallet.open("acme", 100n);
    const { id } = outcome();
    await wallet.settle("acme", (await wallet.reserve("acme", id, 40n, "a")) ?? "", 5n);
    await records.put(recordOf({ id: "another", tenantId: "acme" }));
    await close();
    const cut = outcome({ status: 502, whole: false });
    expect(
      (await judge([cut], { restarts: 1, kills: [{ at: cut.endedAt + 1, backAt: cut.endedAt + 2 }] }))
        .problems,
    ).toEqual([
      `${id} was charged and left no record`,
      "a record of no call: another (/v1/chat/completions, 200)",
    ]);
  });

  test("finds money that is set aside for ever, charged twice, or not in the books", async () => {
    const { wallet, db, close } = await stores();
    await wallet.open("acme", 100n);
    for (const [name, amount] of [
      ["a", 20n],
      ["b", 30n],
    ] as const)
      await wallet.settle("acme", (await wallet.reserve("acme", "one request", 40n, name)) ?? "", amount);
    await db.updateTable("wallet").set({ reserved: 5n }).execute();
    await close();
    expect(await problems([])).toEqual([
      "the wallet's reserved is 5, its rows make 0",
      "the wallet's available is 45, its rows make 50",
      "5 pico-USD are still reserved",
      "one request was charged twice",
    ]);
  });
});

describe("a round of hostile inputs", () => {
  test("is the same for the same seed, and has every kind within a thousand", () => {
    const drawn = () =>
      hostileInputs(7, 20).map(({ bytes, ...rest }) => ({ ...rest, length: bytes().length }));
    expect(drawn()).toEqual(drawn());
    expect(new Set(hostileInputs(1, 1_004).map(({ kind }) => kind))).toEqual(new Set(HOSTILE_KINDS));
  });

  test("finds memory and files that stay, and leaves a fifth more alone", () => {
    const before = { files: 30, rss: 200 * 2 ** 20, peak: 0 };
    expect(growth(before, { files: 50, rss: 240 * 2 ** 20, peak: 0 })).toEqual([]);
    expect(growth(before, { files: 51, rss: 241 * 2 ** 20, peak: 0 })).toEqual([
      "241 MiB of memory afterwards, 200 before",
      "21 more open files",
    ]);
    expect([500, 501, 502, 503, 400, 0].map(isFault)).toEqual([true, false, true, true, false, false]);
  });
});

describe("a round of standing callers", () => {
  test("finds faults of ours, and an end that does not tell what it cut off", () => {
    const cuts = '{"event":"gateway.shutdown-cuts"}';
    const fault = '{"event":"gateway.fault"}';
    expect(faultsOf(cuts)).toEqual([]);
    expect(faultsOf(`${cuts}\n${fault}\n`)).toEqual([fault]);
    expect(faultsOf("")).toEqual(["the log does not tell what the end cut off"]);
  });

  test("has callers who read nothing, leave, and send half a body, on every way there is", () => {
    expect(new Set(CROWD.map(({ does }) => does))).toEqual(
      new Set(["reads-nothing", "reads", "leaves", "sends-half"]),
    );
    expect(new Set(CROWD.map(({ way }) => way))).toEqual(new Set(["model", "passed", "cached"]));
    for (const standing of CROWD) {
      const [head = "", body = ""] = requestOf(standing, "http://127.0.0.1:1").split("\r\n\r\n");
      const declared = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      expect(body.length < declared).toBe(standing.does === "sends-half");
    }
  });
});
