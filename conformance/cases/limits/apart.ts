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

/** Whose requests a policy counts together, and what a request says to be among them. */
const SEGMENTS: readonly [policy: string, labels: Record<string, string>][] = [
  ["", {}],
  [";s=user", { "helicone-user-id": "a" }],
  [";s=user", { "helicone-user-id": "b" }],
  [";s=user", { "helicone-user-id": "(none)" }],
  [";s=user", {}],
  [";s=plan", { "helicone-property-plan": "a" }],
  [";s=plan", { "helicone-property-plan": "b" }],
  [";s=team", { "helicone-property-team": "a" }],
  [";s=team", {}],
];

/** Policies that differ in the window or in whose requests they count, and no two of them are one count. */
const EACH = [60, 61].flatMap((seconds) =>
  SEGMENTS.map(([segment, labels]) => ({ fields: `w=${seconds}`, segment, labels })),
);

/** A request that is let through fills the one, and is next to nothing of the other. */
const UNITS = { request: "1", cents: "1000000" } as const;

/**
 * Each of them once: every one of them must pass, whatever the others have counted. In both orders of the units, since what
 * is a whole quota of requests is nothing in cents.
 */
async function eachApart(context: CaseContext): Promise<void> {
  const body = ask(pinned(context.endpoint()));
  for (const units of [["cents", "request"] as const, ["request", "cents"] as const]) {
    const session = await context.open();
    session.answer(simulated(context));
    const send = async (unit: keyof typeof UNITS, { fields, segment, labels }: (typeof EACH)[number]) => {
      const policy = `${UNITS[unit]};${fields};u=${unit}${segment}`;
      const reply = await session.send(body, { headers: { ...labels, [POLICY]: policy } });
      return { policy, status: reply.status, left: decimalCents(reply.headers.get(`${HEADERS}remaining`)) };
    };
    const held = new Set<bigint>();
    for (const unit of units)
      for (const each of EACH) {
        const { policy, status, left } = await send(unit, each);
        const name = `${units[0]} first: ${policy} ${Object.values(each.labels).join()}`;
        context.check.equal("LIM-01", name, status, 200);
        if (unit === "cents") held.add(left);
      }
    context.check.equal("LIM-01", `${units[0]} first: the same is left of each`, held.size, 1);
    for (const each of EACH) {
      const { policy, status } = await send("request", each);
      context.check.equal("LIM-01", `again: ${policy}`, status, 429);
    }
  }
  context.count(EACH.length * 6);
}

/** Quotas in cents, and how they are told. */
const CENTS = ["1000000", "0.5", "1.25", "12.0000000001"];

