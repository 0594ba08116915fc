/** What passes between caller and target, byte for byte (PRX-01, PRX-02, PRX-08). */
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPassthrough } from "./testing/gateway.ts";
import { openStandIn, type StandIn } from "./testing/stand-in.ts";

let target: StandIn;
let gateway: Awaited<ReturnType<typeof openPassthrough>>;

beforeEach(async () => {
  target = await openStandIn();
  gateway = await openPassthrough(target);
});
afterEach(async () => {
  await gateway.close();
  await target.close();
});

const CALL = {
  host: "127.0.0.1",
  headers: { "helicone-auth": "Bearer gateway-key", "helicone-target-url": "https://api.openai.com" },
};

const sent = () => {
  const [request] = target.arrived;
  if (!request) throw new Error("nothing arrived");
  return request;
};
const fieldsOf = (raw: string[]) => raw.flatMap((_, i) => (i % 2 === 0 ? [`${raw[i]}: ${raw[i + 1]}`] : []));

describe("the request", () => {
  test.each([
    "/v1//chat/../completions",
    "/%2e%2e/%2E%2E/x",
    "/a/./b/..",
    "//evil.example/x",
    "/v2/publish/https://example.com/a?b=1&b=2&c",
    "/x?",
    "/x?a=%20&b=+&c=%C3%A4",
    "/x#fragment",
    "/%",
    "/a;b=c,d?e=[1]&f={}|^`",
    "/model/us.amazon.nova%3A0/converse",
  ])("has the path %s byte for byte", async (path) => {
    await gateway.ask({ path });
    expect(sent().url).toBe(path);
  });

  test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "SEARCH"])(
    "has the method %s and its body",
    async (method) => {
      const body = Buffer.from([0, 1, 2, 255, 254, 13, 10, 0]);
      await gateway.ask({ method, path: "/x", body, headers: { "content-length": String(body.byteLength) } });
      expect(sent()).toMatchObject({ method, body });
    },
  );

  test("passes HEAD without a body, and its length", async () => {
    target.answer((_incoming, outgoing) => outgoing.writeHead(200, { "content-length": "1234" }).end());
    const got = await gateway.ask({ method: "HEAD", path: "/x" });
    expect(got).toMatchObject({ status: 200, headers: { "content-length": "1234" } });
    expect(got.body).toHaveLength(0);
  });

  test("keeps names, order and number of fields, and leaves out what does not travel", async () => {
    const socket = connect(gateway.port, "127.0.0.1");
    socket.write(
      [
        "POST /x HTTP/1.1",
        "Host: gateway.example",
        "Helicone-Auth: Bearer gateway-key",
        "HELICONE-Target-URL: https://api.openai.com",
        "Helicone-Property-Boat: Tide",
        "helicone-target-provider: OpenAI",
        "X-Twice: 1",
        "Authorization: Bearer provider-key",
        "x-twice: 2",
        "api-key: another",
        "Connection: close, X-Hop",
        "X-Hop: gone",
        "Keep-Alive: timeout=5",
        "TE: trailers",
        "Proxy-Authorization: Basic eA==",
        "Proxy-Connection: close",
        "Upgrade: h2c",
        "Cookie: a=b",
        "Accept-Encoding: br, zstd",
        "X-Latin: caf\u00e9",
        "Content-Length: 2",
        "",
        "{}",
      ].join("\r\n"),
      "latin1",
    );
    await once(socket, "close", { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    expect(fieldsOf(sent().rawHeaders)).toEqual([
      "Host: api.openai.com",
      "X-Twice: 1",
      "Authorization: Bearer provider-key",
      "x-twice: 2",
      "api-key: another",
      "Cookie: a=b",
      "Accept-Encoding: br, zstd",
      "X-Latin: caf\u00e9",
      "Content-Length: 2",
      "Connection: keep-alive",
    ]);
  });

  test.each(["authorization", "x-api-key", "api-key", "x-goog-api-key", "x-anything"])(
    "never carries the gateway key, here in %s",
    async (name) => {
      await gateway.ask({ path: "/x", headers: { [name]: "Bearer gateway-key" } });
      expect(sent().rawHeaders.join("\n")).not.toContain("gateway-key");
    },
  );

  test("has trailers where the caller sends some", async () => {
    const asking = request({
      host: "127.0.0.1",
      port: gateway.port,
      method: "POST",
      path: "/x",
      agent: false,
      headers: {
        "helicone-auth": "Bearer gateway-key",
        "helicone-target-url": "https://api.openai.com",
        trailer: "X-Sum",
      },
    });
    asking.write("a");
    asking.addTrailers({ "X-Sum": "1" });
    asking.end("b");
    const [answer] = await once(asking, "response");
    answer.resume();
    await once(answer, "end");
    expect(sent()).toMatchObject({ body: Buffer.from("ab"), trailers: ["X-Sum", "1"] });
  });

  test("waits for the gateway's word where the caller expects one, and arrives whole", async () => {
    const asking = request({
      host: "127.0.0.1",
      port: gateway.port,
      method: "POST",
      path: "/x",
      agent: false,
      headers: {
        "helicone-auth": "Bearer gateway-key",
        "helicone-target-url": "https://api.openai.com",
        expect: "100-continue",
        "content-length": "5",
      },
    });
    asking.flushHeaders();
    await once(asking, "continue");
    asking.end("hello");
    const [answer] = await once(asking, "response");
    answer.resume();
    await once(answer, "end");
    expect(sent().body.toString()).toBe("hello");
    expect(sent().rawHeaders.join()).not.toMatch(/expect/i);
  });
});

