/**
 * What the hosts of Anthropic's Messages API have in common, where they are as their author's.
 * @module
 */
import { CLAUDE_STRICT, CLAUDE_TOOL } from "../../accepts/subsets.ts";
import type { ApiTraits } from "../../apis/codec.ts";
import type { UsageConvention } from "../../canonical/usage.ts";

/** The one version of the API; a request without it is refused. */
export const ANTHROPIC_VERSION = ["anthropic-version", "2023-06-01"] as const;

export const CLAUDE_TRAITS: ApiTraits = {
  maxTokensField: "max_tokens",
  developerRole: "system",
  messageNames: false,
  cacheControl: true,
  cacheMarks: 4,
  schemas: { format: CLAUDE_STRICT, strict: CLAUDE_STRICT, tool: CLAUDE_TOOL },
  // Anthropic's own carry the date of their version.
  hostedTools: /_\d{8}$|^mcp_toolset$/,
  extraFields: {
    completion: ["container", "context_management"],
    message: ["anthropic_content"],
    usage: ["iterations", "server_tool_use", "service_tier", "inference_geo"],
  },
};

export const CLAUDE_USAGE: UsageConvention = {
  cached: "outside-prompt",
  cacheWrite: "outside-prompt",
  reasoning: "inside-completion",
  total: "ignored",
  stream: "replace",
  paths: [["usage"]],
  evidence:
    "Messages API reference, usage object; recorded prompt-cache exchange (3 + 1111 read + 418 written = 1532 in, 33 out)",
};
