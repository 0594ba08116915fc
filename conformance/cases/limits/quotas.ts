/**
 * Rate limits that the operator sets for tenants, alone and beside those of callers (LIM-01).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { addressOf, costAt } from "../_shared/bill.ts";
import { bothTenants, pinned, simulated } from "../_shared/support.ts";
import { CENT, decimalCents, HEADERS, POLICY } from "./support.ts";

/** The policy that an answer tells of, and how much it says is left. */
const told = ({ status, headers }: Reply) => [
  status,
  headers.get(`${HEADERS}policy`),
  headers.get(`${HEADERS}remaining`),
];

/** Who asks under which policy of their own, and what they are told. */
interface Turn {
  name: string;
  tenant?: "a" | "b";
  policy?: string;
  told: readonly [status: number, policy: string, left: string];
}

/** Quotas by tenant, and requests one after the other. */
const WORLDS: readonly { quotas: Record<string, string>; turns: readonly Turn[] }[] = [
  {
    quotas: { a: "2;w=60", "*": "1;w=60" },
    turns: [
      { name: "its own", told: [200, "2;w=60", "1"] },
      { name: "its own again", told: [200, "2;w=60", "0"] },
      { name: "its own used up", told: [429, "2;w=60", "0"] },
      { name: "of everybody else", tenant: "b", told: [200, "1;w=60", "0"] },
      { name: "of everybody else used up", tenant: "b", told: [429, "1;w=60", "0"] },
    ],
  },
  {
    // The caller's has another count than the operator's, though both read the same; the caller's own is told first.
    quotas: { "*": "3;w=60" },
    turns: [
      { name: "both", policy: "9;w=60", told: [200, "9;w=60", "8"] },
      { name: "both again", policy: "9;w=60", told: [200, "9;w=60", "7"] },
      { name: "the operator's alone", told: [200, "3;w=60", "0"] },
      { name: "the operator's used up", policy: "9;w=60", told: [429, "3;w=60", "0"] },
    ],
  },
  {
    quotas: { a: "9;w=60" },
    turns: [
      { name: "the caller's", policy: "1;w=60", told: [200, "1;w=60", "0"] },
      { name: "the caller's used up", policy: "1;w=60", told: [429, "1;w=60", "0"] },
      // What was refused by one of them counts for neither.
      { name: "the operator's", told: [200, "9;w=60", "7"] },
    ],
  },
];

async function byTenant(context: CaseContext): Promise<void> {
  for (const { quotas, turns } of WORLDS) {
    const session = await context.open({ ...bothTenants(context), quotas });
    session.answer(simulated(context));
    for (const { name, tenant = "a", policy, told: expected } of turns) {
      const headers: Record<string, string> = policy === undefined ? {} : { [POLICY]: policy };
      const reply = await session.send(ask(pinned(context.endpoint())), { headers, tenant });
      context.check.equal("LIM-01", `${Object.keys(quotas).join()}: ${name}`, told(reply), expected);
    }
    const passed = turns.filter(({ told: [status] }) => status === 200).length;
    context.check.equal("LIM-01", `${Object.keys(quotas).join()}: calls`, session.received.length, passed);
  }
}

const isPaid = ({ free, tiers }: Endpoint): boolean => !free && tiers.length > 0;

/** Cents as they are written in a policy. */
const centsOf = (pico: bigint): string => `${pico / CENT}.${String(pico % CENT).padStart(10, "0")}`;

const MONEY = "w=3600;u=cents";
const PLENTY = 100n * CENT;

/** Both count what each request costs, and whichever is used up refuses, the other one being left as it was. */
async function bothInCents(context: CaseContext): Promise<void> {
  const endpoint = context.endpoint(isPaid);
  const usage = context.wireAt(endpoint).usage({ prompt: 20, completion: 5 });
  const cost = costAt(context, endpoint, { input: 20, output: 5 });
  const opened = async (quota: bigint) => {
    const session = await context.open({ quotas: { "*": `${centsOf(quota)};${MONEY}` } });
    session.answer(context.simulateAt(endpoint).completion("Out.", usage));
    return async (own: bigint | string | null) => {
      const policy = typeof own === "bigint" ? `${centsOf(own)};${MONEY}` : own;
      const headers: Record<string, string> = policy === null ? {} : { [POLICY]: policy };
      const reply = await session.send(ask(addressOf(endpoint), { max_tokens: 5 }), { headers });
      return { status: reply.status, left: decimalCents(reply.headers.get(`${HEADERS}remaining`)) };
    };
  };
  const { check } = context;
  const plenty = await opened(PLENTY);
  const [own, operators, ownAgain, operatorsAgain] = [
    await plenty(2n * PLENTY),
    await plenty(null),
    await plenty(2n * PLENTY),
    await plenty(null),
  ];
  const held = 2n * PLENTY - own.left;
  check.equal("LIM-01", "the caller's goes down by what was spent", own.left - ownAgain.left, cost);
  check.equal("LIM-01", "the operator's had the first one", PLENTY - operators.left, held + cost);
  check.equal("LIM-01", "the operator's goes down by both", operators.left - operatorsAgain.left, 2n * cost);
  await plenty("9;w=3600");
  const { left: beside } = await plenty(null);
  check.equal("LIM-01", "beside a policy in requests", operatorsAgain.left - beside, 2n * cost);
  // Room for one request and for none behind it.
  const once = held + cost - 1n;
  const tightly = await opened(once);
  const tight = [await tightly(PLENTY), await tightly(PLENTY)].map(({ status }) => status);
  check.equal("LIM-01", "the operator's binds", tight, [200, 429]);
  const bounded = await opened(PLENTY);
  const bound = [await bounded(once), await bounded(once)].map(({ status }) => status);
  check.equal("LIM-01", "the caller's binds", bound, [200, 429]);
  const { left } = await bounded(null);
  check.equal("LIM-01", "what was refused counts for neither", PLENTY - left, held + cost);
}

export const quotaCases: readonly Case[] = [
  {
    id: "limits.quotas-in-cents",
    area: "limits",
    title: "Holds a request to the cents of the operator and to those of its caller, each counted by itself",
    why: "of two sums one that is not corrected closes a customer out, and one that is not counted lets it spend",
    requirements: ["LIM-01"],
    needs: { endpoints: { that: "with a price", where: isPaid } },
    run: bothInCents,
  },
  {
    id: "limits.quotas",
    area: "limits",
    title:
      "Holds each tenant to the operator's limit, its own or that of everybody, beside the one that the caller names",
    why: "a customer who sends a policy of its own must not get rid of the one that the operator set",
    requirements: ["LIM-01"],
    run: byTenant,
  },
];
