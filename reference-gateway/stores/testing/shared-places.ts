/**
 * The kinds of stores for counters and answers that must behave alike.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnswerLimits, AnswerStore } from "../answers/answer-store.ts";
import { memoryAnswers } from "../answers/memory-answers.ts";
import { redisAnswers } from "../answers/redis-answers.ts";
import { sqlAnswers } from "../answers/sql-answers.ts";
import type { CounterStore } from "../counters/counter-store.ts";
import { memoryCounters } from "../counters/memory-counters.ts";
import { redisCounters } from "../counters/redis-counters.ts";
import { sqlCounters } from "../counters/sql-counters.ts";
import type { Db } from "../database.ts";
import { openEmbedded } from "../embedded.ts";
import { migrate } from "../migrations/index.ts";
import { openPostgres } from "../postgres.ts";
import { openRedis } from "../redis.ts";
import { type SteppedClock, steppedClock } from "./clock.ts";
import { startPostgres } from "./postgres-server.ts";
import { startRedis } from "./redis-server.ts";

const log = () => {};

export interface SharedPlace {
  counters: CounterStore;
  answers(limits: AnswerLimits): AnswerStore;
  clock: SteppedClock;
}

export interface SharedKind {
  name: "memory" | "embedded" | "postgres" | "redis";
  /** Makes what the places of a test file need; `false` where this machine lacks it. */
  prepare(): Promise<boolean>;
  /** Keys that no other test of this place has. */
  unique(): string;
  open(): SharedPlace;
  end(): Promise<void>;
}

type Own = Pick<SharedKind, "name" | "prepare" | "open" | "end">;

const memory = (): Own => ({
  name: "memory",
  prepare: async () => true,
  open: () => {
    const clock = steppedClock();
    return {
      clock,
      counters: memoryCounters({ clock }),
      answers: (limits) => memoryAnswers({ clock, limits }),
    };
  },
  end: async () => {},
});

function inDatabase(
  name: "embedded" | "postgres",
  connect: () => Promise<Db | null>,
  end: () => Promise<void>,
): Own {
  let db: Db | null = null;
  return {
    name,
    prepare: async () => {
      db = await connect();
      if (db) await migrate(db);
      return db !== null;
    },
    open: () => {
      const opened = db;
      if (!opened) throw new Error(`${name} was not prepared`);
      const clock = steppedClock();
      return {
        clock,
        counters: sqlCounters({ db: opened, clock }),
        answers: (limits) => sqlAnswers({ db: opened, clock, limits }),
      };
    },
    end: async () => {
      await db?.destroy();
      await end();
    },
  };
}

function embedded(): Own {
  const folder = mkdtempSync(join(tmpdir(), "gateway-db-"));
  return inDatabase(
    "embedded",
    async () => openEmbedded(join(folder, "gateway.db"), steppedClock()),
    async () => rmSync(folder, { recursive: true, force: true }),
  );
}

function postgres(): Own {
  let server: Awaited<ReturnType<typeof startPostgres>> = null;
  return inDatabase(
    "postgres",
    async () => {
      server = await startPostgres();
      return server === null ? null : openPostgres(await server.database(), log);
    },
    async () => server?.stop(),
  );
}

function redis(): Own {
  let server: Awaited<ReturnType<typeof startRedis>> = null;
  let client: ReturnType<typeof openRedis> | null = null;
  return {
    name: "redis",
    prepare: async () => {
      server = await startRedis();
      if (server) client = openRedis(server.url, log);
      return server !== null;
    },
    open: () => {
      const connected = client;
      if (!connected) throw new Error("redis was not prepared");
      const clock = steppedClock();
      return {
        clock,
        counters: redisCounters({ redis: connected, clock }),
        answers: (limits) => redisAnswers({ redis: connected, clock, limits }),
      };
    },
    end: async () => {
      client?.disconnect();
      await server?.stop();
    },
  };
}

/** All kinds, in the order in which they are quick. */
export const sharedKinds = (): readonly SharedKind[] =>
  [memory(), embedded(), redis(), postgres()].map((own) => ({
    ...own,
    unique: () => `test:${randomUUID()}`,
  }));
