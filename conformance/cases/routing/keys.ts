/**
 * Several keys of a caller's own at one provider (RTE-03).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { secretsSent } from "../_shared/support.ts";
import { isRefusal, pinned, tryAll } from "./support.ts";

const BOTH = [true, false];

/** What a key may be like. */
const STATES = BOTH.flatMap((enabled) => BOTH.map((byokOnly) => ({ enabled, byokOnly })));

const wordsOf = ({ enabled, byokOnly }: (typeof STATES)[number]): string =>
  `${enabled ? "on" : "off"}${byokOnly ? ", byokOnly" : ""}`;

/** Two keys in every state, with and without the platform's: who is sent is worked out by the words of the rule. */
async function twoKeys(context: CaseContext): Promise<void> {
  const { slug } = context.provider;
  const secrets = [1, 2].map((nth) => canaries.vault("a", slug, nth));
  const pairs = STATES.flatMap((first) => STATES.map((second) => [first, second] as const));
  const worlds = pairs.flatMap((pair) => BOTH.map((isBilled) => ({ pair, isBilled })));
  const sampled = context.sample(worlds);
  for (const { pair, isBilled } of sampled) {
    const keys = pair.map((state, i) => ({
      ...state,
      provider: slug,
      credential: credentialOf(context.provider, secrets[i] ?? ""),
    }));
    const platform = isBilled ? [slug] : [];
    const { session, reply } = await tryAll(context, pinned(context.endpoint()), { keys, platform });
    // The first that is on, and no other; whoever has said that nothing may be billed has said so of a key that is off, too.
    const own = pair.findIndex(({ enabled }) => enabled);
    const expected = [
      ...(own === -1 ? [] : [secrets[own]]),
      ...(isBilled && !pair.some(({ byokOnly }) => byokOnly) ? [canaries.platform(slug)] : []),
    ];
    const known = [...secrets, canaries.platform(slug)];
    const sent = session.received.map((request) =>
      known.find((secret) => secretsSent(request).includes(secret)),
    );
    const name = `${pair.map(wordsOf).join("; ")}; ${isBilled ? "with" : "without"} the platform's`;
    context.check.equal("RTE-03", name, sent, expected);
    if (expected.length === 0)
      context.check.that("RTE-03", `${name}: refused`, isRefusal(reply.status), {
        expected: "a 4xx",
        seen: reply.status,
      });
  }
  context.count(sampled.length);
}

export const severalKeysCases: readonly Case[] = [
  {
    id: "routing.keys.two",
    area: "routing",
    title:
      "Of two keys of one's own sends the first that is on, and bills nothing where either says byokOnly, on or off",
    why: "a key that is off must not be sent, must not hide the one behind it, and must not turn its wish into a bill",
    requirements: ["RTE-03"],
    modes: ["byok"],
    run: twoKeys,
  },
];
