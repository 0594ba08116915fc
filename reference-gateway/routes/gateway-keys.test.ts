import { describe, expect, test } from "vitest";
import { memoryPassthrough } from "../passthrough/parts.ts";
import { managed } from "../testing/management.ts";
import { SCOPES, type Scope } from "../vault/scopes.ts";
import { NOT_OFFERED_PATHS } from "./not-offered.ts";

const PATH = "/v1/keys";

/** A way to ask each route that wants a key, and the scope that it wants. */
const ROUTES: readonly (readonly [Scope, string, string, object?])[] = [
  ["inference", "GET", "/v1/models"],
  ["inference", "POST", "/v1/chat/completions", {}],
  ["inference", "POST", "/v1/completions", {}],
  ["inference", "POST", "/v1/messages", {}],
  ["inference", "POST", "/v1/embeddings", {}],
  ["inference", "POST", "/v1/messages/count_tokens", {}],
  ["inference", "GET", "/v1/models/none"],
  ...NOT_OFFERED_PATHS.map((path) => ["inference", "POST", path, {}] as const),
  ["inference", "POST", "/v1/responses", {}],
  ["inference", "GET", "/v1/responses/resp_1"],
  ["inference", "POST", "/v1/request/none/feedback", { rating: true }],
  ["read", "GET", "/v1/stats"],
  ["read", "GET", "/v1/requests/none"],
  ["read", "GET", "/v1/requests/none/bodies"],
  ["read", "POST", "/v1/request/query", {}],
  ["read", "GET", "/v1/requests/export"],
  ["read", "GET", "/v1/wallet"],
  ["read", "GET", "/v1/wallet/ledger"],
  ["manage", "GET", "/v1/vault/keys"],
  ["manage", "POST", "/v1/vault/keys", {}],
  ["manage", "GET", "/v1/vault/keys/none"],
  ["manage", "PATCH", "/v1/vault/keys/none", { enabled: true }],
  ["manage", "DELETE", "/v1/vault/keys/none"],
  ["manage", "GET", PATH],
  ["manage", "POST", PATH, { scopes: ["manage"] }],
  ["manage", "DELETE", `${PATH}/none`],
  ["admin", "POST", "/v1/wallet/deposits", {}],
];

describe("gateway keys over HTTP", () => {
  test("are told once, when they are made, and known from then on", async () => {
    const { ask } = managed();
    const made = await ask("POST", PATH, { name: "app", scopes: ["read", "inference"] });
    expect(made.status).toBe(201);
    const { key, ...shown } = made.json;
    expect(key).toMatch(/^sk-helicone(?:-[a-z0-9]{7}){4}$/);
    expect(shown).toMatchObject({ name: "app", scopes: ["inference", "read"], expiresAt: null });
    expect(shown.lastFour).toBe(`…${key.slice(-4)}`);
    const list = await ask("GET", PATH);
    expect(list.json.data).toContainEqual(shown);
    expect(list.text).not.toContain(key);
    expect((await ask("GET", "/v1/models", undefined, key)).status).toBe(200);
  });

  test("are refused from the next request on when they are removed", async () => {
    const { ask } = managed();
    const { key, id } = (await ask("POST", PATH, {})).json;
    expect((await ask("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect((await ask("GET", "/v1/models", undefined, key)).error.code).toBe("invalid_gateway_key");
    expect((await ask("DELETE", `${PATH}/${id}`)).error.code).toBe("gateway_key_not_found");
  });

  test.each(SCOPES)("with the scope %s reach its routes and no others", async (scope) => {
    const { ask } = managed();
    const { key } = (await ask("POST", PATH, { scopes: [scope] })).json;
    for (const [wanted, method, path, body] of ROUTES) {
      const { error } = await ask(method, path, body, key);
      const isRefused = error?.code === "missing_scope";
      expect(isRefused, `${method} ${path}`).toBe(wanted !== scope);
      if (isRefused) expect(error.message).toContain(`"${wanted}"`);
    }
  });

  test("are named with their scope at every path that wants a key", () => {
    const { app } = managed([], { passthrough: memoryPassthrough() });
    const asked = new Set(ROUTES.map(([, , path]) => path.replace(/\/(?:none|resp_1)\b/, "/:id")));
    const free = ["/health", "/ready", "/*", "/v1/request/:id/score", "/v1/request/:id/property"];
    const paths = app.routes.map(({ path }) => path.replace(":id{.+}", ":id"));
    expect(paths.filter((path) => !asked.has(path) && !free.includes(path))).toEqual([]);
  });

  test("cannot grant what their maker lacks", async () => {
    const { ask } = managed();
    const { key } = (await ask("POST", PATH, { scopes: ["manage"] })).json;
    for (const scope of ["inference", "read", "admin"]) {
      const answer = await ask("POST", PATH, { scopes: [scope] }, key);
      expect([answer.status, answer.error.code]).toEqual([403, "missing_scope"]);
    }
    expect((await ask("POST", PATH, { scopes: ["manage"] }, key)).status).toBe(201);
  });

  test("end when they expire", async () => {
    let now = Date.UTC(2026, 11, 1);
    const { ask } = managed([], { clock: { now: () => now, after: () => () => {} } });
    const { key } = (await ask("POST", PATH, { expiresAt: "2026-12-01T01:00:00Z" })).json;
    expect((await ask("GET", "/v1/models", undefined, key)).status).toBe(200);
    now += 3_600_000;
    expect((await ask("GET", "/v1/models", undefined, key)).status).toBe(401);
  });

  test.each([
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["root"] }, "scopes[0]"],
    [{ expiresAt: "tomorrow" }, "expiresAt"],
    [{ expiresAt: "2026-11-30T00:00:00Z" }, "expiresAt"],
    [{ expiresAt: "2126-12-01T00:00:00Z" }, "expiresAt"],
    [{ name: "x".repeat(101) }, "name"],
    [{ key: "my-own-choice" }, null],
  ])("are not made with %j", async (body, param) => {
    const answer = await managed().ask("POST", PATH, body);
    expect([answer.status, answer.error.param]).toEqual([400, param]);
  });

  test("of the configuration are removed there", async () => {
    const { ask } = managed();
    const [declared] = (await ask("GET", PATH)).json.data;
    expect(declared).toMatchObject({ declared: true, scopes: SCOPES });
    expect((await ask("DELETE", `${PATH}/${declared.id}`)).error.code).toBe("declared_in_configuration");
  });

  test("take no other methods, are never cached, and are answered in the envelope", async () => {
    const { ask } = managed();
    const answer = await ask("PUT", PATH, {});
    expect([answer.status, answer.headers.get("allow"), answer.error.code]).toEqual([
      405,
      "POST, GET, HEAD",
      "method_not_allowed",
    ]);
    const list = await ask("GET", PATH);
    expect(list.headers.get("cache-control")).toBe("no-store");
    expect(list.headers.get("helicone-id")).toMatch(/^[0-9a-f-]{36}$/);
    const unread = await ask("POST", PATH, { name: "x".repeat(70_000) });
    expect([unread.status, unread.error.code]).toEqual([413, "request_too_large"]);
  });
});
