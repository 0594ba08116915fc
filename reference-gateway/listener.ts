/**
 * The gateway's HTTP server: calls that are passed on are taken from the socket, everything else goes to the routes.
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { BEGUN_PER_TURN, createPace } from "./pace.ts";
import type { GatewayParts } from "./parts.ts";
import { createPassthrough, type Passthrough } from "./passthrough/handler.ts";
import { noteAddress } from "./routes/address.ts";
import { answerBrokenRequests, type Problem, refuse, unreadable } from "./routes/broken-request.ts";
import { describeError } from "./telemetry/describe-error.ts";

/**
 * A server that does not listen yet.
 * @param fetch the routes
 * @param aroundPassthrough what stands before calls that are passed on; nothing by default
 */
export function createListener(
  parts: GatewayParts,
  fetch: (request: Request) => Response | Promise<Response>,
  aroundPassthrough: (gateway: Passthrough) => Passthrough = (gateway) => gateway,
): Server {
  const refuseSafely = (...[problem, outgoing, { ids, log }]: [Problem, ServerResponse, GatewayParts]) => {
    try {
      refuse(problem, outgoing, ids);
    } catch (thrown) {
      // Nothing above this would catch it: the process must outlive it.
      log("error", "gateway.fault", { ...describeError(thrown) });
      outgoing.destroy();
    }
  };
  const pass = aroundPassthrough(createPassthrough(parts));
  const routes = getRequestListener(
    (request, { incoming }) => {
      noteAddress(request, incoming.socket.remoteAddress);
      return fetch(request);
    },
    { overrideGlobalObjects: false },
  );
  const pace = createPace(BEGUN_PER_TURN);
  const begin = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const problem = unreadable(incoming);
    if (problem !== null) refuseSafely(problem, outgoing, parts);
    else if (!pass(incoming, outgoing)) void routes(incoming, outgoing);
  };
  const server = createServer((incoming, outgoing) => {
    // Whoever asks whether the process lives does not wait for those who want work done.
    if (incoming.url === "/health") begin(incoming, outgoing);
    else pace(() => begin(incoming, outgoing));
  });
  answerBrokenRequests(server, parts.ids);
  return server;
}
