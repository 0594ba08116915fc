/**
 * Where facts about endpoints of Bedrock come from.
 * @module
 */
import { CLAUDE, noted } from "../../evidence.ts";

/** Claude on Bedrock, whose inference profiles are rows of the source. */
export const CLAUDE_BEDROCK = noted(
  CLAUDE,
  "From 4.5 on every profile but global. and the plain id cost 10 % more than global. (pydantic/genai-prices from AWS's list, Anthropic's page on Bedrock); the source has that at eu. only, and its lower price at the others is not taken.",
);
