/**
 * A process that counts the steps of whole requests as their parts grow, and writes the counts as JSON, a line each. A
 * process of its own, since only code that is compiled while steps are counted has them.
 * @module
 */
import { type Steps, startCounting } from "../steps.ts";

const counting = await startCounting((url) =>
  /\/(?:registry|reference-gateway|zod)\/(?!testing\/steps)/.test(url),
);
const { scenarios } = await import("./scenarios.ts");

/** The smallest of the three sizes; the others are twice and four times as many. */
const LEAST = 40;

for (const { name, run } of scenarios(process.argv[2] ?? "")) {
  // Beforehand: caches are filled, modules loaded late are there.
  const status = await run(LEAST);
  await counting.forget();
  const counts: Steps[] = [];
  for (const n of [LEAST, 2 * LEAST, 4 * LEAST])
    counts.push(await counting.count(async () => void (await run(n))));
  const grown = (at: number, block: string): number => counts[at]?.blocks.get(block) ?? 0;
  /** The blocks that grow fastest, for whoever looks for the cause. */
  const worst = [...(counts[2]?.blocks.keys() ?? [])]
    .map((block) => ({ block, growth: grown(2, block) - 3 * grown(1, block) + 2 * grown(0, block) }))
    .sort((a, b) => b.growth - a.growth)
    .slice(0, 3);
  process.stdout.write(
    `${JSON.stringify({ name, status, steps: counts.map(({ total }) => total), worst })}\n`,
  );
}
