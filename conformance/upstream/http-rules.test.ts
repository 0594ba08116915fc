import { describe, expect, test } from "vitest";
import { httpFaults } from "./http-rules.ts";

const asked = (headers: [string, string][], body = '{"tide":"ébb"}') => ({
  method: "POST",
  url: "https://api.example.com/v1/messages",
  body,
  headers: new Headers([["content-type", "application/json"], ...headers]),
});

describe("a request as HTTP", () => {
  test.each<[string, [string, string][]]>([
    ["nothing more", []],
    [
      "its own host and length",
      [
        ["host", "api.example.com"],
        ["content-length", "15"],
      ],
    ],
    ["a loopback host", [["host", "127.0.0.1:4100"]]],
    ["a connection that stays", [["connection", "keep-alive"]]],
    ["no encoding", [["content-encoding", "identity"]]],
  ])("has no fault with %s", (_what, headers) => {
    expect(httpFaults(asked(headers))).toEqual([]);
  });

  test.each<[string, [string, string][], string]>([
    ["a length in characters", [["content-length", "14"]], "content-length is 14, the body has 15 bytes"],
    [
      "an encoding that is not there",
      [["content-encoding", "gzip"]],
      "content-encoding is gzip, the body is plain JSON",
    ],
    [
      "another host",
      [["host", "api.example.org"]],
      "host is api.example.org, the connection is to api.example.com",
    ],
    ["two types", [["content-type", "text/plain"]], "content-type is sent more than once"],
    ["a header that is the connection's", [["connection", "keep-alive, x-tide"]], "connection names x-tide"],
    ["trailers", [["te", "trailers"]], "te is of another connection"],
  ])("has a fault with %s", (_what, headers, fault) => {
    expect(httpFaults(asked(headers))).toEqual([fault]);
  });

  test("has a fault with two ways to end its body", () => {
    const both = asked([
      ["content-length", "15"],
      ["transfer-encoding", "chunked"],
    ]);
    expect(httpFaults(both)).toEqual(["content-length and transfer-encoding are both there"]);
  });

  test("says nothing of a body that is no JSON", () => {
    expect(httpFaults(asked([["content-length", "3"]], "\ufffd\ufffd"))).toEqual([]);
  });
});
