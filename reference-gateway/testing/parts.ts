/**
 * The parts of a gateway for tests of its own code: all in memory, one tenant with the key `gateway-key`, nothing moves
 * unless a test says so. Cases of the suite have their own in `conformance/targets`.
 * @module
 */
import { openRegistry } from "../../registry/index.ts";
import { memoryWallet } from "../accounting/memory-wallet.ts";
import { memoryHealth } from "../attempts/health.ts";
import { DEFAULT_BODY_POLICY, memoryBodies } from "../bodies/body-store.ts";
import { DEFAULT_LIMITS, type GatewayParts, NO_RATE_LIMITS } from "../parts.ts";
import { memoryPassthrough } from "../passthrough/parts.ts";
import { noStores } from "../readiness.ts";
import { memoryRequestLog } from "../records/memory-log.ts";
import { createRecordQueue } from "../records/queue.ts";
import { createStages } from "../stages/index.ts";
import { memoryAnswers } from "../stores/answers/memory-answers.ts";
import { memoryCounters } from "../stores/counters/memory-counters.ts";
import { createBackground } from "../telemetry/background.ts";
import { memoryRecords } from "../telemetry/record.ts";
import { NO_TELEMETRY } from "../telemetry/tracing.ts";
import { memoryTokens } from "../upstream/tokens.ts";
import { memoryPlatformKeys, type StoredKey } from "../vault/memory.ts";
import { memoryKeys } from "../vault/memory-keys.ts";

/** Plenty: a thousand USD in pico-USD. */
const DEPOSIT = 10n ** 15n;

/** Steps through the interval from 0 to 1, the same in every run. */
export function evenly(): () => number {
  let drawn = 0;
  return () => (drawn++ * 0.381_966) % 1;
}

/** The parts, and every line that is logged: `level event {fields}`. */
export function testParts(own: Partial<GatewayParts> = {}, deposit = DEPOSIT, stored: StoredKey[] = []) {
  const lines: string[] = [];
  const log: GatewayParts["log"] = (level, event, fields) =>
    lines.push(`${level} ${event} ${JSON.stringify(fields)}`);
  let uuids = 0;
  const ids = { uuid: () => `00000000-0000-4000-8000-${String(++uuids).padStart(12, "0")}` };
  const clock = own.clock ?? { now: () => Date.UTC(2026, 11, 1), after: () => () => {} };
  const records = memoryRecords();
  const counters = own.counters ?? memoryCounters({ clock });
  const declared = new Map([["gateway-key", { id: "a" }]]);
  const parts: GatewayParts = {
    registry: openRegistry(),
    transport: { send: () => Promise.reject(new Error("this test has no provider")) },
    ...memoryKeys({ declared, stored, clock, ids, log, counters, limits: own.limits ?? DEFAULT_LIMITS }),
    platformKeys: memoryPlatformKeys(new Map()),
    tokens: memoryTokens(clock),
    wallet: memoryWallet(new Map([["a", deposit]]), ids, clock),
    records,
    books: null,
    recordQueue: createRecordQueue(log),
    bodies: { policy: DEFAULT_BODY_POLICY, store: memoryBodies() },
    requestLog: memoryRequestLog(records.all),
    counters,
    answers: memoryAnswers({ clock }),
    rateLimits: NO_RATE_LIMITS,
    random: evenly(),
    webhooks: new Map(),
    health: memoryHealth(clock),
    stages: createStages(),
    readiness: noStores(),
    passthrough: memoryPassthrough(),
    telemetry: NO_TELEMETRY,
    metrics: null,
    dashboard: null,
    background: createBackground(log),
    clock,
    ids,
    log,
    limits: DEFAULT_LIMITS,
    ...own,
  };
  return { parts, lines };
}
