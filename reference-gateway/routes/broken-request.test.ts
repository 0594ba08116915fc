import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import type { Ids } from "../parts.ts";
import { answerBrokenRequests } from "./broken-request.ts";

const ids: Ids = { uuid: () => "00000000-0000-4000-8000-000000000001" };

async function said(bytes: string, source: Ids = ids): Promise<string> {
  const server = createServer((_request, response) => response.end("fine"));
  answerBrokenRequests(server, source);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.end(bytes);
  let text = "";
  for await (const chunk of socket) text += chunk;
  server.close();
  return text;
}

test.each([
  ["EHLO mail.example\r\n\r\n", 400, "malformed_request"],
  [`GET / HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(100_000)}\r\n\r\n`, 431, "headers_too_large"],
])("%j is %i in the envelope", async (bytes, status, code) => {
  const [head = "", body = ""] = (await said(bytes)).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain(`content-length: ${body.length}`);
  expect(JSON.parse(body).error).toMatchObject({ code, request_id: ids.uuid() });
});

test("a fault while answering closes the connection and nothing else", async () => {
  const failing: Ids = {
    uuid: () => {
      throw new Error("no more ids");
    },
  };
  expect(await said("EHLO mail.example\r\n\r\n", failing)).toBe("");
});
