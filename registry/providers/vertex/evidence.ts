/**
 * Where facts about endpoints of Vertex AI come from.
 * @module
 */
import { CLAUDE, noted } from "../../evidence.ts";

/** Claude on Vertex from 4.5 on, where locations have prices of their own. */
export const CLAUDE_VERTEX = noted(
  CLAUDE,
  "Regions and multi-regions cost 10 % more than the global location (pydantic/genai-prices); the source prices the latter only.",
);
