import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { createListener, type ListenerOptions } from "./listener.ts";
import { BEGUN_PER_TURN } from "./pace.ts";
import { DEFAULT_LIMITS } from "./parts.ts";
import { testParts } from "./testing/parts.ts";

const REQUESTS = 200;
const REQUEST = "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n";

/** Sends requests in one packet, and counts how many of them are begun before the loop turns. */
async function mostBegunInATurn(options: ListenerOptions = {}): Promise<number> {
  const { parts } = testParts();
  let inTurn = 0;
  let most = 0;
  let begun = 0;
  const fetch = (): Response => {
    begun += 1;
    inTurn += 1;
    most = Math.max(most, inTurn);
    if (inTurn === 1)
      setImmediate(() => {
        inTurn = 0;
      });
    return new Response("ok");
  };
  const server = createListener(parts, fetch, options);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  try {
    socket.write(REQUEST.repeat(REQUESTS));
    let answers = 0;
    for await (const part of socket) {
      answers += String(part).split("HTTP/1.1 200").length - 1;
      if (answers === REQUESTS) break;
    }
    expect(begun).toBe(REQUESTS);
    return most;
  } finally {
    socket.destroy();
    server.close();
  }
}

// The loop turns between what this turn still begins and what the next one does, so two turns can count as one.
const BOUND = 2 * BEGUN_PER_TURN;

test("begins a few of the requests that came in one packet in each turn of the loop, and answers all", async () => {
  expect(await mostBegunInATurn()).toBeLessThanOrEqual(BOUND);
});

test("would begin them all at once without the pace", async () => {
  expect(await mostBegunInATurn({ pace: (work) => work() })).toBeGreaterThan(BOUND);
});

test("cuts the connection of a caller who takes nothing more of an answer that is all written", async () => {
  const { parts } = testParts({ limits: { ...DEFAULT_LIMITS, writeStallMs: 100 } });
  const server = createListener(parts, () => new Response(Buffer.alloc(32 * 1024 * 1024)));
  const connected = once(server, "connection");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const caller = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  caller.on("error", () => {});
  caller.write(REQUEST);
  const [socket] = await connected;
  await new Promise((resolve) => socket.once("close", resolve));
  caller.destroy();
  server.close();
});

test("leaves a connection open between two requests for as long as it may be idle", async () => {
  const { parts } = testParts();
  const server = createListener(parts, () => new Response("ok"));
  const idle: number[] = [];
  server.timeout = 9_000;
  server.keepAliveTimeout = 3_000;
  server.on("request", ({ socket }) => idle.push(socket.timeout ?? 0));
  const connected = once(server, "connection");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const caller = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [socket] = await connected;
  for (let request = 0; request < 2; request++) {
    caller.write(REQUEST);
    await once(caller, "data");
    while (socket.timeout === 9_000) await new Promise(setImmediate);
  }
  expect(idle).toEqual([9_000, 9_000]);
  caller.destroy();
  server.close();
});
