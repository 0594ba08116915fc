/**
 * What a corpus run found, by provider.
 * @module
 */
import type { CorpusExchange } from "./exchange.ts";
import type { CorpusVerdict } from "./judge.ts";

/** An exchange that somebody should look at. */
interface Named {
  id: string;
  provider: string;
  provenance: string;
  why: string;
}

interface Row {
  provider: string;
  read: number;
  understood: number;
  priced: number;
  /** The recorded bytes themselves are at fault, and callers are told so. */
  reported: number;
  unexplained: number;
  /** API → how many. */
  unsupported: Record<string, number>;
}

export interface CorpusReport {
  seed: number;
  totals: {
    read: number;
    understood: number;
    priced: number;
    reported: number;
    unsupported: number;
    unexplained: number;
  };
  providers: Row[];
  reported: Named[];
  unexplained: Named[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export class Tally {
  private readonly rows = new Map<string, Row>();
  private readonly named = { reported: [] as Named[], unexplained: [] as Named[] };
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  private row(provider: string): Row {
    const known = this.rows.get(provider);
    if (known) return known;
    const counts = { read: 0, understood: 0, priced: 0, reported: 0, unexplained: 0 };
    const row: Row = { provider, ...counts, unsupported: {} };
    this.rows.set(provider, row);
    return row;
  }

  add({ id, provider, provenance }: CorpusExchange, verdict: CorpusVerdict): void {
    const row = this.row(provider);
    row.read++;
    if (verdict.kind === "unsupported")
      row.unsupported[verdict.api] = (row.unsupported[verdict.api] ?? 0) + 1;
    if (verdict.kind === "understood") {
      row.understood++;
      if (verdict.priced) row.priced++;
    }
    if (verdict.kind === "reported" || verdict.kind === "unexplained") {
      row[verdict.kind]++;
      this.named[verdict.kind].push({ id, provider, provenance, why: verdict.why });
    }
  }

  report(): CorpusReport {
    const providers = [...this.rows.values()].sort((a, b) => (a.provider < b.provider ? -1 : 1));
    return {
      seed: this.seed,
      totals: {
        read: sum(providers.map((row) => row.read)),
        understood: sum(providers.map((row) => row.understood)),
        priced: sum(providers.map((row) => row.priced)),
        reported: sum(providers.map((row) => row.reported)),
        unsupported: sum(providers.flatMap((row) => Object.values(row.unsupported))),
        unexplained: sum(providers.map((row) => row.unexplained)),
      },
      providers,
      ...this.named,
    };
  }
}

/** The report as text. */
export function renderTally({ providers, totals, reported, unexplained, seed }: CorpusReport): string {
  const cell = (value: number) => (value === 0 ? "-" : String(value)).padStart(12);
  const lines = providers.map((row) => {
    const apis = Object.entries(row.unsupported)
      .map(([api, count]) => `${api} ${count}`)
      .join(", ");
    return `${row.provider.padEnd(20)}${cell(row.read)}${cell(row.understood)}${cell(row.priced)}${cell(row.reported)}${cell(row.unexplained)}  ${apis}`.trimEnd();
  });
  return [
    `${"provider".padEnd(20)}${["read", "understood", "priced", "reported", "unexplained"].map((head) => head.padStart(12)).join("")}  unsupported API`,
    ...lines,
    "",
    ...reported.map(({ id, provenance, why }) => `reported ${id} (${provenance}): ${why}`),
    ...unexplained.map(({ id, provenance, why }) => `UNEXPLAINED ${id} (${provenance}): ${why}`),
    `total: ${totals.read} read, ${totals.understood} understood (${totals.priced} priced), ${totals.reported} reported (the fault is in the recorded bytes), ${totals.unsupported} of an unsupported API, ${totals.unexplained} unexplained; seed ${seed}`,
    "",
  ].join("\n");
}
