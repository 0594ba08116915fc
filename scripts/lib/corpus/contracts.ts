/**
 * Recorded requests against the contracts: what was taken must be taken, what was refused must be refused where the
 * request shows why, and good requests with a fault in them must be refused too.
 * @module
 */
import { type ContractApi, type ContractSubject, contractFor } from "../../../conformance/contracts/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { isObject } from "../../../registry/json.ts";
import type { CorpusExchange } from "./exchange.ts";
import { MUTATION_KINDS, type MutationKind, mutantsOf } from "./mutants.ts";

/** The corpus's names of APIs that have a contract. */
const APIS: Readonly<Record<string, ContractApi>> = {
  "openai.chat": "openai-chat",
  "openai.responses": "openai-responses",
  "openai.completions": "openai-completions",
  "openai.embeddings": "openai-embeddings",
  "anthropic.messages": "anthropic-messages",
  "anthropic.countTokens": "anthropic-count-tokens",
  "gemini.generateContent": "gemini",
  "gemini.countTokens": "gemini-count-tokens",
  "gemini.embedContent": "gemini-embed",
  "bedrock.converse": "bedrock-converse",
  "cohere.chat.v2": "cohere-v2",
  "cohere.embed": "cohere-embed",
};

/** Why a recorded refusal cannot follow from the request alone. */
const NOT_FROM_THE_REQUEST: readonly [RegExp, string][] = [
  [
    /does not exist|not found|not_found_error|model_not_found|Model nonexistent|was removed on|not a valid model/i,
    "which models exist is not in a contract",
  ],
  [/tool_use_failed|did not call a tool|json_validate_failed/, "the model's own fault, not the request's"],
  [/Cannot fetch content|URL_ROBOTED|downloading/, "another server refused the file"],
  [/quota|rate.?limit|\b429\b|Token limit reached/i, "a limit of the account"],
  [/api key|subscription key|unauthori[sz]ed|"401"/i, "the credential"],
  [/content_filter|content management policy/, "what the text says"],
];

/** A recorded request that the contract and the provider judge differently. */
export interface Disagreement {
  id: string;
  provider: string;
  api: string;
  why: string;
}

export interface PowerRow {
  api: ContractApi;
  host: string;
  kinds: Record<MutationKind, { tried: number; caught: number }>;
}

export interface ContractReport {
  accepted: { checked: number; refused: Disagreement[] };
  refused: {
    checked: number;
    reproduced: number;
    /** With the reason why the request does not show it. */
    others: Disagreement[];
    /** Neither reproduced nor explained. */
    unexplained: Disagreement[];
  };
  /** Rules by analogy that recorded successes break: evidence against them. */
  noted: Record<string, number>;
  power: PowerRow[];
}

/** Good requests that are mutated, of each API at each host: enough to tell, and quick. */
const MUTATED = 25;

/** Hosts whose contract is closed: where it is open, unknown fields pass by intent. */
const CLOSED: Readonly<Partial<Record<ContractApi, readonly string[]>>> = {
  "openai-chat": ["openai", "azure", "mistral", "groq"],
  "openai-responses": ["openai", "azure"],
  "openai-completions": ["openai"],
  "openai-embeddings": ["openai"],
};

const modelIn = (url: string): string | undefined => {
  const path = decodeURIComponent(URL.canParse(url) ? new URL(url).pathname : "");
  return (/\/models\/([^/:]+)/.exec(path) ?? /\/(?:model|deployments)\/([^/]+)/.exec(path))?.[1];
};

interface Asked {
  subject: ContractSubject;
  body: JsonObject;
}

/** The contract's side of an exchange; null where there is none for it. */
function askedOf({ api: name, provider, request }: CorpusExchange): Asked | null {
  const api = APIS[name];
  const body = request?.body;
  if (!api || !request || !isObject(body)) return null;
  const url = request.url ?? "";
  const named = request.headers?.["anthropic-beta"]?.split(",").map((beta) => beta.trim()) ?? [];
  const betas = named.length === 0 && url.includes("beta=true") ? ["not recorded"] : named;
  const model = typeof body.model === "string" ? body.model : modelIn(url);
  return {
    body,
    subject: {
      api,
      host: provider,
      betas,
      ...(model === undefined ? {} : { model }),
      ...(/stream/i.test(url) ? { stream: true } : {}),
    },
  };
}

/** Recorded answers that judge the request: success, and refusals of its content. */
const REFUSALS = [400, 404, 410, 422];

