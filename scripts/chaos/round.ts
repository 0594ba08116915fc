/**
 * One round: a provider, a gateway, a crowd of callers, blows, and then the reckoning.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCall, type Outcome } from "./callers.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { judgeRound } from "./judge.ts";
import { type Call, type Round, roundOf } from "./plan.ts";
import { startProvider } from "./provider.ts";

/** How much memory a round may leave behind, and how many open files: pools and caches that are warm then. */
const MAX_GROWTH = 250 * 1024 * 1024;
const MAX_FILES = 80;

const WARM_UP: Call = { caller: "reads", upstream: "good", stream: true, api: "openai-chat", hostile: 0 };

export interface RoundResult {
  seed: number;
  calls: number;
  blows: string[];
  answered: number;
  /** Answers without a charge whose records a kill took with it. */
  lost: number;
  problems: string[];
}

/** Makes all calls, `width` at once; each blow falls before the call that it names. */
async function storm(gateway: GatewayProcess, { calls, blows, width }: Round): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = [...blows];
  let next = 0;
  let striking: Promise<void> = Promise.resolve();
  const worker = async (): Promise<void> => {
    for (;;) {
      const call = calls[next];
      if (!call) return;
      next += 1;
      while (left[0] && left[0].after < next) {
        const { kind } = left.shift() ?? { kind: "pause" };
        striking = striking.then(() => gateway.strike(kind));
      }
      await striking;
      outcomes.push(await makeCall(gateway.url, randomUUID(), call));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return outcomes;
}

/** Did the process that lived through the whole round come back to what it was? */
function leftovers(before: { files: number; rss: number }, gateway: GatewayProcess): string[] {
  if (gateway.restarts > 0) return [];
  const after = gateway.footprint();
  const grown = after.rss - before.rss;
  return [
    ...(after.files - before.files > MAX_FILES ? [`${after.files - before.files} more open files`] : []),
    ...(grown > MAX_GROWTH ? [`${Math.round(grown / 2 ** 20)} MiB more memory`] : []),
  ];
}

/** Runs the round of a seed. Never rejects: what breaks is a problem of the round. */
export async function runRound(seed: number, calls: number): Promise<RoundResult> {
  const round = roundOf(seed, calls);
  const folder = mkdtempSync(join(tmpdir(), "chaos-"));
  const file = join(folder, "gateway.db");
  const provider = await startProvider();
  const gateway = new GatewayProcess(file, provider.origin);
  const result = { seed, calls, blows: round.blows.map(({ kind, after }) => `${kind}@${after}`) };
  try {
    await gateway.start();
    const warmUp = randomUUID();
    await makeCall(gateway.url, warmUp, WARM_UP);
    const before = gateway.footprint();
    const outcomes = await storm(gateway, round);
    const left = leftovers(before, gateway);
    await gateway.stop();
    const { log, restarts, kills } = gateway;
    const judged = await judgeRound({ file, log, restarts, kills, outcomes, others: [warmUp] });
    const answered = outcomes.filter(({ whole }) => whole).length;
    return { ...result, answered, lost: judged.lost, problems: [...left, ...judged.problems] };
  } catch (error) {
    return { ...result, answered: 0, lost: 0, problems: [String(error)] };
  } finally {
    gateway.destroy();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
