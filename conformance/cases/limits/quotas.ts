/**
 * Rate limits that the operator sets for tenants, alone and beside those of callers (LIM-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { bothTenants, pinned, simulated } from "../_shared/support.ts";
import { HEADERS, POLICY } from "./support.ts";

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

export const quotaCases: readonly Case[] = [
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
