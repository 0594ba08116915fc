/**
 * RES: what callers get back.
 * @module
 */
import { oddAnswers } from "./odd.ts";
import { openaiClient } from "./openai-client.ts";
import { recordedAnswers } from "./recorded.ts";

export const responseCases = [...recordedAnswers, ...oddAnswers, ...openaiClient];
