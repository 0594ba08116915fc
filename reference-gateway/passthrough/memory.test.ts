/** Bodies of any size pass without being held (PRX-01). */
import { once } from "node:events";
import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { openPassthrough } from "./testing/gateway.ts";
import { openStandIn } from "./testing/stand-in.ts";

const MEGABYTE = 1024 * 1024;
const SIZE = 200 * MEGABYTE;
/** Far below the body, far above what buffers of sockets hold. */
const MOST = 80 * MEGABYTE;

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function* generated(): Generator<Buffer> {
  const chunk = Buffer.alloc(256 * 1024, "x");
  for (let sent = 0; sent < SIZE; sent += chunk.byteLength) yield chunk;
}

test("passes 200 MB in both directions in constant memory", async () => {
  const target = await openStandIn((incoming, outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/json" });
    // What comes in goes out: 200 MB each way at the same time.
    void pipeline(incoming, outgoing);
  });
  const gateway = await openPassthrough(target);
  const asking = request({
    host: "127.0.0.1",
    port: gateway.port,
    method: "POST",
    path: "/v1/chat/completions",
    agent: false,
    headers: {
      "helicone-auth": "Bearer gateway-key",
      "helicone-target-url": "https://api.openai.com",
      "content-type": "application/json",
    },
  });
  collect();
  const before = process.memoryUsage().rss;
  let most = 0;
  let received = 0;
  const sending = pipeline(Readable.from(generated(), { objectMode: false }), asking);
  const [answer] = await once(asking, "response");
  for await (const chunk of answer) {
    received += chunk.length;
    if (received % (8 * MEGABYTE) < chunk.length) most = Math.max(most, process.memoryUsage().rss - before);
  }
  await sending;
  expect(received).toBe(SIZE);
  expect(most).toBeLessThan(MOST);
  await gateway.close();
  await target.close();
});
