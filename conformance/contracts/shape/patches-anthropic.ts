/**
 * Patches of Anthropic's shapes: what its SDK takes out of the body, and what partner hosts put in or leave out.
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { Patch } from "./patches.ts";

const GA = ["anthropic-messages", "anthropic-messages-0"];
const BETA = ["anthropic-messages-beta", "anthropic-messages-beta-0"];
const BODY = /MessageCreateParams(Non)?Streaming/;
const MESSAGES = [{ role: "user", content: "Where is the tide?" }];
const GOOD: JsonObject = { model: "claude-sonnet-4-5", max_tokens: 64, messages: MESSAGES };
const WITHOUT_MODEL: JsonObject = { max_tokens: 64, messages: MESSAGES };

export const ANTHROPIC_PATCHES: readonly Patch[] = [
  {
    id: "anthropic-messages.header-parameters",
    schemas: [...GA, ...BETA],
    change: { definitions: BODY, drop: ["betas", "user_profile_id", "workspace_id"] },
    evidence: ["@anthropic-ai/sdk 1.14.0 resources/beta/messages/messages.js: taken out of the body"],
    probe: {
      api: "anthropic-messages",
      host: "anthropic",
      betas: ["any-2026-01-01"],
      body: { ...GOOD, betas: ["any-2026-01-01"] },
    },
  },
  {
    id: "anthropic-count-tokens.header-parameters",
    schemas: ["anthropic-count-tokens", "anthropic-count-tokens-beta"],
    change: { definitions: /MessageCountTokensParams/, drop: ["betas", "user_profile_id", "workspace_id"] },
    evidence: ["@anthropic-ai/sdk 1.14.0 resources/beta/messages/messages.js: taken out of the body"],
    probe: {
      api: "anthropic-count-tokens",
      host: "anthropic",
      body: { model: "claude-sonnet-4-5", messages: MESSAGES, workspace_id: "wrkspc_1" },
    },
  },
  {
    id: "anthropic-messages.partner-version",
    schemas: [...GA, ...BETA],
    hosts: ["vertex", "bedrock"],
    change: {
      definitions: BODY,
      set: {
        anthropic_version: { type: "string" },
        anthropic_beta: { type: "array", items: { type: "string" } },
      },
      optional: ["model"],
    },
    evidence: ["docs: Claude on Vertex AI and on Amazon Bedrock, request body"],
    probe: {
      api: "anthropic-messages",
      host: "vertex",
      body: { ...WITHOUT_MODEL, anthropic_version: "vertex-2023-10-16" },
    },
  },
  {
    id: "anthropic-messages.partner-leaves-out",
    schemas: [...GA, ...BETA],
    hosts: ["vertex", "bedrock"],
    change: { definitions: BODY, drop: ["model", "cache_control", "inference_geo", "speed", "service_tier"] },
    evidence: ["anthropic.cache.top-level-refused", "anthropic.geo.inference", "anthropic.speed.fast"],
    probe: {
      api: "anthropic-messages",
      host: "vertex",
      body: {
        ...WITHOUT_MODEL,
        anthropic_version: "vertex-2023-10-16",
        cache_control: { type: "ephemeral" },
      },
    },
  },
];
