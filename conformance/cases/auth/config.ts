/**
 * Settings that a provider needs beside its key: missing or malformed ones are told by name before anybody is called
 * (AUT-09).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { pinned, simulated } from "../_shared/support.ts";

/** Values that would reach another host or path if they were taken as they are. */
const HOSTILE = ["evil.example/", "x.evil.example#", "a@evil.example", "..%2f..", "a\\b", "", "a b", "ß"];

async function sendWith(
  context: CaseContext,
  change: (config: Record<string, string>) => Record<string, string>,
): Promise<{ session: Session; reply: Reply }> {
  const { provider, mode } = context;
  const canary = mode === "byok" ? canaries.vault("a", provider.slug) : canaries.platform(provider.slug);
  const good = credentialOf(provider, canary);
  const credential = { ...good, config: change({ ...good.config }) };
  const session = await context.open(
    mode === "byok"
      ? { keys: [{ provider: provider.slug, byokOnly: true, credential }] }
      : { platformCredentials: { [provider.slug]: credential } },
  );
  session.answer(simulated(context));
  const endpoint = context.endpoint(({ region }) => region === undefined);
  return { session, reply: await session.send(ask(pinned(endpoint))) };
}

export const configCases: readonly Case[] = [
  {
    id: "auth.config.missing-field",
    area: "auth",
    title: "A missing setting is a 4xx that names it and says where to set it, before any upstream call",
    why: "a URL with `undefined` in it is a DNS error that names nothing",
    requirements: ["AUT-09"],
    needs: { config: "required" },
    run: async (context) => {
      const needed = context.provider.config.filter(
        ({ optional, fallback, fromSecret }) => !optional && fallback === undefined && !fromSecret,
      );
      for (const { name, env } of needed) {
        const { session, reply } = await sendWith(context, ({ [name]: _left, ...rest }) => rest);
        const error = errorOf(reply);
        context.check.equal("AUT-09", `${name}.status`, reply.status, 400);
        context.check.equal("AUT-09", `${name}.param`, error?.param, name);
        const unsaid = [name, env, `config.${name}`].filter((word) => !String(error?.message).includes(word));
        context.check.equal("AUT-09", `${name}.message-says`, unsaid, []);
        context.check.equal("AUT-09", `${name}.no-call`, session.received.length, 0);
      }
    },
  },
  {
    id: "auth.config.malformed-field",
    area: "auth",
    title: "A malformed setting is refused by name and not repeated, and reaches no other host",
    why: "a region of `x.evil.example#` sends the key to whoever owns that host",
    requirements: ["AUT-09", "ERR-06"],
    needs: { config: "any" },
    run: async (context) => {
      for (const { name } of context.provider.config.filter(({ secret }) => !secret)) {
        for (const value of HOSTILE) {
          const { session, reply } = await sendWith(context, (config) => ({ ...config, [name]: value }));
          const label = `${name}.${JSON.stringify(value)}`;
          context.check.equal("AUT-09", `${label}.status`, reply.status, 400);
          context.check.equal("AUT-09", `${label}.param`, errorOf(reply)?.param, name);
          context.check.equal("AUT-09", `${label}.no-call`, session.received.length, 0);
          const repeated = value.length > 3 && reply.text.includes(value);
          context.check.equal("ERR-06", `${label}.not-repeated`, repeated, false);
        }
      }
    },
  },
];
