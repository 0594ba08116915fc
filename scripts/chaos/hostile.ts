/**
 * Hostile inputs as bytes on a socket: broken heads, bodies that cost more than they weigh, text that breaks parsers. Drawn
 * from a seed.
 * @module
 */
import fc from "fast-check";
import { MODEL } from "./callers.ts";

export interface Hostile {
  /** What kind of input it is, for the report. */
  kind: string;
  /** Made when they are sent: a thousand of them at once are hundreds of megabytes. */
  bytes(): Buffer;
  /** Does the caller end its side at once, since the input promises more than it sends? */
  isCut: boolean;
}

const PATHS = [
  "/v1/chat/completions",
  "/v1/messages",
  "/v1/embeddings",
  "/v1/messages/count_tokens",
  "/v1/responses",
] as const;
const AUTH = "Authorization: Bearer chaos-key\r\nanthropic-version: 2023-06-01\r\nConnection: close\r\n";
const USER = '{"role":"user","content":"x"}';

const chat = (more: string): string => `{"model":"${MODEL}","messages":[${USER}],${more}}`;
const messages = (list: string): string => `{"model":"${MODEL}","max_tokens":9,"messages":${list}}`;
const call = (args: string): string =>
  messages(
    `[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"${args}"}}]}]`,
  );
const media = (url: string): string =>
  messages(`[{"role":"user","content":[{"type":"image_url","image_url":{"url":"${url}"}}]}]`);

/** Bodies by kind; `n` is how often what is hostile is repeated. */
const BODIES: Readonly<Record<string, (n: number) => string | Buffer>> = {
  "zeros as messages": (n) => messages(`[${"0,".repeat(n)}0]`),
  "zeros as tools": (n) => chat(`"tools":[${"0,".repeat(n)}0]`),
  "zeros as stop": (n) => chat(`"stop":[${"0,".repeat(n)}0]`),
  "empty objects": (n) => chat(`"metadata":[${"{},".repeat(n)}{}]`),
  "many keys": (n) => chat(Array.from({ length: Math.min(n, 50_000) }, (_, i) => `"k${i}":0`).join(",")),
  "open brackets": (n) => messages("[".repeat(n)),
  "nested objects": (n) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`,
  "nested arguments": (n) => call("[".repeat(n)),
  "arguments of zeros": (n) => call(`[${"0,".repeat(n)}0]`),
  "a lone surrogate": () => `{"model":"\\ud800/groq","messages":[${USER}]}`,
  "a step up": () => `{"model":"../../groq","messages":[${USER}]}`,
  "a long model": (n) => `{"model":"${"x/".repeat(n)}","messages":[${USER}]}`,
  "prototype keys": () => chat('"__proto__":{"stream":true},"constructor":{"prototype":{}}'),
  "an absurd number": () => chat('"max_tokens":1e308,"n":-1,"temperature":1e400'),
  "not UTF-8": (n) => Buffer.alloc(Math.min(n, 100_000), 0xfe),
  zeroes: (n) => "\u0000".repeat(n),
  "a private picture": () => media("http://169.254.169.254/latest/meta-data"),
  "a picture of no place": () => media("file:///etc/passwd"),
  "a large text": (n) => messages(`[{"role":"user","content":"${"\\u00e9".repeat(n)}"}]`),
  "like a key": (n) => messages(`[{"role":"user","content":"${"-eyJa".repeat(n)}"}]`),
  nothing: () => "",
};

const HEADS: Readonly<Record<string, (path: string, n: number) => string>> = {
  "no host": (path) => `GET ${path} HTTP/1.1\r\n${AUTH}\r\n`,
  "two hosts": (path) => `GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n${AUTH}\r\n`,
  "a bad host": (path) => `GET ${path} HTTP/1.1\r\nHost: a b\\c:99999\r\n${AUTH}\r\n`,
  "a star": () => `OPTIONS * HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`,
  "a backslash": (path) => `GET \\..\\${path} HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`,
  "a far address": (path) => `GET http://evil.example:99999${path} HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`,
  "an expectation": (path) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nContent-Length: 2\r\n${AUTH}\r\n{}`,
  "many headers": (path, n) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\n${AUTH}${Array.from({ length: Math.min(n, 3_000) }, (_, i) => `a${i}: 1\r\n`).join("")}\r\n`,
  "a long header": (path, n) => `GET ${path} HTTP/1.1\r\nHost: x\r\nx: ${"y".repeat(n)}\r\n${AUTH}\r\n`,
  "both lengths": (path) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n${AUTH}\r\n0\r\n\r\n`,
  "two lengths": (path) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n${AUTH}\r\nabcdef`,
  "a negative length": (path) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n${AUTH}\r\n`,
  "a chunk of no number": (path) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n${AUTH}\r\nzz\r\n\r\n`,
  "another protocol": () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "a folded header": (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nx: 1\r\n  2\r\n${AUTH}\r\n`,
  "a space before the colon": (path) => `GET ${path} HTTP/1.1\r\nHost : x\r\n${AUTH}\r\n`,
  "a zero in a header": (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nx: \u0000\r\n${AUTH}\r\n`,
  noise: (_path, n) => "\u0016\u0003\u0001".repeat(Math.min(n, 1_000)),
};

/** Most repeated thing of a body, so that a thousand inputs take seconds. */
const MANY = [1, 100, 5_000, 20_000, 300_000] as const;

const withHead = (path: string, body: Buffer, length: number): Buffer => {
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${AUTH}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
};

const body: fc.Arbitrary<Hostile> = fc
  .record({
    kind: fc.constantFrom(...Object.keys(BODIES)),
    n: fc.constantFrom(...MANY),
    path: fc.constantFrom(...PATHS),
    // One in eight says that more comes than does.
    isCut: fc.nat({ max: 7 }).map((drawn) => drawn === 0),
  })
  .map(({ kind, n, path, isCut }) => {
    const bytes = (): Buffer => {
      const content = Buffer.from(BODIES[kind]?.(n) ?? "");
      return withHead(path, content, content.length + (isCut ? 100 : 0));
    };
    return { kind, isCut, bytes };
  });

const head: fc.Arbitrary<Hostile> = fc
  .record({
    kind: fc.constantFrom(...Object.keys(HEADS)),
    n: fc.constantFrom(...MANY),
    path: fc.constantFrom(...PATHS),
  })
  .map(({ kind, n, path }) => ({
    kind,
    isCut: true,
    bytes: () => Buffer.from(HEADS[kind]?.(path, n) ?? "", "latin1"),
  }));

/** So many inputs of a seed; the same ones every time. */
export const hostileInputs = (seed: number, count: number): Hostile[] =>
  fc.sample(fc.oneof({ weight: 2, arbitrary: body }, { weight: 1, arbitrary: head }), {
    seed,
    numRuns: count,
  });

/** Every kind there is. */
export const HOSTILE_KINDS: readonly string[] = [...Object.keys(BODIES), ...Object.keys(HEADS)];
