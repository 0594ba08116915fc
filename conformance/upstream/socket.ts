/**
 * The provider side on a real loopback socket, for what no interceptor can show: that a cancelled call frees its
 * connection (MSW clones every answer, so a cancel never reaches its source).
 * @module
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SeenRequest } from "../recordings/match.ts";
import { type Answerer, type Received, received, type StandIn, type UpstreamAnswer } from "./server.ts";

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

export class SocketUpstream implements StandIn {
  readonly received: Received[] = [];
  private answerer: Answerer = () => ({ kind: "network-error" });
  private waiting: (() => void)[] = [];
  private readonly urlOf: (path: string) => string;
  private readonly aside: (request: SeenRequest) => UpstreamAnswer | null;
  private readonly isClients: (header: [string, string]) => boolean;
  private readonly server: Server;

  /**
   * @param origin the provider's own origin, under which requests are reported, or what makes a URL of a path
   * @param isClients tells headers that any HTTP client adds by itself; they are left out
   * @param aside answers what is no request of a case's, before anybody sees it
   */
  constructor(
    origin: string | ((path: string) => string),
    aside: (request: SeenRequest) => UpstreamAnswer | null = () => null,
    isClients: (header: [string, string]) => boolean = () => false,
  ) {
    this.isClients = isClients;
    this.urlOf = typeof origin === "string" ? (path) => `${origin}${path}` : origin;
    this.aside = aside;
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  /** Starts listening. @returns the origin to send to. @throws Error with code EADDRINUSE */
  async listen(port = 0): Promise<string> {
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  serve(answerer: Answerer): void {
    this.received.length = 0;
    this.answerer = answerer;
  }

  async untilReceived(count = 1): Promise<void> {
    while (this.received.length < count) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const own = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const headers = new Headers(own.filter((header) => !this.isClients(header)));
    const seen = received({
      method: request.method ?? "",
      url: this.urlOf(request.url ?? ""),
      headers,
      body: await readBody(request),
    });
    const beside = this.aside(seen);
    if (beside === null) this.received.push(seen);
    response.on("close", () => {
      seen.cancelled = !response.writableFinished;
      for (const wake of seen.onClose.splice(0)) wake();
    });
    const answer = beside ?? this.answerer(seen);
    for (const wake of this.waiting.splice(0)) wake();
    if (answer.kind === "network-error") return void response.destroy();
    if (answer.kind === "silence") return;
    response.writeHead(answer.status, answer.headers.flat());
    // A gateway that hangs up ends the pipeline early; `cancelled` tells the case, so the error says nothing new.
    await pipeline(Readable.from(answer.chunks), response).catch(() => undefined);
  }
}
