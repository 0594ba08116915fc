/**
 * Gateways behind an address: the control case, what a call becomes for them, and the reference gateway in a process of
 * its own (TGT-01, TGT-02).
 * @module
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { control } from "../../engine/control.ts";
import { buildPlan } from "../../engine/plan.ts";
import { HarnessFault } from "../../engine/preflight.ts";
import { runCase } from "../../engine/runner.ts";
import { canaries } from "../../secrets/canaries.ts";
import { Upstream } from "../../upstream/server.ts";
import { loadTarget } from "../load.ts";
import type { Setup } from "../target.ts";
import { type Descriptor, DescriptorError, parseDescriptor } from "./descriptor.ts";
import { rewritten } from "./rewrite.ts";
import { httpTarget } from "./target.ts";

const closing: (() => Promise<unknown> | unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

const described = (more: object): Descriptor =>
  parseDescriptor(
    JSON.stringify({
      name: "other",
      url: "http://127.0.0.1:9",
      modes: ["byok"],
      paths: { "/v1/chat/completions": "/openai/v1/chat/completions" },
      callerKeys: true,
      ...more,
    }),
    "other.json",
  );

const BYOK: Setup = {
  mode: "byok",
  keys: [{ provider: "deepinfra", byokOnly: true }],
  platform: [],
  deposit: 0n,
};

const call = (model: string, key = canaries.gatewayKey.a) => ({
  path: "/v1/chat/completions?key=k",
  init: {
    method: "POST",
    headers: { "helicone-auth": `Bearer ${key}` },
    body: JSON.stringify({ model, messages: [] }),
  },
});

describe("a descriptor", () => {
  test("names each wrong field and what is allowed there", () => {
    const text = JSON.stringify({ name: "a b", modes: ["x"], paths: "*", callerKeys: true });
    expect(() => parseDescriptor(text, "t.json")).toThrow(DescriptorError);
    expect(() => parseDescriptor(text, "t.json")).toThrow(/t\.json: name: .*\n.*modes\.0/s);
    expect(() => described({ url: undefined })).toThrow("either url or start");
    expect(() => parseDescriptor("{", "t.json")).toThrow("t.json: not JSON");
  });
});

describe("a call", () => {
  const place = { setup: BYOK, standIn: "http://127.0.0.1:9100" };
  const portkey = described({
    callerKeys: false,
    headers: {
      "x-portkey-provider": "{provider}",
      "x-portkey-custom-host": "{upstreamBase}",
      authorization: "Bearer {credential}",
    },
    model: "{providerModel}",
  });

  test("gets the gateway's own path, headers and name of the model", () => {
    const { path, init } = rewritten(portkey, call("deepseek-v4-flash/deepinfra"), place);
    expect(path).toBe("/openai/v1/chat/completions?key=k");
    expect(Object.fromEntries(new Headers(init.headers))).toEqual({
      "x-portkey-provider": "deepinfra",
      "x-portkey-custom-host": "http://127.0.0.1:9100/api.deepinfra.com/v1/openai",
      authorization: `Bearer ${canaries.vault("a", "deepinfra")}`,
    });
    expect(JSON.parse(String(init.body)).model).toBe("deepseek-ai/DeepSeek-V4-Flash");
  });

  test.each([
    ["a list of models", call("deepseek-v4-flash/deepinfra,other/groq")],
    ["a model without a provider", call("deepseek-v4-flash")],
    ["a caller without a key", call("deepseek-v4-flash/deepinfra", "nobody")],
    ["a path that it lacks", { ...call("deepseek-v4-flash/deepinfra"), path: "/v1/messages" }],
  ])("does not apply where it has %s that the gateway cannot take", (_name, asked) => {
    expect(() => rewritten(portkey, asked, place)).toThrow(
      expect.objectContaining({ name: "Unavailable", outcome: "not-applicable" }),
    );
  });

  test("stays as it is at a gateway that takes it so", () => {
    const asked = call("a,b");
    const { path, init } = rewritten(described({ paths: "*" }), asked, place);
    expect([path, init.body]).toEqual([asked.path, asked.init.body]);
  });
});

/** A gateway that answers everything with a completion of its own and calls nobody. */
async function impostor(): Promise<string> {
  const server: Server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"choices":[]}'),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the control case stops a run whose requests never reach the stand-in", async () => {
  const target = httpTarget(described({ url: await impostor(), paths: "*" }), "other.json");
  closing.push(() => target.close());
  const fault = control(target, ["deepinfra"], "byok");
  await expect(fault).rejects.toThrow(HarnessFault);
  await expect(fault).rejects.toThrow("no request reached the stand-in; it answered 200");
});

/** One case of each kind: an answer, a stream, a refusal by the provider, one that looks inside, one that sets limits. */
const CASES = {
  "auth.caller.refused": "passed",
  "mapping.request.basic": "passed",
  "streaming.answer.basic": "passed",
  "usage.classes.chat.basic": "not-observable",
  "limits.admission.full": "not-observable",
} as const;

describe("the reference gateway in another process, with nothing to observe", () => {
  const unused = new Upstream();

  test("passes what can be seen from outside, and says what cannot", async () => {
    const target = await loadTarget("reference-http");
    closing.push(() => target.close());
    await control(target, ["deepinfra"], "byok");
    const outcomes: Record<string, string> = {};
    for (const item of buildPlan({
      providers: ["deepinfra"],
      modes: ["byok"],
      cases: Object.keys(CASES),
    })) {
      const result = await runCase(item, {
        target,
        upstream: unused,
        seed: 7,
        every: 50,
        deadlineMs: 60_000,
      });
      outcomes[item.case.id] = result.outcome;
    }
    expect(outcomes).toEqual(CASES);
  }, 180_000);
});
