import { describe, expect, test } from "vitest";
import { clientCodecs } from "../../registry/apis/index.ts";
import { openaiResponses } from "../../registry/apis/openai-responses/index.ts";
import { openRegistry } from "../../registry/index.ts";
import type { JsonObject } from "../../registry/json.ts";
import { testParts } from "../testing/parts.ts";
import { Refused } from "./http.ts";
import { passedHeaders, readRequest } from "./request.ts";

const { parts } = testParts();
const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };
const messages = [{ role: "user", content: "Where?" }];

const read = (body: JsonObject, headers: Record<string, string> = {}, caller = clientCodecs["openai-chat"]) =>
  readRequest(body, new Headers(headers), caller, parts);
const chat = clientCodecs["openai-chat"];
const HEADER = "helicone-gateway-body-mapping";

function refusal(work: () => unknown) {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.error;
    throw thrown;
  }
  throw new Error("not refused");
}

describe("a body in the caller's dialect", () => {
  test.each<Record<string, string>>([{}, { "helicone-gateway-body-mapping": " openai " }])(
    "is read, with %j",
    (headers) => {
      const body = { model: "gpt-4o-mini", messages };
      expect(read(body, headers)).toEqual({ caller: chat, request: body, native: null, beyond: null });
    },
  );

  test("is refused with the place and what is wrong there (ERR-08)", () => {
    expect(refusal(() => read({ model: "gpt-4o-mini" }))).toMatchObject({
      status: 400,
      code: "invalid_body",
      param: "messages",
    });
    const content = [{ type: "smell" }];
    expect(refusal(() => read({ model: "m", messages: [{ role: "user", content }] }))).toMatchObject({
      code: "unsupported_parameter",
      param: "messages[0].content[0].type",
    });
  });

  test("is not read under a mapping that nobody knows", () => {
    expect(refusal(() => read({ model: "m", messages }, { [HEADER]: "ANTHROPIC" }))).toMatchObject({
      status: 400,
      code: "invalid_header",
      param: HEADER,
      message: `${HEADER}: allowed are OPENAI, RESPONSES and NO_MAPPING`,
    });
  });
});

describe("a body of the Responses API (API-01)", () => {
  const body = { model: "gpt-4o-mini", input: "Where?" };

  test("is known by its input at the path of chats, and by the header there and at its own path", () => {
    const asked = { request: { model: "gpt-4o-mini", messages }, native: null, beyond: null };
    const responses = { caller: openaiResponses, ...asked };
    expect(read(body)).toEqual(responses);
    expect(read(body, { [HEADER]: "Responses" })).toEqual(responses);
    for (const word of ["OPENAI", "RESPONSES"])
      expect(readRequest(body, new Headers({ [HEADER]: word }), openaiResponses, parts)).toEqual(responses);
  });

  test("is read as a chat where the header says so, and where it has messages", () => {
    expect(refusal(() => read(body, { [HEADER]: "OPENAI" }))).toMatchObject({ param: "messages" });
    expect(read({ ...body, messages }).caller).toBe(chat);
  });

  test("with an empty input is refused by the name of the input", () => {
    expect(refusal(() => read({ ...body, input: [] }))).toMatchObject({ status: 400, param: "input" });
  });

  test("has no place at a path whose form is another provider's", () => {
    const own = clientCodecs["anthropic-messages"];
    expect(refusal(() => read(body, { [HEADER]: "RESPONSES" }, own))).toMatchObject({
      status: 400,
      code: "invalid_header",
      param: HEADER,
    });
  });
});

describe("a native body (MAP-14)", () => {
  const claude = "claude-haiku-4-5/anthropic";

  test("goes out as it is, and is read in its own dialect for planning", () => {
    const body = { model: claude, messages, max_tokens: 9, stream: true };
    const { request, native } = read(body, NATIVE);
    expect(native).toEqual({ api: "anthropic-messages", readable: true, body });
    expect(request).toMatchObject({ model: claude, stream: true, messages });
  });

  test.each([null, false, undefined])("is no stream where it says %s", (stream) => {
    const body = { model: claude, messages, max_tokens: 9, stream } as JsonObject;
    expect(read(body, NATIVE).request.stream).toBe(false);
  });

  test("that nobody can read stands for a text of its length", () => {
    const body = { model: claude, messages: "Where?", stream: true };
    expect(read(body, NATIVE)).toEqual({
      caller: chat,
      request: {
        model: claude,
        stream: true,
        messages: [{ role: "user", content: JSON.stringify(body) }],
      },
      native: { api: "anthropic-messages", readable: false, body },
      beyond: null,
    });
  });

  test("to an entry that names nothing is left to the plan", () => {
    const body = { model: "kraken/nowhere", messages };
    expect(read(body, NATIVE)).toEqual({
      caller: chat,
      request: {
        model: "kraken/nowhere",
        stream: false,
        messages: [{ role: "user", content: JSON.stringify(body) }],
      },
      native: { api: "openai-chat", readable: false, body },
      beyond: null,
    });
  });

  test("has parameters under the names of its host, which planning knows by others", () => {
    const found = openRegistry().indexes.endpointsOfProvider("mistral")[0];
    const { request, native } = read({ model: `${found?.model}/mistral`, messages, random_seed: 7 }, NATIVE);
    expect(request).toMatchObject({ seed: 7 });
    expect(request).not.toHaveProperty("random_seed");
    expect(native?.body).toMatchObject({ random_seed: 7 });
  });

  test.each<[string, JsonObject, string]>([
    ["no model", { messages }, "model"],
    ["an empty model", { model: "" }, "model"],
    ["an endless model", { model: "x".repeat(4097) }, "model"],
    ["an odd stream", { model: claude, stream: "yes" }, "stream"],
  ])("with %s is refused at that place", (_what, body, param) => {
    expect(refusal(() => read(body, NATIVE))).toMatchObject({ code: "invalid_body", param });
  });
});

describe("headers of the caller's", () => {
  const passed = (headers: Record<string, string>) => passedHeaders(new Headers(headers), parts);

  test("are passed on where a provider names them, in any case", () => {
    expect(passed({ "Anthropic-Beta": "tides-2026", cookie: "a=b", "x-own": "1" })).toEqual({
      "anthropic-beta": "tides-2026",
    });
    expect(passed({})).toEqual({});
  });

  test("are left out where they are not plain, or endless (SEC-02)", () => {
    const longest = "x".repeat(1024);
    expect(passed({ "anthropic-beta": longest })).toEqual({ "anthropic-beta": longest });
    expect(passed({ "anthropic-beta": `${longest}x` })).toEqual({});
    expect(passed({ "anthropic-beta": "caf\u00e9" })).toEqual({});
    expect(passed({ "anthropic-beta": "\u00e9tude" })).toEqual({});
    expect(passed({ "anthropic-beta": "" })).toEqual({});
  });
});
