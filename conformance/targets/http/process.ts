/**
 * A gateway in a process of its own: started, waited for by asking it, ended.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface Launch {
  command: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Asked until it answers 200. */
  readyUrl: string;
  deadlineMs: number;
}

export interface GatewayProcess {
  pid: number | undefined;
  stop(): Promise<void>;
}

/** It did not come up. The message ends with the last of what it wrote. */
export class LaunchFailed extends Error {
  override readonly name = "LaunchFailed";
}

const SHOWN = 2_000;
const ASK_EVERY_MS = 50;
const KILL_AFTER_MS = 5_000;

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port was given");
  return address.port;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false; // Not yet: the deadline says when that is a fault.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  await exited;
  clearTimeout(timer);
}

/**
 * Starts a gateway and waits until it answers. Of this process's environment it gets what finds programs and files, and
 * nothing else: no key of whoever runs the suite.
 * @throws LaunchFailed when it ends or does not answer in time
 */
export async function launch({ command, cwd, env, readyUrl, deadlineMs }: Launch): Promise<GatewayProcess> {
  const [program = "", ...args] = command;
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const child = spawn(program === "node" ? process.execPath : program, args, {
    cwd,
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  let failure: Error | null = null;
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      written = `${written}${chunk}`.slice(-SHOWN);
    });
  child.on("error", (error) => {
    failure = error;
  });
  const killed = () => child.kill("SIGKILL");
  process.once("exit", killed);
  const stop = async () => {
    process.removeListener("exit", killed);
    await end(child);
  };
  const until = Date.now() + deadlineMs;
  while (!(await answers(readyUrl))) {
    const isOver = failure !== null || child.exitCode !== null || child.signalCode !== null;
    if (!isOver && Date.now() < until) await pause(ASK_EVERY_MS);
    else {
      if (failure === null) await stop();
      const what = isOver ? "ended" : `gave no 200 at ${readyUrl} within ${deadlineMs} ms`;
      throw new LaunchFailed(`${command.join(" ")}: ${what}; it wrote:\n${written}`, { cause: failure });
    }
  }
  return { pid: child.pid, stop };
}
