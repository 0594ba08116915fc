/** What Claude takes, at whatever host. State of November 2026. @module */
import type { Accepts, AcceptsTable } from "../../accepts/accepts.ts";

const BUDGETED: Accepts = {
  thinking: ["enabled", "disabled"],
  evidence: "extended thinking guide: a budget before Claude 4.6; adaptive thinking is refused there",
};

const EITHER: Accepts = {
  efforts: ["none", "low", "medium", "high", "max"],
  thinking: ["enabled", "adaptive", "disabled"],
  prefill: false,
  evidence:
    "adaptive thinking and effort guides: Claude 4.6 has low to high and max, no xhigh; no prefill from 4.6 on",
};

const ADAPTIVE: Accepts = {
  efforts: ["none", "low", "medium", "high", "xhigh", "max"],
  thinking: ["adaptive", "disabled"],
  prefill: false,
  evidence: "adaptive thinking guide: from Opus 4.7 on a fixed budget is refused; effort to max",
};

const ALWAYS: Accepts = {
  efforts: ["low", "medium", "high", "xhigh", "max"],
  thinking: ["adaptive"],
  prefill: false,
  evidence: "adaptive thinking guide: Fable and Mythos always think; disabled is refused",
};

export const accepts: AcceptsTable = {
  "claude-3-7-sonnet": BUDGETED,
  "claude-opus-4": BUDGETED,
  "claude-sonnet-4": BUDGETED,
  "claude-opus-4-1": BUDGETED,
  "claude-sonnet-4-5": BUDGETED,
  "claude-haiku-4-5": BUDGETED,
  "claude-opus-4-5": BUDGETED,
  "claude-opus-4-6": EITHER,
  "claude-sonnet-4-6": EITHER,
  "claude-opus-4-7": ADAPTIVE,
  "claude-opus-4-8": ADAPTIVE,
  "claude-opus-5": ADAPTIVE,
  "claude-sonnet-5": ADAPTIVE,
  "claude-fable-5": ALWAYS,
};
