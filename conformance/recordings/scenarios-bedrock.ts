/**
 * Situations of Bedrock's dialect: types in headers, blocks that nobody announces, histories that want their tools.
 * @module
 */
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import { ask, basic, bellHistory, streamed } from "./bodies.ts";
import type { Draft } from "./scenarios.ts";

const failing = (title: string, quirk: QuirkId) => ({ title, quirk, body: basic });

export const bedrockScenarios = {
  "chat.tools.history": {
    title: "A history with a tool call, and no tools declared",
    needs: ["tools"],
    quirk: "tool-history",
    body: bellHistory,
  },
  "stream.blocks.unannounced": {
    title: "Blocks that begin without an announcement, interleaved and padded",
    quirk: "unannounced-blocks",
    body: streamed(ask("Read the harbour sign.")),
  },
  "error.400.unknown-model": failing("An unknown model, told as an invalid request", "model-id-400"),
  "error.400.service-quota": failing(
    "A quota of the account, told as an invalid request",
    "service-quota-400",
  ),
  "error.403.expired-token": failing("The temporary key has expired", "expired-token-403"),
  "error.408.model-timeout": failing("The model took too long", "model-timeout-408"),
  "error.424.model-error": failing("The model behind the provider failed", "model-error-424"),
  "error.429.model-not-ready": failing("The model is still being loaded", "model-not-ready"),
  "error.errortype-suffix": failing("The type in the header goes on with an address", "errortype-suffix"),
} as const satisfies Record<string, Draft>;
