/**
 * Keys of the gateway itself: told once, limited by scopes, over at once (VLT-01, AUT-08).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { type By, dataOf, manage, textAt } from "../_shared/manage.ts";
import { pinned, simulated } from "../_shared/support.ts";

const PATH = "/v1/keys";

async function made(session: Session, ...scopes: string[]): Promise<{ id: string; by: By; key: string }> {
  const reply = await manage(session, "POST", PATH, { scopes });
  const key = textAt(reply, "key");
  return { id: textAt(reply, "id"), key, by: { key } };
}

/** One route for each scope. */
const ROUTES = {
  inference: ["GET", "/v1/models", {}],
  read: ["GET", "/v1/wallet", {}],
  manage: ["GET", "/v1/vault/keys", {}],
  admin: ["POST", "/v1/wallet/deposits", { paymentId: "by-scope", amountUsd: "1" }],
} as const;

const DAY_MS = 86_400_000;

/** When a key is to end, counted from now, and whether that is taken: a year that is a typing error is told. */
const ENDS: readonly [name: string, ms: number, status: number][] = [
  ["before it begins", -1, 400],
  ["as it begins", 0, 400],
  ["at once", 1, 201],
  ["in ten years", 3_650 * DAY_MS, 201],
  ["in twelve years", 12 * 366 * DAY_MS, 400],
];

export const gatewayKeyCases: readonly Case[] = [
  {
    id: "vault.gateway-keys.scopes",
    area: "vault",
    title: "A gateway key does what its scopes allow: everything else is a 403 without effect",
    why: "the key in a mobile app calls models; it must not read keys or credit wallets",
    requirements: ["VLT-01"],
    run: async (context) => {
      const session = await context.open();
      for (const scope of Object.keys(ROUTES)) {
        const { by } = await made(session, scope);
        for (const [wanted, [method, path, body]] of Object.entries(ROUTES)) {
          const reply = await manage(session, method, path, body, by);
          const isRefused = reply.status === 403 && errorOf(reply)?.type === "permission_error";
          context.check.equal("VLT-01", `${scope}.at-${wanted}`, isRefused, scope !== wanted);
        }
      }
      // Keys are listed in the order of their times.
      session.gateway.clock.advance(1);
      const several = await manage(session, "POST", PATH, { name: "Tide", scopes: ["admin", "inference"] });
      session.gateway.clock.advance(1);
      const plain = await manage(session, "POST", PATH);
      const shown = ({ name = null, scopes = null, expiresAt = null }: JsonObject) => ({
        name,
        scopes,
        expiresAt,
      });
      const expected = [
        { name: "Tide", scopes: ["inference", "admin"], expiresAt: null },
        { name: "", scopes: ["inference"], expiresAt: null },
      ];
      const told = [several, plain].map(({ json }) => shown(json ?? {}));
      context.check.equal("VLT-01", "shown", told, expected);
      const listed = dataOf(await manage(session, "GET", PATH))
        .slice(-2)
        .map(shown);
      context.check.equal("VLT-01", "listed", listed, expected);
      const both = { key: textAt(several, "key") };
      for (const [wanted, [method, path, body]] of Object.entries(ROUTES)) {
        const reply = await manage(session, method, path, body, both);
        const isMeant = ["admin", "inference"].includes(wanted);
        context.check.equal("VLT-01", `several.at-${wanted}`, reply.status === 403, !isMeant);
      }
      session.answer(simulated(context));
      const { key } = await made(session, "manage");
      const headers = { authorization: `Bearer ${key}` };
      const chat = await session.send(ask(pinned(context.endpoint())), { tenant: null, headers });
      context.check.equal("VLT-01", "no-call", [chat.status, session.received.length], [403, 0]);
      const more = await manage(session, "POST", PATH, { scopes: ["admin"] }, { key });
      context.check.equal("VLT-01", "grants-only-its-own", more.status, 403);
    },
  },
  {
    id: "vault.gateway-keys.life",
    area: "vault",
    title: "A gateway key is told once, and is a 401 from the request after it was removed or ran out",
    why: "a key of somebody who left goes on working until a cache forgets it",
    requirements: ["VLT-01", "AUT-08"],
    run: async (context) => {
      const session = await context.open();
      const first = await made(session, "inference");
      const models = async (by: By) => (await manage(session, "GET", "/v1/models", {}, by)).status;
      context.check.equal("AUT-08", "works", await models(first.by), 200);
      const list = await manage(session, "GET", PATH);
      context.check.equal("VLT-01", "told-once", list.text.includes(first.key), false);
      const bits = first.key.length * Math.log2(36);
      context.check.that("VLT-01", "not-guessable", bits >= 128, {
        expected: "a key that can hold 128 bits",
        seen: `${first.key.length} characters`,
      });
      const foreign = await manage(session, "DELETE", `${PATH}/${first.id}`, {}, "b");
      context.check.equal(
        "VLT-01",
        "not-another-tenant's",
        [foreign.status, await models(first.by)],
        [404, 200],
      );
      await manage(session, "DELETE", `${PATH}/${first.id}`);
      context.check.equal("AUT-08", "removed", await models(first.by), 401);
      const end = new Date(session.gateway.clock.now() + 60_000).toISOString();
      const short = await manage(session, "POST", PATH, { scopes: ["inference"], expiresAt: end });
      const by = { key: textAt(short, "key") };
      context.check.equal("AUT-08", "before-its-end", await models(by), 200);
      session.gateway.clock.advance(60_000);
      context.check.equal("AUT-08", "after-its-end", await models(by), 401);
      for (const [name, ms, status] of ENDS) {
        const expiresAt = new Date(session.gateway.clock.now() + ms).toISOString();
        const ends = await manage(session, "POST", PATH, { scopes: ["inference"], expiresAt });
        const told = status === 201 ? expiresAt : undefined;
        context.check.equal("VLT-01", `ends ${name}`, [ends.status, ends.json?.expiresAt], [status, told]);
      }
      const own = dataOf(await manage(session, "GET", PATH, {}, "b"));
      context.check.equal("VLT-01", "b-has-its-own-only", own.length, 1);
    },
  },
];
