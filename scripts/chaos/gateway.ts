/**
 * The gateway process of `npm run chaos`: a real one, but every provider is at one address of this machine.
 * @module
 */
import { readConfig } from "../../reference-gateway/config.ts";
import type { Transport } from "../../reference-gateway/parts.ts";
import { openParts, startServer } from "../../reference-gateway/server.ts";
import { providers } from "../../registry/index.ts";

const origin = String(process.env.CHAOS_UPSTREAM);
const config = readConfig(process.env, Object.values(providers));
const { parts, close } = await openParts(config, (line) => void process.stderr.write(line));

const transport: Transport = {
  send: (request, signal) => {
    const { pathname, search } = new URL(request.url);
    return parts.transport.send({ ...request, url: `${origin}${pathname}${search}` }, signal);
  },
};

let skew = 0;
/** Until nothing is left to be collected: what one collection frees may have held something else. */
async function collect(): Promise<void> {
  await parts.background.idle();
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

process.on("message", ({ jumpMs = 0, collect: isAsked = false }: { jumpMs?: number; collect?: boolean }) => {
  skew += jumpMs;
  if (isAsked) void collect().then(() => process.send?.({ collected: true }));
});
const clock = { ...parts.clock, now: () => parts.clock.now() + skew };

/** How long a shutdown may take; what stands then is cut after two thirds of it. */
const shutdownMs = Number(process.env.CHAOS_SHUTDOWN_MS ?? parts.limits.shutdownMs);
const limits = { ...parts.limits, shutdownMs };
const server = await startServer({ ...parts, transport, clock, limits }, config);
process.once(
  "SIGTERM",
  () =>
    void server
      .close()
      .then(close)
      .then(() => process.exit(0)),
);
process.send?.({ url: server.url });
