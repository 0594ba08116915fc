/** A host that closes a kept connection while the gateway is busy, at the moment before the next call (ERR-07). */
import { once } from "node:events";
import { stat } from "node:fs";
import { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { readText } from "./timeout.ts";
import { systemDispatcher, undiciTransport } from "./undici.ts";

/**
 * Answers each request; what is in the shared memory tells it when to close the first connection. It runs beside this
 * thread, whose loop stands still meanwhile.
 */
const HOST = `
const { createServer } = require("node:net");
const { parentPort, workerData } = require("node:worker_threads");
const state = new Int32Array(workerData);
let connections = 0;
let first = null;
const server = createServer((socket) => {
  connections += 1;
  first ??= socket;
  socket.on("error", () => {});
  socket.on("data", () => socket.write("HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n" + connections));
});
parentPort.on("message", () => {
  Atomics.wait(state, 0, 0, 10000);
  first.end(() => {
    Atomics.store(state, 1, 1);
    Atomics.notify(state, 1);
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

test("sends a call on a connection of its own when the host closed the kept one while the gateway was busy", async () => {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const host = new Worker(HOST, { eval: true, workerData: state.buffer });
  const dispatcher = systemDispatcher();
  open.push(
    () => dispatcher.destroy(),
    () => host.terminate(),
  );
  const [port] = await once(host, "message");
  const transport = undiciTransport(dispatcher);
  const send = async (): Promise<string | null> => {
    const url = `http://127.0.0.1:${port}/v1`;
    const body = new Uint8Array([123, 125]);
    const sent = transport.send({ method: "POST", url, headers: [], body }, new AbortController().signal);
    return readText((await sent).body, 10);
  };
  /** Until the connection is back in the pool. */
  const kept = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(await send()).toBe("1");
  await kept();
  expect(await send()).toBe("1");
  await kept();
  host.postMessage("close");
  const answer = await new Promise<string | null>((resolve, reject) => {
    // As a request's body arrives: among events that were fetched before the connection is closed.
    stat(".", () => {
      Atomics.store(state, 0, 1);
      Atomics.notify(state, 0);
      // As busy as with a large body, until the host has closed the connection.
      Atomics.wait(state, 1, 0, 10_000);
      send().then(resolve, reject);
    });
  });
  expect(answer).toBe("2");
});