async function decimals(context: CaseContext): Promise<void> {
  const session = await context.open();
  session.answer(simulated(context));
  for (const quota of CENTS) {
    const headers = { [POLICY]: `${quota};w=60;u=cents` };
    const { headers: told } = await session.send(ask(pinned(context.endpoint())), { headers });
    context.check.equal("LIM-01", quota, told.get(`${HEADERS}limit`), quota);
    context.check.equal("LIM-01", `${quota}.policy`, told.get(`${HEADERS}policy`), headers[POLICY]);
  }
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

/** Users that only the body names: short ones, and those that are alike for longer than any label is. */
const USERS: readonly (readonly [name: string, one: string, other: string])[] = [
  ["short", "ada", "bob"],
  ["alike for long", `${"x".repeat(2_000)}1`, `${"x".repeat(2_000)}2`],
];

async function ofBodies(context: CaseContext): Promise<void> {
  const model = pinned(context.endpoint());
  const policy = { [POLICY]: "1;w=60;s=user" };
  for (const [name, one, other] of USERS) {
    const session = await context.open();
    session.answer(simulated(context));
    const status = async (user: string, headers: Record<string, string> = policy) =>
      (await session.send({}, { headers, rawBody: JSON.stringify(ask(model, { user })) })).status;
    const seen = [await status(one), await status(other), await status(one), await status(other)];
    context.check.equal("LIM-01", `${name}: apart`, seen, [200, 200, 429, 429]);
    const named = { ...policy, "helicone-user-id": "of-the-header" };
    const both = [await status(one, named), await status("another", named)];
    context.check.equal("LIM-01", `${name}: the header's before`, both, [200, 429]);
  }
}

/** A stream that began in one window ends in the next one: what is given back then was never held there. */
async function ofTheWindowBefore(context: CaseContext): Promise<void> {
  const endpoint = askable(context).find(({ free, tiers }) => !free && tiers.length > 0);
  if (!endpoint) throw new Error("the provider has no endpoint with a price");
  const session = await context.open();
  const headers = { [POLICY]: "1000000;w=60;u=cents" };
  const usage = context.wireAt(endpoint).usage({ prompt: 20, completion: 5 });
  const body = ask(addressOf(endpoint), { max_tokens: 5 });
  const good = context.simulateAt(endpoint);
  session.answer(good.stream(["Out."], usage));
  const late = await session.start({ ...body, max_tokens: 900, stream: true }, { headers });
  session.gateway.clock.advance(60_000);
  session.answer(good.completion("Out.", usage));
  const left = async () =>
    decimalCents((await session.send(body, { headers })).headers.get(`${HEADERS}remaining`));
  const before = await left();
  await late.text();
  await session.gateway.idle();
  const cost = costAt(context, endpoint, { input: 20, output: 5 });
  context.check.equal("LIM-01", "spent in this window", before - (await left()), cost);
}

/** A window that ends while others begin and end: neither sooner nor later than a minute after its first request. */
async function toTheMillisecond(context: CaseContext): Promise<void> {
  const session = await context.open();
  session.answer(simulated(context));
  const { clock } = session.gateway;
  const body = ask(pinned(context.endpoint()));
  const status = async (user: string) =>
    (await session.send(body, { headers: { [POLICY]: "1;w=60;s=user", "helicone-user-id": user } })).status;
  clock.advance(45_000);
  context.check.equal("LIM-01", "first", await status("one"), 200);
  clock.advance(20_000);
  context.check.equal("LIM-01", "another's window", await status("other"), 200);
  clock.advance(39_999);
  context.check.equal("LIM-01", "a millisecond before its end", await status("one"), 429);
  clock.advance(1);
  context.check.equal("LIM-01", "at its end", await status("one"), 200);
  clock.advance(19_999);
  const seen = [await status("other"), await status("one")];
  context.check.equal("LIM-01", "the other's, a millisecond before", seen, [429, 429]);
  clock.advance(1);
  context.check.equal("LIM-01", "the other's, at its end", await status("other"), 200);
}

const about = { area: "limits", requirements: ["LIM-01"] } as const;

export const apartCases: readonly Case[] = [
  {
    ...about,
    id: "limits.users-of-bodies",
    title: "Counts users that the body names apart, however long and alike, and the header's before them",
    why: "users who are cut to what a log shows share one limit, and close each other's",
    modes: ["ptb"],
    once: true,
    needs: { api: "openai-chat" },
    run: ofBodies,
  },
  {
    ...about,
    id: "limits.cents-of-the-window-before",
    title: "Gives back what a stream of an earlier window held to that window, and nothing to the next one",
    why: "a stream that ends late makes room that never was, for whoever asks next",
    needs: { endpoints: { that: "with a price", where: ({ free, tiers }) => !free && tiers.length > 0 } },
    run: ofTheWindowBefore,
  },
  {
    ...about,
    id: "limits.window-to-the-millisecond",
    title: "Ends each window to the millisecond, whatever else is counted meanwhile",
    why: "a store that tidies up now and then ends windows when it does, and by a rule of its own in between",
    run: toTheMillisecond,
  },
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
    once: true,
    id: "limits.apart.each",
    title:
      "Counts whatever differs in unit, window, kind, name or value of its segment as one count of its own",
    why: "of two things that a key leaves out, each closes the other, and nobody finds out which",
    run: eachApart,
  },
  {
    ...about,
    id: "limits.cents-as-written",
    title: "Reads the decimals of a quota in cents as they are written",
    why: "half a cent that is read as five tenths of a billionth refuses everybody",
    run: decimals,
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
