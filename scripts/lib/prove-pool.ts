/**
 * The processes of `npm run prove`: each proves one defect after the other, and whoever is free takes the next. A defect
 * that ends its process, or never ends, costs that process and is reported as a fault of its plant.
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Proof } from "../../conformance/prove.ts";
import type { ProveOptions } from "./prove-options.ts";

/** What a process is told: prove this one. */
export interface Question {
  id: string;
}

/** What a process says: that it is ready, or what it found. */
export type Answer = { ready: true } | { ready: false; id: string; found: Omit<Proof, "defect"> };

type OnFound = (id: string, found: Omit<Proof, "defect">) => void;

const WORKER = fileURLToPath(new URL("prove-worker.ts", import.meta.url));

/** The most that one defect may take, in milliseconds: far more than any that lets the event loop turn. */
const PATIENCE_MS = 180_000;

/** The next message of a process; the reason why there will be none, otherwise. */
function answerOf(child: ChildProcess, limitMs: number): Promise<Answer | string> {
  return new Promise((resolve) => {
    const done = (value: Answer | string) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(value);
    };
    const timer = setTimeout(() => done(`no result within ${limitMs / 1000} seconds`), limitMs);
    child.once("message", (answer: Answer) => done(answer));
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(`the process ended with ${signal ?? `code ${code}`}`));
  });
}

/** Asks one process until no question is left or it fails; true when it is of no more use. */
async function serve(
  child: ChildProcess,
  questions: string[],
  patienceMs: number,
  onFound: OnFound,
): Promise<boolean> {
  const first = await answerOf(child, PATIENCE_MS);
  if (typeof first === "string") throw new Error(`a process that proves could not start: ${first}`);
  for (let id = questions.shift(); id !== undefined; id = questions.shift()) {
    child.send({ id } satisfies Question);
    const answer = await answerOf(child, patienceMs);
    if (typeof answer === "string") {
      onFound(id, { kills: [], rightly: [], faults: [answer] });
      return true;
    }
    if (!answer.ready) onFound(answer.id, answer.found);
  }
  return false;
}

/**
 * Proves the defects of these ids, as `options` select them.
 * @param jobs how many processes at a time
 * @param onFound called as results come in, in no particular order
 */
export async function proveInProcesses(
  ids: readonly string[],
  options: ProveOptions,
  { jobs, patienceMs = PATIENCE_MS }: { jobs: number; patienceMs?: number },
  onFound: OnFound,
): Promise<void> {
  const questions = [...ids];
  const running = new Set<ChildProcess>();
  const line = async () => {
    for (let again = true; again && questions.length > 0; ) {
      const child = fork(WORKER, [JSON.stringify(options)], { execArgv: ["--import", "tsx"] });
      running.add(child);
      again = await serve(child, questions, patienceMs, onFound);
      child.kill("SIGKILL");
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, ids.length) }, line));
  } finally {
    for (const child of running) child.kill("SIGKILL");
  }
}
