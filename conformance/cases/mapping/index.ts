/**
 * MAP: what the provider gets.
 * @module
 */
import { acceptedCases } from "./accepted.ts";
import { betaCases } from "./betas.ts";
import { dialectCases } from "./dialects.ts";
import { emptiesCases } from "./empties.ts";
import { formatCases } from "./formats.ts";
import { geminiThinkingCases } from "./gemini-thinking.ts";
import { imageDetail } from "./image-detail.ts";
import { itemOrderCases } from "./item-order.ts";
import { meaningRequests } from "./meaning.ts";
import { mediaCases } from "./media.ts";
import { messageCases } from "./messages.ts";
import { modelCases } from "./models.ts";
import { nativeCases } from "./native.ts";
import { onlyHereCases } from "./only-here.ts";
import { ownWordCases } from "./own-words.ts";
import { parameterCases } from "./parameters.ts";
import { reasoningCases } from "./reasoning.ts";
import { replayedRequests } from "./replayed.ts";
import { sameApiCases } from "./same-api.ts";
import { sealedCases } from "./sealed.ts";
import { signatureCases } from "./signatures.ts";
import { toolCases } from "./tools.ts";
import { turnOrderCases } from "./turn-order.ts";
import { untouchedCases } from "./untouched.ts";
import { verbatimCases } from "./verbatim.ts";
import { zeroCases } from "./zeros.ts";

export const mappingCases = [
  ...replayedRequests,
  ...parameterCases,
  ...modelCases,
  ...messageCases,
  ...toolCases,
  ...verbatimCases,
  ...dialectCases,
  ...signatureCases,
  ...turnOrderCases,
  ...itemOrderCases,
  ...nativeCases,
  ...sameApiCases,
  ...untouchedCases,
  ...sealedCases,
  ...betaCases,
  ...acceptedCases,
  ...emptiesCases,
  ...formatCases,
  ...reasoningCases,
  ...onlyHereCases,
  ...meaningRequests,
  ...mediaCases,
  imageDetail,
  ...geminiThinkingCases,
  ...ownWordCases,
  ...zeroCases,
];
