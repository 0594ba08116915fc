/**
 * Generated price lists, surcharges and answers: what is charged for them, line by line, and what was set aside before
 * (CST-02, CST-03, CST-09, CST-10, BIL-01).
 * @module
 */
import fc from "fast-check";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import {
  type DrawnBill,
  dearestFor,
  drawnBills,
  isForeseen,
  listFor,
  type World,
} from "../../oracle/drawn-bills.ts";
import { extremeBills } from "../../oracle/extreme-bills.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { HOLDS } from "../../oracle/meaning/holds.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import { expectedCost, expectedLines, expectedTier, inOrder } from "../../oracle/price.ts";
import type { RecordSeen } from "../../targets/views.ts";
import { json } from "../../upstream/wire.ts";
import { addressOf, DEEP_POCKETS, regionOf } from "../_shared/bill.ts";
import { ablest, habitsOf, spokenAt } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { sayingIn, type Word, wordsOf } from "../_shared/words.ts";
import { watch } from "../billing/reserve.ts";
import { mayBeBeside } from "../billing/reserve-generated.ts";
import { reshaped } from "./made-up.ts";

/** Bills of a case on an API. */
const BILLS = 42;

/** What the API under test can say, and how its host counts. */
function worldOf(context: CaseContext, endpoint: Endpoint): World {
  const { counted, choices } = HOLDS[spokenAt(context)];
  const canTell = counted.includes("reasoning");
  const isBeside = mayBeBeside(endpoint);
  // A host that counts it beside has a limit for it only at models that think.
  const thinks = canTell && (!isBeside || endpoint.capabilities.has("reasoning"));
  return {
    counted,
    words: wordsOf(context.api.id),
    region: regionOf(context),
    choices: choices && endpoint.supportedParameters.includes("n"),
    thinking: thinks ? (isBeside ? "beside" : "inside") : "none",
  };
}

/** A text of so many bytes, each of which may be a token. */
const textOf = (bytes: number): string => "tide ".repeat(Math.ceil(bytes / 5));

function askedFor(endpoint: Endpoint, { asked, limit, choices, contextLength }: DrawnBill): JsonObject {
  return ask(addressOf(endpoint), {
    messages: [{ role: "user", content: textOf(contextLength) }],
    ...(limit === null ? {} : { max_tokens: limit }),
    ...(choices > 1 ? { n: choices } : {}),
    ...(asked === null ? {} : { service_tier: asked }),
  });
}

/** What a host says that reports its price: what its list says, in whole ticks, and no more than a dollar. */
const ticksOf = (cost: bigint): number => Number(cost / 100n > 9_000_000_000n ? 9_000_000_000n : cost / 100n);

function answerOf(
  context: CaseContext,
  endpoint: Endpoint,
  { counts, said }: DrawnBill,
  ticks: number,
): JsonObject {
  const api = spokenAt(context);
  const [plain] = answers(api, { calls: false, stream: false }, context.seed, 1);
  if (!plain) throw new Error("nothing was generated");
  const habits = habitsOf(endpoint, [], !mayBeBeside(endpoint));
  const usages = [{ counts, accepted: 0, breakdown: true, ticks }];
  const body = SPEAKERS[api].whole({ ...plain, usages }, habits);
  return said ? sayingIn(context, body, said.word as Word, said.value) : body;
}

/** The bill in the record, line by line. */
function compareLines(
  ledger: Ledger,
  label: string,
  record: RecordSeen | null,
  bill: DrawnBill,
  list: ReturnType<typeof listFor>,
): void {
  const computed = record?.cost?.computed;
  const lines = computed?.kind === "priced" ? computed.lines.toSorted(inOrder) : computed;
  ledger.compare("CST-03", "lines", label, lines, expectedLines(list, bill.counts));
  const tier = computed?.kind === "priced" ? computed.tier : null;
  ledger.compare("CST-02", "tier", label, tier, expectedTier(list, bill.counts));
}

async function compare(
  context: CaseContext,
  ledger: Ledger,
  { bill, nth, original, world }: { bill: DrawnBill; nth: number; original: Endpoint; world: World },
): Promise<void> {
  const { tiers, modifiers, contextLength, maxCompletionTokens, counts } = bill;
  const { endpoint, data } = reshaped(
    context,
    ({ unpriced: _none, free: _paid, ...config }) => ({
      ...config,
      pricing: [...tiers],
      modifiers: [...modifiers],
      deployments: { default: {} },
      contextLength,
      maxCompletionTokens,
    }),
    original,
  );
  const session = await context.open({ deposit: DEEP_POCKETS, data, direct: true });
  const list = listFor(bill, world.region);
  const cost = expectedCost(list, counts);
  const ticks = ticksOf(cost);
  const answer = json(200, answerOf(context, endpoint, bill, ticks));
  const { reply, during, charged } = await watch(session, askedFor(endpoint, bill), answer);
  const record = await session.lastRecord();
  const label = `${nth}`;
  ledger.compare("CST-03", "answered", label, reply.status, 200);
  const isReported = endpoint.usage.reportedCost?.counts === "reported";
  const owed = isReported ? BigInt(ticks) * 100n : cost;
  const requirement = bill.said || world.region ? "CST-09" : "CST-03";
  ledger.compare(requirement, "cost", label, record?.cost?.amount, owed);
  ledger.compare(requirement, "wallet", label, charged, context.mode === "ptb" ? owed : 0n);
  compareLines(ledger, label, record, bill, list);
  context.count(1);
  if (context.mode === "byok") return;
  const reserved = during?.reserved ?? 0n;
  const short = cost > reserved ? cost - reserved : 0n;
  if (isForeseen(bill)) ledger.compare("BIL-01", "reserved-too-little", label, short, 0n);
  const dearest = dearestFor(bill, world, world.region);
  const beyond = reserved > dearest ? reserved - dearest : 0n;
  ledger.compare("BIL-01", "reserved-beyond-the-dearest", label, beyond, 0n);
}

export const generatedCostCases: readonly Case[] = [
  {
    id: "cost.generated",
    area: "cost",
    title:
      "Charges generated answers by generated lists, line by line, and sets aside what the dearest of them costs",
    why: "two surcharges at once, a class without a price, a size that meets a boundary: each is in no list of today, and in the next one",
    requirements: ["CST-02", "CST-03", "CST-09", "BIL-01"],
    run: async (context) => {
      const ledger = new Ledger();
      const original = ablest(context);
      const world = worldOf(context, original);
      const extremes = extremeBills(world);
      const bills = fc.sample(drawnBills(world), { seed: context.seed, numRuns: BILLS });
      const all = [...extremes, ...bills].map((bill, nth) => ({ bill, nth, original, world }));
      // The extremes are in every share.
      const kindOf = ({ nth }: { nth: number }) => (nth < extremes.length ? `extreme ${nth}` : "drawn");
      for (const one of context.sample(all, { kindOf })) await compare(context, ledger, one);
      ledger.report(context.check);
    },
  },
];
