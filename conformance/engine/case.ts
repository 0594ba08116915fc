/**
 * A case is data: what it checks and why, what it needs, and how it observes. It never decides its own outcome:
 * it calls `check`, and the runner judges.
 * @module
 */
import type { StreamType } from "../../registry/apis/codec.ts";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import type { Capability, Endpoint } from "../../registry/endpoint.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import type { ScenarioId } from "../recordings/scenarios.ts";
import type { RequirementId } from "../requirements/index.ts";
import type { CaseContext, EmbeddingsCaseContext } from "./context.ts";

export const MODES = ["ptb", "byok"] as const;
export type Mode = (typeof MODES)[number];

/** The areas of the requirements, in the order of the report. */
export const AREAS = [
  "registry",
  "routing",
  "auth",
  "mapping",
  "response",
  "streaming",
  "usage",
  "cost",
  "billing",
  "errors",
  "fallback",
  "cache",
  "limits",
  "embeddings",
  "passthrough",
  "observability",
  "feedback",
  "vault",
  "wallet",
  "security",
  "recordings",
] as const;
export type Area = (typeof AREAS)[number];

export interface Needs {
  /** Recordings that must be there; a missing one that the provider owes makes the case `untested`, which fails. */
  scenarios?: readonly ScenarioId[];
  /** Capabilities that some endpoint of the provider must have; otherwise it is checked that asking for it is refused. */
  capabilities?: readonly Capability[];
  /** A quirk that the provider declares; otherwise the case does not apply. */
  quirk?: QuirkId;
  /** The API that the case is about; on another one it does not apply. */
  api?: UpstreamApiId;
  /** The API that its callers speak, where it is about translating: on that one nothing is, and it does not apply. */
  unlike?: UpstreamApiId;
  /** Does it send models that nobody listed? They go to the provider's first API; on another one it does not apply. */
  unlistedModels?: true;
  /** How streams must be framed; at providers that frame them otherwise the case does not apply. */
  framing?: StreamType;
  /** The kind of auth that the case is about. */
  auth?: BaseProvider["auth"];
  /** Settings beside the key that the provider must have: required ones, or any. */
  config?: "required" | "any";
  /** Chat endpoints of the provider that the case needs; with fewer it does not apply. */
  endpoints?: {
    /** In words, after "the provider has no endpoint". */
    that: string;
    where?: (endpoint: Endpoint) => boolean;
    /** 1 unless told. */
    count?: number;
  };
}

interface CaseFacts {
  /** Stable and greppable, `<area>.<topic>…`; the same on pass and fail. */
  id: string;
  area: Area;
  title: string;
  why: string;
  /** Every requirement that a check of this case may name. */
  requirements: readonly RequirementId[];
  modes?: readonly Mode[];
  /** It is about the gateway, whatever the provider: it runs once, at the first of the chosen providers. */
  once?: true;
}

/** A case about chats, or about the gateway whatever it is asked for. */
export interface Case extends CaseFacts {
  operation?: "chat";
  needs?: Needs;
  run(context: CaseContext): Promise<void> | void;
}

/** A case about embeddings: it runs on the APIs for them, and only there. */
export interface EmbeddingsCase extends CaseFacts {
  operation: "embeddings";
  needs?: {
    /** Endpoints of the provider on the API that the case needs; without one it does not apply. */
    endpoints: { that: string; where(endpoint: Endpoint): boolean };
  };
  run(context: EmbeddingsCaseContext): Promise<void> | void;
}

export type AnyCase = Case | EmbeddingsCase;
