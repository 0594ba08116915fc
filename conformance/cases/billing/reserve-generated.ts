/**
 * The reservation against generated answers: none that an endpoint's limits allow costs more, thinking that is counted
 * beside the completion included (BIL-01).
 * @module
 */
import fc from "fast-check";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { AnswerCounts, Counted } from "../../oracle/meaning/answer.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { HOLDS } from "../../oracle/meaning/holds.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import { json } from "../../upstream/wire.ts";
import { addressOf, askable, costAt, DEEP_POCKETS } from "../_shared/bill.ts";
import { habitsOf, spokenAt } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { watch } from "./reserve.ts";

/** Answers an endpoint: fresh ones, cached ones, thoughtful ones. */
const ANSWERS = 4;

/** What hosts put around a conversation and its tools, in tokens of the prompt. */
const TEMPLATE = 400;

interface Drawn {
  /** The caller's own limit, or none. */
  limit: number | null;
  choices: number;
  /** From 0 to 4: how much of what may be is used; at 4 all of it. */
  prompt: number;
  completion: number;
  thinking: number;
  kind: Counted;
  /** Is a picture part of the prompt? Nobody knows how many tokens it comes to. */
  picture?: true;
  /** Is the prompt long, of characters of three bytes each? Every byte may be a token. */
  wide?: true;
}

/** All that may be, in several choices; and a prompt that is a picture. */
const MOST = { choices: 3, prompt: 4, completion: 4, thinking: 4, kind: "input" } as const;
const EXTREMES: readonly Drawn[] = [
  { ...MOST, limit: null },
  { ...MOST, limit: 4000 },
  { ...MOST, limit: 16, choices: 1, picture: true },
  { ...MOST, limit: 16, choices: 1, wide: true },
];

const PROMPT_KINDS: readonly Counted[] = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h"];

const drawn = (kinds: readonly Counted[]): fc.Arbitrary<Drawn> =>
  fc.record({
    limit: fc.option(fc.constantFrom(16, 50, 4000), { nil: null }),
    choices: fc.integer({ min: 1, max: 3 }),
    prompt: fc.nat(4),
    completion: fc.nat(4),
    thinking: fc.nat(4),
    kind: fc.constantFrom(...kinds),
  });

const shareOf = (most: number, quarters: number): number => Math.floor((most * quarters) / 4);

/** The counts of an answer, as dear as was drawn; what is thought lies inside the completion's limit, or beside it. */
function countsOf(endpoint: Endpoint, { body, choices, inside, ...draw }: Drawn & Asked): AnswerCounts {
  // A limit beyond the endpoint's own allows no longer an answer.
  const perChoice = Math.min(draw.limit ?? Number.POSITIVE_INFINITY, endpoint.maxCompletionTokens);
  const completion = shareOf(perChoice * choices, draw.completion);
  // Where a host counts thoughts beside the answer, models think that cannot be told how hard to, too.
  const isKnown = endpoint.usage.reasoningWithoutTotal === "outside-completion";
  const thinks = endpoint.capabilities.has("reasoning") || isKnown;
  const most = inside ? completion : endpoint.maxCompletionTokens * choices;
  const reasoning = thinks ? shareOf(most, draw.thinking) : 0;
  // A token of text is a byte at least; a picture may fill the context.
  const text = Buffer.byteLength(JSON.stringify(body.messages)) + TEMPLATE;
  const prompt = draw.picture ? endpoint.contextLength : Math.min(text, endpoint.contextLength);
  const given = shareOf(prompt, draw.prompt);
  return {
    ...(draw.kind === "input" ? {} : { [draw.kind]: given }),
    input: draw.kind === "input" ? given : prompt - given,
    output: inside ? completion - reasoning : completion,
    ...(reasoning > 0 ? { reasoning } : {}),
  };
}

interface Asked {
  body: JsonObject;
  /** Does the host count thinking inside the completion? */
  inside: boolean;
}

const WORDS = "How deep is the harbour? ⚓";
const WIDE = "港".repeat(3000);
const PICTURE = {
  type: "image_url",
  image_url: {
    url: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  },
};

function askedFor(endpoint: Endpoint, { limit, choices, picture, wide }: Drawn): JsonObject {
  const words = wide ? WIDE : WORDS;
  return ask(addressOf(endpoint), {
    messages: [{ role: "user", content: picture ? [{ type: "text", text: words }, PICTURE] : words }],
    ...(limit === null ? {} : { max_tokens: limit }),
    ...(choices > 1 ? { n: choices } : {}),
  });
}

/** Only where the host's total tells, or where it always counts that way, can thinking lie beside the completion. */
export const mayBeBeside = ({ usage }: Endpoint): boolean => usage.reasoning !== "inside-completion";

/** The same limits and counts for every endpoint on an API. */
function drawsAt(context: CaseContext): Drawn[] {
  const kinds = PROMPT_KINDS.filter((kind) => HOLDS[spokenAt(context)].counted.includes(kind));
  return [...EXTREMES, ...fc.sample(drawn(kinds), { seed: context.seed, numRuns: ANSWERS })];
}

async function compare(
  context: CaseContext,
  session: Session,
  ledger: Ledger,
  { endpoint, draw, nth }: { endpoint: Endpoint; draw: Drawn; nth: number },
): Promise<void> {
  const api = spokenAt(context);
  const [said] = answers(api, { calls: false, stream: false }, context.seed, 1);
  if (!said) throw new Error("nothing was generated");
  const choices = endpoint.supportedParameters.includes("n") ? draw.choices : 1;
  const wanted = { ...draw, choices };
  const body = askedFor(endpoint, wanted);
  const habits = habitsOf(endpoint, [], !mayBeBeside(endpoint));
  const inside = !HOLDS[api].counted.includes("reasoning") || habits.reasoningInside;
  const counts = countsOf(endpoint, { ...wanted, body, inside });
  // A host that reports its price reports what its list says.
  const ticks = Number(costAt(context, endpoint, counts) / 100n);
  const answer = { ...said, usages: [{ counts, accepted: 0, breakdown: true, ticks }] };
  const watched = await watch(session, body, json(200, SPEAKERS[api].whole(answer, habits)));
  const label = `${addressOf(endpoint)}.${nth}`;
  ledger.compare("BIL-01", "answered", label, watched.reply.status, 200);
  const reserved = watched.during?.reserved ?? 0n;
  const short = watched.charged > reserved ? watched.charged - reserved : 0n;
  ledger.compare("BIL-01", "reserved-too-little", label, short, 0n);
  context.count(1);
}

export const reserveGeneratedCases: readonly Case[] = [
  {
    id: "billing.reserve.generated",
    area: "billing",
    title:
      "At every endpoint the reservation covers each generated answer that its limits allow, thinking beside the completion too",
    why: "a limit that holds for the visible answer alone leaves the dearest tokens uncovered",
    requirements: ["BIL-01"],
    modes: ["ptb"],
    run: async (context) => {
      const ledger = new Ledger();
      const session = await context.open({ deposit: DEEP_POCKETS });
      const draws = askable(context).flatMap((endpoint) =>
        drawsAt(context)
          .map((draw, nth) => ({ endpoint, draw, nth }))
          .filter(({ draw }) => !draw.picture || endpoint.capabilities.has("images")),
      );
      for (const drawn of context.sample(draws, { own: true, kindOf: ({ endpoint }) => endpoint.id }))
        await compare(context, session, ledger, drawn);
      ledger.report(context.check);
    },
  },
];
