/**
 * A round of hostile inputs: each gets its refusal, nothing of ours fails, and the memory and files of the process are
 * afterwards what they were.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCall } from "./callers.ts";
import { type Footprint, GatewayProcess } from "./gateway-process.ts";
import { type Hostile, hostileInputs } from "./hostile.ts";
import { strayLines } from "./judge.ts";
import { startProvider } from "./provider.ts";

const MIB = 2 ** 20;

/** How much more memory the process may have afterwards, collected, than before: a fifth. */
const MAX_GROWTH = 1.2;
const MAX_FILES = 20;
/** An input that is not answered and not cut off in this time hangs, in milliseconds; the gateway's own limits are longer. */
const INPUT_MS = 60_000;
/** How many are sent at once. */
const WIDTH = 8;
/** What the warm-up sends: code is compiled and pools are opened by it. */
const WARM_UP = 200;

/** The status of the answer; 0 where the gateway closed without one, -1 where it did nothing at all. */
function send(port: number, { bytes, isCut }: Hostile): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    let text = "";
    const timer = setTimeout(() => end(-1), INPUT_MS);
    const end = (status: number): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(status);
    };
    socket.on("data", (part) => {
      if (text.length < 100) text += part.toString("latin1");
    });
    // The gateway may refuse and close while much is still on its way to it.
    socket.on("error", () => {});
    socket.on("end", () => end(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)));
    socket.on("close", () => end(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)));
    if (isCut) socket.end(bytes());
    else socket.write(bytes());
  });
}

/** Whose fault is it? 501 says that the gateway does not offer what was asked for, such as counting tokens at this provider. */
export const isFault = (status: number): boolean => status >= 500 && status !== 501;

/** What must be as it was: the memory and the open files of a process, collected. */
export function growth(before: Footprint, after: Footprint): string[] {
  const [mib, mibBefore] = [Math.round(after.rss / MIB), Math.round(before.rss / MIB)];
  const files = after.files - before.files;
  return [
    ...(after.rss > before.rss * MAX_GROWTH ? [`${mib} MiB of memory afterwards, ${mibBefore} before`] : []),
    ...(files > MAX_FILES ? [`${files} more open files`] : []),
  ];
}

async function sendAll(port: number, inputs: readonly Hostile[]): Promise<string[]> {
  const problems: string[] = [];
  const left = [...inputs];
  const worker = async (): Promise<void> => {
    for (let input = left.pop(); input; input = left.pop()) {
      const status = await send(port, input);
      if (status === -1) problems.push(`${input.kind}: no answer and no end after ${INPUT_MS} ms`);
      if (isFault(status)) problems.push(`${input.kind}: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  return problems;
}

export interface HostileResult {
  /** Memory of the process before and after, in MiB, collected. */
  before: number;
  after: number;
  problems: string[];
}

/** Sends so many hostile inputs to a gateway of its own. Never rejects: what breaks is a problem. */
export async function runHostileRound(seed: number, count: number): Promise<HostileResult> {
  const folder = mkdtempSync(join(tmpdir(), "chaos-hostile-"));
  const provider = await startProvider();
  const gateway = new GatewayProcess(join(folder, "gateway.db"), provider.origin);
  try {
    await gateway.start();
    const port = Number(new URL(gateway.url).port);
    const problems = await sendAll(port, hostileInputs(seed + 1, WARM_UP));
    const before = await gateway.collected();
    problems.push(...(await sendAll(port, hostileInputs(seed, count))));
    const after = await gateway.collected();
    problems.push(...growth(before, after));
    const good = await makeCall(gateway.url, randomUUID(), {
      caller: "reads",
      upstream: "good",
      stream: true,
      api: "openai-chat",
      hostile: 0,
    });
    if (good.status !== 200 || !good.whole) problems.push(`a good call afterwards got ${good.status}`);
    await gateway.stop();
    const stray = strayLines(gateway.log);
    if (stray.length > 0) problems.push(`${stray.length} lines beside the log, first: ${stray[0]}`);
    return { before: Math.round(before.rss / MIB), after: Math.round(after.rss / MIB), problems };
  } catch (error) {
    return { before: 0, after: 0, problems: [String(error)] };
  } finally {
    gateway.destroy();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
