/**
 * A caller that is a bare TCP socket: it says what it likes, leaves when it likes, and reads only when told to.
 * @module
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export class RawClient {
  readonly socket: Socket;
  private text = "";
  private closed = false;
  private waiting: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    const wake = () => {
      for (const waiter of this.waiting.splice(0)) waiter();
    };
    // A gateway may well cut the connection of a client like this.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.closed = true;
      wake();
    });
    socket.on("end", () => {
      this.closed = true;
      wake();
    });
    socket.on("readable", wake);
  }

  /** @param origin `http://127.0.0.1:<port>` */
  static async open(origin: string): Promise<RawClient> {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const client = new RawClient(socket);
    await once(socket, "connect");
    return client;
  }

  say(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Reads until the text holds the words, or until the other side is done. */
  async readUntil(words: string): Promise<string> {
    for (;;) {
      for (let chunk = this.socket.read(); chunk !== null; chunk = this.socket.read()) this.text += chunk;
      if (this.text.includes(words) || this.closed) return this.text;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  readAll(): Promise<string> {
    return this.readUntil("\u0000 never said");
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** A request as text. */
export function requestText(path: string, headers: Record<string, string>, body: string): string {
  const all = { host: "gateway", "content-length": String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}