export class ContractTally {
  private readonly accepted: ContractReport["accepted"] = { checked: 0, refused: [] };
  private readonly refused: ContractReport["refused"] = {
    checked: 0,
    reproduced: 0,
    others: [],
    unexplained: [],
  };
  private readonly noted: Record<string, number> = {};
  private readonly rows = new Map<string, PowerRow & { bodies: number }>();
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  add(exchange: CorpusExchange): void {
    const asked = askedOf(exchange);
    if (!asked) return;
    const { status } = exchange.response;
    if (status === 200) this.addAccepted(exchange, asked);
    else if (status !== null && REFUSALS.includes(status)) this.addRefused(exchange, asked);
  }

  private addAccepted({ id, provider, api }: CorpusExchange, { subject, body }: Asked): void {
    this.accepted.checked++;
    const verdict = contractFor(subject).check(body);
    for (const { rule } of verdict.noted) this.noted[rule] = (this.noted[rule] ?? 0) + 1;
    if (verdict.ok) this.mutate({ subject, body });
    else
      this.accepted.refused.push({
        id,
        provider,
        api,
        why: `${verdict.rule} at ${verdict.pointer}: ${verdict.seen}`,
      });
  }

  private addRefused({ id, provider, api, response }: CorpusExchange, { subject, body }: Asked): void {
    this.refused.checked++;
    if (!contractFor(subject).check(body).ok) {
      this.refused.reproduced++;
      return;
    }
    const said = JSON.stringify(response.body ?? "");
    const reason = NOT_FROM_THE_REQUEST.find(([pattern]) => pattern.test(said))?.[1];
    if (reason === undefined) this.refused.unexplained.push({ id, provider, api, why: said.slice(0, 200) });
    else this.refused.others.push({ id, provider, api, why: reason });
  }

  private mutate({ subject, body }: Asked): void {
    const { api, host } = subject;
    const hosts = CLOSED[api];
    if (hosts && !hosts.includes(host)) return;
    const key = `${api} ${host}`;
    const row = this.rows.get(key) ?? { api, host, bodies: 0, kinds: noneYet() };
    this.rows.set(key, row);
    if (row.bodies++ >= MUTATED) return;
    const contract = contractFor(subject);
    for (const { kind, body: mutant } of mutantsOf(api, body, this.seed + row.bodies)) {
      row.kinds[kind].tried++;
      if (!contract.check(mutant).ok) row.kinds[kind].caught++;
    }
  }

  report(): ContractReport {
    const power = [...this.rows.values()].map(({ api, host, kinds }) => ({ api, host, kinds }));
    return { accepted: this.accepted, refused: this.refused, noted: this.noted, power };
  }
}

const noneYet = (): PowerRow["kinds"] => ({
  rename: { tried: 0, caught: 0 },
  unknown: { tried: 0, caught: 0 },
  mistype: { tried: 0, caught: 0 },
  drop: { tried: 0, caught: 0 },
  range: { tried: 0, caught: 0 },
  pairing: { tried: 0, caught: 0 },
});

const share = ({ tried, caught }: { tried: number; caught: number }): string =>
  tried === 0 ? "-" : `${caught}/${tried}`;

/** The report as text. */
export function renderContracts({ accepted, refused, noted, power }: ContractReport): string {
  const line = ({ id, api, why }: Disagreement): string => `${id} (${api}): ${why}`;
  return [
    "",
    `contracts: ${accepted.checked} recorded successes, ${accepted.refused.length} refused; ${refused.checked} recorded refusals, ${refused.reproduced} reproduced, ${refused.others.length} that the request does not show, ${refused.unexplained.length} unexplained`,
    ...accepted.refused.map((one) => `FALSELY REFUSED ${line(one)}`),
    ...refused.unexplained.map((one) => `UNEXPLAINED REFUSAL ${line(one)}`),
    ...refused.others.map((one) => `not reproducible ${line(one)}`),
    ...Object.entries(noted).map(
      ([rule, count]) => `by analogy only, and broken by ${count} successes: ${rule}`,
    ),
    "",
    `${"faults caught".padEnd(40)}${MUTATION_KINDS.map((kind) => kind.padStart(10)).join("")}`,
    ...power.map(
      ({ api, host, kinds }) =>
        `${`${api} at ${host}`.padEnd(40)}${MUTATION_KINDS.map((kind) => share(kinds[kind]).padStart(10)).join("")}`,
    ),
    "",
  ].join("\n");
}

/** Whether the contracts hold against the corpus. */
export const calibrated = ({ accepted, refused }: ContractReport): boolean =>
  accepted.refused.length === 0 && refused.unexplained.length === 0;
