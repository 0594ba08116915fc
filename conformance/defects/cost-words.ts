/**
 * What an answer says about its price is not heard, or heard where nothing prices it (CST-09…CST-13).
 * @module
 */

import type { PriceWords } from "../../registry/canonical/price-words.ts";
import {
  type AnswerTerms,
  NO_TERMS,
  type UsageClass,
  type UsageReading,
} from "../../registry/canonical/usage.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withCodec, withRegistry } from "./plants.ts";
import { mapText, withEvents } from "./stream-plants.ts";

const hearing =
  (change: (terms: AnswerTerms) => AnswerTerms) =>
  (reading: UsageReading): UsageReading =>
    reading.kind === "known" ? { ...reading, terms: change(reading.terms ?? NO_TERMS) } : reading;

/** One class of what the provider's tools did is not billed. */
const leavingOut = (name: UsageClass): Plant =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) => {
      if (reading.kind !== "known") return registry.charge(endpoint, reading, reported);
      const { [name]: _forgotten, ...usage } = reading.usage;
      return registry.charge(endpoint, { ...reading, usage }, reported);
    },
  }));

const withTerms = (change: (terms: AnswerTerms) => AnswerTerms): Plant =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) => registry.charge(endpoint, hearing(change)(reading), reported),
  }));

/** What streams say of their price, changed as it is read. */
const withStreamed = (change: (words: PriceWords, earlier: PriceWords) => PriceWords): Plant =>
  withEvents(async function* (events) {
    let earlier: PriceWords = {};
    for await (const event of events) {
      if (event.type !== "usage") yield event;
      else {
        const heard = hearing((terms) => ({ ...terms, words: change(terms.words, earlier) }))(event.usage);
        earlier = heard.kind === "known" ? { ...earlier, ...heard.terms?.words } : earlier;
        yield { ...event, usage: heard };
      }
    }
  });

export const wordDefects: readonly Defect[] = [
  {
    id: "cost.words-of-streams-ignored",
    title: "Streams are billed at the list, whatever tier they say served them",
    seenIn: "own",
    breaks: ["CST-09"],
    plant: withStreamed(() => ({})),
  },
  {
    id: "cost.words-first-kept",
    title: "Of the tiers that a stream names the first one is billed",
    seenIn: "own",
    breaks: ["CST-09"],
    providers: ["groq", "anthropic"],
    plant: withStreamed((words, earlier) => ({ ...words, ...earlier })),
  },
  {
    id: "cost.words-of-the-host-unread",
    title: "A host's own place of the tier is not looked at: Groq's streams have it beside their id",
    seenIn: "own",
    breaks: ["CST-09"],
    providers: ["groq"],
    plant: mapText((text) => text.replace(/"x_groq":\{"service_tier":"[^"]*"\}/g, '"x_groq":{}')),
  },
  {
    id: "cost.words-ignored",
    title: "Every answer is billed at the list, whatever tier it says served it",
    seenIn: "BerriAI/litellm#28622, theopenco/llmgateway#2549",
    breaks: ["CST-09"],
    plant: withTerms((terms) => ({ ...terms, words: {} })),
  },
  {
    id: "cost.unknown-word-is-standard",
    title: "A tier that nothing prices is billed at the list",
    seenIn: "own",
    breaks: ["CST-09"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const charge = registry.charge(endpoint, reading, reported);
        const isUnheard = charge.computed?.kind === "unpriced" && charge.computed.words !== undefined;
        const deaf = hearing((terms) => ({ ...terms, words: {} }));
        return isUnheard ? registry.charge(endpoint, deaf(reading), reported) : charge;
      },
    })),
  },
  {
    id: "cost.place-ignored",
    title: "The price is that of the deployment's name, wherever the call goes",
    seenIn: "BerriAI/litellm#37543, anthropics/claude-code#92751",
    breaks: ["CST-10"],
    plant: withRegistry(() => ({ placed: (endpoint) => endpoint })),
  },
  {
    id: "cost.advisor-left-out",
    title: "An advisor's tokens are not billed",
    seenIn: "anthropics/claude-code#91110",
    breaks: ["CST-11"],
    plant: withTerms((terms) => ({ ...terms, others: [] })),
  },
  {
    id: "cost.searches-left-out",
    title: "The searches that an answer tells of are not billed",
    seenIn: "own",
    breaks: ["CST-11"],
    providers: ["google-ai-studio", "anthropic"],
    plant: leavingOut("search"),
  },
  ...(
    [
      ["file-searches", "fileSearch", "Searches of files", "openai"],
      ["code-runs", "codeInterpreter", "Runs of code", "openai"],
      ["places", "maps", "Answers with places", "google-ai-studio"],
    ] as const
  ).map(
    ([topic, name, what, provider]): Defect => ({
      id: `cost.${topic}-left-out`,
      title: `${what} are not billed`,
      seenIn: "own",
      breaks: ["CST-11"],
      providers: [provider],
      plant: leavingOut(name),
    }),
  ),
  {
    id: "cost.searches-by-query-always",
    title: "Every query is billed where the fee is for the answer",
    seenIn: "own",
    breaks: ["CST-11"],
    providers: ["google-ai-studio"],
    plant: withCodec((codec) => ({
      decodeResponse: (body, context) => {
        const convention = { ...context.convention, searches: "query" as const };
        return codec.decodeResponse(body, { ...context, convention });
      },
    })),
  },
  {
    id: "cost.priced-out-of-time",
    title: "The newest price holds before its first day and past its last",
    seenIn: "own",
    breaks: ["CST-12"],
    plant: withRegistry((registry) => ({
      plan: ({ on: _moment, ...input }) => registry.plan(input),
    })),
  },
  {
    id: "cost.unpriced-class-as-text",
    title: "A class that has no price is billed as text",
    seenIn: "own",
    breaks: ["CST-13"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const tiers = endpoint.tiers.map(({ unpriced: _forgotten, ...tier }) => tier);
        return registry.charge({ ...endpoint, tiers }, reading, reported);
      },
    })),
  },
];
