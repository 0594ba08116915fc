/**
 * Requests for models as Node's server hands them over, and their answers on the same connection: no `Request`, `Headers`,
 * `Response` or stream of the web is made for them.
 * @module
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { type HeaderLookup, lookupOfRaw } from "../header-lookup.ts";
import type { GatewayParts } from "../parts.ts";
import { givenRequestId } from "../passthrough/request-id.ts";
import { writeAnswer } from "../stages/written.ts";
import { Stop, type StopSignal } from "../stop.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { type Arrival, isSource, type Reply } from "./arrival.ts";
import { discardRest } from "./discard.ts";
import { answerTo, modelRoutes } from "./for-models.ts";

class SocketArrival implements Arrival {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderLookup;
  private readonly incoming: IncomingMessage;
  /** Told when the caller leaves. */
  private readonly stop = new Stop();

  constructor(incoming: IncomingMessage) {
    this.incoming = incoming;
    this.method = incoming.method ?? "POST";
    this.target = incoming.url ?? "";
    this.headers = lookupOfRaw(incoming.rawHeaders);
  }

  get address(): string | null {
    return this.incoming.socket.remoteAddress ?? null;
  }

  get signal(): StopSignal {
    return this.stop;
  }

  /** The caller left. */
  leave(): void {
    this.stop.abort("the caller's connection closed");
  }

  read(most: number): Promise<Uint8Array | null> {
    const { incoming } = this;
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const end = (tell: () => void): void => {
        incoming.off("data", take).off("end", whole).off("error", fail).off("close", close);
        tell();
      };
      const take = (chunk: Buffer): void => {
        size += chunk.byteLength;
        chunks.push(chunk);
        if (size > most) end(() => resolve(null));
      };
      const bytes = (): Buffer => (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      const whole = (): void => end(() => resolve(bytes()));
      const fail = (thrown: unknown): void => end(() => reject(thrown));
      /** A caller who left once everything was sent has asked all the same; what is left of it waits to be read. */
      const close = (): void => {
        const rest: Buffer | null = incoming.complete ? incoming.read() : null;
        if (rest !== null) chunks.push(rest);
        if (incoming.complete) whole();
        else fail(incoming.errored ?? new Error("the caller's connection closed"));
      };
      if (incoming.destroyed) return close();
      incoming.on("data", take).on("end", whole).on("error", fail).on("close", close);
    });
  }
}

function write(outgoing: ServerResponse, { status, headers, body }: Reply, id: string, parts: GatewayParts) {
  // Whoever left gets nothing; what is left of the answer is told that nobody reads it.
  if (isSource(body)) return writeAnswer(body, { outgoing, id }, { status, headers }, parts);
  const fields: string[] = [];
  for (const [name, value] of headers) fields.push(name, value);
  const bytes = typeof body === "string" ? Buffer.byteLength(body) : (body?.byteLength ?? 0);
  fields.push("content-length", String(bytes));
  outgoing.writeHead(status, fields);
  outgoing.end(body ?? undefined);
}

/** Takes a request, or leaves it to the other routes. @returns what is over with the answer; `null` where it is left */
export type Answering = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> | null;

/** Answers requests for models, each at the path that its route names; every other spelling is the other routes' to read. */
export function answerOnSocket(parts: GatewayParts): Answering {
  const routes = new Map(modelRoutes.map((route) => [route.name, route]));
  const pathOf = (url: string): string => url.split("?", 1)[0] ?? "";
  return (incoming, outgoing) => {
    const route = incoming.method === "POST" ? routes.get(pathOf(incoming.url ?? "")) : undefined;
    if (route === undefined) return null;
    const arrival = new SocketArrival(incoming);
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) arrival.leave();
      discardRest(incoming);
    });
    const requestId = givenRequestId(arrival.headers.get("helicone-request-id") ?? "", parts.ids);
    return answerTo(route, arrival, requestId, parts)
      .then((reply) => write(outgoing, reply, requestId.id, parts))
      .catch((thrown: unknown) => {
        parts.log("error", "answer.broken", { requestId: requestId.id, ...describeError(thrown) });
        outgoing.destroy();
      });
  };
}
