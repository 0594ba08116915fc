/**
 * What goes wrong with hosts that have meanings, units and places of their own: xAI, Novita, OpenRouter.
 * @module
 */

import type { ChatChunk } from "../../registry/canonical/chat.ts";
import type { ChatApi } from "../../registry/providers/_shared/api.ts";
import type { Defect } from "./defect.ts";
import { patched, withApi, withApis, withProvider, withSource } from "./plants.ts";
import { mapEvents, withEvents } from "./stream-plants.ts";

const HOSTS = ["xai", "novita", "openrouter"];

export const relayDefects: readonly Defect[] = [
  {
    id: "errors.own-meanings-dropped",
    title: "The host's own table of meanings is lost, so that only the status counts",
    seenIn: "continuedev/continue#10373",
    breaks: ["ERR-02"],
    providers: HOSTS,
    plant: withApi(() => ({ errorMeanings: [] })),
  },
  {
    id: "errors.relayed-words-lost",
    title: "What the host behind a relay said is not told",
    seenIn: "diegosouzapw/OmniRoute#3044",
    breaks: ["ERR-01"],
    providers: ["openrouter"],
    plant: withProvider((original) => ({
      normalizeError: (failure) => {
        const error = original.normalizeError(failure);
        return { ...error, message: error.message.replace(/ \(.*\)$/s, "") };
      },
    })),
  },
  {
    id: "errors.limits-in-body-unread",
    title: "Limits in the metadata of a body give no wait",
    seenIn: "hydropix/TranslateBooksWithLLMs#125",
    breaks: ["ERR-05"],
    providers: ["openrouter"],
    plant: withProvider((original) => ({
      normalizeError: (failure) =>
        original.normalizeError({ ...failure, text: failure.text.replace('"headers"', '"heads"') }),
    })),
  },
  {
    id: "errors.in-flight-as-quota",
    title: "A budget held by calls in flight is taken for an empty account",
    seenIn: "own",
    breaks: ["ERR-02"],
    providers: ["openrouter"],
    plant: withProvider((original) => ({
      normalizeError: (failure) =>
        original.normalizeError({ ...failure, text: failure.text.replace('"limit_source"', '"source"') }),
    })),
  },
  {
    id: "streaming.done-is-a-good-end",
    title: "[DONE] is taken for a good end although no choice has finished",
    seenIn: "can1357/oh-my-pi#9433",
    breaks: ["STR-07", "ERR-01"],
    providers: ["openrouter"],
    plant: mapEvents((event) => (event.type === "broken" ? { type: "end" } : event)),
  },
  {
    id: "streaming.idle-chunks",
    title: "The chunk with the usage reaches callers who did not ask, without its usage",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: withEvents(async function* (events) {
      let last: ChatChunk | null = null;
      for await (const event of events) {
        if (event.type === "chunk") last = event.chunk;
        yield event;
        if (event.type === "usage" && last)
          yield { type: "chunk", chunk: { ...last, choices: [] }, content: false };
      }
    }),
  },
  {
    id: "cost.ticks-as-dollars",
    title: "Ticks of a ten-billionth are charged as dollars",
    seenIn: "own",
    breaks: ["CST-06"],
    providers: ["xai"],
    plant: withSource((source) => ({
      ...source,
      providers: Object.fromEntries(
        Object.entries(source.providers).map(([slug, provider]) => {
          const inUsd = ({ usage }: ChatApi): Partial<ChatApi> =>
            usage.reportedCost
              ? { usage: { ...usage, reportedCost: { ...usage.reportedCost, unit: "usd" } } }
              : {};
          return [slug, patched(provider, () => withApis(provider, inUsd))];
        }),
      ),
    })),
  },
  {
    id: "mapping.signed-thinking-dropped",
    title: "Signed thinking is taken out of a history on its way to the host that signed it",
    seenIn: "own",
    breaks: ["REC-03"],
    providers: ["openrouter"],
    plant: withApi(({ traits: { replayed: _signed, ...traits } }) => ({ traits })),
  },
];
