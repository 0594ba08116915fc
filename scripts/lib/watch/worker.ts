/**
 * One of the processes of `npm test -- --watch`. It waits with everything loaded that does not change, then loads what
 * was built a moment ago, runs one task from it, and is of no more use.
 * @module
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { importErrorText } from "../check/import-error.ts";
import type { Order, Report } from "./protocol.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const say = (said: Report) => process.send?.(said);
const loaded = (file: string): Promise<typeof import("./part.ts")> => import(pathToFileURL(file).href);

async function follow(order: Order): Promise<void> {
  if ("load" in order) {
    // An old state that does not load is no reason to complain: what is saved next may.
    await loaded(order.load)
      .then((part) => part.warm())
      .catch(() => undefined);
    say({ ready: true });
    return;
  }
  try {
    const part = await loaded(order.from);
    await part.runPart(order.run, say);
  } catch (error) {
    say({ problems: [importErrorText(error, ROOT)] });
  }
  say({ done: true });
}

process.on("disconnect", () => process.exit());
process.on("message", (order: Order) => void follow(order));
