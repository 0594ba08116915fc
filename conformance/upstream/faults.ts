/**
 * The catalogue of faults: what networks and servers do to an answer, as raw bytes, with what the caller must see of
 * it. No interceptor can imitate these.
 * @module
 */
import { constants, gzipSync } from "node:zlib";
import { type Act, closedOrigin, type FaultServer, type Line } from "./fault-server.ts";

/** A good answer in the provider's wire format, in two halves. A stream's first half holds its first content. */
export interface GoodAnswer {
  type: string;
  beginning: string;
  rest: string;
}

/**
 * What the caller must see. In band: a 200 stream that ends with an error frame. A number: that status, whatever became
 * of its body.
 */
export type Ending =
  | "served"
  | "unreachable"
  | "timeout"
  | "unusable"
  /** Which of the two depends on the platform's own decoder. */
  | "unreachable or timeout"
  | "in-band unreachable"
  | "in-band timeout"
  | "in-band unusable"
  | number;

export interface Fault {
  id: string;
  title: string;
  plain: Ending;
  streamed: Ending;
  /** Only time ends it: the clock is stepped. */
  stalls?: true;
  /** Where the gateway is sent, unless it is the faulty server. */
  origin?(faulty: FaultServer): Promise<string> | string;
  /** What the server does with the request, given a good answer to spoil. */
  act(answer: GoodAnswer, elsewhere: FaultServer): Act;
}

