/**
 * Hosts that took the Responses API over, treated as if they were its author: their state, their thinking, their addresses
 * (API-01, MAP-01, MAP-17).
 * @module
 */
import { isChat, type ProviderApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { Defect } from "./defect.ts";
import { patched, withApi, withBody, withProvider, withSource } from "./plants.ts";
import { API, type Draft, defect, listed } from "./responses-plants.ts";

const at = (providers: readonly string[], draft: Draft, plant: Defect["plant"]): Defect => ({
  ...defect(draft, plant),
  providers,
});

/** A host that is taken for one that keeps everything. */
const remembering = (provider: BaseProvider): BaseProvider =>
  patched(provider, (original) => ({
    apis: original.apis.map(
      (api): ProviderApi => (isChat(api) ? { ...api, traits: { ...api.traits, unkept: [] } } : api),
    ),
  }));

export const responsesHostDefects: readonly Defect[] = [
  at(
    ["deepseek"],
    {
      id: "state-to-the-stateless",
      title: "What rests on state is sent to a host that keeps none",
      seenIn: "digitalocean/gradient-python#96",
      breaks: ["API-01"],
    },
    withSource((source) => ({
      ...source,
      providers: Object.fromEntries(
        Object.entries(source.providers).map(([slug, provider]) => [slug, remembering(provider)]),
      ),
    })),
  ),
  at(
    ["deepseek"],
    {
      id: "spoken-thought-lost",
      title: "What a host thought in words does not come back to it",
      seenIn: "own",
      breaks: ["MAP-17"],
    },
    withBody((body, endpoint) => {
      if (endpoint.api !== API) return body;
      return { ...body, input: listed(body.input).filter(({ type }) => type !== "reasoning") };
    }),
  ),
  at(
    ["perplexity"],
    {
      id: "format-in-text",
      title: "The format of the answer goes to a host that looks for it elsewhere where its author has it",
      seenIn: "own",
      breaks: ["MAP-08", "MAP-15"],
    },
    withApi(({ traits }) => ({ traits: { ...traits, chatFormats: false } })),
  ),
  at(
    ["bedrock"],
    {
      id: "runtime-for-all",
      title: "Responses are sent to the host of Converse",
      seenIn: "own",
      breaks: ["MAP-01", "MAP-14"],
    },
    withProvider((original) => ({
      buildUrl: (context) =>
        original
          .buildUrl(context)
          .replace(/bedrock-mantle\.([a-z0-9-]+)\.api\.aws/, "bedrock-runtime.$1.amazonaws.com"),
    })),
  ),
];
