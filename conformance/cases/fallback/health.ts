/**
 * Providers that keep failing (FLB-06, RTE-02).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { KeySetup } from "../../targets/target.ts";
import { answerOn } from "./two.ts";

/** A model that several providers of plain keys offer, and two of its endpoints. */
function shared({ registry }: CaseContext): readonly [Endpoint, Endpoint] {
  const { indexes } = registry;
  const usable = indexes.endpoints.filter(
    ({ operation, status, ptbEnabled, deployment }) =>
      operation === "chat" && status === "active" && ptbEnabled && deployment === "default",
  );
  for (const first of usable) {
    const second = usable.find(({ model, provider }) => model === first.model && provider !== first.provider);
    if (second) return [first, second];
  }
  throw new Error("no model has two providers, so nobody can be put back");
}

/** A key of each tenant's own. */
const keysAt = (provider: string): KeySetup[] => [
  { provider, byokOnly: true },
  { provider, byokOnly: true, tenant: "b" },
];

interface Pair {
  session: Session;
  /** Sends one request. @returns the providers that were called, in order, and the status */
  called(tenant?: "a" | "b"): Promise<{ providers: string[]; status: number }>;
  /** Those that fail from now on. */
  fail(...providers: string[]): void;
  /** The same, with another status. */
  refuse(status: number, ...providers: string[]): void;
}

async function openPair(context: CaseContext): Promise<Pair> {
  const endpoints = shared(context);
  const slugs = endpoints.map(({ provider }) => provider);
  const [{ model }] = endpoints;
  const session = await context.open({
    keys: context.mode === "byok" ? slugs.flatMap(keysAt) : [],
    platform: slugs,
    direct: true,
  });
  let failing: string[] = [];
  let failure = 503;
  const of = (url: string): Endpoint => {
    const found = endpoints.find(({ provider }) =>
      context.registry.provider(provider)?.hosts.some((host) => host.test(url)),
    );
    if (!found) throw new Error(`nobody is at ${url}`);
    return found;
  };
  return {
    session,
    called: async (tenant = "a") => {
      session.serve(({ url }) => {
        const endpoint = of(url);
        return failing.includes(endpoint.provider)
          ? context.simulateAt(endpoint).error(failure, "Closed")
          : answerOn(context.wireAt(endpoint), "Out.", false);
      });
      const { status } = await session.send(ask(model), { tenant });
      return { providers: session.received.map(({ url }) => of(url).provider), status };
    },
    fail: (...providers) => {
      failing = providers;
      failure = 503;
    },
    refuse: (status, ...providers) => {
      failing = providers;
      failure = status;
    },
  };
}

export const healthCases: readonly Case[] = [
  {
    id: "fallback.put-back",
    area: "fallback",
    title: "A provider that fails 5 times in a row is tried last for 30 seconds, and is never left out",
    why: "every request pays for the time in which a dead provider does not answer; one left out never comes back",
    requirements: ["FLB-06"],
    once: true,
    run: async (context) => {
      const { session, called, fail } = await openPair(context);
      const before = await called();
      const [first = ""] = before.providers;
      fail(first);
      const orders = [];
      for (let n = 0; n < 5; n++) orders.push((await called()).providers);
      const [tried = []] = orders;
      const [, second = ""] = tried;
      context.check.equal("FLB-06", "in-order", orders, Array(5).fill([first, second]));
      context.check.equal("FLB-06", "put-back", await called(), { providers: [second], status: 200 });
      fail(first, second);
      const none = await called();
      context.check.equal("FLB-06", "never-left-out", none, { providers: [second, first], status: 503 });
      session.gateway.clock.advance(31_000);
      fail();
      context.check.equal("FLB-06", "comes-back", await called(), { providers: [first], status: 200 });
      fail(first);
      const again = await called();
      context.check.equal("FLB-06", "forgiven", again, { providers: [first, second], status: 200 });
      // What it answered in between counts: one failure after it is the first one.
      const forgotten = await called();
      context.check.equal("FLB-06", "forgotten", forgotten, { providers: [first, second], status: 200 });
    },
  },
  {
    id: "fallback.put-back.tenants",
    area: "fallback",
    title: "What one tenant's own key meets puts the provider back for that tenant, and for nobody else",
    why: "a key that is broken would choose the provider of every other customer",
    requirements: ["FLB-06", "SEC-04"],
    modes: ["byok"],
    once: true,
    run: async (context) => {
      const { called, fail } = await openPair(context);
      const [first = ""] = (await called("b")).providers;
      fail(first);
      for (let n = 0; n < 5; n++) await called("a");
      const orders = [(await called("a")).providers[0] === first, (await called("b")).providers[0] === first];
      context.check.equal("SEC-04", "first still", orders, [false, true]);
    },
  },
  {
    id: "fallback.put-back.own-failures",
    area: "fallback",
    title: "Limits, credit and refused keys put no provider back, however often they are met",
    why: "a provider that says that one caller is too fast is well, and serves all the others",
    requirements: ["FLB-06"],
    once: true,
    run: async (context) => {
      const { called, refuse } = await openPair(context);
      const { providers: well } = await called();
      const [first = ""] = well;
      for (const status of context.sample([429, 402, 401, 403])) {
        refuse(status, first);
        const orders = [];
        for (let n = 0; n < 6; n++) orders.push((await called()).providers[0]);
        context.check.equal("FLB-06", `first.${status}`, orders, Array(6).fill(first));
      }
    },
  },
];
