/**
 * `npm start -- --replay`: the gateway with everything replaced that would need a key, money or the network.
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { loadRecordings } from "../../conformance/recordings/load.ts";
import { RecordingError } from "../../conformance/recordings/problem.ts";
import { scenarios } from "../../conformance/recordings/scenarios.ts";
import { credentialOf } from "../../conformance/secrets/credentials.ts";
import { answeredAside } from "../../conformance/upstream/direct.ts";
import { tokenDesk } from "../../conformance/upstream/fake-token-endpoint.ts";
import { readDirective } from "../../conformance/upstream/replay-directive.ts";
import { type ReplayScope, replayTransport } from "../../conformance/upstream/replay-transport.ts";
import type { Network } from "../../reference-gateway/passthrough/network.ts";
import type { Fetch, OpenParts } from "../../reference-gateway/server.ts";
import { memoryPlatformKeys } from "../../reference-gateway/vault/memory.ts";
import { SCOPES } from "../../reference-gateway/vault/scopes.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";

/** The header that says what to replay, and in answers what was. */
export const REPLAY_HEADER = "helicone-replay";

export interface ReplayGateway {
  open: OpenParts;
  around(gateway: Fetch): Fetch;
}

/** No name leads anywhere, and no address answers. */
const offline: Network = {
  resolver: {
    addresses: () => Promise.reject(new Error("offline")),
    texts: () => Promise.reject(new Error("offline")),
  },
  sender: () => {
    throw Object.assign(new Error("offline"), { code: "ECONNREFUSED" });
  },
};

/** A directive that cannot be followed, in OpenAI's form: this is no gateway's own header. */
const refusal = (message: string): Response =>
  Response.json(
    { error: { message, type: "invalid_request_error", param: REPLAY_HEADER, code: "invalid_header" } },
    { status: 400 },
  );

/** The answer with what answered; streams go on as they are. */
function labelled(response: Response, served: string | null): Response {
  if (served === null) return response;
  const headers = new Headers(response.headers);
  headers.set(REPLAY_HEADER, served);
  return new Response(response.body, { status: response.status, headers });
}

/**
 * Replaces keys, wallet and network of opened parts.
 * @param folder of recordings
 * @param seed of made-up answers
 * @throws RecordingError naming what is wrong with a recording
 */
export function replayGateway(
  { parts, close }: OpenParts,
  { folder, seed, providers }: { folder: string | URL; seed: number; providers: readonly BaseProvider[] },
): ReplayGateway {
  const recordings = loadRecordings(folder);
  if (recordings.length === 0) throw new RecordingError([`${String(folder)} holds no recordings`]);
  const scopes = new AsyncLocalStorage<ReplayScope>();
  const scope = (): ReplayScope => scopes.getStore() ?? { directive: {}, served: null };
  const transport = replayTransport({ recordings, scope, clock: parts.clock, seed });
  return {
    open: {
      close,
      parts: {
        ...parts,
        tenants: { ...parts.tenants, findByKey: async () => ({ id: "replay", scopes: SCOPES }) },
        platformKeys: memoryPlatformKeys(
          new Map(providers.map((provider) => [provider.slug, credentialOf(provider, "replay")])),
        ),
        // Targets of the caller's choice have no recordings, and nothing here reaches the network.
        passthrough: { ...parts.passthrough, network: offline },
        // Nothing is spent, so nothing is refused, and no charge is kept with a record.
        books: null,
        wallet: {
          ...parts.wallet,
          reserve: async () => "replay",
          settle: async () => {},
          release: async () => {},
        },
        transport: answeredAside(transport, tokenDesk),
      },
    },
    around: (gateway) => async (request) => {
      const read = readDirective(request.headers.get(REPLAY_HEADER), (id) => Object.hasOwn(scenarios, id));
      if (!read.ok) return refusal(read.message);
      const own: ReplayScope = { directive: read.directive, served: null };
      const response = await scopes.run(own, async () => gateway(request));
      return labelled(response, own.served);
    },
  };
}
