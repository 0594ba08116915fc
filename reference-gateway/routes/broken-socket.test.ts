/** Broken requests as the server reports them, on sockets that tell what was done to them. */
import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { answerBrokenRequests } from "./broken-request.ts";

class FakeSocket extends EventEmitter {
  writable = true;
  bytesWritten = 0;
  readonly done: string[] = [];
  text = "";
  end(text: string): void {
    this.text = text;
    this.done.push("end");
  }
  resume(): void {
    this.done.push("resume");
  }
  destroy(): void {
    this.done.push("destroy");
  }
}

function broken(code: string | null, own: Partial<FakeSocket> = {}, uuid = (): string => "id-1"): FakeSocket {
  const server = new EventEmitter();
  answerBrokenRequests(server as never, { uuid });
  const socket = Object.assign(new FakeSocket(), own);
  server.emit("clientError", Object.assign(new Error("broken"), code === null ? {} : { code }), socket);
  return socket;
}

test.each<[string | null, string, object]>([
  [
    "HPE_HEADER_OVERFLOW",
    "431 Request Header Fields Too Large",
    { code: "headers_too_large", message: "The headers are larger than the gateway reads" },
  ],
  [
    "ERR_HTTP_REQUEST_TIMEOUT",
    "408 Request Timeout",
    { code: "request_timeout", message: "The request did not arrive in time" },
  ],
  ["HPE_INVALID", "400 Bad Request", { code: "malformed_request", message: "The request is not valid HTTP" }],
  [null, "400 Bad Request", { code: "malformed_request" }],
])("%s is %s, whole, and the connection closes", (code, status, error) => {
  const { text, done } = broken(code);
  const [head = "", body = ""] = text.split("\r\n\r\n");
  expect(head.split("\r\n")).toEqual([
    `HTTP/1.1 ${status}`,
    "helicone-id: id-1",
    "cache-control: no-store",
    "content-type: application/json",
    `content-length: ${body.length}`,
    "connection: close",
  ]);
  expect(JSON.parse(body).error).toMatchObject(error);
  expect(done).toEqual(["end", "resume"]);
});

test.each([{ writable: false }, { bytesWritten: 1 }])("a connection that is %j is only closed", (own) => {
  expect(broken("HPE_INVALID", own).done).toEqual(["destroy"]);
});

test("a fault while answering closes the connection", () => {
  const failing = () => {
    throw new Error("no more ids");
  };
  expect(broken("HPE_INVALID", {}, failing).done).toEqual(["destroy"]);
});

test("what still comes is thrown away, but not for ever", () => {
  const socket = broken("HPE_INVALID");
  const half = Buffer.alloc(8 * 1024 * 1024);
  socket.emit("data", half);
  socket.emit("data", half);
  expect(socket.done).toEqual(["end", "resume"]);
  socket.emit("data", Buffer.alloc(1));
  expect(socket.done).toEqual(["end", "resume", "destroy"]);
});
