/**
 * A PostgreSQL server of our own for a test file: found among what is installed, in a temporary folder, on a socket in it.
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Client } from "pg";

const run = promisify(execFile);
const DEBIAN = "/usr/lib/postgresql";

export interface PostgresServer {
  /** The URL of a new, empty database. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/** Said by tests that cannot run. */
export const NO_POSTGRES = `no PostgreSQL server found: no folder of PATH, ${DEBIAN}/*/bin or \`pg_config --bindir\` holds initdb and postgres (on Debian: apt-get install postgresql)`;

/** The folder of the server's programs, or `null`. */
async function findPrograms(): Promise<string | null> {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : [];
  const configured = await run("pg_config", ["--bindir"]).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...debian, ...configured];
  return folders.find((path) => ["initdb", "postgres"].every((name) => existsSync(join(path, name)))) ?? null;
}

/** The server refuses to run as root: somebody else then, whose folder it is. */
function unprivileged(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  const line = ["postgres:", "nobody:"].flatMap(
    (name) => users.find((user) => user.startsWith(name)) ?? [],
  )[0];
  const [, , uid, gid] = (line ?? "").split(":").map(Number);
  if (uid === undefined || gid === undefined)
    throw new Error("no user postgres or nobody to run PostgreSQL as");
  chownSync(folder, uid, gid);
  return { uid, gid };
}

async function untilReady(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  if (!server.stderr) throw new Error("the server has no output");
  const lines = createInterface({ input: server.stderr });
  const ready = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      said.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
  });
  const ended = once(server, "exit").then(() => {
    throw new Error(`PostgreSQL did not start:\n${said.join("\n")}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => {});
}

const urlOf = (folder: string, name: string): string =>
  `postgres:///${name}?host=${encodeURIComponent(folder)}&user=gateway`;

/** Starts a server, or `null` where none is installed. @throws Error when one is installed and does not start */
export async function startPostgres(): Promise<PostgresServer | null> {
  const programs = await findPrograms();
  if (programs === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "pg-"));
  const data = join(folder, "data");
  const options = { ...unprivileged(folder), cwd: folder, env: { PATH: process.env.PATH, TZ: "UTC" } };
  const init = ["-D", data, "-U", "gateway", "-E", "UTF8", "--auth=trust", "--locale=C", "--no-sync"];
  await run(join(programs, "initdb"), init, options);
  const settings = ["listen_addresses=", "fsync=off", "max_connections=60", "shared_buffers=16MB"];
  const flags = settings.flatMap((setting) => ["-c", setting]);
  const server = spawn(join(programs, "postgres"), ["-D", data, "-k", folder, ...flags], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = () => void server.kill("SIGQUIT");
  process.once("exit", kill);
  await untilReady(server);
  let made = 0;
  return {
    database: async () => {
      const name = `test_${++made}`;
      const client = new Client({ connectionString: urlOf(folder, "postgres") });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return urlOf(folder, name);
    },
    stop: async () => {
      process.removeListener("exit", kill);
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
