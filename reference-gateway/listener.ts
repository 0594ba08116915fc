/**
 * The gateway's HTTP server: calls that are passed on are taken from the socket, everything else goes to the routes.
 * @module
 */
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { GatewayParts } from "./parts.ts";
import { createPassthrough } from "./passthrough/handler.ts";
import { noteAddress } from "./routes/address.ts";
import { answerBrokenRequests, refuse, unreadable } from "./routes/broken-request.ts";

/** A server that does not listen yet. @param fetch the routes */
export function createListener(
  parts: GatewayParts,
  fetch: (request: Request) => Response | Promise<Response>,
): Server {
  const pass = createPassthrough(parts);
  const routes = getRequestListener(
    (request, { incoming }) => {
      noteAddress(request, incoming.socket.remoteAddress);
      return fetch(request);
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer((incoming, outgoing) => {
    const problem = unreadable(incoming);
    if (problem !== null) refuse(problem, outgoing, parts.ids);
    else if (!pass(incoming, outgoing)) void routes(incoming, outgoing);
  });
  answerBrokenRequests(server, parts.ids);
  return server;
}
