/**
 * What a change of prices costs a user: the reviewed page of reference workloads beside the new one, in money (REG-11).
 * @module
 */
import { picoToUsd, usdToPico } from "../../registry/pricing/money.ts";

interface Page {
  /** Column → the workload in words. */
  titles: ReadonlyMap<string, string>;
  /** Endpoint → column → the cell. */
  cells: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const cellsOf = (row: string): string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

function read(lines: readonly string[]): Page {
  const titles = new Map<string, string>();
  for (const line of lines) {
    const [, id, title] = /^- ([a-z-]+): (.+)$/.exec(line) ?? [];
    if (id !== undefined && title !== undefined) titles.set(id, title);
  }
  const [head, , ...rows] = lines.filter((line) => line.startsWith("|")).map(cellsOf);
  const columns = head?.slice(1) ?? [];
  const cells = new Map(
    rows.map(([endpoint = "", ...costs]) => [
      endpoint,
      new Map(columns.map((column, i) => [column, costs[i] ?? "n/a"])),
    ]),
  );
  return { titles, cells };
}

/** An amount; `null` for what is none: `n/a`, a remark. */
const picoOf = (cell: string): bigint | null => (/^\d+(?:\.\d+)?$/.test(cell) ? usdToPico(cell) : null);

/** The change in percent, with one decimal where it is not whole. @example "+200%" */
function percent(was: bigint, now: bigint): string {
  if (was === 0n) return "was free";
  const difference = (now - was) * 1000n;
  const half = (difference < 0n ? -was : was) / 2n;
  const permille = (difference + half) / was;
  const size = permille < 0n ? -permille : permille;
  const text = size % 10n === 0n ? `${size / 10n}` : `${size / 10n}.${size % 10n}`;
  return `${permille < 0n ? "-" : "+"}${text}%`;
}

function change(was: string, now: string): string {
  const [before, after] = [picoOf(was), picoOf(now)];
  if (before === null || after === null) return `${was} → ${now}${after === null ? "" : " USD"}`;
  return `${picoToUsd(before)} → ${picoToUsd(after)} USD, ${percent(before, after)}`;
}

/**
 * One line for each workload whose money changed, and for each endpoint that came or went; none where nothing did.
 * @example ["gpt-5.4:openai, RAG 180k/1k, 90% cached: 0.0213 → 0.0639 USD, +200%"]
 */
export function workloadChanges(reviewed: readonly string[], now: readonly string[]): string[] {
  const [old, fresh] = [read(reviewed), read(now)];
  const changed = [...fresh.cells].flatMap(([endpoint, costs]) => {
    const before = old.cells.get(endpoint);
    if (!before) return [`${endpoint}: new`];
    return [...costs].flatMap(([column, cost]) => {
      const was = before.get(column);
      const title = fresh.titles.get(column) ?? column;
      if (was === undefined || was === cost) return [];
      return [`${endpoint}, ${title}: ${change(was, cost)}`];
    });
  });
  const gone = [...old.cells.keys()].filter((endpoint) => !fresh.cells.has(endpoint));
  return [...changed, ...gone.map((endpoint) => `${endpoint}: gone`)];
}
