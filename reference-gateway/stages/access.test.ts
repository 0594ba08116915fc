import { expect, test } from "vitest";
import { gateway, good, OPENAI, own } from "../testing/gateway.ts";

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const answered = (body: object, status = 200) => ({ status, chunks: [JSON.stringify(body)] });

/** The fields of the line about the only request. */
function access(lines: readonly string[]): Record<string, unknown> {
  const [line = ""] = lines.filter((text) => text.startsWith("info request "));
  return JSON.parse(line.slice("info request ".length));
}

test("writes one line about a request: path, status, time, tenant, model, provider, mode, tokens, cost", async () => {
  const { ask, lines } = gateway([answered({ ...good, usage })], { keys: [own("openai")] });
  await ask();
  expect(access(lines)).toMatchObject({
    method: "POST",
    path: "/v1/chat/completions",
    status: 200,
    outcome: "success",
    tenant: "a",
    model: OPENAI,
    provider: "openai",
    mode: "byok",
    inputTokens: 1000,
    outputTokens: 100,
    usd: "0.00021",
  });
  expect(lines.filter((line) => line.startsWith("info request "))).toHaveLength(1);
});

test("says of a failure which one, and holds neither bodies nor keys", async () => {
  const { ask, lines } = gateway([answered({ error: { message: "secret words" } }, 500)], {
    keys: [own("openai")],
  });
  await ask();
  expect(access(lines)).toMatchObject({ outcome: "failed", error: expect.any(String) });
  const text = lines.filter((line) => line.startsWith("info request ")).join();
  for (const hidden of ["secret words", "own-key", "gateway-key", "How high"])
    expect(text).not.toContain(hidden);
});

test("writes a line without a record for whoever has no key, and for paths that do not exist", async () => {
  const { ask, app, lines } = gateway([], { keys: [own("openai")] });
  await ask({}, { headers: { "helicone-auth": "Bearer nobody" } });
  expect(access(lines)).toEqual({ method: "POST", path: "/v1/chat/completions", status: 401, ms: 0 });
  lines.length = 0;
  await app.request(`/v1/${"k".repeat(40)}/x?key=secret-in-query`);
  expect(access(lines)).toEqual({ method: "GET", path: "/v1/…/x", status: 404, ms: 0 });
});

test("tells of probes only where everything is told", async () => {
  const { app, lines } = gateway([], { keys: [own("openai")] });
  await app.request("/health");
  expect(lines.filter((line) => line.startsWith("info "))).toEqual([]);
  expect(lines.filter((line) => line.startsWith("debug request "))).toHaveLength(1);
});
