/** Tokens that credentials are traded for: what the endpoint may answer, whose a token is, and when one is replaced (AUT-05). */
import { describe, expect, test } from "vitest";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { memoryWallet } from "../accounting/memory-wallet.ts";
import { type Answer, gateway, good, openaiWith, own, plain } from "../testing/gateway.ts";
import { memoryTenants, memoryVault } from "../vault/memory.ts";

const TOKENS = "https://tokens.example/";

/** A provider whose token endpoint answers with the token itself. */
const trading: Partial<BaseProvider> = {
  tokenExchange: {
    request: async ({ secret }) => ({
      method: "POST",
      url: TOKENS,
      headers: [],
      body: new TextEncoder().encode(secret),
    }),
    read: (text) => (text.startsWith("token") ? { value: text, lifetimeSeconds: 3600 } : null),
  },
  authenticate: async (request, { token }) => ({
    ...request,
    headers: [...request.headers, ["authorization", `Bearer ${token}`]],
  }),
};

const answered: Answer = { chunks: [JSON.stringify(good)] };
const token = (text = "token-1", status = 200): Answer => ({ status, chunks: [text] });

const trader = (answers: readonly Answer[], setup: Parameters<typeof gateway>[1] = {}) => {
  const opened = gateway(answers, { ...setup, parts: { ...openaiWith(trading), ...setup.parts } });
  const authorizations = () =>
    opened.sent
      .filter(({ url }) => url !== TOKENS)
      .map(({ headers }) => new Headers(headers).get("authorization"));
  const asked = () => opened.sent.map(({ url }) => (url === TOKENS ? "token" : "chat"));
  return { ...opened, authorizations, asked };
};

describe("the token endpoint", () => {
  test.each([200, 299])("gives a token with %i", async (status) => {
    const { ask, authorizations } = trader([token("token-1", status), answered]);
    expect((await ask()).response.status).toBe(200);
    expect(authorizations()).toEqual(["Bearer token-1"]);
  });

  test.each<[string, Answer]>([
    ["199", token("token-1", 199)],
    ["300", token("token-1", 300)],
    ["400", token("token-1", 400)],
    ["499", token("token-1", 499)],
    ["200", token("no such account")],
    ["200", token(`token${"x".repeat(70_000)}`)],
  ])("gives none with %s: the credential is of no use", async (status, answer) => {
    const { ask, asked } = trader([answer], { keys: [own("openai")] });
    const { error } = await ask();
    expect(error).toMatchObject({
      code: "invalid_provider_credential",
      message: `OpenAI gave no token for this credential (status ${status})`,
    });
    expect(asked()).toEqual(["token"]);
  });

  test.each([500, 503])("is at fault itself with %i", async (status) => {
    const { response, error } = await trader([token("token-1", status)]).ask();
    expect([response.status, error.code]).toEqual([502, "upstream_unreachable"]);
  });

  test("that says nothing is a timeout, and its call is ended", async () => {
    const { ask, signals, ringing } = trader([{ stalls: "before headers" }]);
    const { response, error } = await ask();
    expect([response.status, error.message]).toEqual([504, "OpenAI did not start answering in time"]);
    expect(signals[0]?.reason).toMatchObject({ phase: "headers" });
    expect(ringing()).toEqual([]);
  });
});

describe("a token", () => {
  test("serves the next request too", async () => {
    const { ask, asked } = trader([token(), answered]);
    await ask();
    await ask();
    expect(asked()).toEqual(["token", "chat", "chat"]);
  });

  test("that is refused is replaced once", async () => {
    const refused: Answer = { status: 401, chunks: ['{"error":{"message":"no"}}'] };
    const { ask, asked, authorizations, signals } = trader([
      token("token-1"),
      refused,
      token("token-2"),
      answered,
    ]);
    expect((await ask()).response.status).toBe(200);
    expect(asked()).toEqual(["token", "chat", "token", "chat"]);
    expect(authorizations()).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(signals[1]?.aborted).toBe(true);
  });

  test("that is refused twice is the provider's last word", async () => {
    const refused: Answer = { status: 401, chunks: ['{"error":{"message":"no, token-2"}}'] };
    const { ask, asked } = trader([token("token-1"), refused, token("token-2"), refused], {
      keys: [own("openai")],
    });
    const { response, text } = await ask();
    expect(response.status).toBe(401);
    expect(asked()).toEqual(["token", "chat", "token", "chat"]);
    expect(text).not.toContain("token-2");
  });

  test("belongs to its tenant, and the gateway's own to nobody else, though the key be the same", async () => {
    const shared = plain("shared-key");
    const key = { provider: "openai", enabled: true, byokOnly: true, credential: shared };
    const keys = [
      { ...key, id: "1", tenantId: "a" },
      { ...key, id: "2", tenantId: "b" },
    ];
    const tenants = memoryTenants(
      new Map(["a", "b", "c", "d"].map((id) => [`gateway-key-${id}`, { id }] as const)),
    );
    const deposit = 10n ** 15n;
    const ids = { uuid: () => "00000000-0000-4000-8000-000000000009" };
    const wallet = memoryWallet(
      new Map([
        ["c", deposit],
        ["d", deposit],
      ]),
      ids,
    );
    const { ask, asked } = trader(
      [token("token-a"), answered, token("token-b"), answered, token("token-c"), answered],
      {
        platform: { openai: shared },
        parts: { tenants, vault: memoryVault(keys), wallet },
      },
    );
    for (const tenant of ["a", "b", "c", "d"])
      await ask({}, { headers: { authorization: `Bearer gateway-key-${tenant}` } });
    // The gateway's own token serves both who have no key.
    expect(asked()).toEqual(["token", "chat", "token", "chat", "token", "chat", "chat"]);
  });
});
