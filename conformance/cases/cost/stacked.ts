/**
 * What changes a price together: words, thinking, a region and a long prompt, each on top of the others (CST-09, CST-10).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { instead, times } from "../../../registry/pricing/modifiers/write.ts";
import { above, base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { addressOf, checkAmount, regionOf, watchBill } from "../_shared/bill.ts";
import { sayings, type Word, wordsOf } from "../_shared/words.ts";
import { opened, SPEAKS } from "./plain-list.ts";

const EVIDENCE = "made up for this case";
const VALUE = "harbour_first";
const FROM = 1000;
/** In pico-USD: millionths of a dollar for a million tokens. */
const MICRO = 1_000_000n;

/** Whole numbers, no two of which have a product or a sum that another two have. */
const FACTORS: Readonly<Record<Word | "thinking" | "region", bigint>> = {
  service_tier: 2n,
  speed: 3n,
  inference_geo: 5n,
  traffic_type: 7n,
  thinking: 11n,
  region: 13n,
};

const PRICING = [
  base({ input: "1", output: "2" }),
  above(FROM, { input: "17", output: "19" }, EVIDENCE, { inherits: [] }),
];

/** Under this word the answer costs so much; a factor that holds as well is a multiple of that. */
const REPLACED = { input: "23", output: "29" };

/** The words that stand in the usage object, where one answer can say several of them. */
const together = (api: string, said: Word): readonly Word[] =>
  api === "anthropic-messages" ? ["service_tier", "speed", "inference_geo"] : [said];

async function everything(context: CaseContext): Promise<void> {
  const { api, wire } = context;
  const words = wordsOf(api.id);
  const region = regionOf(context);
  const modifiers = [
    ...words.map((word) => times(word, [VALUE], String(FACTORS[word]), EVIDENCE)),
    times("thinking", ["on"], String(FACTORS.thinking), EVIDENCE),
    ...(region === undefined ? [] : [times("region", [region], String(FACTORS.region), EVIDENCE)]),
  ];
  const gateway = await opened(context, { pricing: PRICING, modifiers });
  const thought = wire.tells.reasoning ? 40 : 0;
  for (const prompt of [FROM, FROM + 1])
    for (const reasoning of new Set([0, thought])) {
      const told: JsonObject = wire.usage({
        prompt,
        completion: 100,
        ...(reasoning > 0 ? { reasoning } : {}),
      });
      const beside: JsonObject =
        api.id === "anthropic-messages" ? { service_tier: VALUE, speed: VALUE, inference_geo: VALUE } : {};
      const usage = { ...told, ...beside };
      for (const saying of sayings(context, { usage, value: VALUE, earlier: VALUE })) {
        const { holds, stream, label, type, bytes } = saying;
        if (holds === null || stream) continue;
        gateway.session.answer({
          kind: "answer",
          status: 200,
          headers: [["content-type", type]],
          chunks: [bytes],
        });
        const bill = await watchBill(gateway.session, () =>
          gateway.session.send(ask(addressOf(gateway.endpoint))),
        );
        const factors = [
          ...together(api.id, holds).map((word) => FACTORS[word]),
          ...(reasoning > 0 ? [FACTORS.thinking] : []),
          ...(region === undefined ? [] : [FACTORS.region]),
        ];
        const [input, output] = prompt > FROM ? [17n, 19n] : [1n, 2n];
        const listed = (BigInt(prompt) * input + 100n * output) * MICRO;
        const cost = factors.reduce((product, factor) => product * factor, listed);
        checkAmount(context, "CST-09", `${label}, ${prompt} tokens, ${reasoning} of thought`, bill, cost);
      }
    }
}

/** A word that brings a list of its own, and thinking or a region that multiplies: the list first, whatever comes first. */
async function lists(context: CaseContext): Promise<void> {
  const { api, wire } = context;
  const region = regionOf(context);
  const usage = wire.usage({
    prompt: 1000,
    completion: 100,
    ...(wire.tells.reasoning ? { reasoning: 40 } : {}),
  });
  const factors = [
    times("thinking", ["on"], String(FACTORS.thinking), EVIDENCE),
    ...(region === undefined ? [] : [times("region", [region], String(FACTORS.region), EVIDENCE)]),
  ];
  const replacing = wordsOf(api.id).map((word) => instead(word, [VALUE], REPLACED, EVIDENCE));
  for (const [name, modifiers] of [
    ["list first", [...replacing, ...factors]],
    ["factors first", [...factors, ...replacing]],
  ] as const) {
    const { endpoint, session } = await opened(context, { modifiers: [...modifiers] });
    for (const { holds, stream, label, type, bytes } of sayings(context, {
      usage,
      value: VALUE,
      earlier: VALUE,
    })) {
      if (holds === null || stream) continue;
      session.answer({ kind: "answer", status: 200, headers: [["content-type", type]], chunks: [bytes] });
      const bill = await watchBill(session, () => session.send(ask(addressOf(endpoint))));
      const listed = (1000n * 23n + 100n * 29n) * MICRO;
      const cost = wire.tells.reasoning ? listed * FACTORS.thinking : listed;
      checkAmount(context, "CST-09", `${name}: ${label}`, bill, cost);
    }
  }
}

const about = { area: "cost", requirements: ["CST-09"], needs: SPEAKS } as const;

export const stackedCases: readonly Case[] = [
  {
    ...about,
    id: "cost.words.stacked",
    title:
      "Multiplies what holds together: words, thinking and the region, in the tier that the prompt reaches",
    why: "of a fast answer to a long prompt in a dear region the caller is billed one surcharge, or their sum",
    run: everything,
  },
  {
    ...about,
    id: "cost.words.lists-and-factors",
    title: "Multiplies the prices that a word brings, in whatever order a factor stands beside them",
    why: "a factor on the list that was replaced is lost, or comes twice",
    run: lists,
  },
];
