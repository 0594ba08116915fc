/**
 * The side of the targets that callers name: one loopback server behind every host name. It keeps what was looked up, what
 * was connected to, and each call as it stood on the wire.
 * @module
 */
import { once } from "node:events";
import {
  Agent,
  type ClientRequestArgs,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A call as it came to a target, or an answer as it came to a caller. */
export interface OnTheWire {
  /** In order, with the spelling of their names. */
  fields: [string, string][];
  trailers: [string, string][];
  body: Buffer;
}

export interface CameIn extends OnTheWire {
  method: string;
  /** The request target, byte for byte. */
  path: string;
}

export interface CameBack extends OnTheWire {
  status: number;
  /** The words of the status line. */
  reason: string;
  /** Was the caller told to go on before it sent its body? */
  toldToGoOn: boolean;
  /** Did it end before its end? */
  broken: boolean;
}

export type AnswerTarget = (outgoing: ServerResponse, call: CameIn) => void;

const pairs = (raw: readonly string[]): [string, string][] =>
  Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? "", raw[2 * i + 1] ?? ""]);

async function readAll(
  message: IncomingMessage,
  came: (bytes: number) => void = () => {},
): Promise<{ body: Buffer; broken: boolean }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) {
      chunks.push(chunk as Buffer);
      came((chunk as Buffer).byteLength);
    }
    return { body: Buffer.concat(chunks), broken: false };
  } catch {
    return { body: Buffer.concat(chunks), broken: true };
  }
}

/** A public address; nothing is sent there. */
export const PUBLIC_ADDRESS = "93.184.216.34";

type Lookup = (
  name: string,
  options: { all: true },
  callback: (error: unknown, found: { address: string }[]) => void,
) => void;

/** Leads every connection to one port of this machine, and keeps where it was meant to go. */
class Detour extends Agent {
  readonly meant: string[] = [];
  private readonly to: number;
  constructor(to: number) {
    super({ keepAlive: true });
    this.to = to;
  }
  override createConnection(options: ClientRequestArgs) {
    const { host = "", port = 0 } = options;
    const lookup = options.lookup as Lookup | undefined;
    if (!lookup) this.meant.push(`${host}:${port}`);
    else
      lookup(String(host), { all: true }, (_error, found) => {
        this.meant.push(`${found.map(({ address }) => address).join()}:${port}`);
      });
    return connect(this.to, "127.0.0.1");
  }
}

/** The network of a gateway that makes calls on sockets: how it finds names, and what sends. */
export interface TargetNetwork {
  resolver: { addresses(name: string): Promise<string[]>; texts(name: string): Promise<string[]> };
  sender(secure: boolean): { request: typeof request; agent: Agent };
}

export class TargetSide {
  readonly calls: CameIn[] = [];
  readonly lookedUp: string[] = [];
  readonly network: TargetNetwork;
  readonly port: number;
  private readonly server: Server;
  private readonly detour: Detour;
  /** How it answers now. */
  answering: AnswerTarget = (outgoing) => outgoing.end("ok");
  private addresses: (name: string) => string[] = () => [PUBLIC_ADDRESS];

  private constructor(server: Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    this.detour = new Detour(this.port);
    const sender = { request, agent: this.detour };
    this.network = {
      resolver: {
        addresses: async (name) => {
          this.lookedUp.push(name);
          return this.addresses(name);
        },
        texts: async () => [],
      },
      sender: () => sender,
    };
    server.on(
      "request",
      (incoming: IncomingMessage, outgoing: ServerResponse) => void this.take(incoming, outgoing),
    );
  }

  static async open(): Promise<TargetSide> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TargetSide(server);
  }

  /** Addresses and ports that a connection was opened to. */
  get connected(): readonly string[] {
    return this.detour.meant;
  }

  answer(answering: AnswerTarget): void {
    this.answering = answering;
  }

  /** What names resolve to. */
  resolve(addresses: (name: string) => string[]): void {
    this.addresses = addresses;
  }

  forget(): void {
    this.calls.length = 0;
    this.lookedUp.length = 0;
    this.detour.meant.length = 0;
  }

  private async take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { body } = await readAll(incoming);
    const call: CameIn = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      body,
      fields: pairs(incoming.rawHeaders),
      trailers: pairs(incoming.rawTrailers),
    };
    this.calls.push(call);
    this.answering(outgoing, call);
  }

  async close(): Promise<void> {
    this.detour.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

/** How a caller asks: nothing is added to its fields but what HTTP itself needs. */
export interface Asking {
  method?: string;
  path?: string;
  fields?: readonly (readonly [string, string])[];
  body?: string | Uint8Array;
  /** Fields after the body, which then goes in chunks. */
  trailers?: readonly (readonly [string, string])[];
  /** Told of each part of the answer's body as it arrives. */
  came?: (bytes: number) => void;
  /** Says `Expect: 100-continue`, and sends its body once it is told to go on, or is answered. */
  expects?: boolean;
}

const EXPECT: readonly [string, string] = ["Expect", "100-continue"];

/** Asks a server of this machine over a connection of its own. */
export async function askPort(
  port: number,
  { method = "GET", path = "/", fields = [], body, trailers = [], came, expects = false }: Asking,
): Promise<CameBack> {
  const delimited: [string, string][] =
    trailers.length > 0
      ? [["Transfer-Encoding", "chunked"]]
      : [["Content-Length", String(Buffer.byteLength(body ?? ""))]];
  const asking = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    agent: false,
    setHost: false,
    headers: [
      ["Connection", "close"],
      ...fields,
      ...(expects ? [EXPECT] : []),
      ...(body === undefined ? [] : delimited),
    ].flat(),
  });
  let toldToGoOn = false;
  const answered = once(asking, "response") as Promise<[IncomingMessage]>;
  if (expects) {
    const told = once(asking, "continue").then(() => {
      toldToGoOn = true;
    });
    asking.flushHeaders();
    await Promise.race([told, answered]);
  }
  if (trailers.length > 0)
    asking.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]));
  // As bytes: Node writes fields in the encoding of a body that is a string.
  asking.end(body === undefined ? undefined : Buffer.from(body));
  const [answer] = await answered;
  const { body: received, broken } = await readAll(answer, came);
  return {
    status: answer.statusCode ?? 0,
    reason: answer.statusMessage ?? "",
    toldToGoOn,
    body: received,
    broken,
    fields: pairs(answer.rawHeaders),
    trailers: pairs(answer.rawTrailers),
  };
}

/** Asks a server of this machine, and closes the connection as soon as something has happened, answered or not. */
export async function leavePort(
  port: number,
  { method = "GET", path = "/", fields = [], body = "", came }: Asking,
  when: Promise<unknown>,
): Promise<void> {
  const length: [string, string] = ["Content-Length", String(Buffer.byteLength(body))];
  const headers = [["Connection", "close"], ...fields, length].flat();
  const asking = request({ host: "127.0.0.1", port, method, path, agent: false, setHost: false, headers });
  const closed = new Promise<void>((resolve) => asking.once("close", resolve));
  // Whoever leaves does not hear what becomes of it.
  asking.on("error", () => {});
  asking.on("response", (answer) => void readAll(answer, came));
  asking.end(Buffer.from(body));
  await when;
  asking.destroy();
  await closed;
}
