/** Admission on sockets: what waits and leaves, and that nobody keeps a place for ever. */
import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createGateway } from "../app.ts";
import { createListener } from "../listener.ts";
import { DEFAULT_LIMITS, type GatewayParts } from "../parts.ts";
import { gateway, good, JSON_TYPE, OPENAI, SSE_TYPE, STREAM } from "../testing/gateway.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const limits = (concurrent: number, queued: number): GatewayParts["limits"] => ({
  ...DEFAULT_LIMITS,
  admission: {
    ...DEFAULT_LIMITS.admission,
    concurrent,
    perTenant: concurrent,
    queued,
    queuedPerTenant: queued,
    queueMs: 1000,
  },
});

/** A provider that answers once it is told to, and a gateway on a socket before it. */
async function listening(concurrent: number, queued: number) {
  const waiting: (() => void)[] = [];
  const send: GatewayParts["transport"]["send"] = async (outbound) => {
    const streams = Buffer.from(outbound.body).includes('"stream":true');
    await new Promise<void>((resolve) => waiting.push(resolve));
    const body = (async function* () {
      for (const chunk of streams ? STREAM : [JSON.stringify(good)]) yield Buffer.from(chunk);
    })();
    return { status: 200, headers: new Headers(streams ? SSE_TYPE : JSON_TYPE), body };
  };
  const { parts, lines, records } = gateway([], {
    parts: { transport: { send }, limits: limits(concurrent, queued) },
  });
  const app = createGateway(parts);
  const server = createListener(parts, (incoming) => app.fetch(incoming));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const ask = (more: object = {}): ClientRequest => {
    const headers = { ...JSON_TYPE, authorization: "Bearer gateway-key" };
    const call = request({ host: "127.0.0.1", port, path: "/v1/chat/completions", method: "POST", headers });
    call.on("error", () => {});
    call.end(JSON.stringify({ model: OPENAI, messages: [{ role: "user", content: "x" }], ...more }));
    return call;
  };
  const health = async () => (await fetch(`http://127.0.0.1:${port}/health`)).status;
  const cancelled = () => [...records.all()].filter(({ outcome }) => outcome === "cancelled").length;
  return { ask, waiting, lines, health, cancelled };
}

async function answerOf(call: ClientRequest) {
  const [response] = await once(call, "response");
  let text = "";
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, retryAfter: response.headers["retry-after"], text };
}

/** Turns of the event loop until something is so; a test that waits in vain times out. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

test("of more requests than places and queue take, the rest are 503 with Retry-After and /health answers", async () => {
  const { ask, waiting, lines, health } = await listening(3, 2);
  const answers = Array.from({ length: 12 }, (_, i) => answerOf(ask({ stream: i % 2 === 0 })));
  const statuses: number[] = [];
  for (const answer of answers) void answer.then(({ status }) => statuses.push(status));
  await until(() => statuses.length === 7);
  expect(statuses).toEqual(Array(7).fill(503));
  expect(waiting).toHaveLength(3);
  expect(await health()).toBe(200);
  for (let answered = 0; answered < 5; answered++) {
    await until(() => waiting.length > 0);
    waiting.shift()?.();
  }
  const all = await Promise.all(answers);
  expect(all.filter(({ status }) => status === 200)).toHaveLength(5);
  const refused = all.filter(({ status }) => status === 503);
  expect(new Set(refused.map(({ retryAfter }) => retryAfter))).toEqual(new Set(["2"]));
  expect(lines.filter((line) => line.startsWith("warn overloaded "))).toHaveLength(7);
});

test("a caller who leaves the queue or the call gives the place to the next one", async () => {
  const { ask, waiting, cancelled } = await listening(1, 1);
  const first = ask();
  await until(() => waiting.length === 1);
  const second = ask();
  expect((await answerOf(ask())).status).toBe(503);
  second.destroy();
  await until(() => cancelled() === 1);
  const third = answerOf(ask());
  first.destroy();
  waiting.shift()?.();
  await until(() => waiting.length === 1);
  waiting.shift()?.();
  expect((await third).status).toBe(200);
});
