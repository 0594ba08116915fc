/**
 * A process that counts the steps of the same request again and again, soon after the start and after hundreds of others, and
 * writes the counts as JSON, a line each. A process of its own, as for `../doubling/main.ts`.
 * @module
 */
import { startCounting } from "../steps.ts";

const counting = await startCounting((url) =>
  /\/(?:registry|reference-gateway|zod)\/(?!testing\/(?:steps|repeated))/.test(url),
);
const { openWays } = await import("./ways.ts");

/** Requests that are counted together: some work comes once in a few of them. */
const COUNTED = 25;
/** Requests before the first count: caches are filled, modules loaded late are there. */
const BEFORE = 25;
/** Requests between the two counts. */
const BETWEEN = 250;

const { ways, end } = await openWays();
for (const { name, ask } of ways) {
  const statuses = new Set<number>();
  const times = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) statuses.add(await ask());
  };
  await times(BEFORE);
  await counting.forget();
  const early = await counting.count(() => times(COUNTED));
  await times(BETWEEN);
  await counting.forget();
  const late = await counting.count(() => times(COUNTED));
  /** The blocks that grew most, for whoever looks for the cause. */
  const worst = [...late.blocks]
    .map(([block, count]) => ({ block, growth: count - (early.blocks.get(block) ?? 0) }))
    .sort((a, b) => b.growth - a.growth)
    .slice(0, 3);
  process.stdout.write(
    `${JSON.stringify({ name, statuses: [...statuses], steps: [early.total, late.total], worst })}\n`,
  );
}
await end();
