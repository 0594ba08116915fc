/**
 * A gateway process that can be struck: killed, stopped, paused, told another time, robbed of its database.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import Database from "libsql";
import { LAUNCHER } from "../lib/launcher.ts";
import type { Blow } from "./plan.ts";

/** A gateway that does not start or end in this time hangs, in milliseconds; the gateway itself gives up after 30 s. */
const DEADLINE_MS = 60_000;
/** How long it is paused, and its database locked. */
const BLOW_MS = 300;
const JUMP_MS = 3_600_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** @throws Error where it takes too long: then something hangs, which is what chaos looks for */
async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Open files and memory of a process, in bytes. */
export interface Footprint {
  files: number;
  rss: number;
  /** The most memory that it had so far. */
  peak: number;
}

/** An end without a warning, in milliseconds since 1970. */
export interface Kill {
  at: number;
  /** When the next process answered: what a caller read before it, the killed one had written. */
  backAt: number;
}

export class GatewayProcess {
  /** Everything that it wrote to its log. */
  log = "";
  /** How often it was started anew, so that calls under way may have had no answer. */
  restarts = 0;
  url = "";
  readonly kills: Kill[] = [];
  private child: ChildProcess | null = null;
  private readonly env: Readonly<Record<string, string>>;
  private readonly file: string;

  /** @param more variables of the configuration beside those of every round */
  constructor(file: string, upstream: string, more: Readonly<Record<string, string>> = {}) {
    this.file = file;
    this.env = {
      PATH: process.env.PATH ?? "",
      PORT: "0",
      LOG_LEVEL: "warn",
      DATABASE_URL: `file:${file}`,
      GATEWAY_KEYS: "acme=chaos-key",
      GROQ_API_KEY: "platform-key-of-chaos",
      CHAOS_UPSTREAM: upstream,
      ...more,
    };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--expose-gc", LAUNCHER, "chaos/gateway"], {
      env: this.env,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.child = child;
    child.stderr?.on("data", (part) => {
      this.log += part;
    });
    const started = once(child, "message").then(([message]) => String((message as { url: string }).url));
    const ended = once(child, "exit").then(() => {
      throw new Error(`the gateway ended at its start:\n${this.log.slice(-2000)}`);
    });
    ended.catch(() => {});
    this.url = await inTime(Promise.race([started, ended]), "the start");
  }

  private async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const { child } = this;
    if (!child) return;
    const exited = once(child, "exit");
    child.kill(signal);
    const [code] = await inTime(exited, `the end after ${signal}`);
    this.child = null;
    if (signal === "SIGTERM" && code !== 0) throw new Error(`it stopped with code ${code}`);
  }

  private async renew(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.restarts += 1;
    await this.end(signal);
    await this.start();
  }

  stop(): Promise<void> {
    return this.end("SIGTERM");
  }

  /** Whatever became of it, it is gone. */
  destroy(): void {
    this.child?.kill("SIGKILL");
  }

  async strike(kind: Blow["kind"]): Promise<void> {
    switch (kind) {
      case "kill": {
        const at = Date.now();
        await this.renew("SIGKILL");
        this.kills.push({ at, backAt: Date.now() });
        return;
      }
      case "stop":
        return this.renew("SIGTERM");
      case "pause":
        this.child?.kill("SIGSTOP");
        await sleep(BLOW_MS);
        this.child?.kill("SIGCONT");
        return;
      case "locked-database": {
        const other = new Database(this.file);
        other.prepare("PRAGMA busy_timeout=5000").all();
        other.prepare("BEGIN IMMEDIATE").run();
        await sleep(BLOW_MS);
        other.prepare("ROLLBACK").run();
        other.close();
        return;
      }
      case "clock-jump":
        this.child?.send({ jumpMs: JUMP_MS });
    }
  }

  /** The same once nothing is left to be collected. */
  async collected(): Promise<Footprint> {
    const { child } = this;
    if (!child) throw new Error("there is no gateway");
    const done = once(child, "message");
    child.send({ collect: true });
    await inTime(done, "collecting garbage");
    return this.footprint();
  }

  /** Open files and memory of the process, in bytes. */
  footprint(): Footprint {
    const folder = `/proc/${this.child?.pid}`;
    const status = readFileSync(`${folder}/status`, "utf8");
    const [rss = 0, peak = 0] = ["VmRSS", "VmHWM"].map(
      (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? "0") * 1024,
    );
    return { files: readdirSync(`${folder}/fd`).length, rss, peak };
  }
}
