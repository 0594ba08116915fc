import { describe, expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import { createGateway } from "../app.ts";
import type { GatewayParts } from "../parts.ts";
import { testParts } from "../testing/parts.ts";

class DatabaseExploded extends Error {
  override readonly name = "DatabaseExploded";
}

const boom = (): never => {
  throw new DatabaseExploded("postgres://admin:hunter2@db.internal/prod at /srv/gateway/store.ts:12");
};

function gateway(broken: Partial<GatewayParts>) {
  const { parts, lines } = testParts(broken);
  return { app: createGateway(parts), lines };
}

const ask = (app: ReturnType<typeof gateway>["app"]) =>
  app.request("/v1/chat/completions", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer gateway-key" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "x" }] }),
  });

describe("a fault of the gateway's own", () => {
  const registry = openRegistry();
  test.each<[string, Partial<GatewayParts>]>([
    ["in the tenants", { tenants: { findByKey: boom } }],
    ["in the vault", { vault: { list: boom, open: boom } }],
    ["in the plan", { registry: { ...registry, plan: boom } }],
  ])("%s is a plain 500 in the envelope", async (_where, broken) => {
    const { app, lines } = gateway(broken);
    const response = await ask(app);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toEqual({
      error: {
        message: "The gateway failed",
        type: "api_error",
        param: null,
        code: "gateway_fault",
        request_id: "00000000-0000-4000-8000-000000000001",
      },
    });
    expect(lines.join("\n")).toContain("DatabaseExploded");
    expect(lines.join("\n")).not.toMatch(/hunter2|db\.internal|srv|store\.ts/);
  });

  test("leaves the gateway running", async () => {
    let first = true;
    const { app } = gateway({
      tenants: {
        findByKey: async () => {
          if (!first) return null;
          first = false;
          return boom();
        },
      },
    });
    expect((await ask(app)).status).toBe(500);
    expect((await ask(app)).status).toBe(401);
  });
});

test("a record that cannot be stored is logged as lost, and the caller gets the answer all the same", async () => {
  const { app, lines } = gateway({
    records: { put: async () => boom(), price: async () => false, get: async () => boom() },
  });
  const response = await ask(app);
  expect(response.status).toBe(400);
  expect(lines.filter((line) => line.startsWith("error record.lost"))).toEqual([
    expect.stringMatching(
      /^error record\.lost {"requestId":"00000000-0000-4000-8000-000000000001","error":"DatabaseExploded","at":"reference-gateway\/routes\/fault\.test\.ts:\d+"}$/,
    ),
  ]);
});
