/**
 * What axe finds wrong with a page for people who cannot see it or use a mouse.
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const RUN = `axe.run().then(({ violations }) => JSON.stringify(violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => [id, nodes[0].html])))`;

/** Serious and critical findings with their first element; none on a page that everybody can use. */
export async function axeFindings(page: Page): Promise<unknown> {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // The page's own policy forbids scripts that are not its own: this one comes through the debugger.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: RUN,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return JSON.parse(String(result.value));
}
