/**
 * A round of callers who stand there and of bodies that fill the memory, ended by `SIGTERM` while all of them do: the
 * gateway serves on within its memory, and ends in time with its books in order.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CROWD, readBeside, sendLarge, standThere } from "./crowd.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { judgeRound } from "./judge.ts";
import { startProvider } from "./provider.ts";

const MIB = 2 ** 20;
/** Of each kind of those who stand there. */
const EACH = 4;
/** So many large bodies at once, and how large: just below what a body may be. */
const LARGE = 60;
const LARGE_BYTES = 9_900_000;
/**
 * The most memory that the process may ever have. A tenant's bodies hold 128 MiB, and one takes several times its bytes
 * while it is read, parsed and written again.
 */
const MAX_PEAK = 1_536 * MIB;
/** So many readers of the log at once, who read no more than how it begins: fewer than may wait to be taken. */
const READERS = 1_000;
const SHUTDOWN_MS = 9_000;
/** How long the provider may take to be asked, and the gateway to say that it lives, on a busy machine. */
const PATIENCE_MS = 60_000;

export interface CrowdResult {
  /** The most memory that the process had, in MiB. */
  peak: number;
  /** How many of the large bodies were answered, and how many refused for now. */
  answered: number;
  refused: number;
  /** How many readers of the log got an answer, or a refusal for now, and how many were reset. */
  read: number;
  reset: number;
  /** How long the end took, in milliseconds. */
  endMs: number;
  problems: string[];
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const late = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > late) throw new Error(`${what} took longer than ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const healthOf = async (url: string): Promise<number> =>
  (await fetch(`${url}/health`, { signal: AbortSignal.timeout(PATIENCE_MS) })).status;

/** What is wrong with a log: faults of ours, and an end that does not tell what it cut off. */
export function faultsOf(log: string): string[] {
  const lines = log.split("\n");
  const faults = lines.filter((line) => /"event":"(?:gateway\.fault|record\.lost|outbox\.full)"/.test(line));
  const isTold = lines.some((line) => line.includes('"event":"gateway.shutdown-cuts"'));
  return isTold ? faults : [...faults, "the log does not tell what the end cut off"];
}

/** Runs the round. Never rejects: what breaks is a problem. */
export async function runCrowdRound(): Promise<CrowdResult> {
  const folder = mkdtempSync(join(tmpdir(), "chaos-crowd-"));
  const file = join(folder, "gateway.db");
  const provider = await startProvider();
  const gateway = new GatewayProcess(file, provider.origin, {
    PASSTHROUGH_LOOPBACK: "1",
    CHAOS_SHUTDOWN_MS: String(SHUTDOWN_MS),
  });
  const result = { peak: 0, answered: 0, refused: 0, read: 0, reset: 0, endMs: 0 };
  const problems: string[] = [];
  try {
    await gateway.start();
    const port = Number(new URL(gateway.url).port);
    const crowd = Array.from({ length: EACH }, () => CROWD).flat();
    const sockets = crowd.map((standing) => ({
      standing,
      socket: standThere(port, standing, provider.origin),
    }));
    // One of those who ask the cache asks the provider, for all; half a body asks nobody.
    const asking = crowd.filter(({ does, way }) => does !== "sends-half" && way !== "cached").length + 1;
    await until(() => provider.asked() >= asking, "asking the provider");
    for (const { standing, socket } of sockets) if (standing.does === "leaves") socket.destroy();
    const statuses = await Promise.all(
      Array.from({ length: LARGE }, () => sendLarge(gateway.url, LARGE_BYTES)),
    );
    result.answered = statuses.filter((status) => status === 200).length;
    result.refused = statuses.filter((status) => status === 503).length;
    if (result.answered === 0) problems.push("none of the large bodies was answered");
    const others = statuses.filter((status) => status !== 200 && status !== 503);
    if (others.length > 0) problems.push(`large bodies got ${[...new Set(others)].join(", ")}`);
    const readers = Array.from({ length: READERS }, () => readBeside(port));
    const read = await Promise.all(readers.map(({ status }) => status));
    result.read = read.filter((status) => status === 200 || status === 503).length;
    result.reset = READERS - result.read;
    if (result.reset > 0) problems.push(`${result.reset} of ${READERS} readers of the log got no answer`);
    const health = await healthOf(gateway.url);
    if (health !== 200) problems.push(`/health answers ${health}`);
    const { peak } = gateway.footprint();
    result.peak = Math.round(peak / MIB);
    if (peak > MAX_PEAK) problems.push(`${result.peak} MiB of memory, ${MAX_PEAK / MIB} are allowed`);
    const began = Date.now();
    await gateway.stop();
    result.endMs = Date.now() - began;
    problems.push(...faultsOf(gateway.log));
    const facts = { file, log: gateway.log, restarts: 0, kills: [], outcomes: [], others: null };
    problems.push(...(await judgeRound(facts)).problems);
    for (const { socket } of [...sockets, ...readers]) socket.destroy();
    return { ...result, problems };
  } catch (error) {
    return { ...result, problems: [...problems, String(error)] };
  } finally {
    gateway.destroy();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
