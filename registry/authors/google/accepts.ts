/** What Gemini takes. State of November 2026. @module */
import type { Accepts, AcceptsTable } from "../../accepts/accepts.ts";

const thinkingGuide = (says: string): string => `Gemini API, thinking guide: ${says}`;

/** Before Gemini 3 a JSON answer and functions exclude each other, and results of functions hold no media. */
const BEFORE_3 = { formatAlone: "gemini", mediaInResults: false } as const;
const WITHOUT_THINKING: Accepts = {
  ...BEFORE_3,
  evidence:
    "public error messages: function calling with a response mime type application/json is unsupported; function calling guide: multimodal responses from Gemini 3 on",
};

const TO_HIGH: Accepts = {
  efforts: ["low", "medium", "high"],
  refuses: ["n"],
  evidence: thinkingGuide("3.1 Pro has the levels low, medium and high, and cannot be switched off"),
};

const FROM_MINIMAL: Accepts = {
  efforts: ["minimal", "low", "medium", "high"],
  refuses: ["n"],
  evidence: thinkingGuide("Flash from 3 on has minimal to high, and cannot be switched off"),
};

const WITHOUT_SAMPLING: Accepts = {
  efforts: ["low", "medium", "high"],
  refuses: ["temperature", "top_p", "top_k", "n"],
  evidence: thinkingGuide("3.7 Flash: low to high; its change log removes sampling parameters"),
};

export const accepts: AcceptsTable = {
  "gemini-2.0-flash": WITHOUT_THINKING,
  "gemini-2.0-flash-lite": WITHOUT_THINKING,
  "gemini-2.5-pro": {
    ...BEFORE_3,
    budget: { least: 128, most: 32_768, off: false },
    evidence: thinkingGuide("2.5 Pro: 128 to 32,768, cannot be switched off"),
  },
  "gemini-2.5-flash": {
    ...BEFORE_3,
    budget: { least: 0, most: 24_576, off: true },
    evidence: thinkingGuide("2.5 Flash: 0 to 24,576"),
  },
  "gemini-2.5-flash-lite": {
    ...BEFORE_3,
    budget: { least: 512, most: 24_576, off: true },
    evidence: thinkingGuide("2.5 Flash-Lite: 512 to 24,576, or 0"),
  },
  "gemini-3-pro-preview": {
    efforts: ["low", "high"],
    refuses: ["n"],
    evidence: thinkingGuide("3 Pro has the levels low and high"),
  },
  "gemini-3.1-pro-preview": TO_HIGH,
  "gemini-3.1-pro-preview-customtools": TO_HIGH,
  // Today's alias stands for 3.7 Flash.
  "gemini-flash-latest": WITHOUT_SAMPLING,
  "gemini-flash-lite-latest": FROM_MINIMAL,
  "gemini-3-flash-preview": FROM_MINIMAL,
  "gemini-3.1-flash-lite-preview": FROM_MINIMAL,
  "gemini-3.1-flash-lite": FROM_MINIMAL,
  "gemini-3.5-flash": FROM_MINIMAL,
  "gemini-3.5-flash-lite": FROM_MINIMAL,
  "gemini-3.6-flash": FROM_MINIMAL,
  "gemini-3.7-flash": WITHOUT_SAMPLING,
};
