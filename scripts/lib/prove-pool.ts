/**
 * The processes of `npm run prove`: each answers one question after the other, and whoever is free takes the next. A
 * question that ends its process, or is never answered, costs that process and is reported as a fault.
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Mutant } from "../../conformance/proof/generated/mutant.ts";
import type { MutantVerdict } from "../../conformance/proof/generated/prove-mutant.ts";
import type { Kill, Proof } from "../../conformance/proof/prove.ts";
import { LAUNCHER } from "./launcher.ts";
import type { ProveOptions } from "./prove-options.ts";

/** What a process is asked: what a defect turns red, whether a generated one shows, or which cases are red without any. */
export type Question = { defect: string } | { mutant: Mutant } | { healthy: readonly Kill[] };

/** What a process says: that it is ready, what it found about a defect, or what is red anyway. */
export type Answer =
  | { ready: true }
  | { found: Omit<Proof, "defect"> }
  | { verdict: MutantVerdict }
  | { red: Kill[] }
  | { fault: string };

export interface PoolOptions {
  /** How many processes at a time. */
  jobs: number;
  /** The most that one question may take, in milliseconds: far more than any that lets the event loop turn. */
  patienceMs?: number;
}

type OnAnswer = (question: Question, answer: Answer) => void;

const PATIENCE_MS = 180_000;

/** The next message of a process, or the reason why there will be none. */
function answerOf(child: ChildProcess, limitMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const done = (answer: Answer) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const fail = (fault: string) => done({ fault });
    const timer = setTimeout(() => fail(`no result within ${limitMs / 1000} seconds`), limitMs);
    child.once("message", done);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code, signal) => fail(`the process ended with ${signal ?? `code ${code}`}`));
  });
}

/** Asks one process until no question is left or it fails; false when it is of no more use. */
async function serve(
  child: ChildProcess,
  questions: Question[],
  patienceMs: number,
  onAnswer: OnAnswer,
): Promise<boolean> {
  const first = await answerOf(child, PATIENCE_MS);
  if ("fault" in first) throw new Error(`a process that proves could not start: ${first.fault}`);
  for (let question = questions.shift(); question; question = questions.shift()) {
    child.send(question);
    const answer = await answerOf(child, patienceMs);
    onAnswer(question, answer);
    if ("fault" in answer) return false;
  }
  return true;
}

/**
 * Asks all questions about the defects that `options` select.
 * @param onAnswer called as answers come in, in no particular order
 */
export async function askProcesses(
  all: readonly Question[],
  options: ProveOptions,
  { jobs, patienceMs = PATIENCE_MS }: PoolOptions,
  onAnswer: OnAnswer,
): Promise<void> {
  const questions = [...all];
  const running = new Set<ChildProcess>();
  const line = async () => {
    for (let fit = false; !fit && questions.length > 0; ) {
      const child = fork(LAUNCHER, ["lib/prove-worker", JSON.stringify(options)], { execArgv: [] });
      running.add(child);
      fit = await serve(child, questions, patienceMs, onAnswer);
      child.kill("SIGKILL");
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, all.length) }, line));
  } finally {
    for (const child of running) child.kill("SIGKILL");
  }
}
