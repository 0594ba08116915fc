/**
 * The provider's side of the bench: a server that answers at once, with JSON or with a stream.
 * @module
 */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FRAMES, JSON_ANSWER } from "./answers.ts";

/** Frames that are written together: a provider sends several in a packet. */
const TOGETHER = 4;

const PARTS = Array.from({ length: Math.ceil(FRAMES.length / TOGETHER) }, (_, i) =>
  FRAMES.slice(i * TOGETHER, (i + 1) * TOGETHER).join(""),
);

/** What providers do in place of an answer: refuse, send something else, break off before or within it, or take their time. */
export const FAULTS = ["refuses", "babbles", "resets", "breaks-off", "waits"] as const;
export type Fault = (typeof FAULTS)[number];

const WAIT_MS = 500;

/** Does it in place of the answer, or before it. */
function strike(fault: Fault, response: ServerResponse, answer: () => void): void {
  if (fault === "waits") setTimeout(answer, WAIT_MS);
  else if (fault === "resets") response.destroy();
  else if (fault === "refuses") {
    response.writeHead(503, { "content-type": "application/json" });
    response.end('{"error":{"message":"Low water","type":"server_error"}}');
  } else {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(fault === "babbles" ? "data: ebb\n\n" : (PARTS[0] ?? ""));
    // The part must be on its way before the connection ends.
    setImmediate(() => (fault === "babbles" ? response.end() : response.destroy()));
  }
}

/**
 * Listens on a free port.
 * @param faultOf what becomes of a request in place of its answer; nothing unless told
 * @returns its origin and what closes it
 */
export async function openStandIn(
  faultOf: () => Fault | null = () => null,
): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    let isStream = false;
    request.on("data", (chunk: Buffer) => {
      isStream ||= chunk.includes('"stream":true');
    });
    request.on("end", () => {
      const fault = faultOf();
      if (fault === null) answer();
      else strike(fault, response, answer);
    });
    const answer = (): void => {
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
    };
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
