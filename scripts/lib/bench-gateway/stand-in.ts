/**
 * The provider's side of the bench: a server that answers at once, with JSON or with a stream.
 * @module
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FRAMES, JSON_ANSWER } from "./answers.ts";

/** Frames that are written together: a provider sends several in a packet. */
const TOGETHER = 4;

const PARTS = Array.from({ length: Math.ceil(FRAMES.length / TOGETHER) }, (_, i) =>
  FRAMES.slice(i * TOGETHER, (i + 1) * TOGETHER).join(""),
);

/** Listens on a free port. @returns its origin and what closes it */
export async function openStandIn(): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    let isStream = false;
    request.on("data", (chunk: Buffer) => {
      isStream ||= chunk.includes('"stream":true');
    });
    request.on("end", () => {
      if (!isStream) {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON_ANSWER);
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      let next = 0;
      const write = (): void => {
        const part = PARTS[next++];
        if (part === undefined) response.end();
        else {
          response.write(part);
          setImmediate(write);
        }
      };
      write();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
