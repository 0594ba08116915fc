/**
 * How much a run of everything has: what a report compares itself with before it claims anything.
 * @module
 */
import { EMBEDDINGS_APIS } from "../../registry/apis/index.ts";
import { providers } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { allCases } from "../cases/index.ts";
import { MODES } from "../engine/case.ts";
import { testedApis } from "../engine/plan.ts";
import type { Whole } from "./conformity.ts";

/** Counted from the cases themselves, not from a plan: whatever a filter leaves out is missed. */
export function wholeRun(): Whole {
  const embeddings = allCases.filter(({ operation }) => operation === "embeddings");
  const chats = allCases.filter(({ operation }) => operation !== "embeddings");
  const runs = (mode: (typeof MODES)[number]): number =>
    chats.filter(({ modes = MODES, once }) => !once && modes.includes(mode)).length;
  const ofEmbeddings = embeddings.reduce((sum, { modes = MODES }) => sum + modes.length, 0);
  const once = allCases.filter((item) => item.once);
  const apis = Object.values<BaseProvider>(providers).map(
    (provider) => [provider.slug, testedApis(provider).map(({ id }) => id)] as const,
  );
  return {
    apis: Object.fromEntries(apis),
    runs: { ptb: runs("ptb"), byok: runs("byok") },
    runsOn: Object.fromEntries(EMBEDDINGS_APIS.map((api) => [api, ofEmbeddings])),
    once: {
      cases: once.map(({ id }) => id),
      runs: once.reduce((sum, { modes = MODES }) => sum + modes.length, 0),
    },
  };
}
