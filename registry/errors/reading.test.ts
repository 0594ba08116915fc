import { describe, expect, test } from "vitest";
import type { Json } from "../json.ts";
import { envelope, errorForMode, gatewayError, scrub } from "./api-error.ts";
import { isErrorOnly, MAX_MESSAGE, readErrorJson, readErrorText } from "./body.ts";
import { meaningOf } from "./meaning.ts";
import { retryAfterSeconds } from "./retry-after.ts";

const NOTHING = { message: null, code: null, type: null, param: null, retryDelay: null, status: null };

describe("an error body of any shape", () => {
  test.each([
    ["nothing", ""],
    ["a list of nothing", "[]"],
    ["a number for an error", '{"error":7}'],
    ["a number for a detail", '{"detail":7}'],
    ["a page that ends in a tag", "<p>Bad gateway"],
  ])("has no field for %s", (_name, text) => {
    expect(readErrorText(text)).toEqual(NOTHING);
  });

  test("a sentence is told without the blanks around it", () => {
    expect(readErrorJson({ error: { message: "  Shut \n" } }).message).toBe("Shut");
  });

  test("a sentence with a bracket in it is no half document", () => {
    expect(readErrorText("Field [0] is wrong").message).toBe("Field [0] is wrong");
  });

  test("a sentence that only mentions data is no event", () => {
    expect(readErrorText("No such event: gone\nsee data: none").message).toBe(
      "No such event: gone\nsee data: none",
    );
  });

  test("an event's data is read to the end of its line, with a blank before it or without", () => {
    expect(readErrorText("event: error\ndata:Shut\nid: 1").message).toBe("Shut");
    expect(readErrorText("event: error\nnote: no data: here\ndata: Shut").message).toBe("Shut");
    expect(readErrorText("event: error\nid: 1").message).toBe("event: error\nid: 1");
  });

  test.each([
    [{ code: 400 }, 400],
    [{ code: 599 }, 599],
    [{ code: 600 }, null],
    [{ code: 399 }, null],
    [{ code: 400.5 }, null],
    [{ status: true }, null],
    [{ status: [429] }, null],
  ])("%j states the status %j", (error, status) => {
    expect(readErrorJson({ error }).status).toBe(status);
  });

  test.each([
    [{ code: 400, reason: "badRequest" }, "badRequest"],
    [{ code: 400 }, "400"],
    [{ code: "quota", reason: "other" }, "quota"],
    [{ reason: "other" }, null],
  ])("%j has the code %j", (error, code) => {
    expect(readErrorJson({ error }).code).toBe(code);
  });

  test("type and param are told as they stand", () => {
    const error = { type: "wrong", param: "stop", message: "Too long" };
    expect(readErrorJson({ error })).toMatchObject(error);
  });

  test("Google's details may hold what is no object", () => {
    const details = [null, "later", { reason: "x" }, { retryDelay: "3s" }];
    expect(readErrorJson({ error: { details } }).retryDelay).toBe("3s");
  });
});

describe("what a relay tells", () => {
  const relayed = (metadata: Json, message: Json = "Provider returned error") =>
    readErrorJson({ error: { message, metadata } }).message;

  test.each<[string, Json]>([
    ["as text", '{"error":{"message":"Busy"}}'],
    ["as an object", { error: { message: "Busy" } }],
    ["as a sentence", "Busy"],
  ])("names who failed and its words, %s", (_name, raw) => {
    expect(relayed({ provider_name: "Harbour", raw })).toBe("Provider returned error (Harbour: Busy)");
    expect(relayed({ provider_name: "Harbour", raw }, null)).toBe("Harbour: Busy");
    expect(relayed({ raw })).toBe("Provider returned error (Busy)");
  });

  test("is only the name where there are no words, and nothing where there is neither", () => {
    expect(relayed({ provider_name: "Harbour" })).toBe("Provider returned error (Harbour)");
    expect(relayed({})).toBe("Provider returned error");
    expect(relayed("none")).toBe("Provider returned error");
    expect(relayed({ provider_name: "Harbour", raw: "<html>" })).toBe("Provider returned error (Harbour)");
  });
});

describe("errors in an envelope", () => {
  test("are told by the first of them", () => {
    const body = { errors: [{ message: "Shut" }, { message: "Late" }] };
    expect(readErrorJson(body).message).toBe("Shut");
    expect(isErrorOnly(body)).toBe(true);
  });

  test("are none where the list is empty or no list", () => {
    for (const errors of [[], "none", null]) {
      expect(readErrorJson({ errors, message: "Shut" }).message).toBe("Shut");
      expect(isErrorOnly({ errors })).toBe(false);
    }
  });

  test("keep the code that stands beside a bare sentence", () => {
    expect(readErrorJson({ error: "Shut", code: "closed" })).toMatchObject({
      message: "Shut",
      code: "closed",
    });
  });

  test.each<Json>([7, true])("%j is no error and no detail, and is not stumbled over", (odd) => {
    expect(readErrorJson({ error: odd })).toEqual(NOTHING);
    expect(readErrorJson({ detail: odd })).toEqual(NOTHING);
  });

  test("a detail without any words has none", () => {
    expect(readErrorJson({ detail: {} })).toEqual(NOTHING);
  });

  test("a page behind blanks is a page", () => {
    expect(readErrorText(" \n<p>Bad gateway").message).toBeNull();
  });
});

