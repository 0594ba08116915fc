/**
 * What contracts were asked in a run: for the report, which says how many of their rules were put to use.
 * @module
 */
import { type ContractSubject, contractRules, rulesAbout } from "../contracts/index.ts";

/** Since it was last told. */
export interface JudgedSince {
  requests: number;
  /** Rules that judged a request for the first time. */
  rules: string[];
  /** How many rules there are. */
  ofRules: number;
}

export class Judged {
  private requests = 0;
  private readonly subjects = new Set<string>();
  private readonly told = new Set<string>();
  private readonly fresh = new Set<string>();

  /** A contract judged one request. */
  note(subject: Required<Pick<ContractSubject, "api" | "host" | "model">>): void {
    this.requests++;
    const { api, host, model } = subject;
    const name = `${api} ${host} ${model}`;
    if (this.subjects.has(name)) return;
    this.subjects.add(name);
    for (const rule of rulesAbout(subject)) if (!this.told.has(rule)) this.fresh.add(rule);
  }

  /** What is new; the next call tells only what came after. */
  take(): JudgedSince {
    const since = { requests: this.requests, rules: [...this.fresh], ofRules: contractRules().length };
    for (const rule of since.rules) this.told.add(rule);
    this.requests = 0;
    this.fresh.clear();
    return since;
  }
}
