/** No target and no caller keeps a passed call for ever, and nothing of it is held without limit (PRX-01). */
import { once } from "node:events";
import { type ClientRequest, request, type ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { DEFAULT_BODY_POLICY, memoryBodies } from "../bodies/body-store.ts";
import { DEFAULT_LIMITS, type GatewayParts } from "../parts.ts";
import type { Stage } from "../stages/stage.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { type Asked, KEY, openPassthrough, TARGET } from "./testing/gateway.ts";
import { type Answering, openStandIn } from "./testing/stand-in.ts";

const KIB = 1024;
const turn = () => new Promise<void>(setImmediate);

let toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0).reverse()) await one.close();
  toClose = [];
});

async function open(raw?: Answering, parts: Partial<GatewayParts> = {}) {
  const clock = steppedClock();
  const target = await openStandIn(raw);
  const gateway = await openPassthrough(target, { parts: { clock, ...parts } });
  toClose.push(target, gateway);
  return { clock, target, gateway };
}

/** Waits until something no longer grows: then everybody waits for somebody. */
async function untilStill(count: () => number): Promise<void> {
  for (let same = 0, last = -1; same < 300; same = count() === last ? same + 1 : 0) {
    last = count();
    await turn();
  }
}

/** Writes for ever, as fast as it is taken. @returns how much was written, in bytes */
function writeForEver(outgoing: ServerResponse, piece: Buffer): () => number {
  let bytes = 0;
  const next = () => {
    while (!outgoing.destroyed) {
      bytes += piece.byteLength;
      if (!outgoing.write(piece)) return void outgoing.once("drain", next);
    }
  };
  next();
  return () => bytes;
}

function ask(port: number, { method = "GET", path = "/x", headers = {} }: Asked = {}): ClientRequest {
  const asking = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    agent: false,
    headers: { ...KEY, "helicone-target-url": TARGET, ...headers },
  });
  asking.on("error", () => {});
  return asking;
}

describe("a caller who does not read", () => {
  test("is cut at the limit: the call at the target ends, the record and the log say so", async () => {
    let written = () => 0;
    let gone: Promise<unknown> = Promise.resolve();
    const { clock, gateway } = await open((_incoming, outgoing) => {
      gone = once(outgoing, "close");
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      written = writeForEver(outgoing, Buffer.alloc(64 * KIB, "x"));
    });
    const [answer] = await once(ask(gateway.port).end(), "response");
    answer.on("error", () => {});
    await untilStill(() => written());
    clock.step(DEFAULT_LIMITS.writeStallMs - 1);
    await turn();
    expect(gateway.records.all()).toEqual([]);
    clock.step(1);
    await gone;
    await gateway.parts.background.idle();
    expect(gateway.records.all()).toMatchObject([{ outcome: "cancelled", route: "passthrough" }]);
    expect(gateway.lines.filter((line) => line.includes("caller.stalled"))).toHaveLength(1);
    expect(clock.waiting()).toBe(0);
  });
});

describe("an answer of the gateway's own", () => {
  const large: Stage = {
    name: "answers",
    before: async () => ({
      status: 200,
      headers: [],
      body: new Uint8Array(16 * 1024 * KIB),
      ending: { cached: true },
    }),
  };

  test("is cut at the limit where its caller does not read it, also a cached one", async () => {
    const seen: string[] = [];
    const after: Stage = { name: "after", after: async () => void seen.push("over") };
    const { clock, gateway } = await open(undefined, { stages: [after, large] });
    const asking = ask(gateway.port).end();
    const [answer] = await once(asking, "response");
    await untilStill(() => asking.socket?.bytesRead ?? 0);
    expect(seen).toEqual([]);
    const gone = new Promise((resolve) => answer.once("close", resolve));
    answer.on("error", () => {});
    clock.step(DEFAULT_LIMITS.writeStallMs);
    await gateway.parts.background.idle();
    answer.resume();
    await gone;
    expect([answer.complete, seen, clock.waiting()]).toEqual([false, ["over"], 0]);
  });
});