const head = ({ type }: GoodAnswer, more = "connection: close", status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\n${more}\r\n\r\n`;

const sized = (text: string, extra = 0): string => {
  const length = text.length + extra;
  return `content-length: ${length}\r\nconnection: close`;
};

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

const never = (): Promise<never> => new Promise<never>(() => {});

/** Writes the raw text and closes the connection. */
const saying =
  (text: (answer: GoodAnswer) => string | Uint8Array): Fault["act"] =>
  (answer) =>
  async ({ write, socket }) => {
    await write(text(answer));
    socket.end();
  };

/** Writes the head and the beginning; what follows waits until a streaming caller has it. */
const halfway =
  (more: (answer: GoodAnswer) => string, then: (line: Line) => Promise<void> | void): Fault["act"] =>
  (answer) =>
  async (line) => {
    const chunked = more(answer).includes("chunked");
    await line.write(head(answer, more(answer)) + (chunked ? chunk(answer.beginning) : answer.beginning));
    if (line.stream) await line.begun;
    await then(line);
  };

/** Bytes without end, as fast as they are taken. */
async function flood({ write, socket }: Line, piece: string): Promise<void> {
  while (!socket.destroyed) await write(piece);
}

const BOTH_UNREACHABLE = { plain: "unreachable", streamed: "unreachable" } as const;
const BOTH_SERVED = { plain: "served", streamed: "served" } as const;
const BREAKS = { plain: "unreachable", streamed: "in-band unreachable" } as const;
const TYPE_JSON = { type: "application/json" };

/** An error status whose body does not come as announced. */
const status = (code: number, then: (line: Line) => Promise<void> | void): Fault["act"] => {
  const whole = JSON.stringify({ error: { message: "The sluice is closed", type: "x", code: null } });
  const answer = { ...TYPE_JSON, beginning: whole.slice(0, 12), rest: "" };
  return () => async (line) => {
    await line.write(head(answer, sized(whole, 500), `${code} No`) + answer.beginning);
    await then(line);
  };
};

export const faults: readonly Fault[] = [
  {
    id: "refused",
    title: "Nobody listens",
    ...BOTH_UNREACHABLE,
    origin: closedOrigin,
    act: () => never,
  },
  {
    id: "unresolved",
    title: "The host has no address",
    ...BOTH_UNREACHABLE,
    // A label longer than DNS allows fails everywhere at once, and asks nobody.
    origin: () => `http://${"n".repeat(64)}.invalid`,
    act: () => never,
  },
  {
    id: "no-tls",
    title: "The server speaks plain text to a TLS client",
    ...BOTH_UNREACHABLE,
    origin: ({ origin }) => origin.replace("http:", "https:"),
    act: () => never,
  },
  {
    id: "reset-before-headers",
    title: "The connection is reset before any header",
    ...BOTH_UNREACHABLE,
    act: () => (line) => void line.socket.resetAndDestroy(),
  },
  {
    id: "closed-before-headers",
    title: "The connection is closed before any header",
    ...BOTH_UNREACHABLE,
    act: saying(() => ""),
  },
  {
    id: "closed-within-headers",
    title: "The connection is closed in the middle of the headers",
    ...BOTH_UNREACHABLE,
    act: saying((answer) => head(answer).slice(0, 30)),
  },
  {
    id: "other-protocol",
    title: "The server speaks another protocol",
    ...BOTH_UNREACHABLE,
    act: saying(() => "SSH-2.0-OpenSSH_9.6\r\n"),
  },
  {
    id: "malformed-headers",
    title: "A header line is none",
    ...BOTH_UNREACHABLE,
    act: saying((answer) => `HTTP/1.1 200 OK\r\nno colon here\r\n${head(answer)}`),
  },
  {
    id: "two-lengths",
    title: "Two headers claim different lengths",
    ...BOTH_UNREACHABLE,
    act: saying((answer) => head(answer, "content-length: 5\r\ncontent-length: 6") + answer.beginning),
  },
  {
    id: "huge-headers",
    title: "The headers never seem to end",
    ...BOTH_UNREACHABLE,
    act: saying((answer) => head(answer, `x-filler: ${"a".repeat(300_000)}`) + answer.beginning),
  },
  {
    id: "switching-protocols",
    title: "The server switches protocols, which nobody asked for",
    ...BOTH_UNREACHABLE,
    act: saying(
      () => "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    ),
  },
  {
    id: "reset-within-body",
    title: "The connection is reset inside the body",
    ...BREAKS,
    act: halfway(
      () => "transfer-encoding: chunked",
      (line) => void line.socket.resetAndDestroy(),
    ),
  },
  {
    id: "short-body",
    title: "The body is shorter than its content-length",
    ...BREAKS,
    act: halfway(
      ({ beginning }) => sized(beginning, 500),
      (line) => void line.socket.end(),
    ),
  },
  {
    id: "cut-chunk",
    title: "The connection is closed inside a chunk",
    ...BREAKS,
    act: halfway(
      () => "transfer-encoding: chunked",
      (line) => void line.socket.end("ffff\r\n"),
    ),
  },
  {
    id: "no-last-chunk",
    title: "The connection is closed without the last chunk",
    ...BREAKS,
    act: halfway(
      () => "transfer-encoding: chunked",
      (line) => void line.socket.end(),
    ),
  },
  {
    id: "bad-chunk-size",
    title: "A chunk has no size",
    ...BREAKS,
    act: halfway(
      () => "transfer-encoding: chunked",
      (line) => void line.socket.end("zz\r\n"),
    ),
  },
  {
    id: "clean-early-end",
    title: "The answer ends early, cleanly and without a word",
    plain: "unusable",
    streamed: "in-band unusable",
    act: halfway(
      () => "connection: close",
      (line) => void line.socket.end(),
    ),
  },
  {
    id: "stall-before-headers",
    title: "Nothing comes",
    plain: "timeout",
    streamed: "timeout",
    stalls: true,
    act: () => never,
  },
  {
    id: "stall-after-headers",
    title: "Nothing comes after the headers",
    plain: "timeout",
    streamed: "timeout",
    stalls: true,
    act: (answer) => async (line) => {
      await line.write(head(answer));
    },
  },
  {
    id: "stall-within-body",
    title: "Nothing comes after the beginning of the body",
    plain: "timeout",
    streamed: "in-band timeout",
    stalls: true,
    act: halfway(() => "connection: close", never),
  },
  {
    id: "slow-drip",
    title: "Headers and body come byte by byte",
    ...BOTH_SERVED,
    act: (answer) => async (line) => {
      const { beginning, rest } = answer;
      for (const byte of Buffer.from(head(answer) + beginning + rest, "latin1"))
        await line.write(Uint8Array.of(byte));
      line.socket.end();
    },
  },
  {
    id: "http-1.0",
    title: "The server speaks HTTP/1.0",
    ...BOTH_SERVED,
    act: saying((answer) => (head(answer) + answer.beginning + answer.rest).replace("HTTP/1.1", "HTTP/1.0")),
  },
  {
    id: "informational",
    title: "Informational answers come before the real one",
    ...BOTH_SERVED,
    act: saying(
      (answer) =>
        `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n${head(answer)}${answer.beginning}${answer.rest}`,
    ),
  },
  {
    id: "two-answers",
    title: "A second answer follows that nobody asked for",
    ...BOTH_SERVED,
    act: saying((answer) => {
      const body = answer.beginning + answer.rest;
      const forged = body.replace("The tide", "A forgery");
      const length = (text: string) => `content-length: ${text.length}`;
      return head(answer, length(body)) + body + head(answer, length(forged)) + forged;
    }),
  },
  {
    id: "redirect",
    title: "The server redirects to another host",
    plain: 502,
    streamed: 502,
    act: (answer, elsewhere) => async (line) => {
      await line.write(head(answer, `location: ${elsewhere.origin}/\r\n${sized("")}`, "307 Moved"));
      line.socket.end();
    },
  },
  {
    id: "cut-gzip",
    title: "A compressed body is cut short",
    plain: "unusable",
    streamed: "in-band unusable",
    act: saying((answer) => {
      const packed = gzipSync(Buffer.from(answer.beginning, "latin1"), {
        finishFlush: constants.Z_SYNC_FLUSH,
      });
      return Buffer.concat([
        Buffer.from(head(answer, "content-encoding: gzip\r\nconnection: close")),
        packed,
      ]);
    }),
  },
  {
    id: "false-gzip",
    title: "A body is not compressed as it says",
    // Node 20's fetch never ends such a body; only the idle limit does.
    plain: "unreachable or timeout",
    streamed: "unreachable or timeout",
    stalls: true,
    act: saying((answer) => head(answer, "content-encoding: gzip\r\nconnection: close") + answer.beginning),
  },
  {
    id: "endless-body",
    title: "The body has no end, and the stream no line end",
    plain: "unusable",
    streamed: "unusable",
    act: (answer) => async (line) => {
      await line.write(`${head(answer)}data: `);
      await flood(line, "a".repeat(1 << 16));
    },
  },
  {
    id: "no-content",
    title: "204 where an answer is due",
    plain: "unusable",
    streamed: "unusable",
    act: saying((answer) => head(answer, "connection: close", "204 No Content")),
  },
  {
    id: "400-cut",
    title: "A 400 whose body is cut short is still that 400",
    plain: 400,
    streamed: 400,
    act: status(400, (line) => void line.socket.end()),
  },
  {
    id: "429-stalled",
    title: "A 429 whose body never comes is still that 429, at the limit",
    plain: 429,
    streamed: 429,
    stalls: true,
    act: status(429, never),
  },
  {
    id: "422-endless",
    title: "A 422 whose body has no end is still that 422",
    plain: 422,
    streamed: 422,
    act: () => async (line) => {
      await line.write(head({ ...TYPE_JSON, beginning: "", rest: "" }, "connection: close", "422 No"));
      await flood(line, "a".repeat(1 << 16));
    },
  },
];