describe("a validation list", () => {
  test("skips what is no object, and names a place only where there is one", () => {
    const detail = [
      "odd",
      { msg: "Too short", type: "value_error" },
      { loc: ["body", "stop"], msg: "Too long" },
    ];
    expect(readErrorJson({ detail })).toMatchObject({
      message: "Too short; stop: Too long",
      param: null,
      type: "value_error",
    });
  });

  test("of nothing says nothing", () => expect(readErrorJson({ detail: [] })).toEqual(NOTHING));
});

describe("a failed choice", () => {
  const failed = { choices: [{ finish_reason: "error", error: { code: 502, message: "Lost" } }] };

  test("is read like an error", () => {
    expect(readErrorJson(failed)).toMatchObject({ message: "Lost", status: 502 });
  });

  test("is one only where it says so: a choice that ended well beside a note is an answer", () => {
    expect(isErrorOnly({ choices: [{ finish_reason: "stop", error: { message: "note" } }] })).toBe(false);
  });
});

describe("a body that is only an error", () => {
  test.each([
    [{ object: "error", choices: [{}] }, true],
    [{ object: "chat.completion", choices: [{}] }, false],
    [{ error: null }, false],
    [{ code: "quota", message: "Gone" }, true],
    [{ code: "quota" }, false],
    [{ message: "Gone" }, false],
    [{ code: "quota", message: "Gone", choices: [] }, false],
    [[[]], false],
  ])("%j: %j", (body, expected) => expect(isErrorOnly(body)).toBe(expected));
});

describe("the caller's view", () => {
  const refused = gatewayError("authentication", "No such key");

  test("names the provider that refused our key, or says that it was one", () => {
    const named = { ...refused, provider: "groq" };
    expect(errorForMode(named, "ptb").message).toBe("groq refused the gateway's own credentials");
    expect(errorForMode(refused, "ptb").message).toBe("the provider refused the gateway's own credentials");
  });

  test("has the provider and each attempt, where there was one", () => {
    const attempt = { provider: "groq", mode: "ptb", status: 503, type: "overloaded_error", message: "Busy" };
    expect(envelope({ ...refused, provider: "groq" }, "id", [attempt])).toMatchObject({
      error: { provider: "groq", attempts: [attempt] },
    });
  });

  test("has a message of the greatest length whole, and a longer one cut with a mark", () => {
    const whole = "m".repeat(MAX_MESSAGE);
    expect(gatewayError("api", whole).message).toBe(whole);
    expect(gatewayError("api", `${whole}m`).message).toBe(`${"m".repeat(MAX_MESSAGE - 1)}…`);
  });

  test("hides a secret of four characters, and no shorter one", () => {
    expect(scrub("abcd abc", ["abcd"])).toBe("[redacted] abc");
    expect(scrub("abcd abc", ["abc"])).toBe("abcd abc");
  });
});

describe("waiting (ERR-05)", () => {
  const wait = (headers: Record<string, string>, more: { message?: string; limited?: boolean } = {}) =>
    retryAfterSeconds(new Headers(headers), { message: null, ...more }, 0);

  test("a limit that is used up is not one without a number, and not another header", () => {
    const reset = { "x-ratelimit-reset-tokens": "9s" };
    expect(wait({ ...reset, "x-ratelimit-remaining-tokens": "none" }, { limited: true })).toBeNull();
    expect(wait({ ...reset, "x-tokens-left": "0" }, { limited: true })).toBeNull();
    expect(wait({ ...reset, "x-ratelimit-remaining-tokens": "0" }, { limited: true })).toBe(9);
  });

  test("is not known where a used-up limit says no time", () => {
    expect(wait({ "x-ratelimit-remaining-tokens": "0" }, { limited: true })).toBeNull();
  });

  test("is read from the seconds where milliseconds are none", () => {
    expect(wait({ "retry-after-ms": "soon" })).toBeNull();
    expect(wait({ "retry-after-ms": "soon", "retry-after": "5" })).toBe(5);
  });

  test("of endless digits is none", () => {
    expect(wait({ "retry-after": "9".repeat(400) })).toBeNull();
  });
});

test("a message that is not there matches no wording", () => {
  const facts = { status: 400, code: null, type: null, message: null };
  const rule = { message: /./, meaning: "quota", evidence: "made up" } as const;
  expect(meaningOf(facts, [rule])).toBe("invalid_request");
});
