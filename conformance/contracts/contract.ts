/**
 * What a provider API accepts, as types: who is asked, what a verdict says, what a rule is.
 * @module
 */
import type { Json, JsonObject } from "./json.ts";

/** An operation in a wire format. */
export const CONTRACT_APIS = [
  "openai-chat",
  "openai-responses",
  "openai-completions",
  "openai-embeddings",
  "anthropic-messages",
  "anthropic-count-tokens",
  "gemini",
  "gemini-count-tokens",
  "gemini-embed",
  "bedrock-converse",
  "cohere-v2",
  "cohere-embed",
] as const;
export type ContractApi = (typeof CONTRACT_APIS)[number];

/**
 * How well a refusal is known. Recorded: a provider's answer is kept. Documented: its documents, SDK types or service
 * description say so. Issue: somebody published the provider's answer. Adapter: careful clients avoid it.
 * Inferred: by analogy; reported, never refused.
 */
export const MARKS = ["recorded", "documented", "issue", "adapter", "inferred"] as const;
export type Mark = (typeof MARKS)[number];

/** One thing that is wrong with a request. */
export interface Violation {
  /** Id of the rule; those of shapes begin with `shape.`. */
  rule: string;
  /** JSON pointer into the body. */
  pointer: string;
  /** What stands there, short. */
  seen: string;
  /** What to send instead. */
  repair: string;
  evidence: readonly string[];
  mark: Mark;
}

/** What the provider answers instead of a completion. */
export interface Refusal {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: JsonObject;
}

export type Verdict =
  | { ok: true; noted: readonly Violation[] }
  | (Violation & { ok: false; refusal: Refusal; noted: readonly Violation[] });

/** What is asked: an API at a host, for a model as the wire names it. */
export interface ContractSubject {
  api: ContractApi;
  /** The provider's slug, such as `openai`; hosts that are not known get the open form of the API. */
  host: string;
  /** The model id on the wire, from the body or the path. */
  model?: string;
  /** The values of `anthropic-beta`, or whatever opts into previews. */
  betas?: readonly string[];
  /** Whether the answer is asked for as a stream, where the path and not the body says so. */
  stream?: boolean;
}

/** What was said before, as far as an answer to it must fit. */
export interface ConversationState {
  /** The key that this stand-in signs reasoning with. */
  key: Uint8Array;
  /** Signatures that recordings hold: real ones, which no key of ours can check. */
  known?: ReadonlySet<string>;
  /** Ids of the calls that the stored response left open, where the body continues one. */
  calls?: ReadonlySet<string>;
}

export interface Contract {
  readonly subject: ContractSubject;
  /** @param state without it, signatures and encrypted reasoning are not verified */
  check(body: Json, state?: ConversationState): Verdict;
}

/** Where a rule looks. */
export interface RuleContext {
  api: ContractApi;
  host: string;
  /** Empty where nobody said which model. */
  model: string;
  betas: readonly string[];
  stream: boolean;
}

/** What a rule found wrong. */
export interface Finding {
  pointer: string;
  seen: Json | undefined;
  /** The provider's sentence, as far as it is known; fragments are enough. */
  message: string;
  /** What to send instead, where it depends on the request; else the rule's own. */
  repair?: string;
  /** The error's `code`, where the provider gives one. */
  code?: string;
  evidence?: readonly string[];
  mark?: Mark;
}

/** A rule on values or across fields: data around a pure predicate. */
export interface Rule {
  id: string;
  apis: readonly ContractApi[];
  /** Slugs, or all hosts of these APIs. */
  hosts: readonly string[] | "all";
  /** Models by their wire id; absent: all. */
  models?: RegExp;
  mark: Mark;
  evidence: readonly string[];
  repair: string;
  /** The provider's status; 400 unless it says otherwise. */
  status?: number;
  find(body: JsonObject, context: RuleContext): Finding | null;
  /** Requests that show the rule: changes to the smallest good body of the API. */
  example: RuleExample;
}

export interface RuleExample {
  host?: string;
  model?: string;
  /** Where it is the model that makes the difference. */
  acceptedModel?: string;
  stream?: boolean;
  betas?: readonly string[];
  /** Merged over the API's smallest good body; refused by this rule. */
  refused: JsonObject;
  /** The nearest thing that this rule lets through. */
  accepted: JsonObject;
}
