/**
 * A log that cannot be written: its caller has the answer, and the record is there once the store works again (OBS-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { checkReturn, naming, UNWRITABLE } from "../_shared/storage.ts";
import { pinned, simulated } from "../_shared/support.ts";

export const storageCases: readonly Case[] = [
  {
    id: "observability.storage",
    area: "observability",
    title:
      "An answer whose record cannot be written reaches its caller, and leaves one record when the store works again",
    why: "the requests of an outage are those that somebody will look for",
    requirements: ["OBS-01", "ERR-06"],
    modes: ["byok"],
    once: true,
    run: async (context) => {
      const { check } = context;
      const session = await context.open({ failingStores: true });
      const { gateway } = session;
      for (const how of UNWRITABLE)
        for (const stream of [false, true]) {
          const name = `${how}.${stream ? "stream" : "json"}`;
          session.answer(simulated(context, stream));
          await gateway.failStore({ at: "log", how });
          const sent = session.send(ask(pinned(context.endpoint()), { stream }), {
            uncompared: "compared-by-the-case",
          });
          const reply = await sent;
          check.equal("OBS-01", `${name}.answered`, [reply.status, errorOf(reply)], [200, null]);
          const id = reply.headers.get("helicone-id");
          const kept = async () => (await gateway.records()).filter((record) => record.id === id);
          const came = await checkReturn(context, session, {
            requirement: "OBS-01",
            name: `${name}.recorded`,
            that: "a record of the request once the store works again",
            isSo: async () => (await kept()).length > 0,
          });
          if (!came) return;
          const told = (await kept()).map(({ outcome, status }) => [outcome, status]);
          check.equal("OBS-01", `${name}.once`, told, [["success", 200]]);
          check.equal("ERR-06", `${name}.logged`, (await naming(session, how)).length > 0, true);
          context.count(1);
        }
    },
  },
];
