/** Requests that are HTTP and still nothing that a route can read, on real sockets. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../server.ts";
import { testParts } from "../testing/parts.ts";
import { MAX_HEADERS } from "./broken-request.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(testParts().parts, { host: "127.0.0.1", port: 0 });
});
afterAll(() => server.close());

/** Sends these lines and reads until the connection ends. */
function exchange(...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () =>
      socket.write(`${lines.join("\r\n")}\r\n\r\n`),
    );
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `x-${i}: 1`);
const CLOSE = "Connection: close";

describe("a request that no route can read is answered in the envelope", () => {
  test.each<[string, string[], number, string]>([
    ["an empty Host", ["GET /health HTTP/1.1", "Host: "], 400, "invalid_host"],
    ["a Host that is none", ["GET /health HTTP/1.1", "Host: a b"], 400, "invalid_host"],
    ["a Host with a path", ["GET /health HTTP/1.1", "Host: a/b"], 400, "invalid_host"],
    ["a port beyond the last", ["GET /health HTTP/1.1", "Host: a:99999"], 400, "invalid_host"],
    ["an asterisk", ["OPTIONS * HTTP/1.1", "Host: a"], 400, "invalid_target"],
    [
      "a port beyond the last in the target",
      ["GET http://a:99999/ HTTP/1.1", "Host: a"],
      400,
      "invalid_target",
    ],
    ["a backslash behind the scheme", ["GET http://\\a/ HTTP/1.1", "Host: a"], 400, "malformed_request"],
    [
      "an unknown expectation",
      ["GET /health HTTP/1.1", "Host: a", "Expect: 200-ok"],
      417,
      "unknown_expectation",
    ],
    ["too many headers", ["GET /health HTTP/1.1", "Host: a", ...many(MAX_HEADERS)], 431, "too_many_headers"],
    [
      "a Host behind very many headers",
      ["GET /health HTTP/1.1", ...many(1300), "Host: a"],
      431,
      "too_many_headers",
    ],
  ])("%s", async (_what, lines, status, code) => {
    const text = await exchange(...lines, CLOSE);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    const { error } = JSON.parse(body);
    expect(error.code).toBe(code);
    expect(head.toLowerCase()).toContain(`helicone-id: ${error.request_id}`);
  });

  test("as many headers as are read are served", async () => {
    const text = await exchange("GET /health HTTP/1.1", "Host: a:8787", ...many(MAX_HEADERS - 2), CLOSE);
    expect(text).toContain("HTTP/1.1 200 OK");
  });
});
