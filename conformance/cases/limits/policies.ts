/**
 * Rate limits by header: how many pass, who is counted together, and what is no policy (LIM-01, SEC-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { addressOf, askable, costAt } from "../_shared/bill.ts";
import { bothTenants, pinned, simulated } from "../_shared/support.ts";
import { CENT, decimalCents, HEADERS, POLICY } from "./support.ts";

const AT_ONCE = 20;

const send = (
  context: CaseContext,
  session: Session,
  headers: Record<string, string>,
  tenant: "a" | "b" = "a",
): Promise<Reply> => session.send(ask(pinned(context.endpoint())), { headers, tenant });

/** What an answer says about the limit. */
const told = ({ headers }: Reply): Record<string, string | null> =>
  Object.fromEntries(
    ["limit", "remaining", "reset", "policy"].map((name) => [name, headers.get(`${HEADERS}${name}`)]),
  );

const malformed: readonly string[] = [
  "ten;w=60",
  "10",
  "0;w=60",
  "-1;w=60",
  "10;w=59",
  "10;w=31536001",
  "10;w=one",
  "10;w=60;u=tokens",
  "10;w=60;s=",
  "10;w=60;x=1",
  "1.5;w=60",
  "NaN;w=60;u=cents",
];

/** Segments: the headers of one caller, those of another one, and whether they are counted together. */
const segments: readonly {
  name: string;
  policy: string;
  one: Record<string, string>;
  other: Record<string, string>;
  shared: boolean;
}[] = [
  {
    name: "users",
    policy: "1;w=60;s=user",
    one: { "helicone-user-id": "u1" },
    other: { "helicone-user-id": "u2" },
    shared: false,
  },
  {
    name: "one-user",
    policy: "1;w=60;s=user",
    one: { "helicone-user-id": "u3" },
    other: { "helicone-user-id": "u3" },
    shared: true,
  },
  { name: "no-user", policy: "1;w=60;s=user", one: {}, other: {}, shared: true },
  {
    name: "properties",
    policy: "1;w=60;s=plan",
    one: { "helicone-property-plan": "a" },
    other: { "helicone-property-plan": "b" },
    shared: false,
  },
  {
    name: "one-property",
    policy: "1;w=60;s=Plan",
    one: { "Helicone-Property-Plan": "c" },
    other: { "helicone-property-PLAN": "c" },
    shared: true,
  },
  {
    name: "no-property",
    policy: "1;w=60;s=team",
    one: {},
    other: { "helicone-property-plan": "z" },
    shared: true,
  },
  {
    name: "all-users",
    policy: "1;w=60",
    one: { "helicone-user-id": "u1" },
    other: { "helicone-user-id": "u2" },
    shared: true,
  },
];

