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

const GPT_5_6: Accepts = {
  efforts: ["none", "low", "medium", "high", "xhigh", "max"],
  effortBesideTools: "none",
  evidence:
    "model page gpt-5.6 as quoted in ragflow#19856: none to max; issue reports: in chat completions function tools are taken under effort none alone",
};

const O_PRO: Accepts = {
  efforts: ["low", "medium", "high"],
  evidence: "model pages o1-pro and o3-pro, Responses only: reasoning.effort low, medium and high",
};

const RESEARCH: Accepts = {
  efforts: ["medium"],
  evidence: "issue reports: deep-research models take the effort medium alone",
};

const GPT_5_PRO: Accepts = {
  efforts: ["high"],
  evidence: "model page gpt-5-pro: it always reasons with effort high; issue reports agree",
};

const CODEX: Accepts = {
  efforts: ["low", "medium", "high"],
  evidence: "model pages gpt-5-codex, gpt-5.1-codex and -mini, Responses only: low, medium and high",
};

const CODEX_X: Accepts = {
  efforts: ["low", "medium", "high", "xhigh"],
  evidence: "model pages gpt-5.1-codex-max, gpt-5.2-codex and gpt-5.3-codex, Responses only: low to xhigh",
};

const LATER_PRO: Accepts = {
  efforts: ["medium", "high", "xhigh"],
  evidence: "model pages gpt-5.2-pro to gpt-5.5-pro, Responses only: medium, high and xhigh",
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
  "o1-pro": O_PRO,
  "o3-pro": O_PRO,
  "o3-deep-research": RESEARCH,
  "o4-mini-deep-research": RESEARCH,
  "gpt-5-pro": GPT_5_PRO,
  "gpt-5-codex": CODEX,
  "gpt-5.1-codex": CODEX,
  "gpt-5.1-codex-mini": CODEX,
  "gpt-5.1-codex-max": CODEX_X,
  "gpt-5.2-codex": CODEX_X,
  "gpt-5.3-codex": CODEX_X,
  "gpt-5.3-codex-spark": CODEX_X,
  "gpt-5.2-pro": LATER_PRO,
  "gpt-5.4-pro": LATER_PRO,
  "gpt-5.5-pro": LATER_PRO,
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
  "gpt-5.6-sol": GPT_5_6,
  "gpt-5.6-terra": GPT_5_6,
  "gpt-5.6-luna": GPT_5_6,
  "gpt-oss-120b": OPEN_WEIGHTS,
  "gpt-oss-20b": OPEN_WEIGHTS,
  "gpt-oss-safeguard-20b": OPEN_WEIGHTS,
  "gpt-oss-safeguard-120b": OPEN_WEIGHTS,
};
