/**
 * Two callers on one gateway (SEC-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const tenantCases: readonly Case[] = [
  {
    id: "security.tenants.keys",
    area: "security",
    title: "A caller without a key is refused although another caller has one",
    why: "a look-up by provider alone spends somebody else's money",
    requirements: ["SEC-04"],
    run: async (context) => {
      const session = await context.open({ keys: [], platform: [] });
      for (const stream of [false, true]) {
        session.answer(simulated(context, stream));
        const reply = await session.send(ask(pinned(context.endpoint()), { stream }));
        context.check.equal("SEC-04", `status.${stream}`, reply.status, 400);
        context.check.equal("SEC-04", `code.${stream}`, errorOf(reply)?.code, "no_attempt_possible");
        context.check.equal("SEC-04", `no-call.${stream}`, session.received.length, 0);
      }
    },
  },
  {
    id: "security.tenants.wallets-and-records",
    area: "security",
    title: "A caller without credit cannot spend another's, and each record is its own caller's",
    why: "accounts that mix are found by the customer who pays",
    requirements: ["SEC-04"],
    run: async (context) => {
      const session = await context.open({ keys: [] });
      await session.gateway.disableKey("b", context.provider.slug);
      const model = pinned(context.endpoint());
      session.answer(simulated(context));
      const poor = await session.send(ask(model), { tenant: "b" });
      context.check.equal("SEC-04", "b.status", [poor.status, session.received.length], [402, 0]);
      const untouched = await session.gateway.wallet("a");
      context.check.equal("SEC-04", "a.untouched", [untouched.charged, untouched.reserved], [0n, 0n]);
      const owners = (await session.gateway.records()).map((record) => record.tenantId);
      context.check.equal("SEC-04", "records", owners, ["b"]);
      for (const header of ["cache-control"]) {
        context.check.equal("SEC-04", `b.${header}`, poor.headers.get(header), "no-store");
      }
    },
  },
  {
    id: "security.tenants.request-ids",
    area: "security",
    title: "A request's id is a UUID of its own: the caller's where it is one, else a fresh one",
    why: "an id taken as it comes overwrites another record, or writes into the log",
    requirements: ["SEC-02", "SEC-04"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const send = async (id?: string): Promise<string> => {
        session.answer(simulated(context));
        const reply = await session.send(
          ask(model),
          id === undefined ? {} : { headers: { "helicone-request-id": id } },
        );
        return reply.headers.get("helicone-id") ?? "";
      };
      const given = "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0987";
      context.check.equal("SEC-02", "a-uuid-is-kept", await send(given), given);
      const odd = ["../../etc", "a".repeat(4_000), "{}", `${given}0`, "\u00e9", "00000000", ""];
      const fresh: string[] = [await send()];
      for (const id of odd) fresh.push(await send(id));
      const wrong = fresh.filter((id) => !UUID.test(id));
      context.check.equal("SEC-02", "others-are-replaced", wrong, []);
      context.check.equal("SEC-04", "never-twice", new Set(fresh).size, fresh.length);
      const recorded = (await session.gateway.records()).map((record) => record.id);
      context.check.equal("SEC-04", "recorded-under-it", recorded, [given, ...fresh]);
    },
  },
];
