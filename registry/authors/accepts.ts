/** What models take, of all authors that say so. @module */
import type { Accepts, AcceptsTable } from "../accepts/accepts.ts";
import { own } from "../json.ts";
import { accepts as anthropic } from "./anthropic/accepts.ts";
import { accepts as google } from "./google/accepts.ts";
import { accepts as openai } from "./openai/accepts.ts";

/** Before Gemini 3 the Gemini API fetches its own files and videos of YouTube only. */
const OWN_FILES: Accepts = {
  addresses: /^https:\/\/(?:generativelanguage\.googleapis\.com|(?:www\.)?youtube\.com|youtu\.be)\//,
  evidence: "Gemini API, file input methods: addresses of the open web from Gemini 3 on",
};

/** Model Studio gives the thinking of Qwen's open weights in streams only. */
const THINKS_IN_STREAMS: Accepts = {
  thinksInStreamsOnly: true,
  evidence:
    "issue reports: parameter.enable_thinking must be set to false for non-streaming calls, of open Qwen3 models",
};

const STREAMS_ONLY: Accepts = {
  streamsOnly: true,
  evidence: "Model Studio, omni guide: Qwen-Omni models answer only as streams",
};

/** Hosts that differ from what the models take elsewhere. */
const AT_HOSTS: AcceptsTable = {
  "gemini-2.0-flash:google-ai-studio": OWN_FILES,
  "gemini-2.0-flash-lite:google-ai-studio": OWN_FILES,
  "gemini-2.5-pro:google-ai-studio": OWN_FILES,
  "gemini-2.5-flash:google-ai-studio": OWN_FILES,
  "gemini-2.5-flash-lite:google-ai-studio": OWN_FILES,
  "qwen3-32b:alibaba": THINKS_IN_STREAMS,
  "qwen3-8b:alibaba": THINKS_IN_STREAMS,
  "qwen3-14b:alibaba": THINKS_IN_STREAMS,
  "qwen3-235b-a22b:alibaba": THINKS_IN_STREAMS,
  "qwen-omni-turbo:alibaba": STREAMS_ONLY,
  "qwen2.5-omni-7b:alibaba": STREAMS_ONLY,
  "qwen3-omni-flash:alibaba": STREAMS_ONLY,
  "qwen3-32b:groq": {
    efforts: ["none", "high"],
    spelled: { high: "default" },
    evidence: "Groq, reasoning guide: qwen3-32b takes none or default",
  },
  "nemotron-3-super-120b-a12b:perplexity": {
    efforts: ["minimal", "low", "medium", "high", "xhigh", "max"],
    evidence: "Perplexity, Agent API: reasoning.effort takes these six words, none not among them",
  },
  "mistral-small-2603:mistral": {
    efforts: ["none", "high"],
    evidence: "Mistral, reasoning guide: adjustable models take none or high",
  },
  "mistral-medium-2604:mistral": {
    efforts: ["none", "high"],
    evidence: "Mistral, reasoning guide: adjustable models take none or high",
  },
  "grok-4.3:xai": {
    efforts: ["none", "low", "medium", "high"],
    refuses: ["stop"],
    evidence: "xAI, reasoning guide: grok-4.3 takes none, low, medium and high",
  },
  "grok-4.5:xai": {
    efforts: ["low", "medium", "high"],
    refuses: ["stop"],
    evidence: "xAI, reasoning guide: grok-4.5 takes low, medium and high",
  },
  "grok-4.6:xai": {
    efforts: ["low", "medium", "high", "xhigh"],
    refuses: ["stop"],
    evidence: "xAI, page of the model: low, medium, high and xhigh",
  },
};

const MODELS: AcceptsTable = { ...openai, ...anthropic, ...google };

/** What is known of a model at a provider, the host's own word first; `undefined` where nothing is. */
export function acceptsOf({ model, provider }: { model: string; provider: string }): Accepts | undefined {
  const everywhere = own(MODELS, model);
  const here = own(AT_HOSTS, `${model}:${provider}`);
  return everywhere && here ? { ...everywhere, ...here } : (here ?? everywhere);
}
