/**
 * A share of the plan, for those who have several machines: which runs it has is told by their names alone, so that it is the
 * same in every process and under every filter.
 * @module
 */

/** The `index`-th of `of` shares, counted from 1. */
export interface Shard {
  index: number;
  of: number;
}

/** What tells a run of a case from all others. */
interface Named {
  case: { id: string };
  provider: string;
  api: string;
  mode: string;
}

/** FNV-1a over the UTF-16 code units of a text; 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The runs of a share, in the order of the plan; all of them where there is none. */
export const shardOf = <T extends Named>(plan: readonly T[], shard: Shard | null): readonly T[] =>
  shard === null
    ? plan
    : plan.filter(
        ({ case: { id }, provider, api, mode }) =>
          hashOf(`${id} ${provider} ${api} ${mode}`) % shard.of === shard.index - 1,
      );
