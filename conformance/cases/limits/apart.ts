/**
 * What is counted apart, and what a failure leaves of a limit in cents (LIM-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { addressOf, askable, costAt } from "../_shared/bill.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { decimalCents, HEADERS, POLICY } from "./support.ts";

/** Two requests under policies of their own, and the status of the second one. */
const PAIRS: readonly {
  name: string;
  one: Record<string, string>;
  other: Record<string, string>;
  status: number;
}[] = [
  { name: "quotas", one: { [POLICY]: "1;w=60" }, other: { [POLICY]: "1000000;w=60;u=cents" }, status: 200 },
  { name: "windows", one: { [POLICY]: "1;w=60" }, other: { [POLICY]: "1;w=120" }, status: 200 },
  { name: "another-quota", one: { [POLICY]: "2;w=60" }, other: { [POLICY]: "1;w=60" }, status: 429 },
  {
    name: "properties-of-one-value",
    one: { [POLICY]: "1;w=60;s=plan", "helicone-property-plan": "a" },
    other: { [POLICY]: "1;w=60;s=team", "helicone-property-team": "a" },
    status: 200,
  },
  {
    name: "values-under-a-capital",
    one: { [POLICY]: "1;w=60;s=Plan", "helicone-property-plan": "a" },
    other: { [POLICY]: "1;w=60;s=Plan", "helicone-property-plan": "b" },
    status: 200,
  },
  {
    name: "a-value-and-none",
    one: { [POLICY]: "1;w=60;s=plan", "helicone-property-plan": "(none)" },
    other: { [POLICY]: "1;w=60;s=plan" },
    status: 200,
  },
];

async function apart(context: CaseContext): Promise<void> {
  const body = ask(pinned(context.endpoint()));
  for (const { name, one, other, status } of PAIRS) {
    const session = await context.open();
    session.answer(simulated(context));
    const first = await session.send(body, { headers: one });
    const second = await session.send(body, { headers: other });
    context.check.equal("LIM-01", name, [first.status, second.status], [200, status]);
  }
  context.count(PAIRS.length);
}

async function failures(context: CaseContext): Promise<void> {
  const endpoint = askable(context).find(({ free, tiers }) => !free && tiers.length > 0);
  if (!endpoint) throw new Error("the provider has no endpoint with a price");
  const session = await context.open();
  const headers = { [POLICY]: "1000000;w=3600;u=cents" };
  const usage = context.wireAt(endpoint).usage({ prompt: 20, completion: 5 });
  const good = context.simulateAt(endpoint).completion("Out.", usage);
  const left: bigint[] = [];
  for (const answer of [good, context.simulateAt(endpoint).error(400, "no"), good]) {
    session.answer(answer);
    const reply = await session.send(ask(addressOf(endpoint), { max_tokens: 5 }), { headers });
    left.push(decimalCents(reply.headers.get(`${HEADERS}remaining`)));
  }
  const [first = 0n, , last = 0n] = left;
  context.check.equal("LIM-01", "spent", first - last, costAt(context, endpoint, { input: 20, output: 5 }));
}

const about = { area: "limits", requirements: ["LIM-01"] } as const;

export const apartCases: readonly Case[] = [
  {
    ...about,
    id: "limits.apart",
    title:
      "Counts units, windows, properties and their values apart, and a new quota goes on with the old count",
    why: "limits that share a count close each other, and one that begins anew with each quota is none",
    run: apart,
  },
  {
    ...about,
    id: "limits.cents-of-failures",
    title: "Gives back what was held for a request that failed",
    why: "an outage of the provider uses up the month's limit",
    needs: { endpoints: { that: "with a price", where: ({ free, tiers }) => !free && tiers.length > 0 } },
    run: failures,
  },
];
