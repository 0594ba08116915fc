/**
 * Who speaks in an exchange: a provider of the registry, or a strange host that stands in for one it does not know.
 * @module
 */
import {
  type Dialect,
  type DialectName,
  type DialectTraits,
  PLAIN_TRAITS,
} from "../../../registry/apis/dialect.ts";
import { dialects } from "../../../registry/apis/index.ts";
import type { UsageConvention } from "../../../registry/canonical/usage.ts";
import type { Registry } from "../../../registry/index.ts";
import { own } from "../../../registry/json.ts";
import { BaseProvider, type Speech } from "../../../registry/providers/_shared/base.ts";

/** The wire formats of a corpus by the names it has for them. */
const APIS: Readonly<Record<string, DialectName>> = {
  "openai.chat": "openai-chat",
  "anthropic.messages": "anthropic-messages",
  "gemini.generateContent": "gemini",
  "bedrock.converse": "bedrock-converse",
  "cohere.chat.v2": "cohere-v2",
};

/** The dialect that speaks an API; `undefined` where none does. */
export const dialectOf = (api: string): DialectName | undefined => own(APIS, api);

/** What is usual among OpenAI-compatible hosts, with the fields worth carrying whoever the host is. */
const COMPATIBLE: Speech = {
  dialect: dialects["openai-chat"],
  traits: {
    ...PLAIN_TRAITS,
    messageNames: true,
    cacheControl: false,
    extraFields: { completion: [], message: ["reasoning_details", "extra_content"], usage: [] },
  },
  usage: {
    cached: "inside-prompt",
    cacheWrite: "inside-prompt",
    reasoning: "decided-by-total",
    reasoningWithoutTotal: "inside-completion",
    total: "binding",
    stream: "replace",
    paths: [["usage"], ["x_groq", "usage"]],
    evidence: "OpenAI's own convention",
  },
};

/** Whose way of speaking is the rule in a dialect: its author, whose clients speak what callers of the gateway may. */
const AUTHORS: Readonly<Record<DialectName, string>> = {
  "openai-chat": "openai",
  "anthropic-messages": "anthropic",
  gemini: "google-ai-studio",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
};

/** Dialects whose many hosts speak otherwise than their author. */
const USUAL: Readonly<Partial<Record<DialectName, Speech>>> = { "openai-chat": COMPATIBLE };

/** Does this provider's traffic come from clients of the dialect's author? */
export const isAuthor = (slug: string, dialect: DialectName): boolean => AUTHORS[dialect] === slug;

/** A host that the registry does not know in this dialect, taken for an ordinary one of it. */
class StrangeHost extends BaseProvider {
  readonly slug = "strange-host";
  readonly displayName = "A host of the corpus";
  readonly baseUrl = "https://host.example/v1";
  readonly platformKeyEnv = "UNUSED";
  readonly pricingPages = [];
  readonly modelPages = [];
  readonly hosts = [];
  readonly dashboard = { description: "none", docsUrl: "https://host.example", logo: "none" };
  readonly dialect: Dialect;
  readonly traits: DialectTraits;
  readonly usage: UsageConvention;
  override readonly errorMeanings: BaseProvider["errorMeanings"];

  constructor({ dialect, traits, usage }: Speech, meanings: BaseProvider["errorMeanings"]) {
    super();
    this.dialect = dialect;
    this.traits = traits;
    this.usage = usage;
    this.errorMeanings = meanings;
  }
}

export interface Host {
  provider: BaseProvider;
  speech: Speech;
  /** Is it the registry's own provider? */
  known: boolean;
}

function speechOf(provider: BaseProvider | undefined, dialect: DialectName): Speech | undefined {
  const speaks = provider && [provider.dialect, ...provider.alsoSpeaks.map((speech) => speech.dialect)];
  return speaks?.some(({ name }) => name === dialect) ? provider?.speech(dialect) : undefined;
}

/** The host of an exchange: the provider where it speaks the dialect, else a strange one. */
export function hostOf(slug: string, dialect: DialectName, registry: Registry): Host {
  const provider = registry.provider(slug);
  const speech = speechOf(provider, dialect);
  if (provider && speech) return { provider, speech, known: true };
  const author = registry.provider(AUTHORS[dialect]);
  const usual = USUAL[dialect] ?? speechOf(author, dialect);
  if (!usual) throw new Error(`nobody in the registry speaks ${dialect}`);
  return { provider: new StrangeHost(usual, author?.errorMeanings ?? []), speech: usual, known: false };
}
