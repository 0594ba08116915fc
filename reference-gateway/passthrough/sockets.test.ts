/**
 * No unsafe spelling opens a socket: the gateway's own network, an injected resolver, and a listener on this machine that
 * counts who connects (PRX-05).
 * @module
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unsafeTargets } from "../../registry/domains/testing/unsafe-targets.ts";
import { systemNetwork } from "./network.ts";
import { DEFAULT_RULES } from "./parts.ts";
import { openPassthrough } from "./testing/gateway.ts";
import { openStandIn, type StandIn } from "./testing/stand-in.ts";

const listener = createServer((_incoming, outgoing) => outgoing.end("reached"));
let connections = 0;
listener.on("connection", () => {
  connections += 1;
});
let port = 0;
let standIn: StandIn;

beforeAll(async () => {
  listener.listen(0);
  await once(listener, "listening");
  ({ port } = listener.address() as AddressInfo);
  standIn = await openStandIn();
});
afterAll(async () => {
  await standIn.close();
  listener.closeAllConnections();
  listener.close();
});

/** A gateway with sockets of its own, for which every name is this machine, and the listener's port is allowed. */
const open = (loopback: boolean) => {
  const resolver = { addresses: async () => ["127.0.0.1"], texts: async () => [] };
  return openPassthrough(standIn, {
    passthrough: {
      network: { ...systemNetwork(), resolver },
      rules: { ...DEFAULT_RULES, ports: [443, port], loopback },
    },
  });
};

/** The target at the listener's port, where its spelling has a place for one. */
const atListener = (target: string): string =>
  /^[a-z]+:\/\/[^/:@#\\%]+$/i.test(target) || /^[a-z]+:\/\/\[[^\]]+\]$/i.test(target)
    ? `${target}:${port}`
    : target;

const spellings = [...new Set(unsafeTargets.flatMap(({ target }) => [target, atListener(target)]))].filter(
  (target) => /^[\t\x20-\x7e\xa0-\xff]*$/.test(target),
);

test("refuses every unsafe spelling without a connection, at the listener's own port too", async () => {
  expect(spellings.length).toBeGreaterThan(100);
  const gateway = await open(false);
  for (const target of spellings) {
    const got = await gateway.ask({ path: "/x", headers: { "helicone-target-url": target } });
    expect([target, got.status]).toEqual([target, 400]);
  }
  expect(connections).toBe(0);
  await gateway.close();
});

test("reaches the same listener where development allows it", async () => {
  const gateway = await open(true);
  const headers = { "helicone-target-url": `http://127.0.0.1:${port}` };
  const got = await gateway.ask({ path: "/x", headers });
  expect([got.status, got.body.toString(), connections]).toEqual([200, "reached", 1]);
  await gateway.close();
});
