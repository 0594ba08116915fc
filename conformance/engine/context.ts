/**
 * What a case works with.
 * @module
 */
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import type { JsonObject } from "../../registry/json.ts";
import type { ChatApi, EmbeddingsApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { Recording } from "../recordings/load.ts";
import type { ScenarioId } from "../recordings/scenarios.ts";
import type { EmbeddingsWire } from "../upstream/embeddings/wire.ts";
import type { UpstreamAnswer } from "../upstream/server.ts";
import type { Piece, Wire } from "../upstream/wire.ts";
import type { Mode } from "./case.ts";
import type { Checks } from "./check.ts";
import type { Session } from "./session.ts";
import type { SessionOptions } from "./session-options.ts";
import type { Sampling } from "./share.ts";

export interface AnyCaseContext {
  provider: BaseProvider;
  mode: Mode;
  /** For fast-check; the same seed gives the same run. */
  seed: number;
  /** The registry that the gateway should be running. */
  registry: Registry;
  check: Checks;
  /** Adds to the number of combinations that the report shows; for cases that are generated from data. */
  count(combinations: number): void;
  /** This run's share of the combinations that the case has. Between them the runs of the case on an API try all. */
  sample<T>(combinations: readonly T[], how?: Sampling<T>): readonly T[];
  /** The same for properties: how many values fast-check draws in this run, and from which seed. */
  draws(runs: number): { seed: number; numRuns: number };
  /** An endpoint of the provider, on the API under test, to simulate answers for. */
  endpoint(where?: (endpoint: Endpoint) => boolean): Endpoint;
  /** Called when the case is over, also when its gateway hung: closes what the case opened itself. */
  onEnd(work: () => Promise<void>): void;
  /** A fresh gateway before a fresh upstream. */
  open(options?: SessionOptions): Promise<Session>;
}

/** What a case about embeddings works with. */
export interface EmbeddingsCaseContext extends AnyCaseContext {
  /** The API of the provider that is tested. */
  api: EmbeddingsApi;
  /** Simulated answers of that API, and a reader of its requests. */
  wire: EmbeddingsWire;
  /** The wire of an endpoint of another provider. */
  wireAt(endpoint: Endpoint): EmbeddingsWire;
  /** Every endpoint of the provider on the API under test. */
  endpoints(): readonly Endpoint[];
}

/** What a case about chats works with. */
export interface CaseContext extends AnyCaseContext {
  /** The API of the provider that is tested. */
  api: ChatApi;
  /** Simulated answers of the API under test. */
  wire: Wire;
  /** The same as ready answers. */
  simulate: {
    completion(text: string, usage?: JsonObject): UpstreamAnswer;
    stream(texts: readonly string[], usage?: JsonObject): UpstreamAnswer;
    /** A stream of these very pieces. */
    pieces(pieces: Iterable<Piece> | AsyncIterable<Piece>): UpstreamAnswer;
    error(
      status: number,
      message: string,
      more?: { type?: string; code?: string | null; headers?: [string, string][] },
    ): UpstreamAnswer;
  };
  /** The wire of an endpoint of another provider. */
  wireAt(endpoint: Endpoint): Wire;
  simulateAt(endpoint: Endpoint): CaseContext["simulate"];
  /** A recording that the case declared in `needs.scenarios`. */
  recording(id: ScenarioId): Recording;
  /** Those of the given scenarios that there are for the API under test. */
  recordings(ids: readonly ScenarioId[]): Recording[];
  /** Every recording of the provider on the API under test. */
  allRecordings(): readonly Recording[];
  /** The endpoint that a recording was made at. */
  endpointOf(recording: Recording): Endpoint;
}
