/**
 * Who guesses gateway keys is slowed, and nobody else (AUT-08).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { canaries } from "../../secrets/canaries.ts";
import { askPort } from "../../upstream/target-side.ts";
import { manage, textAt } from "../_shared/manage.ts";
import { codeOf, HOST, valuesOf } from "../_shared/pass.ts";

const MOST = 3;
const MINUTE_MS = 60_000;

async function guesses(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open({ direct: true, limits: { wrongKeysPerMinute: MOST } });
  const { clock } = session.gateway;
  const port = Number(new URL(await session.gateway.listen()).port);
  const ask = async (key: string) => {
    const fields: [string, string][] = [[...HOST], ["Authorization", `Bearer ${key}`]];
    const came = await askPort(port, { path: "/v1/models", fields });
    await session.gateway.idle();
    return came;
  };
  const status = async (key: string) => (await ask(key)).status;
  const { a: known, b: unused } = canaries.gatewayKey;
  const made = await manage(session, "POST", "/v1/keys");
  const revoked = { key: textAt(made, "key"), id: textAt(made, "id") };
  check.equal("AUT-08", "right keys", [await status(known), await status(revoked.key)], [200, 200]);
  for (let n = 1; n <= MOST; n++) {
    check.equal("AUT-08", `guess ${n}`, await status(`guess-${n}`), 401);
    clock.advance(1_000);
  }
  const slowed = await ask("guess-more");
  const wait = Number(valuesOf(slowed, "retry-after").join());
  const told = [slowed.status, codeOf(slowed), wait];
  check.equal("AUT-08", "one more", told, [429, "too_many_wrong_keys", MINUTE_MS / 1_000 - MOST]);
  check.equal("AUT-08", "a key that was right lately", await status(known), 200);
  check.equal("AUT-08", "a right key that nobody used", await status(unused), 429);
  check.equal("AUT-08", "a key before it is revoked", await status(revoked.key), 200);
  await manage(session, "DELETE", `/v1/keys/${revoked.id}`);
  check.equal("AUT-08", "once it is revoked", await status(revoked.key), 401);
  check.equal("AUT-08", "and again", await status(revoked.key), 429);
  clock.advance(wait * 1_000 - 1);
  check.equal("AUT-08", "a millisecond before the end", await status("guess-again"), 429);
  clock.advance(1);
  check.equal("AUT-08", "then", [await status(unused), await status("guess-anew")], [200, 401]);
}

export const guessCases: readonly Case[] = [
  {
    id: "auth.caller.guesses",
    area: "auth",
    title:
      "Refuses further unknown keys of an address that sent too many wrong ones, for the rest of the minute",
    why: "keys are guessed by the million where nobody counts, and neighbours are locked out where nobody looks",
    requirements: ["AUT-08"],
    modes: ["byok"],
    once: true,
    run: guesses,
  },
];