export const policyCases: readonly Case[] = [
  {
    id: "limits.quota",
    area: "limits",
    title:
      "A quota of 3 lets 3 requests pass; the 4th is a 429 with Retry-After and limit headers, until the window is over",
    why: "a client that is not told when to come back comes back at once",
    requirements: ["LIM-01"],
    run: async (context) => {
      const session = await context.open();
      // Asked for before the first request: where time cannot be stepped, what is left of the window is not known.
      const { clock } = session.gateway;
      session.answer(simulated(context));
      const headers = { [POLICY]: "3; w=60" };
      for (const left of ["2", "1", "0"]) {
        const reply = await send(context, session, headers);
        const expected = { limit: "3", remaining: left, reset: "60", policy: "3;w=60" };
        context.check.equal("LIM-01", `pass.${left}`, [reply.status, told(reply)], [200, expected]);
      }
      clock.advance(45_500);
      const refused = await send(context, session, headers);
      const error = errorOf(refused);
      context.check.equal(
        "LIM-01",
        "refused",
        [refused.status, error?.type, error?.code],
        [429, "rate_limit_error", "rate_limited"],
      );
      context.check.equal("LIM-01", "retry-after", refused.headers.get("retry-after"), "15");
      context.check.equal("LIM-01", "refused.headers", told(refused), {
        limit: "3",
        remaining: "0",
        reset: "15",
        policy: "3;w=60",
      });
      context.check.equal("LIM-01", "calls", session.received.length, 3);
      clock.advance(14_500);
      context.check.equal("LIM-01", "next-window", (await send(context, session, headers)).status, 200);
    },
  },
  {
    id: "limits.concurrent",
    area: "limits",
    title: "Of 20 requests at once a quota of 5 lets exactly 5 pass",
    why: "look, then count: twenty requests all see four",
    requirements: ["LIM-01"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const sent = Array.from({ length: AT_ONCE }, async () =>
        readReply(await session.start(ask(pinned(context.endpoint())), { headers: { [POLICY]: "5;w=60" } })),
      );
      const statuses = (await Promise.all(sent)).map(({ status }) => status);
      await session.gateway.idle();
      const count = (status: number) => statuses.filter((seen) => seen === status).length;
      context.check.equal("LIM-01", "statuses", [count(200), count(429)], [5, AT_ONCE - 5]);
      context.check.equal("LIM-01", "calls", session.received.length, 5);
    },
  },
  {
    id: "limits.malformed",
    area: "limits",
    title: "What is no policy is a 400 that says what is wrong, and no upstream call",
    why: "a limit with a typing error that lets everything pass is found by the bill",
    requirements: ["LIM-01"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      for (const policy of malformed) {
        const reply = await send(context, session, { [POLICY]: policy });
        const named = reply.text.toLowerCase().includes(POLICY);
        context.check.equal("LIM-01", policy, [reply.status, named], [400, true]);
      }
      context.check.equal("LIM-01", "calls", session.received.length, 0);
    },
  },
  {
    id: "limits.segments",
    area: "limits",
    title:
      "Users and values of properties are counted apart; who names none is counted with all who name none",
    why: "one busy user blocks everybody, or one who says nothing is never blocked",
    requirements: ["LIM-01"],
    run: async (context) => {
      for (const { name, policy, one, other, shared } of segments) {
        const session = await context.open();
        session.answer(simulated(context));
        const first = await send(context, session, { [POLICY]: policy, ...one });
        const second = await send(context, session, { [POLICY]: policy, ...other });
        context.check.equal("LIM-01", name, [first.status, second.status], [200, shared ? 429 : 200]);
      }
    },
  },
  {
    id: "limits.tenants",
    area: "limits",
    title: "What one tenant uses of a limit is nothing to another tenant",
    why: "a stranger with the same user ids closes somebody else's gateway",
    requirements: ["SEC-04"],
    modes: ["byok"],
    run: async (context) => {
      const session = await context.open(bothTenants(context));
      session.answer(simulated(context));
      const headers = { [POLICY]: "1;w=60;s=user", "helicone-user-id": "same" };
      const statuses = [];
      for (const tenant of ["a", "b", "a", "b"] as const)
        statuses.push((await send(context, session, headers, tenant)).status);
      context.check.equal("SEC-04", "apart", statuses, [200, 200, 429, 429]);
    },
  },
  {
    id: "limits.cents",
    area: "limits",
    title: "A limit in cents holds back the most that a request can cost and counts what it did cost",
    why: "counted afterwards, a hundred requests at once pass on the last cent; never corrected, ten use up a month",
    requirements: ["LIM-01"],
    needs: { endpoints: { that: "with a price", where: ({ free, tiers }) => !free && tiers.length > 0 } },
    run: async (context) => {
      const endpoint = askable(context).find(({ free, tiers }) => !free && tiers.length > 0);
      if (!endpoint) throw new Error("the provider has no endpoint with a price");
      const session = await context.open();
      session.answer(
        context
          .simulateAt(endpoint)
          .completion("Out.", context.wireAt(endpoint).usage({ prompt: 20, completion: 5 })),
      );
      const headers = { [POLICY]: "1000000;w=3600;u=cents" };
      const body = ask(addressOf(endpoint), { max_tokens: 5 });
      const cost = costAt(context, endpoint, { input: 20, output: 5 });
      const left: bigint[] = [];
      for (let n = 0; n < 3; n++)
        left.push(decimalCents((await session.send(body, { headers })).headers.get(`${HEADERS}remaining`)));
      // An answer tells what is left while it is on its way: what it may cost is held back, what came before is exact.
      const [first = 0n, ...next] = left;
      const spent = next.map((after) => first - after);
      context.check.equal("LIM-01", "spent", spent, [cost, cost * 2n]);
      context.check.that("LIM-01", "held", MILLION_CENTS - first >= cost, {
        expected: `at least the ${cost} pico-USD that the request costs, held back while it runs`,
        seen: MILLION_CENTS - first,
      });
      const tiny = await session.send(body, { headers: { [POLICY]: "0.0000000001;w=3600;u=cents" } });
      context.check.equal("LIM-01", "more-than-the-quota", [tiny.status, session.received.length], [429, 3]);
    },
  },
];

/** In pico-USD. */
const MILLION_CENTS = 1_000_000n * CENT;
