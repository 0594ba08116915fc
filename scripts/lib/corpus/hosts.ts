/**
 * Who speaks in an exchange: a provider of the registry, or a strange host that stands in for one it does not know.
 * @module
 */
import { type Codec, PLAIN_TRAITS } from "../../../registry/apis/codec.ts";
import { clientCodecs, type UpstreamApiId, upstreamCodecs } from "../../../registry/apis/index.ts";
import { openaiCompletions } from "../../../registry/apis/openai-completions/index.ts";
import type { Registry } from "../../../registry/index.ts";
import { own } from "../../../registry/json.ts";
import { type ChatApi, chatApi, isChat, type ProviderApi } from "../../../registry/providers/_shared/api.ts";
import { BaseProvider } from "../../../registry/providers/_shared/base.ts";

/** APIs whose models write text. */
export type TextApiId = UpstreamApiId | "openai-completions";

/** The codec of an API of text, with both sides. */
export function textCodecOf(id: TextApiId): Codec & { id: TextApiId } {
  if (id === "openai-completions") return { ...openaiCompletions, id };
  return { ...upstreamCodecs[id], ...clientCodecs[id], id };
}

/** The wire formats of a corpus by the names it has for them. */
const APIS: Readonly<Record<string, TextApiId>> = {
  "openai.chat": "openai-chat",
  "openai.completions": "openai-completions",
  "openai.responses": "openai-responses",
  "anthropic.messages": "anthropic-messages",
  "gemini.generateContent": "gemini",
  "bedrock.converse": "bedrock-converse",
  "cohere.chat.v2": "cohere-v2",
};

/** The id of an API of the corpus; `undefined` where no codec speaks it. */
export const apiIdOf = (api: string): TextApiId | undefined => own(APIS, api);

/** What is usual among OpenAI-compatible hosts, with the fields worth carrying whoever the host is. */
const COMPATIBLE = chatApi(upstreamCodecs["openai-chat"], {
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
});

/** The Responses API as its author and nearly every other host offers it. */
const RESPONSES = chatApi(upstreamCodecs["openai-responses"], {
  traits: { ...PLAIN_TRAITS, developerRole: "developer", cacheControl: false },
  usage: {
    cached: "inside-prompt",
    cacheWrite: "inside-prompt",
    reasoning: "inside-completion",
    total: "binding",
    stream: "replace",
    paths: [["usage"]],
    evidence: "OpenAI API reference, usage of a response",
  },
});

/** Whose way of speaking is the rule for an API: its author, whose clients speak what callers of the gateway may. */
const AUTHORS: Readonly<Record<TextApiId, string>> = {
  "openai-chat": "openai",
  "openai-completions": "openai",
  "openai-responses": "openai",
  "anthropic-messages": "anthropic",
  gemini: "google-ai-studio",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
};

/** APIs whose many hosts speak otherwise than their author. */
const USUAL: Readonly<Partial<Record<TextApiId, ChatApi>>> = {
  "openai-chat": COMPATIBLE,
  "openai-completions": chatApi(openaiCompletions, { traits: PLAIN_TRAITS, usage: COMPATIBLE.usage }),
  "openai-responses": RESPONSES,
};

/** Does this provider's traffic come from clients of the API's author? */
export const isAuthor = (slug: string, api: TextApiId): boolean => AUTHORS[api] === slug;

/** A host that the registry does not know on this API, taken for an ordinary one of it. */
export class StrangeHost extends BaseProvider {
  readonly slug = "strange-host";
  readonly displayName = "A host of the corpus";
  readonly baseUrl = "https://host.example/v1";
  readonly platformKeyEnv = "UNUSED";
  readonly pricingPages = [];
  readonly modelPages = [];
  readonly hosts = [];
  readonly dashboard = {
    description: "none",
    docsUrl: "https://host.example",
    logo: "none",
    keyLabel: "none",
    keyPlaceholder: "none",
    relevance: 1,
  };
  readonly apis: readonly ProviderApi[];

  constructor(api: ProviderApi) {
    super();
    this.apis = [api];
  }
}

export interface Host {
  provider: BaseProvider;
  api: ChatApi;
  /** Is it the registry's own provider? */
  known: boolean;
}

const apiOf = (provider: BaseProvider | undefined, id: TextApiId): ChatApi | undefined =>
  provider?.apis.filter(isChat).find((api) => api.id === id);

/** The host of an exchange: the provider where it offers the API, else a strange one. */
export function hostOf(slug: string, id: TextApiId, registry: Registry): Host {
  const provider = registry.provider(slug);
  const api = apiOf(provider, id);
  if (provider && api) return { provider, api, known: true };
  const author = apiOf(registry.provider(AUTHORS[id]), id);
  const usual = USUAL[id] ?? author;
  if (!usual) throw new Error(`nobody in the registry offers ${id}`);
  const strange = { ...usual, errorMeanings: author?.errorMeanings ?? [] };
  return { provider: new StrangeHost(strange), api: strange, known: false };
}
