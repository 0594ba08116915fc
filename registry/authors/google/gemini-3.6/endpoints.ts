import { GEMINI_INTRODUCTORY } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { GEMINI_NEWER_TIERS, VERTEX_GEMINI_ONE_PLACE } from "../../../pricing/modifiers/google.ts";
import { GEMINI_CHAT, GEMINI_REASONING } from "../../../providers/google-ai-studio/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import { introductoryFlash } from "../introductory.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemini-3.6-flash:google-ai-studio": chat({
    providerModelId: "gemini-3.6-flash",
    pricing: introductoryFlash("2026-07-22"),
    modifiers: GEMINI_NEWER_TIERS,
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: GEMINI_INTRODUCTORY,
  }),
  "gemini-3.6-flash:vertex": chat({
    providerModelId: "gemini-3.6-flash",
    pricing: introductoryFlash("2026-07-22"),
    modifiers: VERTEX_GEMINI_ONE_PLACE,
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: GEMINI_INTRODUCTORY,
  }),
} satisfies EndpointsFor<typeof models>;
