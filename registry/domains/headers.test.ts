import { describe, expect, test } from "vitest";
import { type HeaderFields, requestFields, responseFields } from "./headers.ts";

const ask = (fields: HeaderFields, method = "POST") =>
  requestFields(fields, { method, authority: "api.openai.com", gatewayKey: "gateway-key" });

describe("requestFields", () => {
  test("gives the target its own Host first, whatever the caller's was", () => {
    expect(
      ask(
        [
          ["Host", "gateway"],
          ["HOST", "other"],
        ],
        "GET",
      ),
    ).toEqual([["Host", "api.openai.com"]]);
  });

  test("leaves out the gateway's fields in any case, and whatever holds its key", () => {
    const fields: HeaderFields = [
      ["Helicone-Auth", "Bearer gateway-key"],
      ["HELICONE-PROPERTY-X", "1"],
      ["x-key", "gateway-key"],
      ["Authorization", "Bearer provider-key, Bearer gateway-key"],
      ["X-Helicone", "stays: only names that begin with it are the gateway's"],
    ];
    expect(ask(fields, "GET").map(([name]) => name)).toEqual(["Host", "X-Helicone"]);
  });

  test("leaves out what Connection names, in any case and every Connection field", () => {
    const fields: HeaderFields = [
      ["Connection", "x-one, X-TWO"],
      ["X-One", "1"],
      ["connection", "X-Three"],
      ["x-two", "2"],
      ["X-THREE", "3"],
      ["X-Four", "4"],
    ];
    expect(ask(fields, "GET").map(([name]) => name)).toEqual(["Host", "X-Four"]);
  });

  test.each([
    [[["Content-Length", "7"]], "POST", [["Content-Length", "7"]]],
    [[["Transfer-Encoding", "chunked"]], "POST", [["Transfer-Encoding", "chunked"]]],
    [[["Transfer-Encoding", "chunked"]], "DELETE", [["Transfer-Encoding", "chunked"]]],
    [[], "POST", [["Content-Length", "0"]]],
    [[], "PROPFIND", [["Content-Length", "0"]]],
    [[], "GET", []],
    [[], "DELETE", []],
    [[["Content-Length", "2"]], "GET", [["Content-Length", "2"]]],
  ] as [HeaderFields, string, HeaderFields][])("delimits the body of %j by %s", (fields, method, framing) => {
    expect(ask(fields, method).slice(1)).toEqual(framing);
  });
});

describe("responseFields", () => {
  test("keeps everything that is end to end, lengths and encodings too, and puts its own in place of theirs", () => {
    const fields: HeaderFields = [
      ["Content-Length", "3"],
      ["Content-Encoding", "br"],
      ["Transfer-Encoding", "chunked"],
      ["Trailer", "X-Sum"],
      ["helicone-id", "theirs"],
      ["Connection", "close, X-Hop"],
      ["X-Hop", "1"],
    ];
    expect(responseFields(fields, [["Helicone-Id", "ours"]])).toEqual([
      ["Content-Length", "3"],
      ["Content-Encoding", "br"],
      ["Trailer", "X-Sum"],
      ["Vary", "Helicone-Auth, Helicone-Target-Url"],
      ["Helicone-Id", "ours"],
    ]);
  });
});
