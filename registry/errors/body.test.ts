import { describe, expect, test } from "vitest";
import { isErrorOnly, readErrorText } from "./body.ts";

const messageOf = (body: unknown) =>
  readErrorText(typeof body === "string" ? body : JSON.stringify(body)).message;

describe("the message of an error body", () => {
  test.each([
    ["an object", { error: { message: "Shut" } }],
    ["a string", { error: "Shut" }],
    ["a detail", { detail: "Shut" }],
    ["an object in detail", { detail: { error: "Shut" } }],
    ["a fault of an API proxy", { fault: { faultstring: "Shut", detail: { errorcode: "steps.oauth.v2" } } }],
    ["a message in detail", { detail: { message: "Shut" } }],
    ["a message at the top", { message: "Shut" }],
    ["a list", [{ error: { message: "Shut" } }]],
    ["JSON text", '"Shut"'],
    ["plain text", "  Shut\n"],
    ["an event", 'event: error\ndata: {"error":{"message":"Shut"}}\n\n'],
    ["an event with text", "event: error\ndata: Shut\n\n"],
    ["an error in an error", { error: { error: { message: "Shut" } } }],
  ])("is found in %s", (_name, body) => expect(messageOf(body)).toBe("Shut"));

  test.each([
    ["nothing", ""],
    ["white space", " \n"],
    ["a page", "<!DOCTYPE html><html></html>"],
    ["a page in JSON", { error: { message: "<html><body>502</body></html>" } }],
    ["a page after a word", "upstream said <html><body>502</body></html>"],
    ["half a document", '{"error":{"mess'],
    ["a number", "42"],
    ["null", "null"],
    ["an empty message", { error: { message: "" } }],
    ["an object for a message", { error: { message: {} } }],
    ["an empty list", []],
  ])("is absent in %s", (_name, body) => expect(messageOf(body)).toBeNull());

  test("keeps a sentence that quotes a tag", () => {
    expect(messageOf({ error: { message: "the tag <function=get> is not closed" } })).toContain(
      "<function=get>",
    );
  });

  test("names every place of a validation list, and the first as param", () => {
    const detail = [
      { loc: ["body", "messages", 0], msg: "too short", type: "value_error" },
      { loc: ["body", "stop"], msg: "too long", type: "value_error" },
    ];
    const read = readErrorText(JSON.stringify({ detail }));
    expect(read).toMatchObject({ message: "messages.0: too short; stop: too long", param: "messages.0" });
  });
});

test.each([
  [{ code: 429 }, 429],
  [{ code: "503" }, 503],
  [{ status_code: 404 }, 404],
  [{ status: 401 }, 401],
  [{ code: 200 }, null],
  [{ code: "model_not_found" }, null],
])("a status inside the body %j is %j", (error, status) => {
  expect(readErrorText(JSON.stringify({ error })).status).toBe(status);
});

test("a wait is read from Google's error details", () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.QuotaFailure" }, { retryDelay: "34s" }];
  expect(readErrorText(JSON.stringify([{ error: { code: 429, details } }])).retryDelay).toBe("34s");
  expect(readErrorText(JSON.stringify({ error: { details: "soon" } })).retryDelay).toBeNull();
});

test.each([
  [[{ error: "x" }], true],
  [{ choices: [{ finish_reason: "error", error: { code: 429 } }] }, true],
  [{ choices: [{ finish_reason: "error" }] }, false],
  [[], false],
  [{ error: "x" }, true],
  [{ detail: "x" }, true],
  [{ error: {}, choices: [] }, true],
  [{ error: null, choices: [{}] }, false],
  [{ error: "x", choices: [{}] }, false],
  [{}, false],
  [null, false],
  ["x", false],
])("%j is only an error: %j", (body, expected) => expect(isErrorOnly(body)).toBe(expected));
