/**
 * The cache of the gateway: across APIs, for bodies that are passed through, and while its store is down (CAC-01).
 */
import { expect, test } from "vitest";
import { createGateway } from "../app.ts";
import type { GatewayParts } from "../parts.ts";
import { memoryAnswers } from "../stores/answers/memory-answers.ts";
import { memoryRecords } from "../telemetry/record.ts";
import { gateway, good, JSON_TYPE, OPENAI, SSE_TYPE, STREAM } from "../testing/gateway.ts";

const ON = { headers: { "helicone-cache-enabled": "true" } };
const answer = {
  chunks: [JSON.stringify({ ...good, usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } })],
};
const word = ({ response }: { response: Response }) => response.headers.get("helicone-cache");

test("gives an answer in another API than the one it was asked for in", async () => {
  const { ask, parts, sent } = gateway([answer]);
  await ask({ max_tokens: 50 }, ON);
  const app = createGateway(parts);
  const response = await app.request("/v1/messages", {
    method: "POST",
    headers: { ...JSON_TYPE, authorization: "Bearer gateway-key", ...ON.headers },
    body: JSON.stringify({ model: OPENAI, max_tokens: 50, messages: [{ role: "user", content: "Where?" }] }),
  });
  expect(response.headers.get("helicone-cache")).toBe("HIT");
  expect(await response.json()).toMatchObject({ type: "message", content: [{ type: "text", text: "Out." }] });
  expect(sent).toHaveLength(1);
});

test("keeps a body that is passed through as it is, apart from the one that is read", async () => {
  const native = { headers: { ...ON.headers, "helicone-gateway-body-mapping": "NO_MAPPING" } };
  const { ask, sent } = gateway([answer]);
  const [first, second] = [await ask({}, native), await ask({}, native)];
  expect([word(first), word(second)]).toEqual(["MISS", "HIT"]);
  expect(second.text).toBe(first.text);
  expect(word(await ask({}, ON))).toBe("MISS");
  expect(sent).toHaveLength(2);
});

test("answers from the provider while its store is down, and logs why", async () => {
  const down = () => Promise.reject(new Error("the server went away"));
  const answers: GatewayParts["answers"] = {
    limits: { maxEntryBytes: 1000, maxTotalBytes: 1000 },
    get: down,
    put: down,
  };
  const { ask, lines } = gateway([answer], { parts: { answers } });
  const reply = await ask({}, ON);
  expect([reply.response.status, word(reply)]).toEqual([200, "MISS"]);
  expect(lines.filter((line) => line.startsWith("error cache.")).map((line) => line.split(" ")[1])).toEqual([
    "cache.not-read",
    "cache.not-read",
    "cache.not-stored",
  ]);
});

test("takes an entry that it did not write for none", async () => {
  const clock = { now: () => 0 };
  const store = memoryAnswers({ clock });
  const answers = { ...store, get: async () => ['{"kind":"chat"}'] };
  const { ask, lines } = gateway([answer], { parts: { answers } });
  expect((await ask({}, ON)).response.status).toBe(200);
  expect(lines.join("\n")).toContain("cache.not-read");
});

test("does not keep what is larger than an entry", async () => {
  const answers = memoryAnswers({
    clock: { now: () => 0 },
    limits: { maxEntryBytes: 40, maxTotalBytes: 1000 },
  });
  const { ask, sent, lines } = gateway([answer, { headers: SSE_TYPE, chunks: STREAM }], {
    parts: { answers },
  });
  await ask({}, ON);
  await ask({ stream: true }, ON);
  expect(sent).toHaveLength(2);
  expect(lines.join("\n")).toContain("cache.too-large");
});

test("refuses to ignore a field without which there is no request", async () => {
  const { ask, sent } = gateway([answer]);
  const { error } = await ask({}, { headers: { ...ON.headers, "helicone-cache-ignore-keys": "messages" } });
  expect(error).toMatchObject({ code: "invalid_header", param: "Helicone-Cache-Ignore-Keys" });
  expect(sent).toHaveLength(0);
});

/** Records of hits are written when they may be. */
function heldRecords() {
  const records = memoryRecords();
  let allow = () => {};
  const allowed = new Promise<void>((resolve) => {
    allow = resolve;
  });
  const put: GatewayParts["records"]["put"] = async (record) => {
    if (record.cached) await allowed;
    return records.put(record);
  };
  return { parts: { records: { ...records, put } }, all: records.all, allow: () => allow() };
}

test("gives a stored answer before its record is written, and records it all the same", async () => {
  const held = heldRecords();
  const { ask, open, parts } = gateway([answer], { parts: held.parts });
  await ask({}, ON);
  const hit = await open({}, ON);
  expect([word({ response: hit }), await hit.text()]).toEqual(["HIT", expect.stringContaining("Out.")]);
  expect(held.all().map(({ cached }) => cached)).toEqual([false]);
  held.allow();
  await parts.recordQueue.settled();
  expect(held.all().map(({ cached, cost }) => [cached, cost?.amount === 0n])).toEqual([
    [false, false],
    [true, true],
  ]);
});
