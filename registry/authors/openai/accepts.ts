/** What OpenAI's models take, at whatever host. State of November 2026. @module */
import type { Accepts, AcceptsTable } from "../../accepts/accepts.ts";

const OPEN_WEIGHTS: Accepts = {
  efforts: ["low", "medium", "high"],
  evidence: "gpt-oss model card: reasoning levels low, medium and high; it cannot be switched off",
};

const O_SERIES: Accepts = {
  efforts: ["low", "medium", "high"],
  refuses: ["parallel_tool_calls"],
  evidence: "reasoning guide: o1, o3, o3-mini and o4-mini take low, medium and high; no parallel_tool_calls",
};

const GPT_5: Accepts = {
  efforts: ["minimal", "low", "medium", "high"],
  refuses: ["stop"],
  evidence:
    "model page gpt-5: reasoning.effort minimal, low, medium, high; issue reports: unsupported parameter stop",
};

const GPT_5_1: Accepts = {
  efforts: ["none", "low", "medium", "high"],
  refuses: ["stop"],
  evidence: "model page gpt-5.1: reasoning.effort none, low, medium, high; issue reports on stop",
};

const GPT_5_2: Accepts = {
  efforts: ["none", "low", "medium", "high", "xhigh"],
  refuses: ["stop"],
  evidence: "model page gpt-5.2: reasoning.effort none to xhigh; issue reports on stop",
};

const GPT_5_4: Accepts = {
  efforts: ["none", "low", "medium", "high", "xhigh"],
  effortBesideTools: "unset",
  evidence:
    "model page gpt-5.4: none to xhigh; issue reports: function tools with reasoning_effort are not supported in chat completions",
};

const GPT_5_5: Accepts = {
  efforts: ["none", "low", "medium", "high", "xhigh"],
  effortBesideTools: "none",
  evidence:
    "model page gpt-5.5: none to xhigh; issue reports: in chat completions function tools are taken under effort none alone",
};

const MEDIUM_ONLY: Accepts = {
  efforts: ["medium"],
  evidence: "issue reports: chat variants of gpt-5.1 to 5.3 take the effort medium alone",
};

const PREDICTS: Accepts = {
  takes: ["prediction"],
  evidence: "predicted outputs guide: gpt-4o, gpt-4o-mini and the gpt-4.1 series",
};

export const accepts: AcceptsTable = {
  "gpt-4o": PREDICTS,
  "gpt-4o-mini": PREDICTS,
  "gpt-4.1": PREDICTS,
  "gpt-4.1-mini": PREDICTS,
  "gpt-4.1-nano": PREDICTS,
  o1: O_SERIES,
  o3: O_SERIES,
  "o3-mini": O_SERIES,
  "o4-mini": O_SERIES,
  "gpt-5": GPT_5,
  "gpt-5-mini": GPT_5,
  "gpt-5-nano": GPT_5,
  "gpt-5.1": GPT_5_1,
  "gpt-5.1-chat-latest": MEDIUM_ONLY,
  "gpt-5.2": GPT_5_2,
  "gpt-5.2-chat-latest": MEDIUM_ONLY,
  "gpt-5.3-chat-latest": MEDIUM_ONLY,
  "gpt-5.4": GPT_5_4,
  "gpt-5.4-mini": GPT_5_4,
  "gpt-5.4-nano": GPT_5_4,
  "gpt-5.5": GPT_5_5,
  "gpt-oss-120b": OPEN_WEIGHTS,
  "gpt-oss-20b": OPEN_WEIGHTS,
  "gpt-oss-safeguard-20b": OPEN_WEIGHTS,
  "gpt-oss-safeguard-120b": OPEN_WEIGHTS,
};
