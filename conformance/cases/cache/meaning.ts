/**
 * A stored answer is the answer: generated ones are stored as they were framed, given again in either framing, and compared to
 * the letter with what their first caller understood (CAC-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { CLIENT_APIS, CLIENTS, type ClientApi, comparable, type Way } from "../../oracle/meaning/expected.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { hearChat } from "../../oracle/meaning/hear-chat.ts";
import { hearMessages } from "../../oracle/meaning/hear-messages.ts";
import { hearResponses } from "../../oracle/meaning/hear-responses.ts";
import { type Heard, type HeardCall, objectOf } from "../../oracle/meaning/heard.ts";
import { DEEP_POCKETS } from "../_shared/bill.ts";
import { ablest, exchange, spokenAt, TOOLS } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { cacheWord, ON } from "./support.ts";

/** Answers in each framing. */
const ANSWERS = 12;

const HEAR = {
  "openai-chat": hearChat,
  "openai-responses": hearResponses,
  "anthropic-messages": hearMessages,
} as const;

/** Arguments by what they say; of those that were cut short with the answer, their text. */
function parsed({ arguments: args, ...call }: HeardCall): HeardCall {
  if (typeof args !== "string") return { ...call, arguments: objectOf(args).unparsed_arguments ?? args };
  try {
    return { ...call, arguments: JSON.parse(args) };
  } catch {
    return { ...call, arguments: args }; // Its text is all that there is.
  }
}

/** What is the same however it is framed: arguments by what they say, no order where a whole message tells none. */
const unframed = ({ model, usage, choices }: Heard) => ({
  model,
  usage,
  choices: choices.map(({ order: _order, calls, ...choice }) => ({ ...choice, calls: calls.map(parsed) })),
});

async function repeated(context: CaseContext, client: ClientApi): Promise<void> {
  const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
  const endpoint = ablest(context);
  const api = spokenAt(context);
  const ledger = new Ledger();
  const heard = (stream: boolean, { json, events }: Reply): Heard => {
    const way: Way = { client, api, stream, tools: TOOLS, price: {} };
    const all = comparable(way, HEAR[client]({ json, events }));
    // Where the id is the gateway's own, each answer has one.
    return CLIENTS[client].drops.id ? { ...all, id: "", created: [] } : all;
  };
  for (const stored of [false, true]) {
    const ability = { calls: endpoint.capabilities.has("tools"), stream: stored };
    const generated = answers(api, ability, context.seed + (stored ? 3 : 2), ANSWERS);
    for (const said of context.sample(generated)) {
      const number = generated.indexOf(said);
      const headers = { ...ON, "helicone-cache-seed": `${stored}-${number}` };
      const made = await exchange(context, session, { client, endpoint, said, stream: stored, headers });
      const first = heard(stored, made.reply);
      for (const stream of [stored, !stored]) {
        const again = await exchange(context, session, { client, endpoint, said, stream, headers });
        const label = `${stored ? "streamed" : "whole"}-${number}, ${stream ? "streamed" : "whole"}`;
        ledger.compare("CAC-01", "hit", label, cacheWord(again.reply), "HIT");
        const hit = heard(stream, again.reply);
        const [seen, expected] = stream === stored ? [hit, first] : [unframed(hit), unframed(first)];
        ledger.compare("CAC-01", "repeated", label, seen, expected);
        context.count(1);
      }
    }
  }
  ledger.report(context.check);
}

export const repeatedMeaning: readonly Case[] = CLIENT_APIS.map((client) => ({
  id: `cache.meaning.${client}`,
  area: "cache",
  title: `Repeats everything that a stored answer said at ${client}, in the framing that is asked for`,
  why: "an answer that loses a call or a signature on its way through the cache is another answer, on some days only",
  requirements: ["CAC-01"],
  run: (context) => repeated(context, client),
}));
