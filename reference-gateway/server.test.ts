import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { providers } from "../registry/index.ts";
import { ConfigError, readConfig } from "./config.ts";
import type { GatewayParts, Transport } from "./parts.ts";
import { openParts, startServer } from "./server.ts";
import { openStores } from "./stores/stores.ts";
import { steppedClock } from "./stores/testing/clock.ts";
import { REQUEST } from "./stores/testing/process.ts";

const secret = (fill: number) => Buffer.alloc(32, fill);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "server-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = (env: Record<string, string> = {}) =>
  readConfig(
    {
      DATABASE_URL: `file:${join(folder, "gateway.db")}`,
      GATEWAY_KEYS: "acme=test-key,acme=second-key,other=other-key",
      GROQ_API_KEY: "platform",
      PORT: "0",
      ...env,
    },
    Object.values(providers),
  );

const open = (env: Record<string, string> = {}) => openParts(config(env), () => {});

const VAULT_KEYS = '[{"tenant":"acme","provider":"groq","key":"gsk_0123456789"}]';
const withVault = (fill: number, more = "") => ({
  VAULT_KEYS,
  VAULT_SECRET: `${secret(fill).toString("base64")}${more}`,
});

describe("the parts of a configuration", () => {
  test("keep wallets, keys and records in the database", async () => {
    const first = await open({ WALLET_USD: "2", ...withVault(1) });
    expect(await first.parts.tenants.findByKey("second-key")).toMatchObject({ id: "acme" });
    const id = (await first.parts.wallet.reserve("acme", "q", 50n)) ?? "";
    await first.parts.wallet.settle("acme", id, 20n);
    await first.close();
    const second = await open({ WALLET_USD: "9", GATEWAY_KEYS: "acme=second-key,late=late-key" });
    expect(await second.parts.tenants.findByKey("test-key")).toBeNull();
    expect(await second.parts.wallet.view("acme")).toMatchObject({
      deposited: 2n * 10n ** 12n,
      charged: 20n,
    });
    expect(await second.parts.wallet.view("late")).toMatchObject({ deposited: 9n * 10n ** 12n });
    expect(await second.parts.vault.list("acme")).toEqual([]);
    await second.close();
  });

  test("in memory keep nothing, and need no vault secret", async () => {
    const { parts, close } = await open({ DATABASE_URL: "memory:", VAULT_KEYS });
    expect(await parts.vault.list("acme")).toHaveLength(1);
    expect((await parts.wallet.view("acme")).deposited).toBe(10n ** 13n);
    await close();
  });

  test("take a new vault secret for the keys of the configuration", async () => {
    await (await open(withVault(1))).close();
    const { parts, close } = await open(withVault(2));
    const [key] = await parts.vault.list("acme");
    expect(await parts.vault.open("acme", key?.id ?? "")).toMatchObject({ secret: "gsk_0123456789" });
    await close();
  });

  test("are refused by name when the vault secret does not open a key that was added", async () => {
    const ids = { uuid: () => "one" };
    const where = { kind: "embedded" as const, path: join(folder, "gateway.db") };
    const parts = { clock: steppedClock(), ids, log: () => {}, vaultSecrets: [secret(1)] };
    const stores = await openStores(where, parts);
    await stores.vault.add({
      tenantId: "acme",
      provider: "groq",
      byokOnly: true,
      credential: { secret: "gsk_added_0123", config: {} },
    });
    await stores.close();
    await expect(open()).rejects.toThrow(/^VAULT_SECRET: given nothing, which does not open/);
    const refused = open(withVault(2));
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toMatchObject({ cause: { name: "CannotDecrypt" } });
    await (await open(withVault(2, `,${secret(1).toString("base64")}`))).close();
  });
});

/** A provider that answers when it is told to. */
function heldTransport() {
  let answer = () => {};
  let asked = () => {};
  const sent = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const body = JSON.stringify({
    id: "x",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: "Done." }, finish_reason: "stop" }],
    usage: { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 },
  });
  const transport: Transport = {
    send: async () => {
      asked();
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      const chunks = async function* () {
        yield new TextEncoder().encode(body);
      };
      return { status: 200, headers: new Headers({ "content-type": "application/json" }), body: chunks() };
    },
  };
  return { transport, sent, answer: () => answer() };
}

test("closing waits for a call whose caller hung up, so that it is settled before the stores close", async () => {
  const opened = await open();
  const { transport, sent, answer } = heldTransport();
  let idle = false;
  const { background } = opened.parts;
  const watched = {
    ...background,
    idle: () => {
      idle = true;
      return background.idle();
    },
  };
  const parts: GatewayParts = { ...opened.parts, transport, background: watched };
  const server = await startServer(parts, config());
  const hangUp = new AbortController();
  const request = fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer test-key" },
    body: JSON.stringify(REQUEST),
    signal: hangUp.signal,
  });
  await sent;
  hangUp.abort();
  await expect(request).rejects.toThrow();
  const closing = server.close();
  // Turns of the event loop in which the server sees that its last connection is gone.
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  expect((await parts.wallet.view("acme")).reserved).toBeGreaterThan(0n);
  answer();
  await closing;
  expect(await parts.wallet.view("acme")).toMatchObject({ reserved: 0n });
  expect(await parts.wallet.ledger("acme")).toHaveLength(1);
  expect(idle).toBe(true);
  await opened.close();
});

test("shows calls that are passed on to what stands around the server, which may answer them itself", async () => {
  const opened = await open();
  const seen: string[] = [];
  const server = await startServer(opened.parts, config(), {
    passthrough: (gateway) => (incoming, outgoing) => {
      const isNamed = incoming.headers["helicone-target-url"] !== undefined;
      if (!isNamed) return gateway(incoming, outgoing);
      seen.push(incoming.url ?? "");
      outgoing.writeHead(418).end("answered around");
      return true;
    },
    routes: (gateway) => (request) => {
      seen.push(new URL(request.url).pathname);
      return gateway(request);
    },
  });
  const passed = await fetch(`${server.url}/v1/a%2Fb`, {
    headers: { authorization: "Bearer test-key", "helicone-target-url": "https://api.openai.com" },
  });
  expect([passed.status, await passed.text()]).toEqual([418, "answered around"]);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect(seen).toEqual(["/v1/a%2Fb", "/health"]);
  await server.close();
  await opened.close();
});
