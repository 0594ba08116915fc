/**
 * The gateway's HTTP server: calls that are passed on are taken from the socket, everything else goes to the routes.
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { BEGUN_PER_TURN, createPace, type Pace } from "./pace.ts";
import type { GatewayParts } from "./parts.ts";
import { createPassthrough, type Passthrough } from "./passthrough/handler.ts";
import { noteConnection } from "./routes/address.ts";
import { answerBrokenRequests, fail, refuse, unreadable } from "./routes/broken-request.ts";
import { type Answering, answerOnSocket } from "./routes/from-socket.ts";
import { describeError } from "./telemetry/describe-error.ts";

/** How a server is built. */
export interface ListenerOptions {
  /** What stands before calls that are passed on; nothing by default. */
  aroundPassthrough?: (gateway: Passthrough) => Passthrough;
  /**
   * Is the process the gateway's alone? Then `Request` and `Response` are the server's own everywhere in it, which write an
   * answer without a stream of the web around it. Whoever shares the process keeps those of the platform.
   */
  ownProcess?: boolean;
  /** Answers requests for models on the socket, past `fetch`; `null` where somebody stands before the routes. */
  models?: Answering | null;
  /** Spreads what came at once; a few requests in a turn of the loop by default. */
  pace?: Pace;
}

/**
 * An answer that is all written is given up where its caller takes nothing of it for so long: until then the connection
 * holds what is left. Node measures it, since only the socket knows what it could send.
 */
function limitReading(
  { socket }: IncomingMessage,
  outgoing: ServerResponse,
  { writeStallMs, idleMs }: { writeStallMs: number; idleMs: number },
): void {
  outgoing.once("prefinish", () => socket.setTimeout(writeStallMs));
  // Before Node does what comes after an answer.
  outgoing.prependOnceListener("finish", () => socket.setTimeout(idleMs));
}

/**
 * A server that does not listen yet.
 * @param fetch the routes
 */
export function createListener(
  parts: GatewayParts,
  fetch: (request: Request) => Response | Promise<Response>,
  {
    aroundPassthrough = (gateway) => gateway,
    ownProcess = false,
    models = answerOnSocket(parts),
    pace = createPace(BEGUN_PER_TURN),
  }: ListenerOptions = {},
): Server {
  const pass = aroundPassthrough(createPassthrough(parts));
  const routes = getRequestListener(
    (request, { incoming, outgoing }) => {
      noteConnection(request, {
        address: incoming.socket.remoteAddress,
        hangUp: () => void outgoing.destroy(),
      });
      return fetch(request);
    },
    { overrideGlobalObjects: ownProcess },
  );
  const begin = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    try {
      const problem = unreadable(incoming);
      if (problem !== null) refuse(problem, outgoing, parts.ids);
      else if (!pass(incoming, outgoing) && !models?.(incoming, outgoing)) void routes(incoming, outgoing);
    } catch (thrown) {
      // Nothing above this would catch it: the process must outlive it.
      parts.log("error", "gateway.fault", { ...describeError(thrown) });
      fail(outgoing);
    }
  };
  const { arrivalMs, writeStallMs } = parts.limits;
  const server = createServer({ connectionsCheckingInterval: arrivalMs / 4 }, (incoming, outgoing) => {
    limitReading(incoming, outgoing, { writeStallMs, idleMs: server.timeout });
    // Whoever asks whether the process lives does not wait for those who want work done.
    if (incoming.url === "/health") begin(incoming, outgoing);
    else pace(() => begin(incoming, outgoing));
  });
  answerBrokenRequests(server, parts.ids);
  return server;
}