describe("the answer", () => {
  test.each([200, 201, 202, 204, 206, 301, 302, 304, 307, 308, 400, 401, 404, 418, 429, 451, 500, 503, 529])(
    "has the status %i, and redirects are not followed",
    async (status) => {
      target.answer((_incoming, outgoing) =>
        outgoing.writeHead(status, { location: "https://evil.example/", "retry-after": "34" }).end(),
      );
      const got = await gateway.ask({ path: "/x" });
      expect(got).toMatchObject({
        status,
        headers: { location: "https://evil.example/", "retry-after": "34" },
      });
      expect(target.connected).toHaveLength(1);
      expect(got.headers["content-type"]).toBeUndefined();
    },
  );

  test("keeps its fields, and has the gateway's id beside them", async () => {
    target.answer((_incoming, outgoing) => {
      outgoing.sendDate = false;
      outgoing.writeHead(200, "Fine", [
        "X-Request-Id",
        "req_1",
        "Set-Cookie",
        "a=1",
        "Set-Cookie",
        "b=2",
        "Cache-Control",
        "max-age=9",
        "Connection",
        "X-Hop",
        "X-Hop",
        "gone",
        "Helicone-Id",
        "not this one",
        "Content-Length",
        "2",
      ]);
      outgoing.end("ok");
    });
    const got = await gateway.ask({ path: "/x" });
    const fields = fieldsOf(got.rawHeaders);
    expect(fields.slice(0, 5)).toEqual([
      "X-Request-Id: req_1",
      "Set-Cookie: a=1",
      "Set-Cookie: b=2",
      "Cache-Control: max-age=9",
      "Content-Length: 2",
    ]);
    expect(got.headers["helicone-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(got.headers.vary).toBe("Helicone-Auth, Helicone-Target-Url");
    expect(got.headers["x-hop"]).toBeUndefined();
    expect(got.headers.date).toBeUndefined();
  });

  test("keeps a compressed body compressed", async () => {
    const body = gzipSync("a long text, a long text, a long text");
    target.answer((_incoming, outgoing) => outgoing.writeHead(200, { "content-encoding": "gzip" }).end(body));
    const got = await gateway.ask({ path: "/x" });
    expect(got.body).toEqual(body);
    expect(got.headers["content-encoding"]).toBe("gzip");
  });

  test("has trailers where the target sends some", async () => {
    target.answer((_incoming, outgoing) => {
      outgoing.writeHead(200, { trailer: "X-Sum" });
      outgoing.write("ab");
      outgoing.addTrailers({ "X-Sum": "2" });
      outgoing.end();
    });
    const got = await gateway.ask({ path: "/x" });
    expect(got.trailers).toEqual({ "x-sum": "2" });
    expect(got.headers.trailer).toBe("X-Sum");
  });

  test("comes chunk by chunk, as the target sends it", async () => {
    let finish = () => {};
    target.answer((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.write("data: 1\n\n");
      finish = () => outgoing.end("data: 2\n\n");
    });
    const asking = request({
      host: "127.0.0.1",
      port: gateway.port,
      path: "/x",
      agent: false,
      headers: { "helicone-auth": "Bearer gateway-key", "helicone-target-url": "https://api.openai.com" },
    }).end();
    const [answer] = await once(asking, "response");
    const [first] = await once(answer, "data");
    expect(String(first)).toBe("data: 1\n\n");
    finish();
    const [second] = await once(answer, "data");
    expect(String(second)).toBe("data: 2\n\n");
  });

  test("has its head at the caller before the target has sent a byte of the body", async () => {
    let finish = () => {};
    target.answer((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      finish = () => outgoing.end("data: 1\n\n");
    });
    const asking = request({ ...CALL, port: gateway.port, path: "/x", agent: false }).end();
    const [answer] = await once(asking, "response");
    expect(answer.headers["content-type"]).toBe("text/event-stream");
    finish();
    const [first] = await once(answer, "data");
    expect(String(first)).toBe("data: 1\n\n");
  });

  test("leaves in one packet where head and body come in one", async () => {
    target.answer((_incoming, outgoing) =>
      outgoing.writeHead(200, { "content-length": "2", "x-head": "1" }).end("ok"),
    );
    const socket = connect(gateway.port, "127.0.0.1");
    const head = Object.entries(CALL.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /x HTTP/1.1\r\nhost: gateway\r\n${head.join("")}\r\n`);
    const [first] = await once(socket, "data");
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*x-head: 1\r\n.*\r\n\r\nok$/s);
    socket.destroy();
  });

  test("that breaks off breaks off for the caller too, and the record says so", async () => {
    target.answer((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-length": "100" });
      outgoing.write("half");
      setImmediate(() => outgoing.destroy());
    });
    const got = await gateway.ask({ path: "/x" });
    expect(got).toMatchObject({ status: 200, broken: true });
    expect(gateway.records.all()[0]).toMatchObject({ outcome: "failed", error: { code: "upstream_broken" } });
  });

  test("that comes before the whole request was read is given to the caller", async () => {
    await target.close();
    target = await openStandIn((incoming, outgoing) => {
      outgoing.writeHead(413, { connection: "close" }).end("too large");
      incoming.destroy();
    });
    await gateway.close();
    gateway = await openPassthrough(target);
    const asking = request({
      host: "127.0.0.1",
      port: gateway.port,
      method: "POST",
      path: "/x",
      agent: false,
      headers: { "helicone-auth": "Bearer gateway-key", "helicone-target-url": "https://api.openai.com" },
    });
    asking.on("error", () => {});
    asking.write("never ends");
    const [answer] = await once(asking, "response");
    expect(answer.statusCode).toBe(413);
    asking.destroy();
    await gateway.parts.background.idle();
  });
});

test("a caller who leaves ends the call at the target", async () => {
  let gone: Promise<unknown> = Promise.resolve();
  target.answer((_incoming, outgoing) => {
    gone = once(outgoing, "close");
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.write("data: 1\n\n");
  });
  const asking = request({
    host: "127.0.0.1",
    port: gateway.port,
    path: "/x",
    agent: false,
    headers: { "helicone-auth": "Bearer gateway-key", "helicone-target-url": "https://api.openai.com" },
  }).end();
  asking.on("error", () => {});
  const [answer] = await once(asking, "response");
  await once(answer, "data");
  asking.destroy();
  await gone;
  await gateway.parts.background.idle();
  expect(gateway.records.all()[0]).toMatchObject({ outcome: "cancelled", route: "passthrough" });
});
