/**
 * Hostile bytes on the gateway's own socket (SEC-02, ERR-08): 4xx in the envelope, nothing upstream, and the next
 * request works.
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type Reply, readReply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { RawClient, requestText } from "../../upstream/raw-client.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { faultsOf } from "../errors/judge.ts";

const PATH = "/v1/chat/completions";

/** A raw answer, read like any other. */
async function replyOf(text: string): Promise<Reply> {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = new Headers(lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]));
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 599);
  headers.delete("content-length");
  return readReply(new Response(rest.join("\r\n\r\n"), { status, headers }));
}

/** What is sent, and whether a strict server may still serve it. */
type Attack = [name: string, bytes: string | Uint8Array, mayServe: boolean];

function attacks(context: CaseContext): Attack[] {
  const body = JSON.stringify(ask(pinned(context.endpoint())));
  const usual = {
    "content-type": "application/json",
    "helicone-auth": `Bearer ${canaries.gatewayKey.a}`,
    connection: "close",
  };
  const withHeader = (line: string | Uint8Array): Uint8Array => {
    const [head = "", ...rest] = requestText(PATH, usual, body).split("\r\n\r\n");
    return Buffer.concat([
      Buffer.from(`${head}\r\n`),
      Buffer.from(line),
      Buffer.from(`\r\n\r\n${rest.join("")}`),
    ]);
  };
  const plain = requestText(PATH, usual, body);
  const smuggled = requestText(PATH, { ...usual, "x-evil": "1" }, body);
  return [
    ["nul", withHeader("x-a: a\u0000b"), false],
    ["bare-cr", withHeader("x-a: a\rx-evil: 1"), false],
    ["blank-in-name", withHeader("x a: b"), false],
    ["no-colon", withHeader("just words"), false],
    ["no-name", withHeader(": b"), false],
    ["control-in-name", withHeader("x\u0001a: b"), false],
    ["non-latin-1", withHeader(Buffer.from("x-a: łódź 🚤", "utf8")), true],
    ["high-bytes", withHeader(Buffer.from([0x78, 0x2d, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0x80])), true],
    ["high-bytes-in-id", withHeader(Buffer.from("helicone-request-id: \u00e9\u00ff", "latin1")), true],
    ["megabyte", withHeader(`x-a: ${"a".repeat(1 << 20)}`), false],
    ["many", withHeader(Array.from({ length: 3_000 }, (_, i) => `x-${i}: ${i}`).join("\r\n")), false],
    ["two-lengths", withHeader("content-length: 1"), false],
    ["length-and-chunks", withHeader("transfer-encoding: chunked"), false],
    ["unknown-coding", plain.replace(/content-length: \d+/, "transfer-encoding: cow"), false],
    ["chunk-size", plain.replace(/content-length: \d+/, "transfer-encoding: chunked"), false],
    ["negative-length", plain.replace(/content-length: \d+/, "content-length: -1"), false],
    ["no-method", `/ ${plain.slice(5)}`, false],
    ["other-protocol", "EHLO mail.example\r\n\r\n", false],
    ["no-version", `POST ${PATH}\r\n\r\n`, false],
    ["smuggled-in-path", `POST ${PATH}\r\nx-evil: 1 HTTP/1.1\r\nhost: a\r\n\r\n${smuggled}`, false],
  ];
}

export const socketCases: readonly Case[] = [
  {
    id: "security.socket.hostile-bytes",
    area: "security",
    title: "Bytes that are no HTTP, or headers that want to be more than one, are refused in the envelope",
    why: "whatever a parser lets through is a request that nobody meant",
    requirements: ["SEC-02", "ERR-08"],
    run: async (context) => {
      const session = await context.open();
      const origin = await session.gateway.listen();
      session.answer(simulated(context));
      await session.send(ask(pinned(context.endpoint())));
      const usual = [...(session.received[0]?.headers ?? [])].map(([header]) => header);
      for (const [name, bytes, mayServe] of context.sample(attacks(context))) {
        session.answer(simulated(context));
        const client = await RawClient.open(origin);
        client.say(bytes);
        const text = await client.readAll();
        client.leave();
        session.note("a raw response", text);
        const reply = await replyOf(text);
        const served = mayServe && reply.status === 200;
        const refused = reply.status >= 400 && reply.status < 500;
        context.check.that("ERR-08", `${name}.status`, served || refused, {
          expected: mayServe ? "200 or 4xx" : "4xx",
          seen: text.slice(0, 200),
        });
        const faults = served ? [] : faultsOf(reply.json, reply.headers.get("helicone-id"));
        context.check.equal("ERR-08", `${name}.envelope`, faults, []);
        const calls = session.received.length;
        context.check.equal("SEC-02", `${name}.calls`, calls, served ? 1 : 0);
        const passed = session.received
          .flatMap(({ headers }) => [...headers])
          .filter(([header]) => /^x-/.test(header) && !usual.includes(header));
        context.check.equal("SEC-02", `${name}.no-header-passed`, passed, []);
        session.answer(simulated(context));
        const next = await session.send(ask(pinned(context.endpoint())));
        context.check.equal("ERR-08", `${name}.next-works`, next.status, 200);
        context.count(1);
      }
    },
  },
];
