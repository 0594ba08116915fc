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
import { type Answerer, type Received, received, type StandIn } from "./server.ts";

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

export class SocketUpstream implements StandIn {
  readonly received: Received[] = [];
  private answerer: Answerer = () => ({ kind: "network-error" });
  private waiting: (() => void)[] = [];
  private readonly origin: string;
  private readonly server: Server;

  /** @param origin the provider's own origin, under which requests are reported */
  constructor(origin: string) {
    this.origin = origin;
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  /** Starts listening. @returns the origin to send to */
  async listen(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
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
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const seen = received({
      method: request.method ?? "",
      url: `${this.origin}${request.url ?? ""}`,
      headers,
      body: await readBody(request),
    });
    this.received.push(seen);
    response.on("close", () => {
      seen.cancelled = !response.writableFinished;
      for (const wake of seen.onClose.splice(0)) wake();
    });
    const answer = this.answerer(seen);
    for (const wake of this.waiting.splice(0)) wake();
    if (answer.kind === "network-error") return void response.destroy();
    if (answer.kind === "silence") return;
    response.writeHead(answer.status, answer.headers.flat());
    // A gateway that hangs up ends the pipeline early; `cancelled` tells the case, so the error says nothing new.
    await pipeline(Readable.from(answer.chunks), response).catch(() => undefined);
  }
}
