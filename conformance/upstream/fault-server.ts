/**
 * A provider that is a bare TCP socket: whatever bytes a fault wants to write, whenever, and no HTTP library that would
 * put them right. Everything is driven by events; nothing here waits for a clock.
 * @module
 */
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** One request on its connection, in the hands of a fault. */
export interface Line {
  socket: Socket;
  /** Does the request ask for a stream? */
  stream: boolean;
  /** Writes, and resolves when the bytes were taken, or the connection is gone. */
  write(bytes: string | Uint8Array): Promise<void>;
  /** Resolves once the caller has the beginning of the answer. */
  begun: Promise<void>;
}

export type Act = (line: Line) => Promise<void> | void;

/** Announced by the first byte of a TLS client. */
const TLS_HANDSHAKE = 0x16;

/** A request for a stream, by its body or by its path. */
const STREAMED = /"stream":true|converse-stream|streamGenerateContent|streamRawPredict/;

/** The length of the whole request at the start of these bytes, or `null` while some of it is missing. */
function requestLength(bytes: Buffer): number | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.subarray(0, end).toString("latin1"))?.[1] ?? "0";
  const total = end + 4 + Number(length);
  return bytes.length >= total ? total : null;
}

export class FaultServer {
  /** Every request as it came, with its headers. */
  readonly requests: string[] = [];
  connections = 0;
  origin = "";
  private readonly sockets = new Set<Socket>();
  /** Those that were used: after a cancelled call, Node's fetch opens a spare connection and lets it idle. */
  private readonly used = new Set<Socket>();
  private act: Act = () => {};
  private begin = () => {};
  private begun = Promise.resolve();
  private waiting: (() => void)[] = [];
  private readonly server: Server = createServer((socket) => this.accept(socket));

  async listen(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on requests are answered so. */
  play(act: Act): void {
    this.act = act;
    this.begun = new Promise((resolve) => {
      this.begin = resolve;
    });
  }

  /** Tells the fault that the caller has the beginning of the answer. */
  proceed(): void {
    this.begin();
  }

  /** Resolves once so many requests are in the hands of the fault. */
  async untilActed(count = 1): Promise<void> {
    while (this.requests.length < count) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  /** Resolves when no used connection is left; a gateway that forgets one never gets there. */
  async untilClosed(): Promise<void> {
    while (this.used.size > 0) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  get openSockets(): number {
    return this.used.size;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, "close");
  }

  private accept(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    socket.once("data", () => this.used.add(socket));
    socket.setNoDelay(true);
    // A gateway that hangs up is what many faults are about.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.sockets.delete(socket);
      this.used.delete(socket);
      this.wake();
    });
    let bytes = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes[0] === TLS_HANDSHAKE) return void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      const length = requestLength(bytes);
      if (length === null) return;
      const request = bytes.subarray(0, length).toString("utf8");
      bytes = bytes.subarray(length);
      void this.answer(socket, request);
    });
  }

  private async answer(socket: Socket, request: string): Promise<void> {
    const write = (written: string | Uint8Array) =>
      new Promise<void>((resolve) => {
        if (socket.destroyed) return resolve();
        // A string stands for bytes, one a character.
        socket.write(typeof written === "string" ? Buffer.from(written, "latin1") : written, () => resolve());
      });
    const acting = this.act({ socket, stream: STREAMED.test(request), write, begun: this.begun });
    this.requests.push(request);
    this.wake();
    await acting;
  }

  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** An origin at which nobody listens. */
export async function closedOrigin(): Promise<string> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}
