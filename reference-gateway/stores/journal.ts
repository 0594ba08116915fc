/**
 * The outbox on the disk: one file of JSON lines for each process, gone when nothing is owed. It is written only while the
 * database is away.
 * @module
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { StorageError } from "./database.ts";
import type { Fate, Owner } from "./lease.ts";

const Owed = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("settle"),
    tenantId: z.string(),
    reservationId: z.string(),
    /** Pico-USD. */
    amount: z.string().regex(/^\d{1,30}$/),
    /** The record that is kept with the charge, as `record-json.ts` writes it; absent where it is kept by itself. */
    record: z.string().optional(),
  }),
  z.object({ kind: z.literal("release"), tenantId: z.string(), reservationId: z.string() }),
  /** A record as `record-json.ts` writes it. */
  z.object({ kind: z.literal("record"), id: z.string(), body: z.string() }),
]);

/** Something that a database owes. */
export type Owed = z.infer<typeof Owed>;

const Line = z.union([
  z.object({ owner: z.object({ id: z.string(), host: z.string(), pid: z.number() }) }),
  z.object({ key: z.string(), owed: Owed }),
  z.object({ done: z.string() }),
]);

export interface Journal {
  owe(key: string, owed: Owed): void;
  /** @param isLast nothing is owed any more */
  done(key: string, isLast: boolean): void;
}

/** For stores without a disk of their own. */
export const noJournal: Journal = { owe: () => {}, done: () => {} };

/** Beyond this a file is no journal of ours. */
const MAX_BYTES = 2 ** 28;
const MAX_FILES = 1_000;
const SUFFIX = ".outbox.jsonl";

/** The journal of this process. A disk that fails is logged: what is owed is in memory then, and tried all the same. */
export function fileJournal(folder: string, owner: Owner, log: Log): Journal {
  const file = join(folder, `${owner.id}${SUFFIX}`);
  const write = (line: z.infer<typeof Line>): void => {
    try {
      if (!existsSync(file)) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(file, `${JSON.stringify({ owner })}\n`, { mode: 0o600, flush: true });
      }
      appendFileSync(file, `${JSON.stringify(line)}\n`, { flush: true });
    } catch (error) {
      log("error", "outbox.not-written", { ...describeError(error) });
    }
  };
  return {
    owe: (key, owed) => write({ key, owed }),
    done: (key, isLast) => (isLast ? rmSync(file, { force: true }) : write({ done: key })),
  };
}

/** The lines of a journal; a line that was cut by the end of its process, and what is none of ours, is left out. */
function* linesOf(file: string): Generator<z.infer<typeof Line>> {
  if (statSync(file).size > MAX_BYTES)
    throw new StorageError(`${file}: an outbox of more than ${MAX_BYTES} bytes`);
  for (const text of readFileSync(file, "utf8").split("\n")) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      continue; // The last line of a process that was killed in the middle of it.
    }
    const parsed = Line.safeParse(value);
    if (parsed.success) yield parsed.data;
  }
}

export interface Left {
  owed: Owed[];
  /** Removes the journals that this was read from: another one holds it now. */
  forget(): void;
}

export const NOTHING_LEFT: Left = { owed: [], forget: () => {} };

/** What processes that are certainly gone left in a folder. */
export function leftBehind(folder: string, fateOf: (owner: Owner) => Fate): Left {
  const owed: Owed[] = [];
  const files: string[] = [];
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(SUFFIX)) : [];
  for (const name of names.slice(0, MAX_FILES)) {
    const file = join(folder, name);
    const open = new Map<string, Owed>();
    let isGone = false;
    for (const line of linesOf(file)) {
      if ("owner" in line) isGone = fateOf(line.owner) === "gone";
      else if ("done" in line) open.delete(line.done);
      else open.set(line.key, line.owed);
    }
    if (!isGone) continue;
    files.push(file);
    owed.push(...open.values());
  }
  const forget = () => {
    for (const file of files) rmSync(file, { force: true });
  };
  return { owed, forget };
}
