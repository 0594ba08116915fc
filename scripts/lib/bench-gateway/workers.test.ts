import { expect, test } from "vitest";
import { type WorkersRow, workersText } from "./workers.ts";

const options = {
  rounds: 3,
  requests: 1000,
  connections: 16,
  tenants: 16,
  postgres: "postgres://x/y",
  folder: "",
  tell: () => {},
};

const row: WorkersRow = {
  database: "PostgreSQL",
  workers: 1,
  perSecond: 400.4,
  p50: 38.24,
  p99: 90,
  gatewayMicros: 1000,
  databaseMicros: 500,
  transactions: 2.04,
  walBytes: 2500.4,
};

test("tells what a request costs gateway and database, and how many processes use up a core of the database", () => {
  const text = workersText([row, { ...row, workers: 2 }], options);
  expect(text).toContain("| PostgreSQL | 1 | 400 | 38.2 | 90.0 | 1000 | 500 | 2.0 | 2500 |");
  expect(text).toContain("| PostgreSQL | 2 |");
  expect(text).toContain("3 rounds of 1000 JSON requests in PTB, all in each; 16 connections, 16 tenants.");
  expect(text).toContain(
    "A process on a core of its own: 1000 a second at most. A core of the database's: 2000, which is what 2.0 such processes ask for.",
  );
});

test("says nothing of a database that is part of the gateway's processes", () => {
  const embedded = {
    ...row,
    database: "embedded" as const,
    databaseMicros: null,
    transactions: null,
    walBytes: null,
  };
  const text = workersText([embedded], options);
  expect(text).toContain("| embedded | 1 | 400 | 38.2 | 90.0 | 1000 | – | – | – |");
  expect(text).not.toContain("a second at most");
});
