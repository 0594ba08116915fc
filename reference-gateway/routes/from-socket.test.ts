/** Requests for models on real connections: the same answers as in process, and what becomes of bodies that nobody reads. */
import { once } from "node:events";
import { Agent, type IncomingMessage, type RequestOptions, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createGateway } from "../app.ts";
import { createListener } from "../listener.ts";
import { DEFAULT_LIMITS, type GatewayParts } from "../parts.ts";
import { gateway, good, JSON_TYPE, OPENAI } from "../testing/gateway.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const PATH = "/v1/chat/completions";
const HEADERS = { ...JSON_TYPE, authorization: "Bearer gateway-key" };
const BODY = JSON.stringify({ model: OPENAI, messages: [{ role: "user", content: "x" }] });

/** A gateway on a socket; whatever is not answered there goes to `fetch`, which is counted. */
async function listening(answers: number, parts: Partial<GatewayParts> = {}) {
  const made = gateway(
    Array.from({ length: answers }, () => ({ chunks: [JSON.stringify(good)] })),
    { parts },
  );
  const app = createGateway(made.parts);
  let fetched = 0;
  const server = createListener(made.parts, (asked) => {
    fetched += 1;
    return app.fetch(asked);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  closing.push(
    () => agent.destroy(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const ask = async (options: RequestOptions = {}, pieces: readonly string[] = [BODY]) => {
    const call = request({
      host: "127.0.0.1",
      port,
      agent,
      path: PATH,
      method: "POST",
      headers: HEADERS,
      ...options,
    });
    call.on("error", () => {});
    if (pieces.length === 1) call.end(pieces[0]);
    else for (const piece of [...pieces, null]) piece === null ? call.end() : call.write(piece);
    const [answer]: [IncomingMessage] = (await once(call, "response")) as [IncomingMessage];
    let text = "";
    for await (const chunk of answer) text += chunk;
    return { status: answer.statusCode, headers: answer.headers, text };
  };
  return { ...made, app, ask, fetched: () => fetched };
}

test("answers on the socket what it answers in process, past the routes of the web", async () => {
  const { app, ask, fetched } = await listening(2);
  const here = await app.request(PATH, { method: "POST", headers: HEADERS, body: BODY });
  const there = await ask();
  expect(there.text).toBe(await here.text());
  expect(there.status).toBe(here.status);
  const own = (headers: Iterable<[string, unknown]>) =>
    [...headers]
      .filter(
        ([name]) => !["helicone-id", "date", "connection", "keep-alive", "content-length"].includes(name),
      )
      .map(([name, value]) => `${name}: ${value}`)
      .sort();
  expect(own(Object.entries(there.headers))).toEqual(own(here.headers));
  expect(there.headers["content-length"]).toBe(String(Buffer.byteLength(there.text)));
  expect(fetched()).toBe(0);
});

test("reads a path with a query, and leaves other spellings and methods to the other routes", async () => {
  const { ask, fetched } = await listening(2);
  expect((await ask({ path: `${PATH}?api-version=1` })).status).toBe(200);
  expect(fetched()).toBe(0);
  expect((await ask({ path: "/v1/ch%61t/completions" })).status).toBe(200);
  expect((await ask({ method: "GET" }, [""])).status).toBe(405);
  expect(fetched()).toBe(2);
});

test("tells a caller who is not known so, leaves no record, and a line in the log", async () => {
  const { ask, records, lines } = await listening(0);
  const { status, headers, text } = await ask({ headers: { ...HEADERS, authorization: "Bearer nobody" } });
  expect([status, JSON.parse(text).error.code]).toEqual([401, "invalid_gateway_key"]);
  expect(headers["cache-control"]).toBe("no-store");
  expect(records.all()).toEqual([]);
  const told = lines.filter((line) => line.startsWith("info request "));
  expect(told.map((line) => JSON.parse(line.slice("info request ".length)))).toMatchObject([
    { method: "POST", path: PATH, status: 401 },
  ]);
});

test("refuses a body in chunks that is too large, and serves the next request of the connection", async () => {
  const limits = { ...DEFAULT_LIMITS, maxBodyBytes: BODY.length };
  const { ask } = await listening(1, { limits });
  expect((await ask({}, [BODY, " ", " ".repeat(100_000)])).status).toBe(413);
  expect((await ask()).status).toBe(200);
});

test("keeps the id that its caller chose", async () => {
  const { ask, records } = await listening(1);
  const id = "8D2C1B64-7C0E-4B3E-9B52-2E6A1F0C9D11";
  const { headers } = await ask({ headers: { ...HEADERS, "helicone-request-id": id } });
  expect(headers["helicone-id"]).toBe(id.toLowerCase());
  expect(records.all()).toMatchObject([{ id: id.toLowerCase() }]);
});

test("answers 500 where a part of its own throws before there is an id, and goes on", async () => {
  let calls = 0;
  const uuid = (): string => {
    calls += 1;
    if (calls === 1) throw new Error("no id");
    return "7f1b8a52-0000-4000-8000-00000000000a";
  };
  const { ask, lines } = await listening(1, { ids: { uuid } });
  expect(await ask()).toMatchObject({ status: 500 });
  expect(lines.join("\n")).toContain("gateway.fault");
  expect(await ask()).toMatchObject({ status: 200 });
});
