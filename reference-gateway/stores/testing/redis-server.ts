/**
 * A Redis server of our own for a test file: on a socket in a temporary folder, nothing kept.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

export interface RedisServer {
  /** As `REDIS_URL` takes it: the path of its socket. */
  url: string;
  /** Stops and starts again, empty, at the same place. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Said by tests that cannot run. */
export const NO_REDIS =
  "no redis-server found in PATH, /usr/bin or /usr/local/bin (on Debian: apt-get install redis-server)";

function findServer(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, "redis-server")).find((path) => existsSync(path)) ?? null;
}

/** Runs a server until it says that it takes connections; the function ends it. @throws Error with what it said otherwise */
async function run(program: string, folder: string): Promise<() => Promise<void>> {
  const socket = join(folder, "redis.sock");
  const settings = [
    "--port",
    "0",
    "--unixsocket",
    socket,
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    folder,
  ];
  const server = spawn(program, settings, { stdio: ["ignore", "pipe", "ignore"] });
  const kill = () => void server.kill("SIGKILL");
  process.once("exit", kill);
  const exited = once(server, "exit");
  const said: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      said.push(line);
      if (/ready to accept connections/i.test(line)) resolve();
    });
  });
  const ended = exited.then(() => {
    throw new Error(`redis-server did not start:\n${said.join("\n")}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => {});
  return async () => {
    process.removeListener("exit", kill);
    server.kill("SIGKILL");
    await exited;
  };
}

/** Starts a server, or `null` where none is installed. @throws Error when one is installed and does not start */
export async function startRedis(): Promise<RedisServer | null> {
  const program = findServer();
  if (program === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  let end: (() => Promise<void>) | null = await run(program, folder);
  const kill = async () => {
    await end?.();
    end = null;
  };
  return {
    url: join(folder, "redis.sock"),
    kill,
    start: async () => {
      end ??= await run(program, folder);
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