test.each([
  ["is asked of the cache", { "helicone-cache-enabled": "true" }, new Set<string>()],
  ["is stored", {}, new Set(["a"])],
])("a body that %s counts while it is held", async (_what, headers, tenants) => {
  const held: number[] = [];
  const look: Stage = { name: "look", arrive: async (inbound) => void held.push(inbound.heldBytes) };
  const bodies = { policy: { ...DEFAULT_BODY_POLICY, tenants }, store: memoryBodies() };
  const { gateway } = await open(undefined, { stages: [look], bodies });
  await gateway.ask({
    method: "POST",
    path: "/x",
    headers: { ...headers, "content-length": "5" },
    body: "12345",
  });
  expect(held).toEqual([5]);
});

describe("a target", () => {
  test("is given up with 504 where it takes no byte of the body", async () => {
    const { clock, gateway } = await open(() => {});
    const body = Buffer.alloc(9 * 1024 * KIB, "x");
    const asking = ask(gateway.port, { method: "POST", headers: { "content-length": String(body.length) } });
    const answered = once(asking, "response");
    asking.end(body);
    await untilStill(() => asking.socket?.bytesWritten ?? 0);
    clock.step(DEFAULT_LIMITS.idleTimeoutMs);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(504);
    asking.destroy();
    await gateway.parts.background.idle();
    expect(gateway.records.all()).toMatchObject([{ outcome: "failed", error: { code: "timeout" } }]);
    expect(clock.waiting()).toBe(0);
  });

  test.each([
    ["JSON", "application/json", DEFAULT_LIMITS.totalTimeoutMs, " "],
    ["comments", "text/event-stream", DEFAULT_LIMITS.streamTimeoutMs, ": keep-alive\n\n"],
  ])("that drips %s for ever is cut at the total limit", async (_what, type, limit, drop) => {
    let drip = () => {};
    let gone: Promise<unknown> = Promise.resolve();
    const { clock, gateway } = await open((_incoming, outgoing) => {
      gone = once(outgoing, "close");
      outgoing.writeHead(200, { "content-type": type });
      drip = () => void outgoing.write(drop);
      drip();
    });
    const [answer] = await once(ask(gateway.port).end(), "response");
    answer.on("error", () => {});
    let read = 0;
    answer.on("data", (part: Buffer) => {
      read += part.byteLength;
    });
    const steps = Math.ceil(limit / DEFAULT_LIMITS.idleTimeoutMs) + 1;
    for (let step = 1; step <= steps; step++) {
      while (read < step * drop.length) await turn();
      expect(gateway.records.all()).toEqual([]);
      clock.step(Math.ceil(limit / steps));
      drip();
    }
    await gone;
    await gateway.parts.background.idle();
    expect(gateway.records.all()).toMatchObject([{ outcome: "failed", error: { code: "upstream_broken" } }]);
    expect(clock.waiting()).toBe(0);
  });

  test.each([
    ["a status that is none", "HTTP/1.1 000 Nothing\r\ncontent-length: 0\r\n\r\n"],
    ["a status line with control characters", "HTTP/1.1 200 O\u0001K\r\ncontent-length: 9\r\n\r\n"],
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["a change of protocol", "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"],
    ["headers without end", `HTTP/1.1 200 OK\r\n${"a: b\r\n".repeat(20_000)}`],
    ["a long header", `HTTP/1.1 200 OK\r\na: ${"b".repeat(100_000)}\r\n\r\n`],
  ])("that answers with %s is a 502, and its connection is closed", async (_what, bytes) => {
    let gone: Promise<unknown> = Promise.resolve();
    const { gateway } = await open(({ socket }) => {
      gone = new Promise((resolve) => socket.once("close", resolve));
      socket.on("error", () => {});
      socket.write(bytes, "latin1");
    });
    const [answer] = await once(ask(gateway.port).end(), "response");
    answer.resume();
    expect(answer.statusCode).toBe(502);
    await gone;
    await gateway.parts.background.idle();
    expect(gateway.records.all()).toMatchObject([{ outcome: "failed" }]);
    expect(gateway.lines.filter((line) => line.includes("gateway.fault"))).toEqual([]);
  });

  test("is cut off where it sends trailers without end", async () => {
    const { gateway } = await open(({ socket }) => {
      socket.on("error", () => {});
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n");
      socket.write("a: b\r\n".repeat(100_000));
    });
    const [answer] = await once(ask(gateway.port).end(), "response");
    answer.on("error", () => {});
    answer.resume();
    await new Promise((resolve) => answer.once("close", resolve));
    await gateway.parts.background.idle();
    expect([answer.complete, gateway.records.all().map(({ outcome }) => outcome)]).toEqual([
      false,
      ["failed"],
    ]);
  });
});
