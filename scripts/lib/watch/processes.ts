/**
 * The processes that run cases for the watcher. Those of the next run wait with everything loaded that does not change;
 * a run that a newer one replaces is ended at once.
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Mode } from "../../../conformance/engine/case.ts";
import type { Order, Report, Task } from "./protocol.ts";

/** A process of a mode that waits for its task. */
function started(worker: string, root: string): ChildProcess {
  // Only messages go to the watcher; what a module prints by itself must not tear its lines.
  return fork(worker, [], { cwd: root, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

/** What a process that has just ended does not get is told by its end. */
const send = (child: ChildProcess, order: Order): boolean => child.send(order, () => undefined);

export interface Built {
  worker: string;
  part: string;
}

/** What a run tells; `said` of one mode come in the order in which they were said. */
export type OnSaid = (mode: Mode, said: Report) => void;

export class Processes {
  private spare = new Map<Mode, ChildProcess>();
  private running: ChildProcess[] = [];
  private readonly root: string;
  private readonly modes: readonly Mode[];

  constructor(root: string, modes: readonly Mode[]) {
    this.root = root;
    this.modes = modes;
  }

  /** Starts those of the next run, where they do not wait already. `onLost` hears of one that ends while it waits. */
  prepare(built: Built, onLost: (mode: Mode) => void = () => undefined): void {
    for (const mode of this.modes) {
      if (this.spare.has(mode)) continue;
      const child = started(built.worker, this.root);
      send(child, { load: built.part });
      this.spare.set(mode, child);
      // One that ends while it waits must not be given a task.
      child.once("exit", () => {
        if (this.spare.get(mode) !== child) return;
        this.spare.delete(mode);
        onLost(mode);
      });
    }
  }

  /** Ends what runs, and runs this. A process that ends before it is done has told why as a problem. */
  run(built: Built, taskOf: (mode: Mode) => Task, onSaid: OnSaid): void {
    this.stop();
    this.prepare(built);
    for (const [mode, child] of this.spare) {
      let done = false;
      child.on("message", (said: Report) => {
        if ("ready" in said) return;
        done ||= "done" in said;
        onSaid(mode, said);
        if (done) child.kill("SIGKILL");
      });
      child.on("exit", (code, signal) => {
        if (done || !this.running.includes(child)) return;
        onSaid(mode, { problems: [`the process of ${mode} ended with ${signal ?? `code ${code}`}`] });
        onSaid(mode, { done: true });
      });
      send(child, { run: taskOf(mode), from: built.part });
    }
    this.running = [...this.spare.values()];
    this.spare = new Map();
  }

  /** Ends what runs; it tells nothing more. */
  stop(): void {
    const children = this.running;
    this.running = [];
    for (const child of children) {
      child.removeAllListeners("message");
      child.kill("SIGKILL");
    }
  }

  /** Ends all of them. */
  close(): void {
    this.stop();
    for (const child of this.spare.values()) child.kill("SIGKILL");
    this.spare.clear();
  }
}
