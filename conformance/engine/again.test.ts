import { describe, expect, test } from "vitest";
import { changedAgain } from "./again.ts";

const URL = "https://provider.example/v1/chat/completions";

const call = (body: Record<string, string>, headers: Record<string, string> = {}, url = URL) => ({
  url,
  headers: new Headers({ "content-type": "application/json", authorization: "Bearer k", ...headers }),
  body: JSON.stringify(body),
  json: body,
});

const fields = (...calls: Parameters<typeof changedAgain>[0]) =>
  changedAgain(calls).map(({ field }) => field);

describe("a call that is made again", () => {
  const first = call({ model: "m", seed: "1" });

  test("is the first one whole, body and headers", () => {
    expect(fields(first, call({ model: "m", seed: "1" }))).toEqual([]);
    expect(fields(first, call({ model: "m" }))).toEqual(["again.body"]);
    expect(fields(first, call({ seed: "1", model: "m" }))).toEqual(["again.body"]);
    expect(fields(first, call({ model: "m", seed: "1" }, { "x-beta": "b" }))).toEqual(["again.headers"]);
  });

  test("is told from a call for another model, by another key, or to another address", () => {
    expect(fields(first, call({ model: "n" }))).toEqual([]);
    expect(fields(first, call({ model: "m" }, { authorization: "Bearer l" }))).toEqual([]);
    expect(fields(first, call({ model: "m" }, {}, `${URL}/other`))).toEqual([]);
  });

  test("may be signed anew, at another time", () => {
    const signed = (signature: string, time: string) =>
      call(
        { model: "m" },
        { authorization: `AWS4 Credential=a, Signature=${signature}`, "x-amz-date": time },
      );
    expect(fields(signed("0a", "1"), signed("0b", "2"))).toEqual([]);
  });

  test("is looked at each time, however many there are", () => {
    expect(fields(first, call({ model: "m", seed: "1" }), call({ model: "m", seed: "2" }))).toEqual([
      "again.body",
    ]);
  });
});
