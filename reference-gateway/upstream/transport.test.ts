import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { untilQuiet } from "../testing/until-quiet.ts";
import { networkError } from "./failure.ts";
import { fetchTransport } from "./fetch.ts";
import { readText } from "./timeout.ts";
import { systemDispatcher, undiciTransport } from "./undici.ts";

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listening(server: Pick<Server, "listen" | "address" | "close" | "once">): Promise<string> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server as Server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const answering = (listener: RequestListener): Promise<string> => listening(createServer(listener));

const wordsOf = async (work: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await work.then(
    () => expect.unreachable("the call should have failed"),
    (error: unknown) => error,
  );
  return networkError(thrown, "here", "Here").message;
};

const dispatcher = systemDispatcher();
afterAll(() => dispatcher.destroy());

describe.each([
  ["fetch", fetchTransport()],
  ["undici", undiciTransport(dispatcher)],
])("over %s", (_name, transport) => {
  const send = (url: string, signal = new AbortController().signal) =>
    transport.send({ method: "POST", url, headers: [], body: new Uint8Array([123, 125]) }, signal);

  test("a header that the request has is sent once, as it is", async () => {
    const seen: (string | undefined)[] = [];
    const url = await answering((request, response) => {
      seen.push(request.headers.accept, request.headers["user-agent"]);
      response.end();
    });
    const headers: [string, string][] = [
      ["accept", "application/json"],
      ["user-agent", "tide/1"],
    ];
    const body = new Uint8Array([123, 125]);
    await transport.send({ method: "POST", url, headers, body }, new AbortController().signal);
    expect(seen).toEqual(["application/json", "tide/1"]);
  });

  test("a refused connection is told as such", async () => {
    const url = await answering(() => {});
    const server = open.pop();
    await new Promise((closed) => (server as Server).close(closed));
    expect(await wordsOf(send(url))).toBe("Here refused the connection");
  });

  test("a connection that is reset before any header is told as such", async () => {
    const url = await listening(
      createSocketServer((socket) =>
        socket.once("data", () => socket.resetAndDestroy()),
      ) as unknown as Server,
    );
    expect(await wordsOf(send(url))).toBe("Here reset the connection");
  });

  test("a server that speaks something else than HTTP is unreachable, without its words", async () => {
    const url = await listening(
      createSocketServer((socket) => socket.end("secret banner\r\n\r\n")) as unknown as Server,
    );
    expect(await wordsOf(send(url))).toMatch(/^Here (?:could not be reached|closed the connection early)$/);
  });

  test("an answer that breaks off inside its body fails while it is read", async () => {
    const url = await answering((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    const { status, body } = await send(url);
    expect(status).toBe(200);
    expect(await wordsOf(readText(body, 1000))).toMatch(
      /^Here (?:closed the connection early|reset the connection)$/,
    );
  });

  test("a compressed body that lacks its end is what could be read of it", async () => {
    const whole = gzipSync("the tide goes out ".repeat(100));
    const url = await answering((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(whole.subarray(0, whole.length - 12));
    });
    expect(await readText((await send(url)).body, 10_000)).toMatch(/^the tide/);
  });

  test("a redirect is handed back, not followed", async () => {
    let calls = 0;
    const url = await answering((_request, response) => {
      calls++;
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect((await send(url)).status).toBe(307);
    expect(calls).toBe(1);
  });

  test("a compressed body arrives as text, an absent one as nothing", async () => {
    const url = await answering((request, response) => {
      if (request.url?.endsWith("/empty")) response.writeHead(204).end();
      else response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("tide"));
    });
    expect(await readText((await send(url)).body, 100)).toBe("tide");
    expect(await readText((await send(`${url}/empty`)).body, 100)).toBe("");
  });

  test("aborting ends a call that waits for its headers, with the reason given", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const url = await answering(() => controller.abort(reason));
    await expect(send(url, controller.signal)).rejects.toBe(reason);
  });

  test("a server that asks for nothing but says 100 first fails as a broken connection, and the next call works", async () => {
    let first = true;
    const url = await listening(
      createSocketServer((socket) =>
        socket.on("data", () => {
          const before = first ? "HTTP/1.1 100 Continue\r\n\r\n" : "";
          first = false;
          socket.write(`${before}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`);
        }),
      ) as unknown as Server,
    );
    expect(await wordsOf(send(url))).toBe("Here closed the connection early");
    expect(await readText((await send(url)).body, 100)).toBe("ok");
  });

  test("lets a server write no more than a little ahead of who reads it, and all of it to who reads on", async () => {
    const piece = Buffer.alloc(64 * 1024, 1);
    let written = 0;
    const url = await answering((_request, response) => {
      const write = (): void => {
        while (written < 64 * 1024 * 1024) {
          written += piece.byteLength;
          if (!response.write(piece)) return void response.once("drain", write);
        }
        response.end();
      };
      write();
    });
    const { body } = await send(url);
    // Until every buffer on the way is full.
    await untilQuiet(() => written);
    expect(written).toBeLessThan(32 * 1024 * 1024);
    let read = 0;
    for await (const chunk of body) read += chunk.byteLength;
    expect(read).toBe(64 * 1024 * 1024);
  });

  test.each(["identity", "gzip"])(
    "a body (%s) that is not read on frees its connection",
    async (encoding) => {
      let isClosed = () => {};
      const closed = new Promise<void>((resolve) => {
        isClosed = resolve;
      });
      const url = await answering((_request, response) => {
        response.once("close", isClosed);
        response.writeHead(200, { "content-encoding": encoding });
        const zip = createGzip();
        if (encoding === "gzip") {
          zip.pipe(response);
          zip.write("tide");
          zip.flush();
        } else response.write("tide");
      });
      const { body } = await send(url);
      for await (const chunk of body) {
        expect(Buffer.from(chunk).toString()).toBe("tide");
        break;
      }
      await closed;
    },
  );
});
