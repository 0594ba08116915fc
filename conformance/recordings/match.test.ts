import { describe, expect, it } from "vitest";
import { loadRecordings, type Recording } from "./load.ts";
import { matchRequest, type SeenRequest } from "./match.ts";
import { scenarios } from "./scenarios.ts";

const recordings = loadRecordings(new URL("../../recordings/", import.meta.url));
const find = (id: string): Recording => {
  const found = recordings.find(({ meta }) => meta.id === id);
  if (found === undefined) throw new Error(`no recording ${id}`);
  return found;
};

function requestOf({ meta, requestBody }: Recording): SeenRequest {
  const headers = new Headers(meta.request.headers.map(([name, value]): [string, string] => [name, value]));
  headers.set(meta.request.credential.name, `${meta.request.credential.scheme} anything`);
  headers.set("user-agent", "not on the list, so of no matter");
  return { method: meta.request.method, url: meta.request.url, headers, body: JSON.stringify(requestBody) };
}

const basic = find("openai/chat.basic");

describe("matchRequest", () => {
  it("finds every success recording by its own request, among all of its provider", () => {
    for (const recording of recordings.filter(({ meta }) => !meta.scenario.startsWith("error."))) {
      const peers = recordings.filter(({ meta }) => meta.provider === recording.meta.provider);
      const result = matchRequest(requestOf(recording), peers);
      expect(result.recording?.requestBody, recording.meta.id).toEqual(recording.requestBody);
    }
  });

  it("does not care about key order", () => {
    const body = JSON.stringify(Object.fromEntries(Object.entries(basic.requestBody).toReversed()));
    expect(matchRequest({ ...requestOf(basic), body }, [basic])).toEqual({ recording: basic });
  });

  it.each([
    ["method", { method: "PUT" }, "/method"],
    ["url", { url: "https://api.openai.com/v1/v1/chat/completions" }, "/url"],
    ["body that is not JSON", { body: "model=x" }, "/body"],
    ["model", { body: JSON.stringify({ ...basic.requestBody, model: "gpt-4o" }) }, "/body/model"],
    ["extra field", { body: JSON.stringify({ ...basic.requestBody, seed: 0 }) }, "/body/seed"],
  ])("refuses another %s and points at it", (_name, change, pointer) => {
    const result = matchRequest({ ...requestOf(basic), ...change }, [basic]);
    expect(result).toMatchObject({ nearest: { meta: { id: "openai/chat.basic" } }, difference: { pointer } });
  });

  it("wants the listed headers and a credential of the right scheme, and never shows the secret", () => {
    const request = requestOf(basic);
    request.headers.set("authorization", "Basic c2VjcmV0");
    expect(matchRequest(request, [basic])).toMatchObject({
      difference: { pointer: "/credential/authorization", expected: "bearer", seen: "basic" },
    });
    request.headers.set("authorization", "Bearer ");
    expect(matchRequest(request, [basic])).toMatchObject({
      difference: { pointer: "/credential/authorization", seen: "raw" },
    });
    request.headers.delete("authorization");
    expect(matchRequest(request, [basic])).toMatchObject({
      difference: { pointer: "/credential/authorization", seen: null },
    });
    const bare = requestOf(basic);
    bare.headers.delete("content-type");
    expect(matchRequest(bare, [basic])).toMatchObject({ difference: { pointer: "/headers/content-type" } });
  });

  it("names the recording with the fewest differing leaves", () => {
    const request = { ...requestOf(basic), body: JSON.stringify({ ...basic.requestBody, n: 2 }) };
    const result = matchRequest(request, [find("openai/chat.tools"), find("openai/stream.basic"), basic]);
    expect(result).toMatchObject({
      nearest: { meta: { id: "openai/chat.basic" } },
      difference: { pointer: "/body/n" },
    });
  });

  it("has no nearest among none", () => {
    expect(matchRequest(requestOf(basic), [])).toEqual({ nearest: null, difference: null });
  });
});

describe("scenarios", () => {
  it("differ in their bodies, but for the failures of the plain request", () => {
    const successes = Object.values(scenarios).filter(({ id }) => !id.startsWith("error."));
    expect(new Set(successes.map(({ body }) => JSON.stringify(body))).size).toBe(successes.length);
  });

  it("say their own id, and leave the model and the usage option to others", () => {
    for (const [id, scenario] of Object.entries(scenarios)) {
      expect(scenario.id).toBe(id);
      expect(Object.keys(scenario.body)).not.toContain("model");
      expect(Object.keys(scenario.body)).not.toContain("stream_options");
    }
  });
});
