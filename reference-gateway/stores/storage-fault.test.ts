import { chmodSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryWallet } from "../accounting/memory-wallet.ts";
import { createGateway } from "../app.ts";
import { testParts } from "../testing/parts.ts";
import { openEmbedded } from "./embedded.ts";
import { storageFault } from "./storage-fault.ts";
import { type TestFile, testFile } from "./testing/embedded.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

const coded = (code: string) => Object.assign(new Error("x"), { code });

describe("a fault of a store", () => {
  test.each([
    ["SQLITE_FULL", "full"],
    ["SQLITE_BUSY_SNAPSHOT", "locked"],
    ["SQLITE_READONLY_DBMOVED", "read-only"],
    ["SQLITE_CORRUPT", "corrupt"],
    ["53100", "full"],
    ["53300", "pool"],
    ["57014", "locked"],
    ["25006", "read-only"],
    ["57P01", "unreachable"],
    ["08006", "unreachable"],
    ["ECONNREFUSED", "unreachable"],
    ["23505", null],
    ["ERR_INVALID_ARG_TYPE", null],
    ["080", null],
  ])("of code %s is %s", (code, fault) => {
    expect(storageFault(coded(code))).toBe(fault);
    expect(storageFault(new Error("outer", { cause: coded(code) }))).toBe(fault);
  });

  test("without a code is known by the pool's own words", () => {
    expect(storageFault(new Error("timeout exceeded when trying to connect"))).toBe("pool");
    expect(storageFault(new Error("Connection terminated unexpectedly"))).toBe("unreachable");
    expect(storageFault("SQLITE_FULL")).toBeNull();
  });

  test("ends where its causes go in a circle", () => {
    const circle = new Error("a");
    circle.cause = circle;
    expect(storageFault(circle)).toBeNull();
  });
});

const request = {
  method: "POST",
  headers: { "content-type": "application/json", authorization: "Bearer gateway-key" },
  body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "x" }] }),
};

test("a caller gets 503 storage_unavailable and when to come again, and the log says what is wrong", async () => {
  const { parts, lines } = testParts({
    vault: { list: () => Promise.reject(coded("SQLITE_FULL")), open: async () => null },
    wallet: memoryWallet(new Map(), { uuid: () => "r" }),
  });
  const response = await createGateway(parts).request("/v1/chat/completions", request);
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  expect([response.status, error.code, error.type]).toEqual([503, "storage_unavailable", "overloaded_error"]);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(lines.join("\n")).toMatch(/error storage\.failed .*"fault":"full"/);
});

test("a failing store before the tenant is known is 503 too", async () => {
  const { parts } = testParts({ tenants: { findByKey: () => Promise.reject(coded("57P01")) } });
  const response = await createGateway(parts).request("/v1/chat/completions", request);
  expect(response.status).toBe(503);
});

test("the file of the embedded database is its owner's alone, also where it was everybody's", async () => {
  const mode = () => (statSync(file.path).mode & 0o777).toString(8);
  await (await openEmbedded(file.path, file.clock)).destroy();
  expect(mode()).toBe("600");
  chmodSync(file.path, 0o644);
  await (await openEmbedded(file.path, file.clock)).destroy();
  expect(mode()).toBe("600");
});
