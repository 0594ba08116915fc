/**
 * What is left of a body that nobody wants: thrown away, so that its connection can serve the next request; but not for ever.
 * @module
 */
import type { IncomingMessage } from "node:http";

/** How much is thrown away, and for how long, before the connection is cut. */
const DISCARDED = { bytes: 64 * 1024 * 1024, ms: 500 };

/** Reads on without keeping anything. */
export function discardRest(incoming: IncomingMessage): void {
  if (incoming.readableEnded || incoming.destroyed) return;
  let bytes = 0;
  const cut = (): void => incoming.socket.destroySoon();
  const timer = setTimeout(cut, DISCARDED.ms);
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > DISCARDED.bytes) cut();
  });
  incoming.once("end", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
  incoming.resume();
}
