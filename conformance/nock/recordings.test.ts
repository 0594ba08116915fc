/**
 * The recordings are not tied to MSW: the same gateway, on a transport made of `https.request`, gets the same answers
 * from nock. Its own project, since MSW and nock never share a process.
 * @module
 */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import nock from "nock";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Transport } from "../../reference-gateway/parts.ts";
import { isChatApi } from "../../registry/apis/codec.ts";
import { openRegistry } from "../../registry/index.ts";
import { onOneApi } from "../engine/one-api.ts";
import { assemble, readReply, whole } from "../engine/reply.ts";
import { isScenarioId, scenarios } from "../recordings/scenarios.ts";
import { recordingsOf } from "../recordings/store.ts";
import { apiOfRecording } from "../recordings/surfaces.ts";
import { canaries } from "../secrets/canaries.ts";
import { referenceTarget } from "../targets/reference.ts";
import { serveWithNock } from "./definitions.ts";

const { indexes } = openRegistry();

/** What an SDK of the `http.request` age does. */
const httpsTransport: Transport = {
  send: async ({ url, method, headers, body }) => {
    const outgoing = https.request(url, { method, headers: Object.fromEntries(headers) });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
    const given = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    return { status: incoming.statusCode ?? 0, headers: new Headers(given), body: incoming };
  },
};

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.restore());

const answers = ["deepinfra", "groq", "openai"]
  .flatMap(recordingsOf)
  .filter(({ meta }) => meta.response.status === 200 && meta.expect?.text !== undefined);

test.each(answers.map((recording) => [recording.meta.id, recording] as const))(
  "%s",
  async (_id, recording) => {
    const { provider, scenario, model, expect: expected } = recording.meta;
    const [endpoint] = indexes.endpointsByProviderModelId(provider, model);
    if (!endpoint || !isScenarioId(scenario))
      throw new Error(`${recording.meta.id} has no endpoint or scenario`);
    const scope = serveWithNock(recording);
    const api = apiOfRecording(recording);
    const registry = isChatApi(api) ? onOneApi(provider, api) : openRegistry();
    const gateway = await referenceTarget((parts) => ({
      ...parts,
      registry,
      transport: httpsTransport,
    })).start({
      mode: "byok",
      keys: [{ provider, byokOnly: true }],
      platform: [],
      deposit: 0n,
    });
    const response = await gateway.send("/v1/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json", "helicone-auth": `Bearer ${canaries.gatewayKey.a}` },
      body: JSON.stringify({ model: `${endpoint.model}/${provider}`, ...scenarios[scenario].body }),
    });
    const reply = await readReply(response);
    expect(reply.status, reply.text).toBe(200);
    const answer = reply.json === null ? assemble(reply) : whole(reply);
    expect(answer.text).toBe(expected?.text);
    expect(scope.isDone()).toBe(true);
  },
);
